"""
Conclusions: drafted, issued with the notice, and followed until they are done.

What a later meeting does not decide is carried over by itself, marked as left without a conclusion. When
the notice is issued, those whose report led to a conclusion read it on their tracking page.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.alarms.models import Alarm
from langnghe.alarms.queries import newest_findings
from langnghe.bodies.models import Body
from langnghe.briefings.models import Briefing
from langnghe.cases.actions import raised_at_meeting
from langnghe.cases.models import Case, ReportLink
from langnghe.core.paper import day_in_words
from langnghe.ground.steps import NotPossible
from langnghe.meetings import queries
from langnghe.meetings.actions.meetings import still_open
from langnghe.meetings.models import (
    Conclusion,
    ConclusionEvent,
    ConclusionLink,
    Meeting,
    MeetingEvent,
    MeetingWords,
    Standing,
    State,
)
from langnghe.people.models import User
from langnghe.places.queries import ancestors
from langnghe.reports.pictures import CleanPicture

Kind = ConclusionEvent.Kind


@transaction.atomic
def draft(meeting: Meeting, *, words: str, body: Body, due_on: date, public_words: str = "") -> Conclusion:
    """Draft a conclusion of a meeting that is not concluded yet."""
    meeting = still_open(meeting)
    last = meeting.conclusions.aggregate(last=Max("position"))["last"] or 0
    return Conclusion.objects.create(
        meeting=meeting,
        position=last + 1,
        words=words.strip(),
        public_words=public_words.strip(),
        body=body,
        due_on=due_on,
    )


@transaction.atomic
def redraft(
    conclusion: Conclusion, *, words: str, body: Body, due_on: date, public_words: str = ""
) -> Conclusion:
    """Change a draft."""
    still_open(conclusion.meeting)
    conclusion.words, conclusion.public_words = words.strip(), public_words.strip()
    conclusion.body, conclusion.due_on = body, due_on
    conclusion.save(update_fields=["words", "public_words", "body", "due_on"])
    return conclusion


@transaction.atomic
def strike_out(conclusion: Conclusion) -> None:
    """Remove a draft."""
    still_open(conclusion.meeting)
    conclusion.links.all().delete()
    conclusion.delete()


@transaction.atomic
def link(
    conclusion: Conclusion,
    *,
    case: Case | None = None,
    alarm: Alarm | None = None,
    briefing: Briefing | None = None,
    figure: str = "",
    by: User | None,
) -> ConclusionLink:
    """Note what led to a conclusion: a case, an alarm, or a line of a briefing."""
    still_open(conclusion.meeting)
    found, _new = ConclusionLink.objects.get_or_create(
        conclusion=conclusion,
        case=case,
        alarm=alarm,
        briefing=briefing,
        figure=figure,
        defaults={"linked_by": by},
    )
    return found


@transaction.atomic
def unlink(link: ConclusionLink) -> None:
    """Undo a link while the conclusion is a draft."""
    still_open(link.conclusion.meeting)
    link.delete()


@transaction.atomic
def conclude(meeting: Meeting, *, number: int | None, by: User | None, now: datetime) -> Meeting:
    """
    Issue the notice of conclusions: drafts become tasks, what was left undecided is carried over.

    Raises NotPossible where the meeting was not held, has no conclusion, or the number is used.
    """
    meeting = still_open(meeting)
    if meeting.state != State.HELD:
        raise NotPossible(_("Only a meeting that was held can be concluded."))
    drafts = list(meeting.conclusions.select_related("body__area").order_by("position"))
    if not drafts:
        raise NotPossible(_("Write at least one conclusion first."))
    _must_be_free(number, meeting, now)
    undecided = queries.left_undecided(meeting)
    meeting.state, meeting.concluded_at, meeting.notice_number = State.CONCLUDED, now, number
    meeting.save()
    MeetingEvent.objects.create(meeting=meeting, kind=MeetingEvent.Kind.CONCLUDED, happened_at=now, by=by)
    for position, conclusion in enumerate(drafts, start=1):
        conclusion.position, conclusion.standing = position, Standing.OPEN
        _write(conclusion, Kind.MADE, meeting=meeting, by=by, now=now)
    for conclusion in undecided:
        _write(_locked(conclusion), Kind.UNDECIDED, meeting=meeting, by=by, now=now)
    _tell_senders(meeting, drafts, by=by, now=now)
    return meeting


# What becomes of a conclusion


@transaction.atomic
def report_done(
    conclusion: Conclusion,
    *,
    words: str,
    case: Case | None = None,
    briefing: Briefing | None = None,
    picture: CleanPicture | None = None,
    meeting: Meeting | None = None,
    by: User | None,
    now: datetime,
) -> ConclusionEvent:
    """Report a conclusion as done: words that prove it and, if there is one, a case, briefing or photo."""
    conclusion = _in_force(conclusion)
    conclusion.standing, conclusion.done_at = Standing.DONE, now
    proof = {"case": case, "briefing": briefing, "picture": picture.file if picture else ""}
    return _write(conclusion, Kind.DONE, words=_needed(words), meeting=meeting, by=by, now=now, **proof)


@transaction.atomic
def return_to_owner(
    conclusion: Conclusion, *, words: str, meeting: Meeting | None = None, by: User | None, now: datetime
) -> ConclusionEvent:
    """Return what was reported as done, because the proof does not show it."""
    conclusion = _locked(conclusion)
    if conclusion.standing != Standing.DONE:
        raise NotPossible(_("Only what was reported as done can be returned."))
    conclusion.standing, conclusion.done_at = Standing.OPEN, None
    return _write(conclusion, Kind.RETURNED, words=_needed(words), meeting=meeting, by=by, now=now)


@transaction.atomic
def extend(
    conclusion: Conclusion,
    *,
    due_on: date,
    words: str,
    meeting: Meeting | None = None,
    by: User | None,
    now: datetime,
) -> ConclusionEvent:
    """Give a conclusion more time, with a reason; the first date stays in its history."""
    conclusion = _in_force(conclusion)
    if due_on <= conclusion.due_on:
        raise NotPossible(_("The new date must lie after the present one."))
    conclusion.due_on = due_on
    return _write(conclusion, Kind.EXTENDED, words=_needed(words), meeting=meeting, by=by, now=now)


@transaction.atomic
def drop(
    conclusion: Conclusion, *, words: str, meeting: Meeting | None = None, by: User | None, now: datetime
) -> ConclusionEvent:
    """Stop following a conclusion, with a reason."""
    conclusion = _in_force(conclusion)
    conclusion.standing = Standing.DROPPED
    return _write(conclusion, Kind.DROPPED, words=_needed(words), meeting=meeting, by=by, now=now)


@transaction.atomic
def keep_on(
    conclusion: Conclusion, *, words: str = "", meeting: Meeting, by: User | None, now: datetime
) -> ConclusionEvent:
    """Note that a meeting looked at an unfinished conclusion and wants it carried on."""
    return _write(_in_force(conclusion), Kind.KEPT, words=words, meeting=meeting, by=by, now=now)


def taken_over(conclusion: Conclusion, heir: Body, *, by: User | None, now: datetime) -> None:
    """Let the body that takes over after a change of areas carry a conclusion out, by the same day."""
    conclusion.body = heir
    if conclusion.standing == Standing.DRAFT:
        conclusion.save(update_fields=["body"])
    else:
        _write(conclusion, Kind.TAKEN_OVER, by=by, now=now)


def _must_be_free(number: int | None, meeting: Meeting, now: datetime) -> None:
    """Raise NotPossible where the host has issued another notice of this number this year."""
    year = timezone.localtime(now).year
    used = Meeting.objects.filter(body=meeting.body_id, notice_number=number, concluded_at__year=year)
    if number is not None and used.exists():
        raise NotPossible(_("Number %(number)s has been used this year.") % {"number": number})


def _tell_senders(meeting: Meeting, conclusions: list[Conclusion], *, by: User | None, now: datetime) -> None:
    """Let everybody whose report led to a conclusion read the day of the meeting and its public words."""
    told: dict[int, list[str]] = defaultdict(list)
    for conclusion in conclusions:
        for case_id in _cases_behind(conclusion):
            told[case_id] += [conclusion.public_words] if conclusion.public_words else []
    day = day_in_words(timezone.localtime(meeting.begins_at).date())
    raised = f"Đã được nêu tại hội nghị ngày {day}."  # in the language of papers, as all words of bodies
    behind = _reports_behind(told)
    heard: dict[int, set[str]] = {}  # by report, so that nobody with two cases is told the same twice
    for case in Case.objects.filter(pk__in=told).order_by("pk"):
        said = {raised, *told[case.pk]}
        if behind[case.pk] and all(said <= heard.get(report, set()) for report in behind[case.pk]):
            continue
        words = "\n".join([raised, *dict.fromkeys(told[case.pk])])
        raised_at_meeting(case, words=words, by=by, now=now)
        for report in behind[case.pk]:
            heard.setdefault(report, set()).update(said)


def _reports_behind(case_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return by case the reports that belong to it now."""
    behind: dict[int, list[int]] = defaultdict(list)
    links = ReportLink.objects.filter(case__in=case_ids, undone_at=None)
    for case_id, report_id in links.values_list("case", "report"):
        behind[case_id].append(report_id)
    return behind


