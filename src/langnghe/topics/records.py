"""
Topics, kinds and phrases as a loader handles them before they are rows: one line each, checked.

An empty `valid_from` says: since before our records. Only `code` and `name` (phrases: `topic` and `phrase`)
must be there; what is left out takes the mildest value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from langnghe.ground.tables import Fault, Row
from langnghe.places.records import BEFORE_RECORDS
from langnghe.topics.models import Publicness, Track

TOPIC_COLUMNS = KIND_COLUMNS = ("code", "name")
PHRASE_COLUMNS = ("topic", "phrase")
LAST_DAY = date.max
_YES_NO = {"yes": True, "no": False, "": False}


@dataclass(frozen=True, kw_only=True)
class Record:
    """What carries a code for some time. `line` is 0 for what the database held before."""

    line: int
    code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class TopicRecord(Record):
    """One topic in its time."""

    parent_code: str
    name: str
    name_en: str
    severity: int
    publicness: str
    one_above: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class KindRecord(Record):
    """One kind of report in its time."""

    name: str
    name_en: str
    track: str
    position: int
    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class PhraseRecord:
    """One phrase that speaks for a topic."""

    line: int
    topic: str
    phrase: str
    weight: float
    excludes: str


def topic_records(rows: Iterable[Row], *, faults: list[Fault]) -> list[TopicRecord]:
    """Turn lines into topics; what is wrong with a line goes to `faults`."""
    return [_topic(row, faults) for row in rows]


def kind_records(rows: Iterable[Row], *, faults: list[Fault]) -> list[KindRecord]:
    """Turn lines into kinds; what is wrong with a line goes to `faults`."""
    return [_kind(row, faults) for row in rows]


def phrase_records(rows: Iterable[Row], *, faults: list[Fault]) -> list[PhraseRecord]:
    """Turn lines into phrases; what is wrong with a line goes to `faults`."""
    return [_phrase(row, faults) for row in rows]


def clashes(records: Sequence[Record]) -> list[Fault]:
    """Return a fault for each record whose code another one carries on the same day."""
    ordered = sorted(records, key=lambda record: (record.code, record.valid_from, record.line))
    faults = []
    for earlier, later in pairwise(ordered):
        if earlier.code == later.code and later.valid_from <= (earlier.valid_to or LAST_DAY):
            line = max(earlier.line, later.line)
            sentence = (
                f"on {later.valid_from} the code “{later.code}” would stand twice: end the earlier one."
            )
            faults.append(Fault(line, "code", sentence))
    return faults


def misplaced(records: Sequence[TopicRecord]) -> list[Fault]:
    """Return a fault for each topic without its parent on its first day, or below the second level."""
    faults = []
    for record in records:
        if not record.parent_code:
            continue
        parent = parent_of(record, records)
        if parent is None:
            sentence = f"the parent “{record.parent_code}” is not in force on {record.valid_from}."
            faults.append(Fault(record.line, "parent_code", sentence))
        elif parent.parent_code:
            sentence = f"“{record.parent_code}” has a parent itself: the tree of topics has two levels."
            faults.append(Fault(record.line, "parent_code", sentence))
    return faults


def parent_of(record: TopicRecord, records: Iterable[TopicRecord]) -> TopicRecord | None:
    """Return the parent that is in force on the first day of `record`."""
    for other in records:
        in_force = other.valid_from <= record.valid_from <= (other.valid_to or LAST_DAY)
        if other.code == record.parent_code and in_force:
            return other
    return None


def _topic(row: Row, faults: list[Fault]) -> TopicRecord:
    valid_from, valid_to = _period(row, faults)
    return TopicRecord(
        line=row.line,
        code=_text(row, "code", 80, faults),
        parent_code=row["parent_code"],
        name=_text(row, "name", 160, faults),
        name_en=_text(row, "name_en", 160, faults, optional=True),
        severity=_whole(row, "severity", range(1, 4), 1, faults),
        publicness=_one_of(row, "public", Publicness.values, Publicness.YES, faults),
        one_above=_YES_NO[_one_of(row, "above", list(_YES_NO), "", faults)],
        text=row["text"],
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _kind(row: Row, faults: list[Fault]) -> KindRecord:
    valid_from, valid_to = _period(row, faults)
    track = _one_of(row, "track", Track.values, Track.OPEN, faults)
    if track != Track.OPEN and not row["text"]:
        faults.append(Fault(row.line, "text", "a kind that is not handled here must say where to go."))
    return KindRecord(
        line=row.line,
        code=_text(row, "code", 40, faults),
        name=_text(row, "name", 120, faults),
        name_en=_text(row, "name_en", 120, faults, optional=True),
        track=track,
        position=_whole(row, "position", range(1000), 0, faults),
        text=row["text"],
        text_en=row["text_en"],
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _phrase(row: Row, faults: list[Fault]) -> PhraseRecord:
    weight = row.number("weight", faults=faults)
    if weight is not None and not 0 < weight <= 100:
        faults.append(Fault(row.line, "weight", "a weight lies above 0 and is at most 100."))
    return PhraseRecord(
        line=row.line,
        topic=_text(row, "topic", 80, faults),
        phrase=_text(row, "phrase", 120, faults),
        weight=1.0 if weight is None else weight,
        excludes=_text(row, "excludes", 300, faults, optional=True),
    )


def _period(row: Row, faults: list[Fault]) -> tuple[date, date | None]:
    valid_from = row.day("valid_from", faults=faults) or BEFORE_RECORDS
    valid_to = row.day("valid_to", faults=faults)
    if valid_to is not None and valid_to < valid_from:
        faults.append(Fault(row.line, "valid_to", "the last day lies before the first."))
    return valid_from, valid_to


def _text(row: Row, column: str, longest: int, faults: list[Fault], *, optional: bool = False) -> str:
    if not row[column] and not optional:
        faults.append(Fault(row.line, column, "this cell must not be empty."))
    if len(row[column]) > longest:
        faults.append(Fault(row.line, column, f"at most {longest} characters fit here."))
    return row[column]


def _one_of(row: Row, column: str, allowed: Sequence[str], default: str, faults: list[Fault]) -> str:
    if not row[column]:
        return default
    if row[column] not in allowed:
        words = ", ".join(filter(None, allowed))
        faults.append(Fault(row.line, column, f"“{row[column]}” is not one of {words}."))
        return default
    return row[column]


def _whole(row: Row, column: str, allowed: range, default: int, faults: list[Fault]) -> int:
    number = row.number(column, faults=faults)
    if number is None:
        return default
    if number not in allowed:
        last = allowed[-1]
        faults.append(Fault(row.line, column, f"write a whole number from {allowed.start} to {last}."))
        return default
    return int(number)
