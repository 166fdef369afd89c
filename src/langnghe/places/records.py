"""
Areas as a loader handles them before they are rows, and the checks that hold for any country.

A table of areas has the columns `code, name, kind, parent_code, valid_from, valid_to, lat, lon` and may have
`area_km2` and `other_names` (several apart by "|"). An empty `valid_from` says: since before our records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from langnghe.ground.tables import Fault, Row
from langnghe.places.tree import LAST_DAY, Node, Tree
from langnghe.places.words import folded_words

BEFORE_RECORDS = date(1900, 1, 1)
AREA_COLUMNS = ("code", "name", "kind", "parent_code", "valid_from", "valid_to", "lat", "lon")
LONGEST_CODE, LONGEST_NAME, LONGEST_KIND = 40, 200, 60


@dataclass(frozen=True)
class AreaRecord:
    """One area in its time. `line` is 0 for what the database held before."""

    code: str
    name: str
    kind: str
    parent_code: str
    valid_from: date
    valid_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    area_km2: float | None = None
    other_names: tuple[str, ...] = ()  # folded: they serve finding alone
    line: int = 0
    pk: int | None = None

    @property
    def identity(self) -> tuple[str, date]:
        """The key of an area: its code and its first day."""
        return self.code, self.valid_from

    def holds_on(self, day: date) -> bool:
        """Say whether the area is in force on `day`."""
        return self.valid_from <= day <= (self.valid_to or LAST_DAY)

    def completed_by(self, newer: "AreaRecord") -> "AreaRecord":
        """Return this area with what `newer` says; an empty cell leaves what is known, also a last day."""
        return replace(
            self,
            name=newer.name,
            kind=newer.kind,
            parent_code=newer.parent_code or self.parent_code,
            valid_to=newer.valid_to or self.valid_to,
            latitude=self.latitude if newer.latitude is None else newer.latitude,
            longitude=self.longitude if newer.longitude is None else newer.longitude,
            area_km2=self.area_km2 if newer.area_km2 is None else newer.area_km2,
            other_names=newer.other_names or self.other_names,
            line=newer.line,
        )


def area_records(rows: Sequence[Row], *, faults: list[Fault]) -> list[AreaRecord]:
    """Turn the lines of a table into records; what is wrong with a line goes to `faults`."""
    records: dict[tuple[str, date], AreaRecord] = {}
    for row in rows:
        record = _record(row, faults)
        if (earlier := records.get(record.identity)) is not None:
            sentence = f"“{record.code}” from {record.valid_from} stands already in line {earlier.line}."
            faults.append(Fault(row.line, "code", sentence))
        records[record.identity] = record
    return list(records.values())


def tree_of(records: Iterable[AreaRecord]) -> tuple[Tree, dict[int, AreaRecord]]:
    """Return the tree of `records`, and the records by the keys of its nodes."""
    by_key = dict(enumerate(records))
    nodes = (
        Node(key, record.code, record.parent_code, record.valid_from, record.valid_to or LAST_DAY)
        for key, record in by_key.items()
    )
    return Tree(nodes), by_key


def faults_of_tree(tree: Tree, by_key: dict[int, AreaRecord]) -> list[Fault]:
    """Return a fault for each code carried twice on a day, each missing parent and each circle."""
    faults = []
    for earlier, later in tree.clashes():
        line = max(by_key[earlier.key].line, by_key[later.key].line)
        sentence = (
            f"on {later.first} the code “{later.code}” would name two areas: end the earlier one first."
        )
        faults.append(Fault(line, "valid_from", sentence))
    for node, day in tree.orphans():
        sentence = f"the parent “{node.parent_code}” of “{node.code}” is not in force on {day}."
        faults.append(Fault(by_key[node.key].line, "parent_code", sentence))
    if not faults:
        faults += [
            Fault(by_key[node.key].line, "parent_code", f"“{node.code}” would stand above itself.")
            for node in tree.circles()
        ]
    return faults


def _record(row: Row, faults: list[Fault]) -> AreaRecord:
    for column, longest in (("code", LONGEST_CODE), ("name", LONGEST_NAME), ("kind", LONGEST_KIND)):
        if not row[column]:
            faults.append(Fault(row.line, column, "this cell must not be empty."))
        elif len(row[column]) > longest:
            faults.append(Fault(row.line, column, f"at most {longest} characters fit here."))
    valid_from = row.day("valid_from", faults=faults) or BEFORE_RECORDS
    valid_to = row.day("valid_to", faults=faults)
    if valid_to is not None and valid_to < valid_from:
        faults.append(Fault(row.line, "valid_to", "the last day lies before the first."))
    return AreaRecord(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        parent_code=row["parent_code"],
        valid_from=valid_from,
        valid_to=valid_to,
        latitude=_degrees(row, "lat", 90, faults),
        longitude=_degrees(row, "lon", 180, faults),
        area_km2=row.number("area_km2", faults=faults),
        other_names=tuple(filter(None, map(folded_words, row["other_names"].split("|")))),
        line=row.line,
    )


def _degrees(row: Row, column: str, limit: int, faults: list[Fault]) -> float | None:
    degrees = row.number(column, faults=faults)
    if degrees is not None and not -limit <= degrees <= limit:
        faults.append(Fault(row.line, column, f"degrees lie between -{limit} and {limit}."))
    return degrees