def _cases_behind(conclusion: Conclusion) -> list[int]:
    links = list(conclusion.links.order_by("pk"))
    findings = newest_findings([link.alarm_id for link in links if link.alarm_id])
    reports = [report for finding in findings.values() for report in finding.reports]
    by_alarm = Case.objects.filter(links__report__in=reports, links__undone_at=None)
    direct = [link.case_id for link in links if link.case_id]
    return list(dict.fromkeys([*direct, *by_alarm.order_by("pk").values_list("pk", flat=True)]))


def _in_force(conclusion: Conclusion) -> Conclusion:
    conclusion = _locked(conclusion)
    if conclusion.standing != Standing.OPEN:
        raise NotPossible(_("This conclusion is not being carried out."))
    return conclusion


def _locked(conclusion: Conclusion) -> Conclusion:
    return (
        Conclusion.objects.select_for_update(of=("self",))
        .select_related("body__area", "meeting")
        .get(pk=conclusion.pk)
    )


def _needed(words: str) -> str:
    if not words.strip():
        raise NotPossible(_("Write what was done, or why."))
    return words


def _write(
    conclusion: Conclusion,
    kind: str,
    *,
    words: str = "",
    meeting: Meeting | None = None,
    by: User | None,
    now: datetime,
    **proof: object,
) -> ConclusionEvent:
    """Keep a conclusion as it stands now, with the event that brought it there."""
    conclusion.last_seq += 1
    conclusion.save()
    kept = MeetingWords.objects.create(words=words.strip()) if words.strip() else None
    area = conclusion.body.area
    end_of_day = datetime.combine(conclusion.due_on, time.max, timezone.get_default_timezone())
    return ConclusionEvent.objects.create(
        conclusion=conclusion,
        seq=conclusion.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=kept,
        meeting=meeting,
        standing=conclusion.standing,
        due_on=conclusion.due_on,
        due_at=end_of_day,
        body=conclusion.body,
        area=area,
        province=[area, *ancestors(area, on=timezone.localtime(now).date())][-1],
        **proof,
    )
