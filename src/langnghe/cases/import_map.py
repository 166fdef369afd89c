"""
How a foreign table is read: a TOML file that names its columns, times, places, statuses and topics.

Everything that differs between two hotlines stands in this file; `importing` does the rest.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from langnghe.cases.models import OPEN_STATUSES, EventKind, Outcome, Status
from langnghe.core.language import fold


class BadMap(Exception):
    """The map cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True)
class PlaceRule:
    """
    One way to find an area: a column's value with a prefix, a look-up, as a name or an address; the point; a
    fixed code.
    """

    column: str = ""
    prefix: str = ""
    lookup: Mapping[str, str] = field(default_factory=dict)
    by_name: bool = False
    by_address: bool = False
    by_point: bool = False
    code: str = ""


@dataclass(frozen=True)
class StatusRule:
    """What a status of the source means here."""

    event: EventKind | None
    status: str
    outcome: str
    at: str  # the column that says when


@dataclass(frozen=True)
class ImportMap:
    """One layout, read and checked."""

    source: str
    zone: ZoneInfo
    time_formats: tuple[str, ...]
    columns: Mapping[str, str]
    words: str
    kind: str
    topic_codes: Mapping[str, str]
    create_topics: bool
    places: tuple[PlaceRule, ...]
    statuses: Mapping[str, StatusRule]

    def words_of(self, row: Mapping[str, str]) -> str:
        """Return the words of a row: the template with its columns filled in."""
        return re.sub(r"\{([^{}]+)\}", lambda match: row.get(match[1], ""), self.words).strip()

    def moment(self, written: str) -> datetime:
        """Return a time of the source. Raise ValueError with a sentence."""
        for time_format in self.time_formats:
            try:
                moment = datetime.strptime(written, time_format)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        expected = " or ".join(self.time_formats)
        raise ValueError(f"“{written}” is not a time in the form {expected}.")

    def missing_columns(self, header: list[str]) -> list[str]:
        """Return the columns that the map names and the file lacks."""
        named = {*self.columns.values(), *re.findall(r"\{([^{}]+)\}", self.words)}
        named |= {place.column for place in self.places if place.column}
        named |= {rule.at for rule in self.statuses.values() if rule.at}
        return sorted(named - set(header))


# What a status can say, in the words of the file, and what it becomes here.
_MEANINGS: dict[str, tuple[EventKind | None, str, str]] = {
    "received": (None, Status.RECEIVED, ""),
    "accepted": (EventKind.ACCEPTED, Status.ACCEPTED, ""),
    "solved": (EventKind.ANSWERED, Status.ANSWERED, Outcome.SOLVED),
    "cannot_solve": (EventKind.ANSWERED, Status.ANSWERED, Outcome.CANNOT_SOLVE),
    "not_ours": (EventKind.ANSWERED, Status.ANSWERED, Outcome.NOT_OURS),
    "duplicate": (EventKind.ANSWERED, Status.ANSWERED, Outcome.DUPLICATE),
    "refused": (EventKind.REFUSED, Status.REFUSED, Outcome.NOT_OURS),
    "withdrawn": (EventKind.WITHDRAWN, Status.WITHDRAWN, Outcome.WITHDRAWN),
}
_COLUMNS_NEEDED = ("id", "received_at")
_COLUMNS_KNOWN = (
    *_COLUMNS_NEEDED,
    "happened_at",
    "topic",
    "status",
    "latitude",
    "longitude",
    "locality",
    "place",
)


def read_map(path: Path) -> ImportMap:
    """Read and check a map. Raise BadMap with one sentence."""
    try:
        with path.open("rb") as file:
            written = tomllib.load(file)
    except FileNotFoundError:
        raise BadMap(f"{path.name}: there is no such file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMap(f"{path.name}: this is not TOML ({error}).") from None
    try:
        return _checked(written)
    except BadMap as error:
        raise BadMap(f"{path.name}: {error}") from None


def slug_of(name: str) -> str:
    """Return the code under which a topic of the source is created."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80]


def _checked(written: dict) -> ImportMap:
    need = _needing(written)
    columns = need("columns", dict)
    if missing := [name for name in _COLUMNS_NEEDED if name not in columns]:
        raise BadMap(f"[columns] must name {' and '.join(missing)}.")
    if unknown := sorted(set(columns) - set(_COLUMNS_KNOWN)):
        raise BadMap(
            f"[columns] has unknown names: {', '.join(unknown)}. Known: {', '.join(_COLUMNS_KNOWN)}."
        )
    formats = written.get("time_format", "%Y-%m-%dT%H:%M:%S%z")
    topics = written.get("topics", {})
    return ImportMap(
        source=need("source", str),
        zone=_zone(need("time_zone", str)),
        time_formats=tuple([formats] if isinstance(formats, str) else formats),
        columns=columns,
        words=need("words", str),
        kind=written.get("kind", "phan-anh"),
        topic_codes=topics.get("codes", {}),
        create_topics=bool(topics.get("create", False)),
        places=tuple(_place(place) for place in written.get("place", [])),
        statuses={name: _status(name, rule) for name, rule in written.get("status", {}).items()},
    )


def _needing(written: dict) -> Callable:
    def need(name: str, kind: type) -> object:
        if not isinstance(written.get(name), kind):
            raise BadMap(f"“{name}” is missing, or not what it should be.")
        return written[name]

    return need


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadMap(f"“{name}” is no time zone: write one such as Asia/Ho_Chi_Minh.") from None


def _place(written: dict) -> PlaceRule:
    known = {"column", "prefix", "lookup", "by_name", "by_address", "by_point", "code"}
    ways = [name for name in ("column", "by_point", "code") if written.get(name)]
    if set(written) - known or len(ways) != 1:
        raise BadMap(
            "each [[place]] names a column (with prefix, lookup, by_name or by_address), by_point or a code,"
            " one of them."
        )
    return PlaceRule(**written)


def _status(name: str, written: dict) -> StatusRule:
    means = written.get("means", "")
    if means not in _MEANINGS:
        raise BadMap(f'[status."{name}"] means “{means}”: write one of {", ".join(_MEANINGS)}.')
    event, status, outcome = _MEANINGS[means]
    if status not in OPEN_STATUSES and not written.get("at"):
        raise BadMap(f'[status."{name}"] must name the column that says when: at = "…".')
    return StatusRule(event, status, outcome, written.get("at", ""))
