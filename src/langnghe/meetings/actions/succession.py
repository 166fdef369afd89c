"""Following a change of areas: what a body has to carry out, hosts or is invited to goes to its successor."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.meetings import succession
from langnghe.meetings.actions.conclusions import taken_over
from langnghe.meetings.actions.meetings import host_taken_over, tell
from langnghe.meetings.models import Invitation, InvitationEvent
from langnghe.people.models import User
from langnghe.places.decrees import Decree


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """
    Let the body that takes over carry out conclusions, host meetings ahead, and go where it is invited.

    Days stay as they were agreed; notices stay as they were issued; what only a person can decide stays.
    """
    heirs, moved = heirs_after(decree), 0
    for conclusion in succession.conclusions_left(heirs).select_for_update(of=("self",)):
        if (heir := heirs.of(conclusion.body_id)) is not None:
            taken_over(conclusion, heir, by=by, now=now)
            moved += 1
    for meeting in succession.meetings_left(heirs).select_for_update(of=("self",)):
        if (heir := heirs.of(meeting.body_id)) is not None:
            host_taken_over(meeting, heir, by=by, now=now)
            moved += 1
    return [moved + _invitations(heirs, now=now) + _series(heirs)]


def _invitations(heirs: Heirs, *, now: datetime) -> int:
    """Let heirs go where ended bodies were invited; where they are there already, nothing is to be done."""
    left, moved = list(succession.invitations_left(heirs)), []
    beside = Invitation.objects.filter(meeting__in=[one.meeting_id for one in left])
    there = set(beside.values_list("meeting", "body"))
    for invitation in left:
        heir = heirs.of(invitation.body_id)
        if heir is None or heir.pk == invitation.meeting.body_id or (invitation.meeting_id, heir.pk) in there:
            continue
        there.add((invitation.meeting_id, heir.pk))
        invitation.body = heir
        invitation.save(update_fields=["body"])
        moved.append(invitation)
    tell(moved, InvitationEvent.Kind.TAKEN_OVER, now=now)
    return len(moved)


def _series(heirs: Heirs) -> int:
    moved = 0
    for series in succession.series_left(heirs):
        if series.body_id is not None and (heir := heirs.of(series.body_id)) is not None:
            series.body = heir
            series.save(update_fields=["body"])
            moved += 1
    return moved
