"""Questions about areas through time. A code alone is no key: every question names a day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from langnghe.places.decrees import Decree, Line, Touched, still_there
from langnghe.places.models import Area, AreaAncestor, AreaChange, Locality, UnlistedLocality
from langnghe.places.words import folded_words


class NoSuchArea(LookupError):
    """No area carries this code on this day."""

    def __init__(self, code: str, day: date) -> None:
        super().__init__(f"No area “{code}” was in force on {day}.")


@dataclass(frozen=True)
class Successor:
    """What became of an area: where it, or a part of it, lies now, and by which kinds of change."""

    area: Area
    kinds: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether all of the old area lies in this one."""
        return AreaChange.Kind.PART not in self.kinds


def areas_on(day: date) -> QuerySet[Area]:
    """Return the areas in force on `day`."""
    return Area.objects.on(day)


def area_on(code: str, day: date) -> Area:
    """Return the area that carries `code` on `day`. Raise NoSuchArea."""
    area = areas_on(day).select_related("parent").filter(code=code).first()
    if area is None:
        raise NoSuchArea(code, day)
    return area


def areas_by_code(codes: Iterable[str], day: date) -> dict[str, Area]:
    """Return the areas in force on `day` by their codes, in one statement; unknown codes are left out."""
    return {area.code: area for area in areas_on(day).filter(code__in=set(codes))}


def descendants(area: Area, *, on: date | None = None) -> QuerySet[Area]:
    """Return `area` and everything below it, of all times or in force on a day."""
    below = Area.objects.known().filter(
        Exists(AreaAncestor.objects.filter(ancestor=area.pk, descendant=OuterRef("pk")))
    )
    return below if on is None else below.on(on)


def ancestors(area: Area, *, on: date) -> list[Area]:
    """Return `area` and what stands above it on `day`, the top of the tree last."""
    steps = AreaAncestor.objects.filter(descendant=area.pk).select_related("ancestor").order_by("distance")
    return [step.ancestor for step in steps if _holds(step.ancestor, on)]


def top_of(area: Area, *, on: date) -> Area:
    """Return the province (or what stands on top elsewhere) of `area` on a day."""
    return ancestors(area, on=on)[-1]


def tops_of_leaves(day: date) -> dict[int, int]:
    """Return, for every lowest area of a day, the key of the area on top of it: {leaf pk: top pk}."""
    pairs = AreaAncestor.objects.filter(
        _in_force("descendant", day),
        _in_force("ancestor", day),
        descendant__is_leaf=True,
        ancestor__parent=None,
    )
    return dict(pairs.values_list("descendant_id", "ancestor_id"))


def children(area: Area | None, *, on: date) -> QuerySet[Area]:
    """Return the areas one step below `area` on a day, by code; of None, the tops of the tree."""
    if area is None:
        return areas_on(on).filter(parent=None).order_by("code")
    one_below = AreaAncestor.objects.filter(ancestor=area.pk, descendant=OuterRef("pk"), distance=1)
    return areas_on(on).filter(Exists(one_below)).order_by("code")


def successors(area: Area, *, on: date) -> list[Successor]:
    """
    Return what `area` has become by `day`, following every change in between.

    One successor whose changes are all whole: the area lies there as a whole. Several: it was split, and only
    a point, a locality or a person can tell which. An area still in force is its own successor.
    """
    found: dict[int, Successor] = {}
    waiting: list[tuple[Area, tuple[str, ...]]] = [(area, ())]
    seen: set[int] = set()
    while waiting:
        here, kinds = waiting.pop()
        if _holds(here, on):
            found.setdefault(here.pk, Successor(here, kinds))
            continue
        if here.pk in seen:
            continue
        seen.add(here.pk)
        changes = AreaChange.objects.filter(old=here, withdrawn_at=None, effective_on__lte=on)
        waiting += [(change.new, (*kinds, change.kind)) for change in changes.select_related("new")]
    return sorted(found.values(), key=lambda successor: successor.area.code)


def predecessors(area: Area) -> list[AreaChange]:
    """Return the changes by which `area` began, the old areas with them."""
    changes = AreaChange.objects.filter(new=area, withdrawn_at=None)
    return list(changes.select_related("old").order_by("old__code"))


@dataclass(frozen=True)
class History:
    """One area in its time: what it began from and what became of it."""

    area: Area
    began_from: list[AreaChange]
    became: list[AreaChange]


def histories_of(code: str) -> list[History]:
    """
    Return every area that ever carried `code`, the latest first, with the changes before and after each.

    They may be different territories: a change from one to the next says so, the code alone does not.
    """
    areas = list(Area.objects.known().filter(code=code).select_related("parent").order_by("-valid_from"))
    changes = AreaChange.objects.filter(withdrawn_at=None).select_related("old__parent", "new__parent")
    began, became = defaultdict(list), defaultdict(list)
    for change in changes.filter(new__in=areas).order_by("old__code"):
        began[change.new_id].append(change)
    for change in changes.filter(old__in=areas).order_by("new__code"):
        became[change.old_id].append(change)
    return [History(area, began[area.pk], became[area.pk]) for area in areas]


def changes_between(first: date, last: date) -> QuerySet[AreaChange]:
    """Return the changes that took effect from a day to a day, both included."""
    return AreaChange.objects.filter(withdrawn_at=None, effective_on__range=(first, last)).select_related(
        "old", "new"
    )


