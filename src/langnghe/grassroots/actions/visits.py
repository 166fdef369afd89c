"""
Writing down a meeting with people: the meeting and every opinion are kept first, then each is taken in.

The id made on the device decides: a second copy of a meeting changes nothing, and tries again what waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.cases import actions as cases
from langnghe.cases.intake import NotTaken, Receipt, ReportIn, take_in
from langnghe.cases.models import Case
from langnghe.cases.rulebook import NoRule
from langnghe.grassroots.actions import promises
from langnghe.grassroots.actions.promises import PromiseIn
from langnghe.grassroots.models import Opinion, PromiseEvent, PromiseState, Visit, VisitOfficer, VisitWords
from langnghe.ground.steps import NotPossible
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.actions.localities import note_unlisted
from langnghe.places.models import Area
from langnghe.places.queries import locality_named, top_of
from langnghe.reports.models import Channel
from langnghe.topics.models import Kind, Topic

CLOSE_OF_DAY = time(17)  # when an opinion of an earlier day counts as received


@dataclass(frozen=True, kw_only=True)
class OpinionIn:
    """What one person said, what was answered on the spot, and what was promised."""

    words: str
    kind: Kind
    topic: Topic | None = None
    touches_office: bool = False
    answer: str = ""
    outcome: str = ""
    promise: PromiseIn | None = None
    client_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class VisitIn:
    """One meeting as it was written down. Promises here belong to no single opinion."""

    kind: str
    body: Body
    area: Area
    held_on: date
    people: int
    locality: str = ""
    head_took_part: bool = False
    officers: tuple[User, ...] = ()
    went: str = ""
    words: str = ""
    opinions: tuple[OpinionIn, ...] = ()
    promises: tuple[PromiseIn, ...] = ()
    client_id: UUID = field(default_factory=uuid4)


class TakenBackAlready(Exception):
    """Somebody has taken this meeting back before."""


def record_visit(visit_in: VisitIn, *, by: User, now: datetime) -> Visit:
    """Keep a meeting with everything said and promised there, then take each opinion in as a report."""
    try:
        visit = _keep(visit_in, by=by, now=now)
    except IntegrityError:  # the same copy arrived at the same moment
        visit = Visit.objects.get(client_id=visit_in.client_id)
    take_in_waiting(visit, by=by, now=now)
    return visit


def add_opinions(visit: Visit, opinions: Sequence[OpinionIn], *, by: User, now: datetime) -> None:
    """Add opinions that were left out when the meeting was written down, and take them in."""
    with transaction.atomic():
        _keep_opinions(Visit.objects.select_for_update().get(pk=visit.pk), opinions, by=by, now=now)
    take_in_waiting(visit, by=by, now=now)


@transaction.atomic
def add_promises(visit: Visit, made: Sequence[PromiseIn], *, by: User, now: datetime) -> None:
    """Add promises that belong to no single opinion."""
    for promise in made:
        promises.make_promise(visit, promise, by=by, now=now)


def take_in_waiting(visit: Visit, *, by: User, now: datetime) -> list[Receipt]:
    """
    Take in each opinion that waits, in a transaction of its own; return what was taken in now.

    One that cannot be taken in keeps its words here, with the sentence that says why.
    """
    taken = []
    for opinion in visit.opinions.filter(case=None).select_related("kind", "topic", "visit__locality"):
        try:
            taken.append(_take_in(opinion, by=by, now=now))
        except (NotTaken, NoRule, NotPossible) as error:
            opinion.fault = str(error)[:500]
            opinion.save(update_fields=["fault"])
    return taken


@transaction.atomic
def withdraw(visit: Visit, *, reason: str, by: User, now: datetime) -> Visit:
    """
    Take back a meeting that was written down by mistake; its reports and cases go on.

    Raises TakenBackAlready.
    """
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.withdrawn_at is not None:
        raise TakenBackAlready
    visit.withdrawn_at, visit.withdrawn_by, visit.why_withdrawn = now, by, reason.strip()[:300]
    visit.save(update_fields=["withdrawn_at", "withdrawn_by", "why_withdrawn"])
    promises.withdraw_all(visit, by=by, now=now)
    return visit


@transaction.atomic
def _keep(visit_in: VisitIn, *, by: User, now: datetime) -> Visit:
    if known := Visit.objects.filter(client_id=visit_in.client_id).first():
        return known
    said = " ".join(visit_in.locality.split())
    locality = locality_named(visit_in.area, said, on=visit_in.held_on) if said else None
    if said and locality is None:
        note_unlisted(visit_in.area, said, now=now)
    visit = Visit.objects.create(
        client_id=visit_in.client_id,
        kind=visit_in.kind,
        body=visit_in.body,
        area=visit_in.area,
        province=top_of(visit_in.area, on=visit_in.held_on),
        locality=locality,
        locality_said="" if locality else said,
        held_on=visit_in.held_on,
        happened_at=_moment_of(visit_in.held_on, now),
        people=visit_in.people,
        head_took_part=visit_in.head_took_part,
        went=visit_in.went.strip(),
        words=VisitWords.objects.create(words=visit_in.words.strip()) if visit_in.words.strip() else None,
        recorded_by=by,
    )
    VisitOfficer.objects.bulk_create(VisitOfficer(visit=visit, user=user) for user in visit_in.officers)
    _keep_opinions(visit, visit_in.opinions, by=by, now=now)
    for promise in visit_in.promises:
        promises.make_promise(visit, promise, by=by, now=now)
    return visit


def _keep_opinions(visit: Visit, opinions: Sequence[OpinionIn], *, by: User, now: datetime) -> None:
    known = set(visit.opinions.values_list("client_id", flat=True))
    for position, opinion_in in enumerate(opinions, start=len(known) + 1):
        if opinion_in.client_id in known:
            continue
        opinion = Opinion.objects.create(
            visit=visit,
            client_id=opinion_in.client_id,
            position=position,
            kind=opinion_in.kind,
            topic=opinion_in.topic,
            touches_office=opinion_in.touches_office,
            waiting_words=opinion_in.words.strip(),
            waiting_answer=opinion_in.answer.strip(),
            outcome=opinion_in.outcome if opinion_in.answer.strip() else "",
        )
        if opinion_in.promise is not None:
            promises.make_promise(visit, opinion_in.promise, by=by, now=now, opinion=opinion)


def _moment_of(day: date, now: datetime) -> datetime:
    """Return when what was said on a day counts as received: that evening, or now where it is today."""
    return min(now, datetime.combine(day, CLOSE_OF_DAY, timezone.get_current_timezone()))


@transaction.atomic
def _take_in(opinion: Opinion, *, by: User, now: datetime) -> Receipt:
    visit = opinion.visit
    receipt = take_in(
        ReportIn(
            words=opinion.waiting_words,
            kind=opinion.kind.code,
            channel=Channel.MEETING,
            topic=opinion.topic.code if opinion.topic else "",
            area=visit.area,
            locality=visit.place,
            received_at=visit.happened_at,
            touches_office=opinion.touches_office,
            client_id=opinion.client_id,
        ),
        by=by,
        now=now,
    )
    if opinion.waiting_answer and receipt.case.is_open:
        _answer_on_the_spot(receipt.case, opinion, by=by, said_at=visit.happened_at)
    opinion.case, opinion.waiting_words, opinion.waiting_answer, opinion.fault = receipt.case, "", "", ""
    opinion.save(update_fields=["case", "waiting_words", "waiting_answer", "fault"])
    for promise in opinion.promises.filter(state=PromiseState.OPEN).select_related("body", "words", "visit"):
        promises.tell_sender(promise, PromiseEvent.What.MADE, by=by, now=now)
    return receipt


def _answer_on_the_spot(case: Case, opinion: Opinion, *, by: User, said_at: datetime) -> None:
    """Answer the case where it is in this person's hands; else note it for the body in charge."""
    topics = frozenset(pk for pk in (case.topic_id, case.topic.parent_id) if pk is not None)
    if scope_of(by).allows(Action.HANDLE, body_id=case.body_id, topic_ids=topics):
        cases.answer(case, outcome=opinion.outcome, words=opinion.waiting_answer, by=by, now=said_at)
        return
    told = _("Answered at the meeting: %(words)s") % {"words": opinion.waiting_answer}
    cases.note(case, words=told, by=by, now=said_at)
