"""Loading targets and the groups they hold for: all or nothing, one sentence for each faulty line."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from langnghe.bodies.models import Body
from langnghe.core.language import parse_number, secrecy_stamp
from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.programmes.models import GroupMember, Programme, Target

TARGET_COLUMNS = ("code", "year", "name", "unit", "direction", "value", "source")
TARGET_KEY = ("programme_id", "code", "year", "body_id", "group")
GROUP_KEY = ("programme_id", "group", "body_id")


def load_targets(
    programme: Programme, path: Path, *, figures: Collection[str], now: datetime, dry_run: bool = False
) -> Loaded:
    """
    Load `code,year,name,unit,direction,value,source[,body,group,figure]`.

    `body` is a body's short name, `group` one of `load_groups`; with neither the line holds for every body
    that plans. `figures` are the names a line may be counted by. Raises BadTable, and writes nothing then.
    """
    faults: list[Fault] = []
    bodies = _bodies()
    table = read_table(path, required=TARGET_COLUMNS)
    rows = [_target(programme, row, bodies, figures, faults) for row in table]
    faults += _twice(table)
    stop_on(faults, path=path)
    return keep_rows(rows, key=TARGET_KEY, now=now, dry_run=dry_run)


def load_groups(programme: Programme, path: Path, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load which bodies belong to which group: `group,body[,valid_from,valid_to]`. Raise BadTable."""
    faults: list[Fault] = []
    bodies = _bodies()
    table = read_table(path, required=["group", "body"])
    rows = [
        GroupMember(
            programme=programme,
            group=_filled(row, "group", faults),
            body_id=_body(row, bodies, faults) or 0,
            valid_from=row.day("valid_from", faults=faults) or programme.first_on,
            valid_to=row.day("valid_to", faults=faults),
        )
        for row in table
    ]
    for row in table:
        _filled(row, "body", faults)
    stop_on(faults, path=path)
    return keep_rows(rows, key=GROUP_KEY, now=now, dry_run=dry_run)


def _target(
    programme: Programme, row: Row, bodies: dict[str, int], figures: Collection[str], faults: list[Fault]
) -> Target:
    if stamp := secrecy_stamp("\n".join(row.cells.values())):
        faults.append(Fault(row.line, "", f"this line is stamped {stamp}: state secrets never belong here."))
    if row["figure"] and row["figure"] not in figures:
        faults.append(
            Fault(row.line, "figure", f"there is no figure “{row['figure']}”: `langnghe figures` lists them.")
        )
    if row["body"] and row["group"]:
        faults.append(Fault(row.line, "group", "a line holds for one body or for a group, not for both."))
    year = row.whole("year", faults=faults, least=2000)
    if not programme.first_on.year <= year <= programme.last_on.year:
        faults.append(Fault(row.line, "year", f"the programme does not run in {row['year']}."))
        year = programme.first_on.year
    return Target(
        programme=programme,
        code=_filled(row, "code", faults),
        year=year,
        body_id=_body(row, bodies, faults),
        group=row["group"],
        name=_filled(row, "name", faults),
        unit=_filled(row, "unit", faults),
        direction=row.choice("direction", Target.Direction.values, faults=faults),
        value=_value(row, faults),
        figure=row["figure"],
        source=_filled(row, "source", faults),
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
    )


def _twice(table: list[Row]) -> list[Fault]:
    """Return a fault for each line that says again what an earlier line said otherwise."""
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for row in table:
        key = tuple(row[column] for column in ("code", "year", "body", "group"))
        if key in seen:
            faults.append(Fault(row.line, "code", f"line {seen[key]} has the same target already."))
        seen.setdefault(key, row.line)
    return faults


def _bodies() -> dict[str, int]:
    return dict(Body.objects.known().order_by("valid_from").values_list("slug", "pk"))


def _body(row: Row, bodies: dict[str, int], faults: list[Fault]) -> int | None:
    if row["body"] and row["body"] not in bodies:
        faults.append(Fault(row.line, "body", f"there is no body “{row['body']}”."))
    return bodies.get(row["body"])


def _filled(row: Row, column: str, faults: list[Fault]) -> str:
    if not row[column]:
        faults.append(Fault(row.line, column, "this cell is empty: every line needs it."))
    return row[column]


def _value(row: Row, faults: list[Fault]) -> Decimal:
    try:
        value = Decimal(parse_number(row["value"]))
    except ValueError:
        faults.append(Fault(row.line, "value", f"“{row['value']}” is not a number: write it like 1.234,5."))
        return Decimal(1)
    if value <= 0:
        faults.append(Fault(row.line, "value", "a target is above zero."))
    return value
