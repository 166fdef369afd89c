"""
What becomes of a situation: each action locks it, checks, changes, and writes one event.

A report goes to the body directly above on the reporting body's own line. Whoever it is with must confirm,
direct or pass it up within the clock of its urgency; it stays open until somebody there concludes it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.alarms.models import Alarm
from langnghe.bodies.models import Body
from langnghe.cases.models import Case
from langnghe.ground.steps import NotPossible, must
from langnghe.people.models import User
from langnghe.places.actions.localities import note_unlisted
from langnghe.places.models import Area
from langnghe.places.queries import locality_named, top_of
from langnghe.situations.models import (
    Direction,
    Situation,
    SituationEvent,
    SituationLink,
    SituationWords,
    State,
    Urgency,
)
from langnghe.situations.queries.clocks import NoClock, due_for
from langnghe.topics.models import Topic

What = SituationEvent.What


@dataclass(frozen=True, kw_only=True)
class SituationIn:
    """What a body sees: what, where, since when, how many people, what was done, what is asked."""

    body: Body
    words: str
    topic: Topic
    area: Area
    since_on: date
    locality: str = ""
    people: int | None = None
    done: str = ""
    asked: str = ""
    urgency: str = Urgency.NORMAL
    client_id: UUID = field(default_factory=uuid4)


def report(situation_in: SituationIn, *, by: User, now: datetime) -> Situation:
    """Send what a body sees to the body above it; a resend of the same `client_id` changes nothing."""
    try:
        return _report(situation_in, by=by, now=now)
    except IntegrityError:  # the same copy arrived at the same moment
        return Situation.objects.get(client_id=situation_in.client_id)


@transaction.atomic
def add(situation: Situation, *, words: str, by: User, now: datetime) -> SituationEvent:
    """Add what has become known since."""
    situation = _locked(situation)
    must(situation.is_open, _("This situation has been concluded."))
    must(bool(words.strip()), _("Write what is new."))
    return _written(situation, What.ADDED, by=by, now=now, words=words)


@transaction.atomic
def confirm(situation: Situation, *, words: str = "", by: User, now: datetime) -> SituationEvent:
    """Confirm that the superior has read it and follows it."""
    situation = _locked(situation)
    must(situation.state == State.WAITING, _("The superior has spoken already."))
    in_time = now <= situation.due_at
    situation.state = State.CONFIRMED
    return _written(situation, What.CONFIRMED, by=by, now=now, words=words, spoke_in_time=in_time)


@transaction.atomic
def direct(situation: Situation, *, words: str, due_on: date, by: User, now: datetime) -> Direction:
    """Direct the reporting body to do something by a day."""
    situation = _locked(situation)
    must(situation.is_open, _("This situation has been concluded."))
    must(bool(words.strip()), _("Write the direction."))
    must(due_on >= timezone.localdate(now), _("This day has passed: choose a later one."))
    in_time = now <= situation.due_at if situation.state == State.WAITING else None
    situation.state = State.DIRECTED
    event = _written(situation, What.DIRECTED, by=by, now=now, words=words, spoke_in_time=in_time)
    return Direction.objects.create(
        situation=situation,
        words=event.words,  # type: ignore[misc]
        from_body_id=situation.with_body_id,
        to_body_id=situation.body_id,
        given_by=by,
        given_at=now,
        due_on=due_on,
    )


@transaction.atomic
def carry_out(direction: Direction, *, words: str, by: User, now: datetime) -> SituationEvent:
    """Report that a direction was carried out."""
    situation = _locked(direction.situation)
    direction = Direction.objects.select_for_update().get(pk=direction.pk)
    must(direction.done_at is None, _("This direction was carried out already."))
    must(bool(words.strip()), _("Write what was done."))
    event = _written(situation, What.DIRECTION_DONE, by=by, now=now, words=words)
    direction.done_at, direction.done_words = now, event.words
    direction.save(update_fields=["done_at", "done_words"])
    return event


@transaction.atomic
def pass_up(situation: Situation, *, words: str, by: User, now: datetime) -> SituationEvent:
    """Pass it to the next body above; a new clock starts there."""
    situation = _locked(situation)
    must(situation.is_open, _("This situation has been concluded."))
    above = situation.with_body.superior
    if above is None:
        raise NotPossible(_("No body stands above %(body)s.") % {"body": situation.with_body})
    must(bool(words.strip()), _("Write why it is passed up."))
    in_time = now <= situation.due_at if situation.state == State.WAITING else None
    situation.with_body, situation.state = above, State.WAITING
    situation.due_at = _due(above, situation.urgency, now)
    return _written(situation, What.PASSED_UP, by=by, now=now, words=words, spoke_in_time=in_time)


@transaction.atomic
def conclude(situation: Situation, *, words: str, by: User, now: datetime) -> SituationEvent:
    """Conclude it: how it ended."""
    situation = _locked(situation)
    must(situation.is_open, _("This situation has been concluded."))
    must(bool(words.strip()), _("Write the conclusion."))
    in_time = now <= situation.due_at if situation.state == State.WAITING else None
    situation.state, situation.concluded_at = State.CONCLUDED, now
    return _written(situation, What.CONCLUDED, by=by, now=now, words=words, spoke_in_time=in_time)


def taken_over(
    situation: Situation, *, body: Body, with_body: Body, by: User | None, now: datetime
) -> SituationEvent:
    """Let bodies that take over from ended ones report and answer a locked situation; its clock stays."""
    situation.directions.filter(done_at=None, to_body=situation.body).update(to_body=body)
    situation.body, situation.with_body = body, with_body
    return _written(situation, What.AREA_CHANGED, by=by, now=now)


@transaction.atomic
def link(
    situation: Situation, *, case: Case | None = None, alarm: Alarm | None = None, by: User, now: datetime
) -> SituationLink:
    """Say which case or alarm it has to do with; the same link twice is one."""
    situation = _locked(situation)
    known = situation.links.filter(case=case, alarm=alarm).first()
    if known is not None:
        return known
    made = SituationLink.objects.create(situation=situation, case=case, alarm=alarm, linked_by=by)
    _written(situation, What.LINKED, by=by, now=now)
    return made


@transaction.atomic
def _report(situation_in: SituationIn, *, by: User, now: datetime) -> Situation:
    if known := Situation.objects.filter(client_id=situation_in.client_id).first():
        return known
    above = situation_in.body.superior
    if above is None:
        raise NotPossible(_("No body stands above %(body)s.") % {"body": situation_in.body})
    must(bool(situation_in.words.strip()), _("Write what you see."))
    must(situation_in.since_on <= timezone.localdate(now), _("This day lies in the future: check the date."))
    said = " ".join(situation_in.locality.split())
    locality = locality_named(situation_in.area, said, on=timezone.localdate(now)) if said else None
    if said and locality is None:
        note_unlisted(situation_in.area, said, now=now)
    situation = Situation.objects.create(
        client_id=situation_in.client_id,
        body=situation_in.body,
        with_body=above,
        topic=situation_in.topic,
        area=situation_in.area,
        province=top_of(situation_in.area, on=timezone.localdate(now)),
        locality=locality,
        locality_said="" if locality else said,
        since_on=situation_in.since_on,
        people=situation_in.people,
        urgency=situation_in.urgency,
        seen=SituationWords.objects.create(words=situation_in.words.strip()),
        done=_words(situation_in.done),
        asked=_words(situation_in.asked),
        sent_at=now,
        due_at=_due(above, situation_in.urgency, now),
    )
    _written(situation, What.SENT, by=by, now=now)
    return situation


def _due(body: Body, urgency: str, now: datetime) -> datetime:
    try:
        return due_for(body, urgency, started_at=now)
    except NoClock as error:
        raise NotPossible(str(error)) from None


def _words(words: str) -> SituationWords | None:
    return SituationWords.objects.create(words=words.strip()) if words.strip() else None


def _locked(situation: Situation) -> Situation:
    locked = Situation.objects.select_for_update(of=("self",)).select_related("with_body__superior", "body")
    return locked.get(pk=situation.pk)


def _written(
    situation: Situation,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    words: str = "",
    spoke_in_time: bool | None = None,
) -> SituationEvent:
    situation.last_seq += 1
    situation.save()
    return SituationEvent.objects.create(
        situation=situation,
        seq=situation.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=_words(words),
        spoke_in_time=spoke_in_time,
        state=situation.state,
        urgency=situation.urgency,
        body_id=situation.body_id,
        with_body_id=situation.with_body_id,
        topic_id=situation.topic_id,
        area_id=situation.area_id,
        province_id=situation.province_id,
        due_at=situation.due_at,
    )
