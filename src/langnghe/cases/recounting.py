"""
Open cases are counted again when a day of the calendar becomes another one.

`bodies` writes a `CalendarChange` for each such day. They are read in the order in which they became visible
and gathered into a `Recount`, which goes through the cases in batches, each a transaction of its own: where a
batch is lost, the next run goes on after the last one kept. A date that was told is never moved earlier.
A paused case is left out: its clocks are counted when it goes on.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from langnghe.bodies.models import CalendarChange
from langnghe.cases import clocks
from langnghe.cases.history import event_of
from langnghe.cases.models import Case, CaseEvent, CaseWords, EventKind, Recount, Status
from langnghe.cases.offices import around
from langnghe.cases.rulebook import Rulebook, rulebook
from langnghe.ground.copying import copy_together, give_ids
from langnghe.ground.cursors import read_on
from langnghe.places.models import AreaAncestor

CONSUMER = "cases.recounting"
CASES_AT_ONCE = 500


def recount_due(*, now: datetime, at_once: int = CASES_AT_ONCE) -> int:
    """Count open cases again for all days that changed, to the end; return how many dates moved."""
    while _note_changes():
        pass
    return sum(_batches(now, at_once))


@transaction.atomic
def _note_changes() -> int:
    """Gather the next changed days into one recount; return how many there were."""
    changes: list[CalendarChange] = []
    read = read_on(CalendarChange.objects.all(), consumer=CONSUMER, handle=changes.append)
    if changes:
        Recount.objects.create(changes=[change.pk for change in changes])
    return read


def _batches(now: datetime, at_once: int) -> Iterator[int]:
    while (moved := _recount_some(now, at_once)) is not None:
        yield moved


@transaction.atomic
def _recount_some(now: datetime, at_once: int) -> int | None:
    """Count the next cases of the first unfinished recount again; None where there is none left."""
    waiting = Recount.objects.filter(finished_at=None).order_by("pk")
    recount = waiting.select_for_update(skip_locked=True).first()
    if recount is None:
        return None
    changes = list(CalendarChange.objects.filter(pk__in=recount.changes).order_by("day"))
    concerned = _concerned(changes).filter(pk__gt=recount.last_case_id).order_by("pk")
    cases = list(concerned.select_related("area", "deadline_rule").select_for_update(of=("self",))[:at_once])
    moved = _recounted(cases, changes, now)
    if cases:
        recount.last_case_id, recount.moved = cases[-1].pk, recount.moved + moved
    else:
        recount.finished_at = now
    recount.save()
    return moved


def _concerned(changes: Sequence[CalendarChange]) -> QuerySet[Case]:
    """Return the cases whose clocks run over one of the days, as wide as can be told without counting."""
    first, last = changes[0].day, changes[-1].day
    cases = Case.objects.filter(status__in=(Status.RECEIVED, Status.ACCEPTED)).filter(
        Q(answer_due_at__gte=_midnight(first)) | Q(body_due_at__gte=_midnight(first)),
        received_at__lt=_midnight(last + timedelta(days=1)),
    )
    areas = {change.area_id for change in changes}
    if None in areas:
        return cases
    below = AreaAncestor.objects.filter(ancestor__in=areas).values("descendant")
    return cases.filter(Q(area=None) | Q(area__in=below))


def _recounted(cases: Sequence[Case], changes: Sequence[CalendarChange], now: datetime) -> int:
    """Move the clocks of these cases, with an event for each that moved; return how many did."""
    rules, told, moved, rows = rulebook(), _told(cases), [], []
    for case in cases:
        before, area_ids = case.answer_due_at, _area_ids(case, rules, now)
        if clocks.recount(case, told[case.pk], rules.calendar(area_ids), now=now):
            words = CaseWords.saying(_reasons(case, changes, area_ids))
            event = event_of(case, EventKind.DUE_RECOUNTED, happened_at=now, words=words)
            event.words_are_public = case.answer_due_at != before  # else only the holder's date moved
            moved.append(case)
            rows += [words, event]
    if moved:
        Case.objects.bulk_update(moved, ["answer_due_at", "body_due_at", "last_seq"])
        give_ids(rows)
        copy_together(rows)
    return len(moved)


def _told(cases: Sequence[Case]) -> dict[int, list[CaseEvent]]:
    histories = defaultdict(list)
    events = CaseEvent.objects.filter(case__in=cases).select_related("words", "by")
    for event in events.order_by("case", "seq"):
        histories[event.case_id].append(event)
    return histories


def _reasons(case: Case, changes: Sequence[CalendarChange], area_ids: tuple[int, ...]) -> str:
    """Return which changed days the clocks of a case run over, and why they changed."""
    first = timezone.localdate(case.received_at)
    last = timezone.localdate(max(case.answer_due_at, case.body_due_at))
    return "\n".join(
        f"{change.day:%d/%m/%Y}: {change.reason}"
        for change in changes
        if first <= change.day <= last and (change.area_id is None or change.area_id in area_ids)
    )


def _area_ids(case: Case, rules: Rulebook, now: datetime) -> tuple[int, ...]:
    return around(case.area, on=timezone.localdate(now), rules=rules).area_ids


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
