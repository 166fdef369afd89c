"""
What the paper of a situation report (báo cáo nhanh) says, as plain data.

It is gathered by a process that knows the database (`papers`) and set by one that does not (`drawing`);
between them it travels as JSON.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from langnghe.core.paper import Letterhead


@dataclass(frozen=True)
class Contents:
    """Everything that a renderer needs to set the paper."""

    letterhead: Letterhead
    addressee: str
    written_on: date
    sent_at: str  # for people: "07 giờ 30, ngày 19/6/2026"
    topic: str
    place: str  # the locality with commune and province
    since_on: date
    people: int | None
    urgency: str  # a value of `models.Urgency`
    seen: str
    added: tuple[tuple[str, str], ...]  # what became known later: when, and the words
    done: str
    asked: str
    notice: str = ""

    def to_json(self) -> str:
        """Write the contents down."""
        return _AS_JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, written: str) -> "Contents":
        """Read contents that `to_json` wrote."""
        return _AS_JSON.validate_json(written)


_AS_JSON = TypeAdapter(Contents)
