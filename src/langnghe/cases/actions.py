"""
Everything that changes a case: each action locks it, checks, changes, and writes one event.

The person's clock (`answer_due_at`) moves only by recorded pauses and extensions; a date that was told
is never moved earlier.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from langnghe.bodies.models import Body
from langnghe.bodies.succession import heir_of
from langnghe.cases import clocks
from langnghe.cases.history import event_of
from langnghe.cases.models import (
    Case,
    CaseEvent,
    CaseWords,
    DuplicateVerdict,
    EventKind,
    Outcome,
    Rating,
    RatingLevel,
    RatingWords,
    ReportLink,
    Status,
)
from langnghe.cases.moves import Move, Mover
from langnghe.cases.offices import around
from langnghe.cases.rulebook import rulebook
from langnghe.core.language import mask_personal_data
from langnghe.core.workdays import WorkCalendar
from langnghe.ground.steps import NotPossible, must
from langnghe.people.models import User
from langnghe.places.decrees import Decree, succeed
from langnghe.places.models import Area
from langnghe.reports.models import PublicCopy, PublicWords, Reading, Report, ReportWords
from langnghe.topics.models import Publicness, Topic

MOVED_AT_ONCE = 200


class AlreadyThere(NotPossible):
    """The case is with this body already."""

    def __init__(self, number: str, body: Body) -> None:
        super().__init__(_("%(number)s is with %(body)s already.") % {"number": number, "body": body})


@transaction.atomic
def accept(case: Case, *, by: User, now: datetime) -> CaseEvent:
    """Accept a received case: somebody has begun."""
    case = _locked(case)
    must(case.status == Status.RECEIVED, _("Only a newly received case can be accepted."))
    case.status = Status.ACCEPTED
    return _written(case, EventKind.ACCEPTED, by=by, now=now)


@transaction.atomic
def answer(case: Case, *, outcome: str, words: str, by: User, now: datetime) -> CaseEvent:
    """Give the final answer with its outcome; the person reads these words."""
    case = _locked(case)
    must(case.is_open, _("This case has its answer already; reopen it to answer again."))
    must(
        outcome in (Outcome.SOLVED, Outcome.CANNOT_SOLVE, Outcome.NOT_OURS, Outcome.DUPLICATE),
        _("Choose how it ended."),
    )
    must(bool(words.strip()), _("Write the answer that the person will read."))
    first = not case.events.filter(first_answer=True).exists()
    case.status, case.outcome, case.closed_at = Status.ANSWERED, outcome, now
    return _written(case, EventKind.ANSWERED, by=by, now=now, words=words, public=True, first_answer=first)


@transaction.atomic
def refuse(case: Case, *, words: str, by: User, now: datetime) -> CaseEvent:
    """Refuse to deal with it, with a reason that the person can read."""
    case = _locked(case)
    must(case.is_open, _("This case has ended already."))
    must(bool(words.strip()), _("Write the reason that the person will read."))
    case.status, case.outcome, case.closed_at = Status.REFUSED, Outcome.NOT_OURS, now
    return _written(case, EventKind.REFUSED, by=by, now=now, words=words, public=True)


@transaction.atomic
def hand_over(case: Case, *, to: Body, words: str, by: User, now: datetime) -> CaseEvent:
    """
    Move the case to another body; its number and the person's clock stay, the holder's clock starts anew.

    Raises AlreadyThere.
    """
    case = _locked(case)
    must(case.is_open, _("This case has ended already."))
    must(bool(words.strip()), _("Write why the other body is in charge."))
    if case.body_id == to.pk:
        raise AlreadyThere(case.number, to)
    case.body, case.hand_overs = to, case.hand_overs + 1
    if case.deadline_rule is not None:
        calendar = _calendar(case, now)
        case.body_due_at = clocks.due_after(case.deadline_rule, now, calendar)
    return _written(case, EventKind.HANDED_OVER, by=by, now=now, words=words, public=True)


@transaction.atomic
def extend(case: Case, *, words: str, by: User, now: datetime) -> CaseEvent:
    """Extend the person's clock by what its rule allows, with a reason that the person can read."""
    case = _locked(case)
    rule = case.deadline_rule
    must(
        case.status in (Status.RECEIVED, Status.ACCEPTED),
        _("Only a case that is being handled can be extended."),
    )
    must(bool(words.strip()), _("Write the reason that the person will read."))
    times = case.events.filter(kind=EventKind.EXTENDED).count()
    must(
        rule is not None and rule.extension_amount > 0 and times < rule.extension_times,
        _("The rule allows no further extension."),
    )
    assert rule is not None  # noqa: S101 - for the type checker: `must` has just said so
    must(now <= case.answer_due_at, _("The date has passed: an extension must come before it."))
    return _written(
        case,
        EventKind.EXTENDED,
        by=by,
        now=now,
        words=words,
        public=True,
        amount=rule.extension_amount,
        recount=True,
    )


