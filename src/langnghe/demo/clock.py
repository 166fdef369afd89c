"""
The demonstration's clock: it stands at the last moment of the demo year when that year is made, and runs on.

Every process reads how far the clock is moved from the mark that the year leaves in HOME. Two clocks are
moved alike, that of Django (`timezone.now`) and that of the columns which the database fills in
(`recorded_at`), so that “as known on” stays true for what visitors add. Without the mark nothing is moved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

MARK = "demo_year"  # a file in LANGNGHE_HOME: settings cannot ask the database
NOT_MOVED = timedelta(0)

_real_now = timezone.now


def write_mark(home: Path, *, starts_at: datetime) -> timedelta:
    """Leave the mark by which every process knows the demonstration; return how far its clock is behind."""
    home.mkdir(parents=True, exist_ok=True)
    shift = timedelta(seconds=round((datetime.now(UTC) - starts_at).total_seconds()))
    (home / MARK).write_text(f"{shift // timedelta(seconds=1)}\n", encoding="utf-8")
    return shift


def shift_of(home: Path) -> timedelta:
    """Return how far the clock of an installation is moved back; not at all where no demo year lies."""
    mark = home / MARK
    seconds = mark.read_text(encoding="utf-8").strip() if mark.exists() else ""
    return timedelta(seconds=int(seconds)) if seconds else NOT_MOVED


def start(shift: timedelta) -> None:
    """Move this process's clock back for good."""
    timezone.now = (lambda: _real_now() - shift) if shift else _real_now


@contextmanager
def moved(shift: timedelta) -> Iterator[None]:
    """Move this process's clock back for a while."""
    before = timezone.now
    start(shift)
    try:
        yield
    finally:
        timezone.now = before


def move_database(shift: timedelta) -> None:
    """Move the clock of the columns that the database fills in; only the tables' owner may."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPED)
        columns = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks would hold the tables
        for table, column in columns:
            names = [connection.ops.quote_name(name) for name in (table, column)]
            default = f"clock_timestamp() - interval '{shift // timedelta(seconds=1)} seconds'"
            cursor.execute("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}".format(*names, default))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


_STAMPED = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND column_default LIKE '%clock_timestamp()%' ORDER BY 1, 2
"""
