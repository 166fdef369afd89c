"""
Kinds of public bodies as data, and the bodies that follow from them for a tree of areas.

A table of kinds has a line for each kind and kind of area: who it reports to, what it is called, how its
papers look. In names `{area}` is the area inside a sentence ("xã Ia Dơk"), `{Area}` as it begins one,
`{bare}` without its kind, `{Parent}` the area above, `{superior}` the body above. A line with `only_codes`
goes before a line without. A line for the area kind `*` serves trees of areas whose top no line names, as in
other countries.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.text import slugify

from langnghe.bodies.models import Line, PaperFormat
from langnghe.ground.tables import Fault, Row, read_table, stop_on
from langnghe.places.models import Area
from langnghe.places.tree import LAST_DAY
from langnghe.places.words import take_apart, within_sentence

KIND_COLUMNS = (
    *("kind", "line", "level", "area_kinds", "only_codes", "name", "superior_kind", "superior_place"),
    *("name_on_paper", "superior_on_paper", "abbreviation", "paper_format", "valid_from"),
)
ANY_AREA = "*"
SAME, PARENT = "same", "parent"


@dataclass(frozen=True)
class BodyKind:
    """One line of the table of kinds."""

    kind: str
    line: str
    area_kinds: frozenset[str]
    only_codes: frozenset[str]
    name: str
    superior_kind: str
    superior_place: str
    name_on_paper: str
    superior_on_paper: str
    abbreviation: str
    paper_format: str
    valid_from: date | None


@dataclass
class BodyRecord:
    """A body as a loader handles it before it is a row."""

    slug: str
    name: str
    kind: str
    line: str
    area_id: int
    valid_from: date
    valid_to: date | None = None
    superior_slug: str = ""
    name_on_paper: str = ""
    superior_on_paper: str = ""
    abbreviation: str = ""
    paper_format: str = PaperFormat.STATE
    source_line: int = field(default=0, compare=False)

    @property
    def identity(self) -> tuple[str, date]:
        """The key of a body: its slug and its first day."""
        return self.slug, self.valid_from


def read_kinds(path: Path) -> list[BodyKind]:
    """Return the kinds of the table at `path`. Raise BadTable."""
    faults: list[Fault] = []
    kinds = [_kind(row, faults) for row in read_table(path, required=KIND_COLUMNS)]
    stop_on(faults, path=path)
    return kinds


def bodies_of(areas: Sequence[Area], kinds: Sequence[BodyKind]) -> list[BodyRecord]:
    """Return the bodies of every area by the kinds that fit it; superiors by slug."""
    maker = _Maker(areas, kinds)
    return list(maker.records())


class _Maker:
    """Makes bodies, superiors before those below them."""

    def __init__(self, areas: Sequence[Area], kinds: Sequence[BodyKind]) -> None:
        self._areas = {area.pk: area for area in sorted(areas, key=lambda area: area.level)}
        self._kinds = kinds
        self._named = frozenset().union(*(kind.area_kinds for kind in kinds))
        self._made: dict[tuple[int, str], BodyRecord] = {}

    def records(self) -> Iterator[BodyRecord]:
        for area in self._areas.values():
            for kind in self._kinds_for(area):
                record = self._record(area, kind)
                self._made[area.pk, kind.kind] = record
                yield record

    def _kinds_for(self, area: Area) -> Iterable[BodyKind]:
        wanted = area.kind if self._top(area).kind in self._named else ANY_AREA
        found: dict[str, BodyKind] = {}
        for kind in self._kinds:
            if wanted not in kind.area_kinds or (kind.only_codes and area.code not in kind.only_codes):
                continue
            if kind.valid_from and (area.valid_to or LAST_DAY) < kind.valid_from:
                continue
            if kind.only_codes or kind.kind not in found:
                found[kind.kind] = kind
        return found.values()

    def _top(self, area: Area) -> Area:
        while area.parent_id in self._areas:
            area = self._areas[area.parent_id]
        return area

    def _record(self, area: Area, kind: BodyKind) -> BodyRecord:
        above = self._areas.get(area.parent_id) if area.parent_id else None
        place = above if kind.superior_place == PARENT else area
        superior = self._made.get((place.pk, kind.superior_kind)) if place else None
        words = {
            "area": within_sentence(area.name, area.kind),
            "Area": area.name,
            "bare": take_apart(area.name, area.kind).bare,
            "Parent": above.name if above else "",
            "superior": superior.name if superior else "",
        }
        return BodyRecord(
            slug=body_slug(kind.kind, area.code),
            name=kind.name.format(**words),
            kind=kind.kind,
            line=kind.line,
            area_id=area.pk,
            valid_from=max(area.valid_from, kind.valid_from or area.valid_from),
            valid_to=area.valid_to,
            superior_slug=superior.slug if superior else "",
            name_on_paper=kind.name_on_paper.format(**words),
            superior_on_paper=kind.superior_on_paper.format(**words),
            abbreviation=kind.abbreviation,
            paper_format=kind.paper_format,
        )


def body_slug(kind: str, area_code: str) -> str:
    """Return the name of a body in addresses: "ubnd-xa-23632"."""
    return slugify(f"{kind.replace('_', '-')}-{area_code}")


def _kind(row: Row, faults: list[Fault]) -> BodyKind:
    for column, allowed in (("line", Line.values), ("paper_format", PaperFormat.values)):
        if row[column] not in allowed:
            faults.append(Fault(row.line, column, f"“{row[column]}” is none of {', '.join(allowed)}."))
    if row["superior_place"] not in ("", SAME, PARENT):
        faults.append(Fault(row.line, "superior_place", f"write {SAME} or {PARENT}, or leave it empty."))
    names = dict.fromkeys(("area", "Area", "bare", "Parent", "superior"), "")
    for column in ("name", "name_on_paper", "superior_on_paper"):
        try:
            row[column].format(**names)
        except (KeyError, ValueError, IndexError):
            faults.append(Fault(row.line, column, f"“{row[column]}” has an unknown word in braces."))
    return BodyKind(
        kind=row["kind"],
        line=row["line"],
        area_kinds=frozenset(row["area_kinds"].split("|")),
        only_codes=frozenset(filter(None, row["only_codes"].split("|"))),
        name=row["name"],
        superior_kind=row["superior_kind"],
        superior_place=row["superior_place"],
        name_on_paper=row["name_on_paper"],
        superior_on_paper=row["superior_on_paper"],
        abbreviation=row["abbreviation"],
        paper_format=row["paper_format"],
        valid_from=row.day("valid_from", faults=faults),
    )
