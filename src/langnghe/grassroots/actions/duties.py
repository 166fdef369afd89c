"""Loading the duties to meet people from a table: all or nothing."""

from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path

from langnghe.grassroots.models import Duty, MeetingKind
from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on

COLUMNS = ("body_kind", "meeting_kind", "by_head", "days", "per", "name", "citation")
KEY = ("body_kind", "meeting_kind", "by_head", "valid_from")
EVER_SINCE = date(2000, 1, 1)


def load_duties(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load how often bodies have to meet people; without a path the shipped table. Raise BadTable."""
    path = path or _shipped()
    faults: list[Fault] = []
    rows = [_duty(row, faults) for row in read_table(path, required=COLUMNS)]
    stop_on(faults, path=path)
    return keep_rows(rows, key=KEY, now=now, dry_run=dry_run)


def _duty(row: Row, faults: list[Fault]) -> Duty:
    for column in ("body_kind", "name", "citation"):
        if not row[column]:
            faults.append(Fault(row.line, column, "this cell is empty: a duty needs it."))
    return Duty(
        body_kind=row["body_kind"],
        meeting_kind=row.choice("meeting_kind", MeetingKind.values, faults=faults),
        by_head=row.choice("by_head", ["yes", "no"], faults=faults) == "yes",
        days=row.whole("days", faults=faults, least=1),
        per=row.choice("per", Duty.Per.values, faults=faults),
        name=row["name"],
        citation=row["citation"],
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _shipped() -> Path:
    with as_file(files("langnghe.grassroots").joinpath("data", "duties.csv")) as path:
        return path
