"""
What the papers of a meeting say, as plain data: its invitation and its notice of conclusions.

It is gathered by a process that knows the database (`papers`) and set by one that does not (`drawing`);
between them it travels as JSON.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from langnghe.core.paper import Letterhead


@dataclass(frozen=True)
class Basis:
    """What led to a conclusion, as a number that opens: "hồ sơ " and "26-000123"."""

    label: str
    number: str
    href: str


@dataclass(frozen=True)
class Task:
    """A conclusion: what is to be done, by whom, until when."""

    words: str
    owner: str
    due_on: date
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """A conclusion of an earlier meeting and what became of it."""

    words: str
    owner: str
    due_on: date
    result: str
    age_days: int
    is_open: bool
    undecided: bool


@dataclass(frozen=True)
class Point:
    """A point of the agenda."""

    title: str
    body: str
    minutes: int | None


@dataclass(frozen=True)
class OnTheTable:
    """A paper that a body puts on the table."""

    kind: str  # for people: "tham luận"
    title: str
    body: str


@dataclass(frozen=True)
class Contents:
    """Everything that a renderer needs to set any of the papers."""

    letterhead: Letterhead
    written_on: date
    number: int | None
    name: str
    held_on: date
    held_at: str  # the hour for people: "08 giờ 00"
    place: str
    chair: str
    attended: int | None
    invited: tuple[str, ...]
    asked_for: tuple[str, ...]
    agenda: tuple[Point, ...]
    papers: tuple[OnTheTable, ...]
    earlier: tuple[Earlier, ...]
    tasks: tuple[Task, ...]
    minutes: str = ""  # the newest version
    notice: str = ""
    base_url: str = ""

    def to_json(self) -> str:
        """Write the contents down."""
        return _AS_JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, written: str) -> "Contents":
        """Read contents that `to_json` wrote."""
        return _AS_JSON.validate_json(written)


_AS_JSON = TypeAdapter(Contents)
