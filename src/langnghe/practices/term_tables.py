"""Loading the fields, criteria and levels of practices from a table: all or nothing."""

from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path

from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.practices.models import Term

KEY = ("kind", "code", "valid_from")
_EVER_SINCE = date(2000, 1, 1)


def load_terms(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """
    Load `kind,code,name,position,citation[,name_en,area_level,valid_from,valid_to]`; without a path, ours.

    Raises BadTable with a sentence for each faulty line, and writes nothing then.
    """
    path = path or _shipped()
    faults: list[Fault] = []
    table = read_table(path, required=["kind", "code", "name", "position", "citation"])
    rows = [_term(row, faults) for row in table]
    stop_on(faults, path=path)
    return keep_rows(rows, key=KEY, now=now, dry_run=dry_run)


def _term(row: Row, faults: list[Fault]) -> Term:
    for column in ("code", "name", "citation"):
        if not row[column]:
            faults.append(Fault(row.line, column, "this cell is empty: every line needs it."))
    return Term(
        kind=row.choice("kind", Term.Kind.values, faults=faults),
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        area_level=row.whole("area_level", faults=faults) or None,
        position=row.whole("position", faults=faults),
        citation=row["citation"],
        valid_from=row.day("valid_from", faults=faults) or _EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _shipped() -> Path:
    with as_file(files("langnghe.practices").joinpath("data", "terms.csv")) as path:
        return path
