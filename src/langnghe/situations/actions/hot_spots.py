"""
Declaring and closing a hot spot: the act of a leader, by name, and of nobody and nothing else.

No job, detection or import may call `declare`; a test holds that only the leader's page does, and the
action itself refuses whoever may not direct the body that owns it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area
from langnghe.places.queries import top_of
from langnghe.situations.models import HotSpot, Situation, SituationWords
from langnghe.topics.models import Topic


class NotALeader(Exception):
    """Only a leader of the body that owns it declares or closes a hot spot."""

    def __init__(self) -> None:
        super().__init__(_("Only a leader declares or closes a hot spot."))


class ClosedAlready(Exception):
    """This hot spot was closed before."""


@transaction.atomic
def declare(
    *,
    name: str,
    area: Area,
    owner: Body,
    reason: str,
    by: User,
    now: datetime,
    topic: Topic | None = None,
    situation: Situation | None = None,
) -> HotSpot:
    """Declare a hot spot; `by` must be a leader over its owner. Raise NotALeader, ValueError."""
    _check_leader(by, owner)
    if not name.strip() or not reason.strip():
        raise ValueError("A hot spot has a name and a reason.")
    return HotSpot.objects.create(
        name=name.strip(),
        area=area,
        province=top_of(area, on=timezone.localdate(now)),
        topic=topic,
        owner=owner,
        situation=situation,
        reason=SituationWords.objects.create(words=reason.strip()),
        declared_by=by,
        declared_at=now,
    )


@transaction.atomic
def close(hot_spot: HotSpot, *, reason: str, by: User, now: datetime) -> HotSpot:
    """Close a hot spot, with the reason. Raise NotALeader, ClosedAlready, ValueError."""
    hot_spot = HotSpot.objects.select_for_update(of=("self",)).select_related("owner").get(pk=hot_spot.pk)
    _check_leader(by, hot_spot.owner)
    if hot_spot.closed_at is not None:
        raise ClosedAlready
    if not reason.strip():
        raise ValueError("A hot spot is closed with a reason.")
    hot_spot.closed_at, hot_spot.closed_by = now, by
    hot_spot.why_closed = SituationWords.objects.create(words=reason.strip())
    hot_spot.save(update_fields=["closed_at", "closed_by", "why_closed"])
    return hot_spot


def _check_leader(by: User, owner: Body) -> None:
    if owner.pk not in scope_of(by).bodies(Action.DIRECT):
        raise NotALeader
