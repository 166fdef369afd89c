"""
What one decree did to areas on one day, in the shape in which every room follows it.

`places` only records changes. Each room offers `queries.touched_by(decree)`, which lists what of its own
still stands in an area that ended, and `actions.follow(decree, by, now)`, which moves it; `site` runs them.
"""

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from langnghe.places.geometry import contains
from langnghe.places.models import Area, AreaChange, Boundary, Locality
from langnghe.places.words import folded_words

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class DecreeKey:
    """How a decree is told from others: the day from which it holds, and its number."""

    effective_on: date
    number: str

    def __str__(self) -> str:
        return f"{self.number or _('without a number')}, {self.effective_on:%d/%m/%Y}"


@dataclass(frozen=True)
class Fate:
    """What became of one area that ended: it lies whole in its only successor, or was split."""

    old: Area
    successors: tuple[Area, ...]
    is_split: bool

    @property
    def whole(self) -> Area | None:
        """The area in which all of it lies; None of a split one."""
        return None if self.is_split else self.successors[0]

    @property
    def reason(self) -> str:
        """Why a person has to decide; empty where nobody has to."""
        if not self.is_split:
            return ""
        return _("%(area)s was split: %(parts)s") % {
            "area": self.old.name,
            "parts": ", ".join(area.name for area in self.successors),
        }


@dataclass(frozen=True)
class Decree:
    """The areas that ended by one decree on one day, by their keys, and what became of each."""

    key: DecreeKey
    fates: dict[int, Fate]

    @property
    def last_day(self) -> date:
        """The last day on which the old areas were in force."""
        return self.key.effective_on - ONE_DAY

    @cached_property
    def ended(self) -> frozenset[int]:
        """The keys of the areas that ended."""
        return frozenset(self.fates)

    @cached_property
    def begun(self) -> frozenset[int]:
        """The keys of the areas into which they went."""
        return frozenset(area.pk for fate in self.fates.values() for area in fate.successors)

    def successor_at(
        self,
        area_id: int,
        *,
        latitude: float | None = None,
        longitude: float | None = None,
        locality: str = "",
    ) -> Area | None:
        """
        Return the one area in which a place in an ended area lies now; None where a person has to decide.

        A split area is decided by a point inside a loaded outline, else by a locality that exactly one
        successor lists. The nearest middle of an area is no proof.
        """
        fate = self.fates[area_id]
        if not fate.is_split:
            return fate.whole
        if latitude is not None and longitude is not None:
            inside = [
                area
                for area in fate.successors
                if (outline := self._outlines.get(area.pk))
                and contains(outline, longitude=longitude, latitude=latitude)
            ]
            if len(inside) == 1:
                return inside[0]
        listing = [area for area in fate.successors if folded_words(locality) in self._localities[area.pk]]
        return listing[0] if locality and len(listing) == 1 else None

    @cached_property
    def _parts(self) -> list[int]:
        return [area.pk for fate in self.fates.values() if fate.is_split for area in fate.successors]

    @cached_property
    def _outlines(self) -> dict[int, dict[str, Any]]:
        return dict(Boundary.objects.filter(area__in=self._parts).values_list("area_id", "geometry"))

    @cached_property
    def _localities(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for locality in Locality.objects.on(self.key.effective_on).filter(area__in=self._parts):
            found[locality.area_id] |= {locality.folded, *map(folded_words, locality.other_spellings)}
        return found


@dataclass(frozen=True)
class Line:
    """One thing that a decree touches: where it stands and where it goes, or why a person has to decide."""

    what: str
    here: str
    there: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Touched:
    """The things of one sort that still stand in what has ended: how many, and the first of them."""

    what: str
    total: int
    lines: list[Line]


def touched(what: str, rows: QuerySet, line: Callable[[Any], Line], *, at_most: int | None) -> Touched:
    """Return `rows` as lines, at most so many; they are counted apart only when there are more."""
    found = list(rows if at_most is None else rows[: at_most + 1])
    total = len(found) if at_most is None or len(found) <= at_most else rows.count()
    return Touched(what, total, [line(row) for row in found[:at_most]])


def still_there(rows: QuerySet, decree: Decree) -> QuerySet:
    """Keep the dated rows that hold on the decree's first day or later: those that have not followed yet."""
    return rows.filter(withdrawn_at=None).filter(Q(valid_to=None) | Q(valid_to__gte=decree.key.effective_on))


def end(row: Any, decree: Decree, *, now: datetime) -> None:
    """End a dated row with the decree's last day; one that began later never stood right and is withdrawn."""
    if row.valid_from <= decree.last_day:
        row.valid_to = decree.last_day
    else:
        row.withdrawn_at = now
    row.save(update_fields=["valid_to", "withdrawn_at"])


def succeed(row: Any, decree: Decree, *, now: datetime, **changes: Any) -> Any:
    """End a dated row, write its successor with `changes` from the decree's first day, and return that."""
    successor = copy(row)
    successor.pk, successor._state = None, ModelState()
    successor.valid_from = max(row.valid_from, decree.key.effective_on)
    for name, value in changes.items():
        setattr(successor, name, value)
    end(row, decree, now=now)
    successor.save()
    return successor


def decrees(*, until: date, number: str | None = None, within: QuerySet | None = None) -> list[DecreeKey]:
    """
    Return the decrees that hold on a day, earliest first; of one number, where it is given.

    Parameters
    ----------
    within : keys of areas, optional
        Only the decrees whose every old area is one of these.

    On one day those about the lowest areas go first: what a commune's decree moves, the decree about its
    province need not move again.
    """
    rows = _changes().filter(effective_on__lte=until)
    if number is not None:
        rows = rows.filter(decree=number)
    found = rows.values_list("effective_on", "decree").annotate(deepest=Max("old__level"))
    if within is not None:
        found = found.annotate(outside=Count("pk", filter=~Q(old__in=within))).filter(outside=0)
        found = found.values_list("effective_on", "decree", "deepest")
    return [
        DecreeKey(day, name) for day, name, _level in sorted(found, key=lambda row: (row[0], -row[2], row[1]))
    ]


def decree_of(key: DecreeKey) -> Decree:
    """Return what a decree did; nothing, where no such decree is known."""
    rows = _changes().filter(effective_on=key.effective_on, decree=key.number)
    of_area: dict[int, list[AreaChange]] = defaultdict(list)
    for change in rows.select_related("old", "new").order_by("old__code", "new__code"):
        of_area[change.old_id].append(change)
    return Decree(key, {pk: _fate(changes) for pk, changes in of_area.items()})


def _changes() -> QuerySet[AreaChange]:
    return AreaChange.objects.filter(withdrawn_at=None).exclude(old=F("new"))


def _fate(changes: list[AreaChange]) -> Fate:
    is_split = len(changes) > 1 or changes[0].kind == AreaChange.Kind.PART
    return Fate(changes[0].old, tuple(change.new for change in changes), is_split)
