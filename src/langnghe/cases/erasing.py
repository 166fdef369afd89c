"""
Erasing words: the only way to blank what was said, answered, noted or sent about a case.

Each part of a case that holds words has a key ("report-12", "event-5"); who erases is shown what it is, from
when and how long, never the words. The words go, the event `words_erased` stays with who did it and why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from langnghe.cases.history import event_of
from langnghe.cases.models import Case, CaseEvent, CaseWords, EventKind, Rating
from langnghe.ground.erasable import Erasable
from langnghe.ground.steps import NotPossible
from langnghe.people.models import User
from langnghe.reports.erasing import erase_file, erase_said
from langnghe.reports.models import Report, ReportFile

Erase = Callable[[User, datetime], None]


@dataclass(frozen=True)
class Part:
    """One thing about a case that holds words or is a picture, and how it is erased."""

    key: str
    name: str
    at: datetime
    erase: Erase
    characters: int | None = None  # a picture has none
    report: Report | None = None


def parts_of(case: Case) -> list[Part]:
    """Return what can be erased of a case, in the order in which it came; what was erased is left out."""
    links = case.links.filter(undone_at=None).select_related("report__words")
    reports = [link.report for link in links]
    files = ReportFile.objects.filter(report__in=reports, erasure=None).select_related("report")
    events = case.events.filter(words__erased_at=None).exclude(words=None).select_related("words")
    ratings = case.ratings.filter(words__erased_at=None).exclude(words=None).select_related("words", "report")
    parts = [
        *[_said(report) for report in reports if report.words.erased_at is None],
        *[_picture(file) for file in files],
        *[_written(event, event.words) for event in events if event.words],
        *[_rated(rating, rating.words) for rating in ratings if rating.words],
    ]
    return sorted(parts, key=lambda part: part.at)


@transaction.atomic
def erase_words(case: Case, key: str, *, reason: str, by: User, now: datetime) -> CaseEvent:
    """
    Erase one part of a case for good; what was made public of it is taken back.

    The event is left in every case in which the report is dealt with. Raises NotPossible where there is no
    such part, or it was erased already.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    part = next((part for part in parts_of(case) if part.key == key), None)
    if part is None:
        raise NotPossible(_("There is nothing to erase here, or it was erased already."))
    if not reason.strip():
        raise NotPossible(_("Write why this is erased."))
    part.erase(by, now)
    for other in _others_with(part.report, case):
        _leave_event(other, part, reason, by, now)
    return _leave_event(case, part, reason, by, now)


def _said(report: Report) -> Part:
    def erase(by: User, now: datetime) -> None:
        erase_said(report, by=by, now=now)

    length = len(report.words.words)
    return Part(f"report-{report.pk}", _("words of the sender"), report.received_at, erase, length, report)


def _picture(file: ReportFile) -> Part:
    def erase(by: User, now: datetime) -> None:
        erase_file(file)

    at = file.report.received_at
    return Part(f"file-{file.pk}", _("photo of the sender"), at, erase, report=file.report)


def _written(event: CaseEvent, words: CaseWords) -> Part:
    name, at = str(EventKind(event.kind).label), event.happened_at
    return Part(f"event-{event.pk}", name, at, _blanking(words), len(words.words))


def _rated(rating: Rating, words: Erasable) -> Part:
    name, length = _("words of a rating"), len(words.words)
    return Part(f"rating-{rating.pk}", name, rating.rated_at, _blanking(words), length, rating.report)


def _blanking(words: Erasable) -> Erase:
    def erase(by: User, now: datetime) -> None:
        words.blank(now=now)

    return erase


def _others_with(report: Report | None, case: Case) -> list[Case]:
    if report is None:
        return []
    others = Case.objects.filter(links__report=report, links__undone_at=None).exclude(pk=case.pk)
    return list(others.order_by("pk").select_for_update())


def _leave_event(case: Case, part: Part, reason: str, by: User, now: datetime) -> CaseEvent:
    words = CaseWords.objects.create(words=f"{part.name}: {reason.strip()}")
    report_id = part.report.pk if part.report else None
    event = event_of(case, EventKind.WORDS_ERASED, happened_at=now, by=by, words=words, report_id=report_id)
    event.save()
    case.save(update_fields=["last_seq"])
    return event
