"""What becomes of a promise: each action locks it, checks, changes, and writes one event."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.cases.actions import tell_of_promise
from langnghe.core.paper import day_in_words
from langnghe.grassroots.models import Opinion, Promise, PromiseEvent, PromiseState, PromiseWords, Visit
from langnghe.ground.steps import must
from langnghe.people.models import User

What = PromiseEvent.What
END_OF_DAY = time(23, 59)
# What the sender reads, in the language of papers, as all words of bodies.
TOLD_TO_SENDER: dict[str, str] = {
    What.MADE: "Tại buổi gặp ngày {held_on}, {body} hứa: {promise}\nThời hạn: {due_on}.",
    What.MOVED: "Việc đã hứa (“{promise}”) được dời đến ngày {due_on}. Lý do: {words}",
    What.KEPT: "Việc đã hứa (“{promise}”) đã thực hiện xong: {words}",
    What.NOT_KEPT: "Việc đã hứa (“{promise}”) chưa thực hiện được. Lý do: {words}",
}


@dataclass(frozen=True)
class PromiseIn:
    """What was promised: who keeps it, by when."""

    words: str
    body: Body
    due_on: date
    officer_title: str = ""
    client_id: UUID = field(default_factory=uuid4)


@transaction.atomic
def make_promise(
    visit: Visit, promise_in: PromiseIn, *, by: User, now: datetime, opinion: Opinion | None = None
) -> Promise:
    """Write down a promise made at a meeting; a resend of the same `client_id` changes nothing."""
    if known := Promise.objects.filter(client_id=promise_in.client_id).first():
        return known
    must(bool(promise_in.words.strip()), _("Write what was promised."))
    must(promise_in.due_on >= visit.held_on, _("The day lies before the meeting: check the date."))
    promise = Promise.objects.create(
        client_id=promise_in.client_id,
        visit=visit,
        opinion=opinion,
        words=PromiseWords.objects.create(words=promise_in.words.strip()),
        body=promise_in.body,
        officer_title=promise_in.officer_title.strip(),
        area_id=visit.area_id,
        province_id=visit.province_id,
        promised_on=promise_in.due_on,
        due_on=promise_in.due_on,
    )
    _written(promise, What.MADE, by=by, now=visit.happened_at)
    return promise


@transaction.atomic
def keep(promise: Promise, *, words: str, by: User, now: datetime) -> PromiseEvent:
    """Say that it was kept, with what proves it."""
    promise = _locked(promise)
    must(promise.state == PromiseState.OPEN, _("This promise has ended already."))
    must(bool(words.strip()), _("Write what shows that it was kept."))
    promise.state = PromiseState.KEPT
    return _written(promise, What.KEPT, by=by, now=now, words=words)


@transaction.atomic
def give_up(promise: Promise, *, words: str, by: User, now: datetime) -> PromiseEvent:
    """Say that it could not be kept, and why."""
    promise = _locked(promise)
    must(promise.state == PromiseState.OPEN, _("This promise has ended already."))
    must(bool(words.strip()), _("Write the reason."))
    promise.state = PromiseState.NOT_KEPT
    return _written(promise, What.NOT_KEPT, by=by, now=now, words=words)


@transaction.atomic
def move(promise: Promise, *, due_on: date, words: str, by: User, now: datetime) -> PromiseEvent:
    """Move the day to a later one, with the reason; the day first told stays beside it."""
    promise = _locked(promise)
    must(promise.state == PromiseState.OPEN, _("This promise has ended already."))
    must(due_on > promise.due_on, _("A day that was told is never moved earlier: choose a later one."))
    must(bool(words.strip()), _("Write the reason."))
    promise.due_on = due_on
    return _written(promise, What.MOVED, by=by, now=now, words=words)


@transaction.atomic
def pass_on(promise: Promise, *, to: Body, words: str, by: User, now: datetime) -> PromiseEvent:
    """Let another body keep it; the day stays."""
    promise = _locked(promise)
    must(promise.state == PromiseState.OPEN, _("This promise has ended already."))
    must(to.pk != promise.body_id, _("This body keeps the promise already."))
    must(bool(words.strip()), _("Write the reason."))
    promise.body, promise.officer_title = to, ""
    return _written(promise, What.PASSED_ON, by=by, now=now, words=words)


@transaction.atomic
def tell(promise: Promise, *, words: str, on: date, by: User, now: datetime) -> PromiseEvent:
    """Note that the people were told how it ended, where and how."""
    promise = _locked(promise)
    must(
        promise.state in (PromiseState.KEPT, PromiseState.NOT_KEPT),
        _("People are told once the promise has ended."),
    )
    must(promise.told_on is None, _("The people were told already."))
    must(on <= timezone.localdate(now), _("This day lies in the future: check the date."))
    must(bool(words.strip()), _("Write how the people were told."))
    promise.told_on = on
    return _written(promise, What.TOLD, by=by, now=now, words=words)


def tell_sender(promise: Promise, kind: str, *, by: User | None, now: datetime, words: str = "") -> None:
    """Let the person whose opinion led to a promise read it, and what became of it, with their code."""
    opinion = promise.opinion
    if opinion is None or opinion.case is None or kind not in TOLD_TO_SENDER:
        return
    sentence = TOLD_TO_SENDER[kind].format(
        body=promise.body.name,
        held_on=day_in_words(promise.visit.held_on),
        promise=promise.words.words,
        due_on=day_in_words(promise.due_on),
        words=words.strip(),
    )
    tell_of_promise(opinion.case, words=sentence, by=by, now=now)


def taken_over(promise: Promise, keeper: Body, *, by: User | None, now: datetime) -> PromiseEvent:
    """Let the body that takes over from an ended one keep a locked promise; the day stays."""
    promise.body = keeper
    return _written(promise, What.AREA_CHANGED, by=by, now=now)


def withdraw_all(visit: Visit, *, by: User, now: datetime) -> None:
    """Take back the open promises of a meeting that was written down by mistake."""
    for promise in visit.promises.select_for_update().filter(state=PromiseState.OPEN):
        promise.state = PromiseState.WITHDRAWN
        _written(promise, What.WITHDRAWN, by=by, now=now)


def _locked(promise: Promise) -> Promise:
    return Promise.objects.select_for_update().get(pk=promise.pk)


def _written(promise: Promise, kind: str, *, by: User | None, now: datetime, words: str = "") -> PromiseEvent:
    promise.last_seq += 1
    promise.save()
    tell_sender(promise, kind, by=by, now=now, words=words)
    return PromiseEvent.objects.create(
        promise=promise,
        seq=promise.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=PromiseWords.objects.create(words=words.strip()) if words.strip() else None,
        state=promise.state,
        body_id=promise.body_id,
        area_id=promise.area_id,
        province_id=promise.province_id,
        promised_on=promise.promised_on,
        due_on=promise.due_on,
        falls_due_at=datetime.combine(promise.promised_on, END_OF_DAY, timezone.get_current_timezone()),
    )
