"""
What every room's tests share: a throw-away PostgreSQL, started only when a test asks for a database.

Without DATABASE_URL an embedded database runs in a HOME of this test run, one for each process of xdist;
with it, the test databases are made on that server, by a role that may create databases and roles.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import hypothesis
import psycopg
import pytest
import pytest_django

from langnghe.config import env
from langnghe.config.database import APP_ROLE, database_for

# A busy machine is no fault of a rule: properties fail by counter-examples, never by the clock.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Point Django at this process's own server before pytest-django makes the test database."""
    from django.db import connections

    settings = connections["default"].settings_dict
    with _server_url() as url:
        # The name of the database stays: it is already the one of this xdist process.
        settings.update({**env.database_from_url(url), "NAME": settings["NAME"], "CONN_MAX_AGE": 0})
        _ensure_app_role(url)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """End the sessions that threads of a live server left open; they would keep the test database alive."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def as_app_role(db: None) -> Iterator[None]:
    """Run the rest of the test with the rights of the web and the worker instead of the owner's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
        yield
        if not connection.needs_rollback:
            cursor.execute("RESET ROLE")


@contextmanager
def _server_url() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given:
        yield given
        return
    home = Path(os.environ["LANGNGHE_HOME"])
    with database_for(home, durable=False, say=lambda _: None) as database:
        yield database.admin_url


def _ensure_app_role(url: str) -> None:
    # Another process of this run may have been first.
    taken = suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation)
    with taken, psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {APP_ROLE}")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Hash passwords quickly: a million rounds for each of hundreds of accounts would take minutes."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
