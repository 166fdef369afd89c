"""Preparing and holding a meeting: planned, invited, held; agenda, papers and minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body, Cluster
from langnghe.briefings.models import Briefing
from langnghe.ground.steps import NotPossible
from langnghe.meetings.models import (
    AgendaItem,
    Invitation,
    InvitationEvent,
    Meeting,
    MeetingEvent,
    MeetingWords,
    Minutes,
    Paper,
    Series,
    State,
)
from langnghe.people.models import User
from langnghe.practices.models import Practice, Status


@dataclass(frozen=True)
class Plan:
    """When, where and by whom a meeting is held."""

    name: str
    begins_at: datetime
    place: str = ""
    chair: str = ""


@transaction.atomic
def begin_series(
    name: str, *, every: str, body: Body | None = None, cluster: Cluster | None = None, by: User | None
) -> Series:
    """Begin a meeting that comes round: of a body, or of a cluster whose members host in turn."""
    return Series.objects.create(name=name, every=every, body=body, cluster=cluster, created_by=by)


@transaction.atomic
def plan(
    host: Body,
    given: Plan,
    *,
    series: Series | None = None,
    cluster: Cluster | None = None,
    by: User | None,
    now: datetime,
) -> Meeting:
    """Plan a meeting that a body hosts."""
    meeting = Meeting.objects.create(
        series=series,
        body=host,
        cluster=cluster or (series.cluster if series else None),
        name=given.name,
        begins_at=given.begins_at,
        place=given.place,
        chair=given.chair,
        created_by=by,
    )
    _happened(meeting, MeetingEvent.Kind.PLANNED, by=by, now=now)
    return meeting


@transaction.atomic
def change(meeting: Meeting, given: Plan, *, by: User | None, now: datetime) -> Meeting:
    """Change time, place, name or chair; those invited see that it was moved."""
    meeting = still_open(meeting)
    moved = (meeting.begins_at, meeting.place) != (given.begins_at, given.place)
    for name in ("name", "begins_at", "place", "chair"):
        setattr(meeting, name, getattr(given, name))
    meeting.save()
    if moved and meeting.state != State.PLANNED:
        _happened(meeting, MeetingEvent.Kind.MOVED, by=by, now=now)
        tell(meeting.invitations.all(), InvitationEvent.Kind.MOVED, now=now)
    return meeting


@transaction.atomic
def invite(
    meeting: Meeting, bodies: Iterable[Body], *, asked_for: str = "", by: User | None, now: datetime
) -> int:
    """Invite bodies, once each; return how many are new."""
    meeting = still_open(meeting)
    known = set(meeting.invitations.values_list("body_id", flat=True))
    new = [
        Invitation(meeting=meeting, body=body, asked_for=asked_for, invited_at=now)
        for body in bodies
        if body.pk not in known | {meeting.body_id}
    ]
    Invitation.objects.bulk_create(new)
    tell(new, InvitationEvent.Kind.INVITED, now=now)
    if new and meeting.state == State.PLANNED:
        _become(meeting, State.INVITED, by=by, now=now)
    return len(new)


@transaction.atomic
def hold(meeting: Meeting, *, attended: int | None, by: User | None, now: datetime) -> Meeting:
    """Note that the meeting was held, and how many people were there."""
    meeting = still_open(meeting)
    if now < meeting.begins_at:
        raise NotPossible(_("The meeting has not begun yet."))
    meeting.attended = attended
    if meeting.state == State.HELD:
        meeting.save(update_fields=["attended"])
    else:
        _become(meeting, State.HELD, by=by, now=now)
    return meeting


# Agenda


@transaction.atomic
def add_to_agenda(
    meeting: Meeting, title: str, *, body: Body | None = None, minutes: int | None = None
) -> AgendaItem:
    """Put a point at the end of the agenda."""
    meeting = still_open(meeting)
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(
        meeting=meeting, position=last + 1, title=title, body=body, minutes=minutes
    )


@transaction.atomic
def move_up(item: AgendaItem) -> None:
    """Let a point change places with the one before it."""
    meeting = still_open(item.meeting)
    items = list(meeting.agenda.all())
    at = [each.pk for each in items].index(item.pk)
    if at:
        items[at - 1], items[at] = items[at], items[at - 1]
    for position, each in enumerate(items, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(items, ["position"])


@transaction.atomic
def take_off_agenda(item: AgendaItem) -> None:
    """Take a point off the agenda."""
    still_open(item.meeting)
    item.delete()


# Papers and minutes


@transaction.atomic
def hand_in(
    meeting: Meeting,
    body: Body,
    *,
    kind: str,
    title: str,
    words: str = "",
    briefing: Briefing | None = None,
    practice: Practice | None = None,
    by: User | None,
    now: datetime,
) -> Paper:
    """Put a body's briefing, paper or practice on the table."""
    meeting = still_open(meeting)
    on_the_table = meeting.papers.filter(withdrawn_at=None)
    if briefing is not None and on_the_table.filter(briefing=briefing).exists():
        raise NotPossible(_("This briefing is on the table already."))
    if practice is not None and practice.status != Status.RECOGNISED:
        raise NotPossible(_("Only a recognised practice is put on the table."))
    if practice is not None and on_the_table.filter(practice=practice).exists():
        raise NotPossible(_("This practice is on the table already."))
    return Paper.objects.create(
        meeting=meeting,
        body=body,
        kind=kind,
        title=title,
        words=words.strip(),
        briefing=briefing,
        practice=practice,
        added_by=by,
        added_at=now,
    )


