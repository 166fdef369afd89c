"""The tour's own house: one small demo year of Gia Lai, served in demonstration mode by its own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from langnghe.demo import clock
from langnghe.demo.actions import make_year

UNTIL = datetime.fromisoformat("2026-06-19T07:30:00+07:00")


@dataclass(frozen=True)
class House:
    """The running demonstration."""

    url: str


@pytest.fixture(scope="package")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Make the small year and serve it; empty the database and move its clock back when the tour is over."""
    home = tmp_path_factory.mktemp("home")
    told = {"HOME_FOLDER": home, "MEDIA_ROOT": home, "DEMO_MODE": True, "ALLOWED_HOSTS": ["localhost"]}
    with django_db_blocker.unblock(), override_settings(**told):
        make_year(seed=2026, reports=1_500, until=UNTIL, small=True)
        with clock.moved(clock.shift_of(home)):
            server = LiveServer("localhost")
            try:
                yield House(server.url)
            finally:
                server.stop()
                call_command("flush", verbosity=0, interactive=False)
                clock.move_database(clock.NOT_MOVED)
                connections.close_all()


@pytest.fixture
def _django_db_helper(house: House) -> None:
    """Take the place of pytest-django's own, which would empty the database after each marked test."""
