"""
Loading what a decree does to areas: merged, split, renamed, of another kind.

A table of changes has the columns `old_code, new_code, kind, share, decree, effective_on`. Each area named
under `old_code` ends the day before; an area that goes on under its old code has a line of its own.
`new_name`, `new_kind`, `new_parent_code`, `lat`, `lon` and `area_km2` describe an area that begins; left
empty, it takes them from the area of the same code, else from the first old one. An area that an earlier
table began on that day needs none of them. An area that takes in others and is not named under `old_code`
itself simply goes on.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction

from langnghe.ground.copying import copy_rows
from langnghe.ground.tables import BadTable, Fault, Loaded, Row, read_table, stop_on
from langnghe.places import shipped
from langnghe.places.actions.areas import held_records, keep_areas, load_areas
from langnghe.places.models import Area, AreaChange
from langnghe.places.official_table import OFFICIAL_COLUMNS, rows_of_official_table
from langnghe.places.records import AreaRecord
from langnghe.places.tree import ONE_DAY
from langnghe.places.words import take_apart

CHANGE_COLUMNS = ("old_code", "new_code", "kind", "share", "decree", "effective_on")
UNCONFIRMED = "unconfirmed"
BATCH = 2000

Records = dict[tuple[str, date], AreaRecord]


@dataclass(frozen=True)
class ChangeLine:
    """One line of a decree: what becomes of one old area."""

    line: int
    old: AreaRecord
    new: AreaRecord
    kind: str
    share: Decimal | None
    decree: str
    effective_on: date


@transaction.atomic
def load_area_changes(path: Path, *, in_force_from: date | None = None, dry_run: bool = False) -> Loaded:
    """
    Load a table of changes, or the statistics office's conversion table as it was printed.

    Parameters
    ----------
    in_force_from : date, optional
        The first day of what the table leaves without a date, or marks as unconfirmed. Without it such a
        table is refused: nobody has said that it holds.

    Raises BadTable with a sentence for each faulty line.
    """
    held = held_records()
    rows, remarks = _rows_of(path, held)
    reader = _Reader(held, rows, in_force_from)
    lines = reader.lines(rows)
    stop_on(reader.faults, path=path)
    areas = keep_areas(_areas_after(lines), path=path)
    loaded = _keep_changes(lines) + Loaded(remarks=[*remarks, f"areas: {areas}."])
    if dry_run:
        transaction.set_rollback(True)
    return loaded


@transaction.atomic
def load_vietnam(*, dry_run: bool = False) -> Loaded:
    """Load the areas that come with the program, before and since 1 July 2025, and the decrees in force."""
    loaded = load_areas(shipped.AREAS_BEFORE, shipped.AREAS)
    changes = Loaded()
    for path in [shipped.REFORM, *shipped.confirmed_decrees()]:
        changes += load_area_changes(path)
    loaded.remarks.append(f"changes: {changes}.")
    if dry_run:
        transaction.set_rollback(True)
    return loaded


def _rows_of(path: Path, held: Records) -> tuple[list[Row], list[str]]:
    try:
        return read_table(path, required=CHANGE_COLUMNS), []
    except BadTable as error:
        try:
            printed = read_table(path, required=OFFICIAL_COLUMNS)
        except BadTable:
            raise error from None
    return rows_of_official_table(printed, list(held.values()))


class _Reader:
    """Turns lines into changes; knows the areas held and those that begin with this table."""

    def __init__(self, held: Records, rows: Sequence[Row], in_force_from: date | None) -> None:
        self.faults: list[Fault] = []
        self._in_force_from = in_force_from
        self._held = held
        self._by_code: dict[str, list[AreaRecord]] = defaultdict(list)
        for record in held.values():
            self._by_code[record.code].append(record)
        self._ending = {row["old_code"] for row in rows}
        self._described = {row["new_code"]: row for row in reversed(rows) if row["new_name"]}
        self._begun: Records = {}

    def lines(self, rows: Sequence[Row]) -> list[ChangeLine]:
        """Return the changes; what is wrong goes to `faults`."""
        found: dict[tuple[tuple[str, date], tuple[str, date]], ChangeLine] = {}
        for row in rows:
            line = self._line(row)
            if line is None:
                continue
            pair = line.old.identity, line.new.identity
            if pair in found:
                self._fault(row, "new_code", f"this change stands already in line {found[pair].line}.")
            found[pair] = line
        return list(found.values())

    def _line(self, row: Row) -> ChangeLine | None:
        day = self._day(row)
        if day is None:
            return None
        old = self._on(row["old_code"], day - ONE_DAY)
        if old is None:
            sentence = f"no area “{row['old_code']}” was in force on {day - ONE_DAY}."
            self._fault(row, "old_code", sentence)
            return None
        kind = row["kind"]
        if kind not in AreaChange.Kind.values:
            self._fault(row, "kind", f"“{kind}” is none of {', '.join(AreaChange.Kind.values)}.")
        new = self._new(row, old, day)
        if new is None:
            return None
        return ChangeLine(row.line, old, new, kind, self._share(row), row["decree"], day)

    def _day(self, row: Row) -> date | None:
        day = row.day("effective_on", faults=self.faults)
        if (day is None or row["status"] == UNCONFIRMED) and self._in_force_from is None:
            sentence = "nobody has confirmed from which day this holds: name the day with --in-force-from."
            self._fault(row, "effective_on", sentence)
            return None
        return day or self._in_force_from

    def _new(self, row: Row, old: AreaRecord, day: date) -> AreaRecord | None:
        code = row["new_code"]
        beginning = self._held.get((code, day)) or self._begun.get((code, day))
        if beginning is not None:
            return beginning
        if code not in self._ending and (going_on := self._on(code, day)) is not None:
            return going_on
        return self._begin(row, old, day)

    def _begin(self, row: Row, old: AreaRecord, day: date) -> AreaRecord | None:
        code, before = row["new_code"], self._on(row["new_code"], day - ONE_DAY)
        told = self._described.get(code, row)
        name = told["new_name"] or (before.name if before else "")
        if not code or not name:
            self._fault(row, "new_name", f"an area “{code}” begins on {day}: its name is missing.")
            return None
        pattern = before or old
        record = AreaRecord(
            code=code,
            name=name,
            kind=told["new_kind"] or take_apart(name).kind or pattern.kind,
            parent_code=told["new_parent_code"] or pattern.parent_code,
            valid_from=day,
            latitude=told.number("lat", faults=self.faults) or pattern.latitude,
            longitude=told.number("lon", faults=self.faults) or pattern.longitude,
            area_km2=told.number("area_km2", faults=self.faults) or (before.area_km2 if before else None),
            line=row.line,
        )
        self._begun[record.identity] = record
        return record

    def _share(self, row: Row) -> Decimal | None:
        if not row["share"]:
            return None
        try:
            share = Decimal(row["share"])
        except InvalidOperation:
            share = Decimal(0)
        if not 0 < share <= 1:
            self._fault(row, "share", f"“{row['share']}” is not a share: write it as 0.25.")
        return share

    def _on(self, code: str, day: date) -> AreaRecord | None:
        return next((record for record in self._by_code[code] if record.holds_on(day)), None)

    def _fault(self, row: Row, column: str, sentence: str) -> None:
        self.faults.append(Fault(row.line, column, sentence))


def _areas_after(lines: Sequence[ChangeLine]) -> list[AreaRecord]:
    """Return the areas that begin, and the old ones with their last day."""
    begun = {line.new.identity: line.new for line in lines if line.new.pk is None}
    ended = {
        line.old.identity: replace(line.old, valid_to=line.effective_on - ONE_DAY, line=line.line)
        for line in lines
        if line.old.identity != line.new.identity
    }
    return [*ended.values(), *begun.values()]


def _keep_changes(lines: Sequence[ChangeLine]) -> Loaded:
    pks = {(code, day): pk for code, day, pk in Area.objects.known().values_list("code", "valid_from", "pk")}
    held = {(change.old_id, change.new_id): change for change in AreaChange.objects.filter(withdrawn_at=None)}
    new, changed = [], []
    for line in lines:
        pair = pks[line.old.identity], pks[line.new.identity]
        known = held.get(pair)
        if known is None:
            new.append([*pair, line.kind, line.share, line.decree, line.effective_on])
        elif _corrects(line, known):
            known.kind, known.share, known.decree = line.kind, line.share, line.decree or known.decree
            changed.append(known)
    copy_rows(AreaChange, ["old_id", "new_id", "kind", "share", "decree", "effective_on"], new)
    AreaChange.objects.bulk_update(changed, ["kind", "share", "decree"], batch_size=BATCH)
    return Loaded(len(new), len(changed), len(lines) - len(new) - len(changed))


def _corrects(line: ChangeLine, known: AreaChange) -> bool:
    """Say whether a line tells more than we knew; "whole" adds nothing to "renamed" or "part"."""
    if line.kind == AreaChange.Kind.PART != known.kind:
        return True
    return (line.share is not None and line.share != known.share) or (
        bool(line.decree) and line.decree != known.decree
    )