def area_named(name: str, *, below: Area | None = None, on: date) -> Area | None:
    """Return the one area of this name on a day, with or without its kind and tone marks; None unless one."""
    folded = folded_words(name)
    found = areas_on(on).filter(_starts_a_word(folded))
    if below is not None:
        found = found.filter(above__ancestor=below)
    exact = [area for area in found if folded in {folded_words(area.name), folded_words(area.bare_name)}]
    marked = [area for area in exact if name.lower() in {area.name.lower(), area.bare_name.lower()}]
    chosen = marked or exact
    return chosen[0] if len(chosen) == 1 else None


def find_areas(words: str, *, on: date, limit: int = 20, leaves_only: bool = True) -> list[Area]:
    """
    Return areas for a picker: every word begins a word of the name or of what stands above it.

    Tone marks may be there or not; names that begin with the words come first, and among them those that
    agree in tone marks. In one statement.
    """
    folded = folded_words(words)
    if not folded:
        return []
    found = areas_on(on).filter(reduce(and_, map(_starts_a_word, folded.split())))
    if leaves_only:
        found = found.filter(is_leaf=True)
    rank = Case(
        When(Q(name__istartswith=words) | Q(bare_name__istartswith=words), then=Value(0)),
        When(folded__startswith=folded, then=Value(1)),
        When(folded__regex=rf"^\S+ {folded}(\s|$)", then=Value(1)),
        default=Value(2),
    )
    return list(found.select_related("parent").order_by(rank, "bare_name", "code")[:limit])


def past_areas_named(words: str, *, on: date, limit: int = 5) -> list[tuple[Area, list[Successor]]]:
    """Return lowest areas of this name that ended before `on`, with what became of them."""
    folded = folded_words(words)
    if not folded:
        return []
    ended = Area.objects.known().filter(is_leaf=True, valid_to__lt=on)
    found = ended.filter(reduce(and_, map(_starts_a_word, folded.split())))
    past = found.select_related("parent__parent").order_by("-valid_to", "bare_name", "code")[:limit]
    return [(area, successors(area, on=on)) for area in past]


def localities_of(area: Area, *, on: date) -> QuerySet[Locality]:
    """Return the commune's list of localities on a day."""
    return Locality.objects.on(on).filter(area=area).order_by("folded", "name")


def locality_named(area: Area, name: str, *, on: date) -> Locality | None:
    """Return the locality of this name or other spelling; None when the list has none or several."""
    folded = folded_words(name)
    found = [
        locality
        for locality in localities_of(area, on=on)
        if folded in {locality.folded, *map(folded_words, locality.other_spellings)}
    ]
    return found[0] if len(found) == 1 else None


def unlisted_localities(area: Area) -> QuerySet[UnlistedLocality]:
    """Return the names people said that the commune has neither added nor dismissed, the most said first."""
    waiting = UnlistedLocality.objects.filter(area=area, locality=None, dismissed_at=None)
    return waiting.order_by("-times_said", "folded")


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the localities that still stand on the list of an area that ended by `decree`."""
    moves = locality_moves(decree)
    lines = [
        Line(locality.name, locality.area.name, there.name if there else "", reason)
        for locality, there, reason in moves[:at_most]
    ]
    return [Touched(_("Localities"), len(moves), lines)]


def locality_moves(decree: Decree) -> list[tuple[Locality, Area | None, str]]:
    """Return the localities of ended areas with the area whose list they go to, or why they stay."""
    waiting = list(
        still_there(Locality.objects.all(), decree)
        .filter(area__in=decree.ended)
        .select_related("area")
        .order_by("area__code", "folded", "pk")
    )
    there = {
        locality.pk: decree.successor_at(
            locality.area_id, latitude=locality.latitude, longitude=locality.longitude
        )
        for locality in waiting
    }
    listed = still_there(Locality.objects.all(), decree).filter(area__in=decree.begun)
    names = Counter(listed.values_list("area_id", "folded")) if waiting else Counter()
    names.update((area.pk, locality.folded) for locality in waiting if (area := there[locality.pk]))
    return [_move(decree, locality, there[locality.pk], names) for locality in waiting]


def labels(areas: Sequence[Area]) -> dict[int, str]:
    """Return "Xã Ia Dơk, Tỉnh Gia Lai" for each area; parents must be selected along."""
    return {area.pk: f"{area.name}, {area.parent.name}" if area.parent else area.name for area in areas}


def _move(
    decree: Decree, locality: Locality, there: Area | None, names: Counter[tuple[int, str]]
) -> tuple[Locality, Area | None, str]:
    if there is None:
        return locality, None, decree.fates[locality.area_id].reason
    if names[there.pk, locality.folded] > 1:
        return locality, None, _("%(area)s has several localities of this name") % {"area": there.name}
    return locality, there, ""


def _starts_a_word(word: str) -> Q:
    return Q(folded__startswith=word) | Q(folded__contains=f" {word}")


def _holds(area: Area, day: date) -> bool:
    return area.valid_from <= day and (area.valid_to is None or area.valid_to >= day)


def _in_force(role: str, day: date) -> Q:
    until = Q(**{f"{role}__valid_to": None}) | Q(**{f"{role}__valid_to__gte": day})
    return until & Q(**{f"{role}__valid_from__lte": day, f"{role}__withdrawn_at": None})
