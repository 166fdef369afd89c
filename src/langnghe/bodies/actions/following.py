"""Bodies, days off and clusters follow a change of areas."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.bodies import queries
from langnghe.bodies.actions.bodies import bodies_of_kinds, keep_bodies, renew_closure
from langnghe.bodies.models import Body, CalendarDay, ClusterMember
from langnghe.places.decrees import Decree, end, still_there, succeed


def follow(decree: Decree, *, by: object, now: datetime) -> Iterable[int]:
    """
    Let the bodies that follow from the shipped kinds follow the areas, and with them days off and clusters.

    Bodies of a table stay as they are: only a person knows what the new ones are called.
    """
    with transaction.atomic():
        moved = _renew_bodies(decree)
    yield moved
    with transaction.atomic():
        moved = _move_days(decree, now) + _move_members(decree, now)
    yield moved


def _renew_bodies(decree: Decree) -> int:
    left = set(queries.bodies_left(decree).values_list("slug", flat=True))
    of_kinds = bodies_of_kinds() if left else []
    if not left.isdisjoint(record.slug for record in of_kinds):
        keep_bodies(of_kinds)
    elif Body.objects.known().filter(area__in=decree.ended).exists():
        renew_closure()  # the bodies were loaded before the change was, or after it was corrected
    return len(left) - queries.bodies_left(decree).count()


def _move_days(decree: Decree, now: datetime) -> int:
    moved = 0
    for day in queries.days_left(decree):
        there = decree.fates[day.area_id or 0].whole
        if there is None:
            continue
        moved += 1
        CalendarDay.objects.filter(pk=day.pk).update(withdrawn_at=now)
        CalendarDay.objects.get_or_create(
            area=there,
            day=day.day,
            withdrawn_at=None,
            defaults={"kind": day.kind, "reason": day.reason, "source": day.source},
        )
    return moved


def _move_members(decree: Decree, now: datetime) -> int:
    moved = 0
    for member in queries.members_left(decree):
        there = decree.fates[member.area_id].whole
        if there is None:
            continue
        moved += 1
        is_member = still_there(ClusterMember.objects.filter(cluster=member.cluster_id, area=there), decree)
        if is_member.exists():
            end(member, decree, now=now)
        else:
            succeed(member, decree, now=now, area=there)
    return moved
