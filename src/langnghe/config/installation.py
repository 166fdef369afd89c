"""
What must be right in a running installation; `langnghe check_install` asks each of these.

Any room may add its own in a file of the same name, `installation.py`: a function registered with
`@register("installation", deploy=True)` of Django's check framework, whose docstring is the line printed when
all is well. `deploy=True` keeps it out of the checks that run before every command.
"""

import re
import shutil
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from langnghe.config import sealing
from langnghe.config.health import worker_is_alive
from langnghe.core.paper import fonts
from langnghe.demo import queries as demo
from langnghe.places.models import Area

OLDEST_SERVER = 150_000
SPACE_NEEDED_BYTES = 2 * 1024**3

# Parts of a column's name that mean a detail of a person; English and Vietnamese without tone marks.
_PERSONAL = re.compile(
    r"(?:^|_)(?:phone|telephone|mobile|sdt|dien_thoai|email|e_mail|full_?name|ho_ten|ho_va_ten|officer_name"
    r"|household|ho_gia_dinh|chu_ho|cccd|cmnd|id_card|identity_number|passport|home_address|dia_chi"
    r"|birth_?day|date_of_birth|ngay_sinh|religion|ton_giao|ethnicity|dan_toc|resident_name|citizen)(?:_|$)"
)
# The vault itself, and what staff say about themselves in their office.
_ALLOWED = {
    "people_contact": "the vault: encrypted, each look logged",
    "people_user": "staff accounts",
    "people_responsibility": "who in an office is in charge of what",
    "account_emailaddress": "staff accounts",
    "account_emailconfirmation": "staff accounts",
}

Messages = list[CheckMessage]


@register("installation", deploy=True)
def database(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """The database answers, is new enough, and keeps what was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('fsync'), "
            "current_setting('server_version')"
        )
        number, fsync, version = cursor.fetchone()
    found: Messages = []
    if number < OLDEST_SERVER:
        found.append(
            Error(f"PostgreSQL {version} is too old.", hint="Use 15 or later.", id="installation.E001")
        )
    if fsync != "on":
        found.append(
            Error(
                "The database does not wait for the disk: a power cut may lose rows.", id="installation.E002"
            )
        )
    return found


@register("installation", deploy=True)
def rights(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """The role of web and worker cannot empty or change tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' "
            "AND has_table_privilege(format('%I.%I', schemaname, tablename), 'TRUNCATE')"
        )
        count = cursor.fetchone()[0]
    if not count:
        return []
    return [
        checks.Warning(
            f"The role in DATABASE_URL may empty {count} tables.",
            hint="Give web and worker a role of their own, and the owner LANGNGHE_OWNER_DATABASE_URL.",
            id="installation.W003",
        )
    ]


