"""The entries of the address reader, read from the tables of areas."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from langnghe.places.actions.areas import OTHER_NAMES
from langnghe.places.addresses import NEW, OLD, AddressReader, Entry, Level
from langnghe.places.models import Area, AreaAncestor, AreaChange
from langnghe.places.words import KINDS, folded_words

REFORM_ON = date(2025, 7, 1)


def address_reader(*, on: date, home: str = "") -> AddressReader:
    """Return a reader whose answers are codes of the areas in force on `on`."""
    return AddressReader(_Book(on).entries(), home=home)


class _Book:
    """All areas and changes, in memory."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._areas = {area.pk: area for area in Area.objects.known()}
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        changes = AreaChange.objects.filter(withdrawn_at=None, effective_on__lte=on)
        for old, new in changes.values_list("old_id", "new_id"):
            self._after[old].append(new)
            self._before[new].append(old)
        self._above: dict[int, list[int]] = defaultdict(list)
        for descendant, ancestor in AreaAncestor.objects.values_list("descendant_id", "ancestor_id"):
            self._above[descendant].append(ancestor)

    def entries(self) -> Iterator[Entry]:
        districts, became = [], defaultdict[int, set[str]](set)
        for area in self._areas.values():
            entry = Entry(
                key=area.pk,
                level=self._level(area),
                era=OLD if area.valid_to is not None and area.valid_to < REFORM_ON else NEW,
                kind=area.kind,
                bare_name=area.bare_name,
                other_names=tuple(map(_without_kind, area.folded.split(OTHER_NAMES)[1:])),
                parent=area.parent_id or 0,
                now=tuple(sorted(self._now(area.pk))),
                above_before=self._above_before(area.pk),
                provinces=self._provinces(area.pk),
            )
            if entry.level == Level.DISTRICT:
                districts.append(entry)
                continue
            became[entry.parent].update(entry.now)
            yield entry
        for district in districts:
            whole = became[district.key] if len(became[district.key]) == 1 else ()  # "huyện Cô Tô"
            yield replace(district, now=tuple(whole))

    def _level(self, area: Area) -> Level:
        if area.parent_id is None and not area.is_leaf:
            return Level.PROVINCE
        return Level.COMMUNE if area.is_leaf else Level.DISTRICT

    def _now(self, pk: int) -> set[str]:
        area = self._areas[pk]
        if area.valid_from <= self._on and (area.valid_to is None or area.valid_to >= self._on):
            return {area.code}
        return {code for new in self._after[pk] for code in self._now(new)}

    def _above_before(self, pk: int) -> frozenset[int]:
        """Return everything that stood above the areas from which this one began, however long ago."""
        found: set[int] = set()
        waiting = list(self._before[pk])
        while waiting:
            old = waiting.pop()
            found.update(above for above in self._above[old] if above != old)
            waiting += self._before[old]
        return frozenset(found)

    def _provinces(self, pk: int) -> frozenset[int]:
        """Return the keys of the province in its own time and of what it became."""
        found: set[int] = set()
        waiting = [above for above in self._above[pk] if self._areas[above].parent_id is None]
        while waiting:
            province = waiting.pop()
            if province not in found:
                found.add(province)
                waiting += self._after[province]
        return frozenset(found)


def _without_kind(folded: str) -> str:
    for kind in map(folded_words, KINDS):
        if folded.startswith(f"{kind} "):
            return folded.removeprefix(f"{kind} ")
    return folded
