"""What changes the lists that bodies keep about themselves."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from langnghe.bodies.succession import heirs_after
from langnghe.people import queries
from langnghe.people.models import Responsibility, RoleGrant, User
from langnghe.places.decrees import Decree, end, still_there, succeed


def end_responsibility(responsibility: Responsibility, *, on: date) -> None:
    """Let a responsibility end on a day, at the earliest on its first; one that ended keeps its last day."""
    if responsibility.valid_to is None:
        responsibility.valid_to = max(on, responsibility.valid_from)
        responsibility.save(update_fields=["valid_to"])


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """Move roles and responsibilities to the bodies that took over; the rest waits for a person."""
    heirs = heirs_after(decree)
    moved = 0
    for grant in queries.grants_left(heirs):
        if (heir := heirs.of(grant.body_id)) is None:
            continue
        moved += 1
        same = RoleGrant.objects.filter(user=grant.user, role=grant.role, body=heir, topic=grant.topic_id)
        if still_there(same, decree).exists():
            end(grant, decree, now=now)
        else:
            succeed(grant, decree, now=now, body=heir, granted_by=by or grant.granted_by)
    for held in queries.responsibilities_left(heirs):
        if (heir := heirs.of(held.body_id)) is not None:
            succeed(held, decree, now=now, body=heir)
            moved += 1
    return [moved]
