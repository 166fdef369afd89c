"""
What a briefing says, as plain data: the letterhead, the numbers and the words.

It is gathered by a process that knows the database (`queries`) and turned into a paper by one that knows
the charts and the typesetter (`drawing`); between them it travels as JSON.
"""

from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter

from langnghe.core.paper import Letterhead


@dataclass(frozen=True)
class Count:
    """A number with its base where it is a share, and the address that shows the items behind it."""

    value: int
    href: str
    base: int | None = None

    @property
    def share(self) -> float | None:
        """The number as a share of its base, from 0 to 1; None without a base, or where it is 0."""
        return self.value / self.base if self.base else None


@dataclass(frozen=True)
class Line:
    """One figure beside the same days of the year before."""

    name: str
    label: str
    formula: str
    now: Count
    before: Count


@dataclass(frozen=True)
class PartLine:
    """One area or topic: its counts by the name of the figure."""

    key: str
    label: str
    counts: dict[str, Count]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Month:
    """Reports received in one month of the period, and in the same month of the year before."""

    label: str
    now: int
    before: int


@dataclass(frozen=True)
class Words:
    """The words of one part; `proposal` until somebody made them their own."""

    text: str
    proposal: bool


@dataclass(frozen=True)
class Contents:
    """Everything that a renderer needs to set the paper."""

    letterhead: Letterhead
    written_on: date
    first_on: date
    last_on: date
    known_at: str  # for people: "23/11/2026 20:30"
    boundaries_on: date
    lines: tuple[Line, ...]
    topics: tuple[PartLine, ...]
    areas: tuple[PartLine, ...]
    months: tuple[Month, ...]
    texts: dict[str, Words] = field(default_factory=dict)
    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()  # rings: (longitude, latitude)
    notice: str = ""
    base_url: str = ""

    def line(self, name: str) -> Line:
        """Return one figure by its name."""
        return next(line for line in self.lines if line.name == name)

    def to_json(self) -> str:
        """Write the contents down."""
        return _AS_JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, written: str) -> "Contents":
        """Read contents that `to_json` wrote."""
        return _AS_JSON.validate_json(written)


_AS_JSON = TypeAdapter(Contents)