@register("installation", deploy=True)
def migrations(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """The tables are up to date."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return []
    return [
        Error(f"{len(waiting)} migrations wait to be run.", hint="langnghe migrate", id="installation.E004")
    ]


@register("installation", deploy=True)
def worker(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """A worker is running."""
    if worker_is_alive():
        return []
    return [
        checks.Warning(
            "No worker has shown itself in the last half minute; alarms, notices and seals wait.",
            hint="langnghe up, or langnghe worker",
            id="installation.W005",
        )
    ]


@register("installation", deploy=True)
def disk(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """There is room on the disk."""
    free = shutil.disk_usage(settings.HOME_FOLDER).free
    if free >= SPACE_NEEDED_BYTES:
        return []
    return [
        Error(
            f"Only {free / 1e9:.1f} GB are free where {settings.HOME_FOLDER} lies.",
            hint="Free some space: a database that cannot write stops.",
            id="installation.E006",
        )
    ]


@register("installation", deploy=True)
def typefaces(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """The typefaces of papers are there, with every Vietnamese letter."""
    try:
        lacking = fonts.undrawable(fonts.VIETNAMESE_LETTERS)
    except fonts.FontsMissing as problem:
        return [Error(str(problem), id="installation.E007")]
    if not lacking:
        return []
    return [Error(f"The typeface of papers lacks {lacking}.", hint="make setup", id="installation.E008")]


@register("installation", deploy=True)
def boundaries(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Areas are loaded, and each belongs to one above it or is at the top."""
    today = timezone.localdate()
    areas = Area.objects.filter(withdrawn_at=None, valid_from__lte=today).exclude(valid_to__lte=today)
    if not areas.exists():
        return [Error("No areas are loaded.", hint="langnghe load_areas", id="installation.E009")]
    loose = areas.filter(level__gt=1, parent=None).count()
    ended = areas.filter(parent__valid_to__lte=today).count()
    if not loose and not ended:
        return []
    return [
        Error(
            f"{loose} areas hang in the air and {ended} below an area that has ended.",
            hint="Load the change with langnghe load_area_changes.",
            id="installation.E010",
        )
    ]


@register("installation", deploy=True)
def seals(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Sealed events and reports are as they were, and so are the words that they point at."""
    changed: Messages = [
        Error(
            f"The words in row {pk} of {table} are no longer those that were written.",
            hint="Compare with a backup; somebody went around the application.",
            id="installation.E011",
        )
        for table, pk in sealing.changed_words()
    ]
    return [*changed, *_broken_seals()]


def _broken_seals() -> Messages:
    return [
        Error(
            f"The rows of {table} up to id {seal.last_id}, sealed on {seal.recorded_at:%Y-%m-%d %H:%M}, "
            "are no longer what was sealed.",
            hint="Compare with a backup; somebody went around the application.",
            id="installation.E011",
        )
        for table, seal in sealing.broken()
    ]


@register("installation", deploy=True)
def demo_data(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Demo data and real data are not in one installation, and no real one calls itself a demonstration."""
    if settings.DEMO_MODE:
        is_mixed = demo.holds_imported_reports() if demo.is_demo() else demo.holds_real_reports()
        what = "Demonstration mode is on beside real reports."
    else:
        is_mixed = demo.is_demo() and demo.holds_real_reports()
        what = "Reports of the demo year lie beside real ones."
    if not is_mixed:
        return []
    hint = "Begin with a new LANGNGHE_HOME, without LANGNGHE_DEMO, and import the real reports there."
    return [Error(what, hint=hint, id="installation.E012")]


@register("installation", deploy=True)
def details_outside_the_vault(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """No table outside the vault has a place for a resident's name, telephone or household."""
    return [
        Error(
            f"Column {column} of table {table} has room for a person's details outside the vault.",
            hint="Details of residents belong into people.Contact alone; remove the column.",
            id="installation.E013",
        )
        for table, column in personal_columns()
    ]


def personal_columns() -> list[tuple[str, str]]:
    """Return (table, column) of the columns, and keys in JSON columns, named like a detail of a person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        )
        columns = [row for row in cursor.fetchall() if row[0] not in _ALLOWED]
        found = [(table, column) for table, column, _ in columns if _PERSONAL.search(column.lower())]
        for table, column, data_type in columns:
            if data_type == "jsonb":
                keys = _json_keys(cursor, table, column)
                found += [(table, f"{column} → {key}") for key in keys if _PERSONAL.search(key.lower())]
    return found


def _json_keys(cursor: Any, table: str, column: str) -> list[str]:
    """Return the keys used in a JSON column, from a sample of its rows."""
    quote = connection.ops.quote_name
    name = quote(column)
    cursor.execute(
        f"SELECT DISTINCT jsonb_object_keys({name}) FROM "  # noqa: S608 - names from the catalogue, quoted
        f"(SELECT {name} FROM {quote(table)} WHERE jsonb_typeof({name}) = 'object' LIMIT 10000) AS sample"
    )
    return [row[0] for row in cursor.fetchall()]
