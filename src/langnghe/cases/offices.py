"""
Which body a report goes to: from its place upwards, by the most specific route, and never to nobody.

`Surroundings` are the areas above a place with their bodies: read for one place by `around`, and for all
places at once by the `Atlas` of an import. The choice itself is a pure function.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from langnghe.bodies.models import Body, Line
from langnghe.cases.models import Route
from langnghe.cases.rulebook import NoRule, Rulebook
from langnghe.places.models import Area, AreaAncestor
from langnghe.topics.models import Topic

MOST_PLACES_REMEMBERED = 500  # in each process, some 20 kB each


@dataclass(frozen=True)
class Surroundings:
    """An area and those above it, the nearest first, with the bodies that act in each."""

    areas: tuple[Area, ...]
    bodies: dict[int, tuple[Body, ...]]  # by area id
    body_by_id: dict[int, Body]
    placed: bool = True  # False where nobody knows the place, and the top of the tree stands in

    @property
    def area(self) -> Area | None:
        """The place itself; None where nobody knows it."""
        return self.areas[0] if self.placed else None

    @property
    def area_ids(self) -> tuple[int, ...]:
        return tuple(area.pk for area in self.areas)

    @property
    def province(self) -> Area | None:
        """The area below the top of the tree under which rows are kept together."""
        return self.areas[-1] if self.areas else None


@dataclass(frozen=True)
class Destination:
    """The body that a report goes to, and whether it went one above the office that it touches."""

    body: Body
    one_above: bool


def destination(
    rules: Rulebook, places: Surroundings, topic: Topic, *, touches_office: bool, on: date
) -> Destination:
    """
    Return the body in charge of a topic at a place.

    The most specific route wins: the nearest area first, then the narrowest topic. Without a fitting
    route the nearest people's committee, else the nearest body, takes it: nothing floats. Matters of
    conduct, and those that touch the office itself, go to its superior.

    Raises NoRule where no body at all acts there.
    """
    body = _routed(rules, places, topic, on=on) or _nearest(places)
    if body is None:
        raise NoRule("No body acts in this area: load the bodies first with `langnghe load_bodies`.")
    if (touches_office or topic.one_above) and (above := _above(body, places)):
        return Destination(above, one_above=True)
    return Destination(body, one_above=False)


def around(area: Area | None, *, on: date, rules: Rulebook) -> Surroundings:
    """
    Return the surroundings of one place on a day; without a place, those of the home area.

    What this process has read once stands beside the rules, and is forgotten with them: a change of areas
    or bodies makes a new rulebook too.
    """
    key = (area.pk if area else None, on)
    known = rules.surroundings.get(key)
    if known is None:
        if len(rules.surroundings) >= MOST_PLACES_REMEMBERED:
            rules.surroundings.clear()
        known = rules.surroundings[key] = _read_around(area or home_area(on=on), on, placed=area is not None)
    return known


def _read_around(area: Area, on: date, *, placed: bool) -> Surroundings:
    steps = AreaAncestor.objects.filter(descendant=area).select_related("ancestor").order_by("distance")
    chain = _of_one_time(area, [step.ancestor for step in steps], on) or [area]
    return _with_bodies(chain, Body.objects.on(on).filter(area__in=chain), placed=placed)


def home_area(*, on: date) -> Area:
    """Return the area that stands in where a place is unknown: the home province, else the one top area."""
    tops = Area.objects.on(on).filter(level=1)
    if settings.HOME_PROVINCE:
        tops = tops.filter(code=settings.HOME_PROVINCE)
    top = tops.order_by("code").first()
    if top is None:
        raise NoRule("There are no areas: load them first with `langnghe load_areas`.")
    return top


class Atlas:
    """The surroundings of every place, held in memory for an import or a demonstration year."""

    def __init__(self, *, on: date) -> None:
        self._on = on
        self._areas = Area.objects.in_bulk()
        self._chains: dict[int, list[int]] = defaultdict(list)
        above = AreaAncestor.objects.order_by("descendant", "distance").values_list("descendant", "ancestor")
        for descendant, ancestor in above:
            self._chains[descendant].append(ancestor)
        self._bodies = list(Body.objects.on(on).select_related("superior"))
        self._by_area: dict[int, list[Body]] = defaultdict(list)
        for body in self._bodies:
            self._by_area[body.area_id].append(body)
        self._home = home_area(on=on)
        self._known: dict[int | None, Surroundings] = {}

    def around(self, area_id: int | None) -> Surroundings:
        """Return the surroundings of a place, those of the home area where it is None."""
        if area_id not in self._known:
            start = self._home.pk if area_id is None else area_id
            above = [self._areas[pk] for pk in self._chains.get(start) or [start]]
            chain = _of_one_time(self._areas[start], above, self._on)
            bodies = [body for area in chain for body in self._by_area[area.pk]]
            self._known[area_id] = _with_bodies(chain, bodies, placed=area_id is not None)
        return self._known[area_id]


def _of_one_time(area: Area, above: list[Area], on: date) -> list[Area]:
    """
    Keep what stood above an area together: on a day, or on its own last or first day if that lies outside.

    A commune that outlives its province has two of them above it, one after the other.
    """
    day = max(area.valid_from, on if area.valid_to is None else min(on, area.valid_to))
    return [
        higher
        for higher in above
        if higher.valid_from <= day and (higher.valid_to is None or day <= higher.valid_to)
    ]


def _with_bodies(chain: list[Area], bodies: Iterable[Body], *, placed: bool) -> Surroundings:
    by_area: dict[int, list[Body]] = defaultdict(list)
    by_id: dict[int, Body] = {}
    for body in bodies:
        by_area[body.area_id].append(body)
        by_id[body.pk] = body
    sorted_by_area = {area: tuple(sorted(here, key=lambda body: body.slug)) for area, here in by_area.items()}
    return Surroundings(tuple(chain), sorted_by_area, by_id, placed)


def _routed(rules: Rulebook, places: Surroundings, topic: Topic, *, on: date) -> Body | None:
    branch, area_ids = rules.branch(topic), places.area_ids
    kind_here = places.areas[0].kind

    def fit(route: Route) -> tuple[int, int, bool] | None:
        fits = (
            (route.valid_from <= on and (route.valid_to is None or on <= route.valid_to))
            and (route.area_id is None or route.area_id in area_ids)
            and (not route.area_kind or route.area_kind == kind_here)
            and (route.topic_id is None or route.topic_id in branch)
        )
        if not fits:
            return None
        near = len(area_ids) - area_ids.index(route.area_id) if route.area_id else 0
        narrow = len(branch) - branch.index(route.topic_id) if route.topic_id else 0
        return near, narrow, bool(route.area_kind)

    fitting = [(found, route) for route in rules.routes if (found := fit(route))]
    for _, route in sorted(fitting, key=lambda pair: pair[0], reverse=True):
        if body := _end_of(route, places):
            return body
    return None


def _end_of(route: Route, places: Surroundings) -> Body | None:
    if route.body_id:
        return places.body_by_id.get(route.body_id) or route.body
    for area in places.areas:
        for body in places.bodies.get(area.pk, ()):
            if body.kind == route.body_kind:
                return body
    return None


def _above(body: Body, places: Surroundings) -> Body | None:
    if body.superior_id is None:
        return None
    return places.body_by_id.get(body.superior_id) or body.superior


def _nearest(places: Surroundings) -> Body | None:
    """Return the body that governs the nearest area; where none does, the nearest of the state, else any."""
    near = [body for area in places.areas for body in places.bodies.get(area.pk, ())]
    governing = (body for body in near if body.governs)
    of_state = (body for body in near if body.line == Line.STATE)
    return next(itertools.chain(governing, of_state, near), None)
