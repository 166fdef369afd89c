"""Loading the clocks of situation reports from a table: all or nothing."""

from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path

from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.situations.models import Clock, Urgency

COLUMNS = ("urgency", "amount", "unit", "citation")
EVER_SINCE = date(2000, 1, 1)


def load_clocks(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load by when superiors must speak, by urgency; without a path the shipped table. Raise BadTable."""
    path = path or _shipped()
    faults: list[Fault] = []
    rows = [_clock(row, faults) for row in read_table(path, required=COLUMNS)]
    stop_on(faults, path=path)
    return keep_rows(rows, key=("urgency", "valid_from"), now=now, dry_run=dry_run)


def _clock(row: Row, faults: list[Fault]) -> Clock:
    if not row["citation"]:
        faults.append(Fault(row.line, "citation", "this cell is empty: say which paper sets the clock."))
    return Clock(
        urgency=row.choice("urgency", Urgency.values, faults=faults),
        amount=row.whole("amount", faults=faults, least=1),
        unit=row.choice("unit", Clock.Unit.values, faults=faults),
        citation=row["citation"],
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _shipped() -> Path:
    with as_file(files("langnghe.situations").joinpath("data", "clocks.csv")) as path:
        return path