@transaction.atomic
def pause(case: Case, *, words: str, by: User, now: datetime) -> CaseEvent:
    """Stop the clocks while something is awaited from the person or another body."""
    case = _locked(case)
    must(case.status == Status.ACCEPTED, _("Only a case that is being handled can be paused."))
    must(bool(words.strip()), _("Write what is awaited; the person will read it."))
    case.status = Status.PAUSED
    return _written(case, EventKind.PAUSED, by=by, now=now, words=words, public=True)


@transaction.atomic
def resume(case: Case, *, by: User, now: datetime) -> CaseEvent:
    """Let the clocks run on after a pause; the days between do not count."""
    case = _locked(case)
    must(case.status == Status.PAUSED, _("This case is not paused."))
    case.status = Status.ACCEPTED
    return _written(case, EventKind.RESUMED, by=by, now=now, recount=True)


@transaction.atomic
def reopen(
    case: Case, *, words: str, by: User | None, report: Report | None = None, now: datetime
) -> CaseEvent:
    """
    Open an ended case again: with a new clock, and with the first verdict on time left standing.

    Without `by` the sender of `report` says that it is not solved.
    """
    case = _locked(case)
    must(not case.is_open, _("This case is still open."))
    must(bool(words.strip()), _("Write what is not solved."))
    case.status, case.outcome, case.closed_at = Status.ACCEPTED, Outcome.NONE, None
    case.body = heir_of(case.body, on=timezone.localdate(now)) or case.body
    if case.deadline_rule is not None:
        calendar = _calendar(case, now)
        due = clocks.due_after(case.deadline_rule, now, calendar)
        case.answer_due_at, case.body_due_at = max(due, case.answer_due_at), due
    return _written(
        case,
        EventKind.REOPENED,
        by=by,
        now=now,
        words=words,
        public=True,
        report_id=report.pk if report else None,
    )


@transaction.atomic
def withdraw(case: Case, *, report: Report, now: datetime) -> CaseEvent:
    """End a case because its only sender took the report back."""
    case = _locked(case)
    must(case.is_open, _("This case has ended already."))
    others = case.links.filter(undone_at=None).exclude(report=report).exists()
    must(not others, _("Other people reported the same: the case goes on for them."))
    case.status, case.outcome, case.closed_at = Status.WITHDRAWN, Outcome.WITHDRAWN, now
    return _written(case, EventKind.WITHDRAWN, by=None, now=now, report_id=report.pk)


@transaction.atomic
def note(case: Case, *, words: str, by: User, now: datetime) -> CaseEvent:
    """Leave a note that only staff read."""
    case = _locked(case)
    must(bool(words.strip()), _("Write the note."))
    return _written(case, EventKind.NOTED, by=by, now=now, words=words)


@transaction.atomic
def raised_at_meeting(case: Case, *, words: str, by: User | None, now: datetime) -> CaseEvent:
    """Let everybody whose report belongs to the case read that, and when, it was raised at a meeting."""
    case = _locked(case)
    return _written(case, EventKind.RAISED, by=by, now=now, words=words, public=True)


@transaction.atomic
def tell_of_promise(case: Case, *, words: str, by: User | None, now: datetime) -> CaseEvent:
    """Let everybody whose report belongs to the case read what was promised them, or what became of it."""
    case = _locked(case)
    return _written(case, EventKind.PROMISE, by=by, now=now, words=words, public=True)


