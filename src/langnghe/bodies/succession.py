"""Who takes over from a body whose area ended: the body of its kind in the area in which that lies whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.places.decrees import Decree, Fate, Line
from langnghe.places.models import Area, AreaChange


@dataclass(frozen=True)
class Heirs:
    """The bodies that acted in the areas a decree ended, and those that act in the areas of today."""

    decree: Decree
    ended: dict[int, Body]
    _beginning: dict[tuple[int, str], list[Body]]

    def of(self, body_id: int, *, placed_in: Area | None = None) -> Body | None:
        """
        Return the body that takes over from an ended one; None where a person has to decide.

        `placed_in` is the area in which a matter of a split area is known to lie now.
        """
        ended = self.ended[body_id]
        area = self._fate(body_id).whole or placed_in
        same_kind = self._beginning.get((area.pk, ended.kind), []) if area else []
        return same_kind[0] if len(same_kind) == 1 else None

    def reason(self, body_id: int) -> str:
        """Say why nobody can be named who takes over from an ended body."""
        fate = self._fate(body_id)
        return fate.reason or _("%(area)s has not exactly one body of this kind") % {
            "area": fate.successors[0].name
        }

    def line(self, what: str, body: Body, heir: Body | None) -> Line:
        """Return the line of a dry run that says who takes something over from a body, or why nobody does."""
        return Line(what, body.name, heir.name if heir else "", "" if heir else self.reason(body.pk))

    def _fate(self, body_id: int) -> Fate:
        return self.decree.fates[self.ended[body_id].area_id]


def heirs_after(decree: Decree) -> Heirs:
    """Return who takes over from the bodies of the areas that `decree` ended: two statements."""
    ended = Body.objects.known().filter(area__in=decree.ended, valid_from__lte=decree.last_day)
    beginning = Body.objects.known().filter(
        Q(valid_to=None) | Q(valid_to__gte=decree.key.effective_on), area__in=decree.begun
    )
    return Heirs(decree, {body.pk: body for body in ended}, _by_place(beginning))


def heir_of(body: Body, *, on: date) -> Body | None:
    """Return the body that has the work of `body` on a day: itself, its heir or the heir's, or None."""
    seen: set[int] = set()
    while body.valid_to is not None and body.valid_to < on and body.pk not in seen:
        seen.add(body.pk)
        whole = _whole_changes().filter(old=body.area_id, effective_on__lte=on).values("new")
        found = list(Body.objects.known().filter(area__in=whole, kind=body.kind, valid_from__lte=on))
        if len({heir.slug for heir in found}) != 1:
            return None
        body = max(found, key=lambda heir: heir.valid_from)
    return body


def all_heirs() -> dict[int, int]:
    """Return the heir of every body whose area ended and lies whole in another, by their keys."""
    whole: dict[int, set[int]] = defaultdict(set)
    for old, new in _whole_changes().values_list("old_id", "new_id"):
        whole[old].add(new)
    bodies = list(Body.objects.known().only("area", "kind", "slug", "valid_from"))
    beginning = _by_place(bodies)
    heirs = {}
    for body in bodies:
        areas = whole.get(body.area_id, ())
        same_kind = [heir for area in areas for heir in beginning.get((area, body.kind), ())]
        if len(same_kind) == 1:
            heirs[body.pk] = same_kind[0].pk
    return heirs


def _whole_changes() -> QuerySet[AreaChange]:
    changes = AreaChange.objects.filter(withdrawn_at=None).exclude(kind=AreaChange.Kind.PART)
    return changes.exclude(old=F("new"))


def _by_place(bodies: Iterable[Body]) -> dict[tuple[int, str], list[Body]]:
    """Return bodies by area and kind; of one that was renewed inside its area's time, the latest."""
    latest: dict[tuple[int, str, str], Body] = {}
    for body in sorted(bodies, key=lambda body: body.valid_from):
        latest[body.area_id, body.kind, body.slug] = body
    found: dict[tuple[int, str], list[Body]] = defaultdict(list)
    for (area, kind, _slug), body in latest.items():
        found[area, kind].append(body)
    return found