@transaction.atomic
def take_back(paper: Paper, *, now: datetime) -> None:
    """Take a paper from the table."""
    still_open(paper.meeting)
    Paper.objects.filter(pk=paper.pk, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def write_minutes(meeting: Meeting, words: str, *, by: User | None, now: datetime) -> Minutes:
    """Keep the words of the meeting as a new version; earlier ones stay."""
    meeting = still_open(meeting)
    if meeting.state != State.HELD:
        raise NotPossible(_("Minutes are written of a meeting that was held."))
    kept = MeetingWords.objects.create(words=words.strip())
    return Minutes.objects.create(meeting=meeting, words=kept, by=by, written_at=now)


def tell(invitations: Iterable[Invitation], kind: str, *, now: datetime) -> None:
    """Leave for each invited body what it is to hear of, for whoever sends letters."""
    InvitationEvent.objects.bulk_create(
        InvitationEvent(invitation=one, kind=kind, happened_at=now) for one in invitations
    )


def mail_noted(invitation_id: int, mail: str, *, reason: str = "", now: datetime) -> None:
    """Note how far the letter to an invited body came."""
    sent_at = {"mailed_at": now} if mail == Invitation.Mail.SENT else {}
    Invitation.objects.filter(pk=invitation_id).update(mail=mail, mail_reason=reason[:300], **sent_at)


def host_taken_over(meeting: Meeting, heir: Body, *, by: User | None, now: datetime) -> None:
    """Let the body that takes over after a change of areas host a meeting."""
    meeting.body = heir
    meeting.save(update_fields=["body"])
    _happened(meeting, MeetingEvent.Kind.TAKEN_OVER, by=by, now=now)


def still_open(meeting: Meeting) -> Meeting:
    """Return the meeting, locked. Raise NotPossible where its notice of conclusions has been issued."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("body", "cluster").get(pk=meeting.pk)
    )
    if meeting.is_over:
        raise NotPossible(_("The notice of conclusions has been issued: nothing can be changed any more."))
    return meeting


def _become(meeting: Meeting, state: State, *, by: User | None, now: datetime) -> None:
    meeting.state = state
    meeting.save()
    _happened(meeting, MeetingEvent.Kind(state.value), by=by, now=now)


def _happened(meeting: Meeting, kind: str, *, by: User | None, now: datetime) -> None:
    MeetingEvent.objects.create(meeting=meeting, kind=kind, happened_at=now, by=by)