@transaction.atomic
def correct(case: Case, *, topic: Topic, area: Area | None, words: str, by: User, now: datetime) -> CaseEvent:
    """
    Correct topic or place, or confirm them: the reading is kept beside the earlier ones, the words stay.

    The newest reading counts, so it carries on the point of the one before it where the place is the same.
    """
    case = _locked(case)
    places = around(area, on=now.date(), rules=rulebook())
    before = Reading.objects.filter(report=case.first_report_id, area=area).order_by("-pk").first()
    point = {name: getattr(before, name) for name in ("latitude", "longitude", "h3_cell")} if before else {}
    case.topic, case.area, case.province = topic, area, places.province
    Reading.objects.create(
        report_id=case.first_report_id, topic=topic, area=area, method=Reading.Method.OFFICER, by=by, **point
    )
    return _written(case, EventKind.TOPIC_CHANGED, by=by, now=now, words=words)


@transaction.atomic
def link_report(case: Case, report: Report, *, by: User | None, now: datetime) -> CaseEvent:
    """
    Let a report belong to this case too; it keeps its own number, secret and case.

    Without `by` its sender counts in: only to a case that is still open.
    """
    case = _locked(case)
    must(not case.links.filter(report=report, undone_at=None).exists(), _("This report is linked already."))
    must(by is not None or case.is_open, _("This case has ended already."))
    ReportLink.objects.create(case=case, report=report, linked_by=by)
    return _written(case, EventKind.REPORT_LINKED, by=by, now=now, report_id=report.pk)


@transaction.atomic
def unlink_report(case: Case, report: Report, *, by: User, now: datetime) -> CaseEvent:
    """Undo a link; nothing of the report is lost."""
    case = _locked(case)
    links = case.links.filter(undone_at=None)
    must(links.count() > 1, _("A case keeps at least one report."))
    link = links.filter(report=report).first()
    must(link is not None, _("This report is not linked to this case."))
    assert link is not None  # noqa: S101 - for the type checker
    link.undone_at, link.undone_by = now, by
    link.save(update_fields=["undone_at", "undone_by"])
    return _written(case, EventKind.REPORT_UNLINKED, by=by, now=now, report_id=report.pk)


@transaction.atomic
def close_as_duplicate(
    case: Case, *, of: Case, words: str, score: float = 0.0, by: User, now: datetime
) -> CaseEvent:
    """
    Let the reports of a case belong to another one about the same matter, and end it as a duplicate.

    Each report keeps its number and code, and its sender follows the other case from then on as well.
    """
    must(case.pk != of.pk, _("A case cannot be a duplicate of itself."))
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk, of.pk]).order_by("pk"))
    case, of = _locked(case), _locked(of)
    must(
        of.outcome != Outcome.DUPLICATE,
        _("The other case is a duplicate itself: choose the one it points to."),
    )
    there = set(of.links.filter(undone_at=None).values_list("report", flat=True))
    for link in case.links.filter(undone_at=None).exclude(report__in=there).select_related("report"):
        link_report(of, link.report, by=by, now=now)
    DuplicateVerdict.objects.create(case=case, other=of, same=True, score=score, by=by)
    return answer(case, outcome=Outcome.DUPLICATE, words=words, by=by, now=now)


def keep_apart(case: Case, other: Case, *, score: float = 0.0, by: User) -> DuplicateVerdict:
    """Remember that two cases are not about the same matter, so that nobody is asked again."""
    return DuplicateVerdict.objects.create(case=case, other=other, same=False, score=score, by=by)


