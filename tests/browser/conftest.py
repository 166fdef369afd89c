"""
One server with one small province, which live as long as this folder's tests.

The tests therefore leave each other's cases alone: emptying the database after each of them would cost more
than the tests themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, make_user, report_in, small_province
from langnghe.people.models import User


@dataclass(frozen=True)
class House:
    """The running server, and who and what is in it from the beginning."""

    url: str
    world: World
    late: Case
    fresh: Case
    analyst: User


@pytest.fixture(scope="package")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Fill the database with the small province and serve it; empty it when this folder's tests are over."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media, ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        try:
            yield _furnished(server.url)
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
            connections.close_all()  # those of Chromium's event loop are out of reach once it has ended


@pytest.fixture
def _django_db_helper(house: House) -> None:
    """Take the place of pytest-django's own, which would empty the database after each marked test."""


def _furnished(url: str) -> House:
    world, now = small_province(), timezone.now()
    contact = ContactIn(name="Nguyễn Thị Mẫu", telephone="0905123456")
    late = "Đường vào thôn bị sạt lở từ đợt mưa trước, xe máy không qua được. Gọi tôi số 0905 123 456."
    given = {"contact": contact, "received_at": now - timedelta(days=40), "locality": "Thôn 2"}
    opened = [
        take_in(report_in(world, late, **given), by=None, now=now).case,
        take_in(report_in(world, "Đèn đường trước chợ hỏng ba tuần nay."), by=None, now=now).case,
    ]
    for n in range(3):
        long_ago = now - timedelta(days=20 + n)
        take_in(
            report_in(world, f"Ổ gà lớn ở ngã ba, chỗ thứ {n + 1}.", received_at=long_ago), by=None, now=now
        )
    analyst = make_user("chuyen-vien", "analyst", world.province_body)
    return House(url, world, opened[0], opened[1], analyst)