@transaction.atomic
def publish(case: Case, report: Report, *, words: str, by: User, now: datetime) -> PublicCopy:
    """
    Publish a masked copy of a report's words.

    What can still be recognised as personal data is masked once more, whatever the officer left in.
    The original, unmasked, needs the sender's own tick.
    """
    case = _locked(case)
    must(case.topic.publicness != Publicness.NO, _("Matters of this topic are never made public."))
    must(bool(words.strip()), _("Write the copy that the public will read."))
    must(
        case.links.filter(report=report, undone_at=None).exists(),
        _("This report is not linked to this case."),
    )
    erased = ReportWords.objects.filter(pk=report.words_id).exclude(erased_at=None).exists()
    must(not erased, _("The words of this report were erased."))
    said = words.strip()
    may_stay_as_said = report.original_may_be_public and said == report.words.words.strip()
    public_words = said if may_stay_as_said else mask_personal_data(said)
    PublicCopy.objects.filter(report=report, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
    copy = PublicCopy.objects.create(
        report=report, words=PublicWords.objects.create(words=public_words), published_by=by, published_at=now
    )
    _written(case, EventKind.PUBLISHED, by=by, now=now, report_id=report.pk)
    return copy


@transaction.atomic
def unpublish(case: Case, report: Report, *, reason: str, by: User, now: datetime) -> CaseEvent:
    """Take the public copy back."""
    case = _locked(case)
    taken_back = PublicCopy.objects.filter(report=report, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by, reason=reason[:300]
    )
    must(bool(taken_back), _("Nothing of this report is public."))
    return _written(case, EventKind.UNPUBLISHED, by=by, now=now, report_id=report.pk)


@transaction.atomic
def rate(case: Case, report: Report, *, level: RatingLevel, words: str = "", now: datetime) -> Rating:
    """Keep what the sender thinks of the answer."""
    case = _locked(case)
    must(not case.is_open, _("An answer can be rated once it is given."))
    rating = Rating.objects.create(
        case=case,
        report=report,
        level=level,
        words=RatingWords.objects.create(words=words.strip()) if words.strip() else None,
        rated_at=now,
    )
    _written(case, EventKind.RATED, by=None, now=now, report_id=report.pk)
    return rating


def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterator[int]:
    """
    Let routes, rules of time and open cases follow a change of areas; yield how many moved in each batch.

    A case keeps its number and both its clocks. Its sender is told when the commune or the holder changes.
    What only a person can decide stays where it is and moves at the next run once it is decided.
    """
    mover = Mover(decree)
    with transaction.atomic():
        moved = [move for move in mover.rules() if move.changes]
        for move in moved:
            succeed(move.rule, decree, now=now, **move.changes)
    yield len(moved)
    waiting = list(mover.cases().values_list("pk", flat=True))
    for start in range(0, len(waiting), MOVED_AT_ONCE):
        with transaction.atomic():
            batch = mover.cases().filter(pk__in=waiting[start : start + MOVED_AT_ONCE])
            count = sum(_followed(mover, case, by, now) for case in batch.select_for_update(of=("self",)))
        yield count


def _followed(mover: Mover, case: Case, by: User | None, now: datetime) -> bool:
    """Move a case as far as that is certain; say whether anything moved."""
    move = mover.move_of(case)
    if not move.is_any:
        return False
    told = _told_of(move, mover.decree) if move.place_changes else ""
    case.area, case.province, case.body = move.area, move.province, move.body
    _written(case, EventKind.AREA_CHANGED, by=by, now=now, words=told, public=bool(told))
    return True


def _told_of(move: Move, decree: Decree) -> str:
    """Return what the sender reads, in the language of the report."""
    case = move.case
    with override(case.first_report.language):
        words = [_("From %(day)s areas changed (%(decree)s).")]
        if move.area != case.area:
            words.append(_("%(old)s now belongs to %(new)s."))
        words.append(_("%(body)s deals with your message; its number and the promised date stay."))
        return " ".join(words) % {
            "day": f"{decree.key.effective_on:%d/%m/%Y}",
            "decree": decree.key.number,
            "old": case.area,
            "new": move.area,
            "body": move.body,
        }


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("topic", "body", "deadline_rule")
        .get(pk=case.pk)
    )


def _written(
    case: Case,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    words: str = "",
    public: bool = False,
    recount: bool = False,
    **facts: object,
) -> CaseEvent:
    kept = CaseWords.objects.create(words=words.strip()) if words.strip() else None
    event = event_of(case, kind, happened_at=now, by=by, words=kept, words_are_public=public, **facts)
    if recount:
        _recount(case, event, now)
    event.save()
    case.save()
    return event


def _recount(case: Case, event: CaseEvent, now: datetime) -> None:
    """Move the person's clock as the ledger now says, never earlier than what was told."""
    calendar = _calendar(case, now)
    events = [*case.events.order_by("seq").select_related("words", "by"), event]
    due = clocks.ledger_of(case, events, calendar, now=now).due_at
    moved_by = max(due, case.answer_due_at) - case.answer_due_at
    case.answer_due_at += moved_by
    case.body_due_at += moved_by
    event.answer_due_at, event.body_due_at = case.answer_due_at, case.body_due_at


def _calendar(case: Case, now: datetime) -> WorkCalendar:
    rules = rulebook()
    return rules.calendar(around(case.area, on=now.date(), rules=rules).area_ids)
