"""
The dates of a case: the first promise, the person's clock, the holder's clock, and the ledger behind them.

The person's clock starts at real receipt and survives every hand-over; recorded pauses and extensions
move it. A reopened case starts a new clock from the reopening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from langnghe.cases.models import Case, CaseEvent, DeadlineRule, EventKind
from langnghe.cases.rulebook import NoRule, Rulebook
from langnghe.core.workdays import Ledger, Pause, Unit, WorkCalendar, ledger
from langnghe.topics.models import Kind, Topic


@dataclass(frozen=True)
class Dates:
    """What is promised when a report comes in, and by which rule."""

    accept_due_at: datetime | None
    answer_due_at: datetime
    rule: DeadlineRule


def dates_for(
    rules: Rulebook,
    *,
    kind: Kind,
    topic: Topic,
    urgency: str,
    area_ids: tuple[int, ...],
    received_at: datetime,
) -> Dates:
    """Return the dates of a new case. Raise NoRule where no rule fits."""
    calendar = rules.calendar(area_ids)
    on = calendar.local(received_at).date()

    def rule_of(clock: str) -> DeadlineRule | None:
        return rules.deadline(clock, kind=kind, topic=topic, urgency=urgency, area_ids=area_ids, on=on)

    answer, accept = rule_of(DeadlineRule.Clock.ANSWER), rule_of(DeadlineRule.Clock.RECEIVE)
    if answer is None:
        raise NoRule(
            f"No deadline is set for {kind} on {on:%d/%m/%Y}: load them with `langnghe load_deadlines`."
        )
    return Dates(
        accept_due_at=due_after(accept, received_at, calendar) if accept else None,
        answer_due_at=due_after(answer, received_at, calendar),
        rule=answer,
    )


def due_after(rule: DeadlineRule, started_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return when a clock that starts at a moment runs out under a rule."""
    return ledger(started_at, amount=rule.amount, unit=Unit(rule.unit), calendar=calendar).due_at


def move(case: Case, event: CaseEvent, earlier: Sequence[CaseEvent], calendar: WorkCalendar) -> None:
    """
    Move the clocks of a case that comes in with its history, as an event after `earlier` ones demands.

    A hand-over starts the holder's clock anew, a reopening both; an extension or the end of a pause moves
    both as the ledger says. The event copies where they then stand.
    """
    if case.deadline_rule is None:
        return
    if event.kind == EventKind.HANDED_OVER:
        case.body_due_at = due_after(case.deadline_rule, event.happened_at, calendar)
    elif event.kind == EventKind.REOPENED:
        case.body_due_at = due_after(case.deadline_rule, event.happened_at, calendar)
        case.answer_due_at = max(case.body_due_at, case.answer_due_at)
    elif event.kind in (EventKind.EXTENDED, EventKind.RESUMED):
        due = ledger_of(case, [*earlier, event], calendar, now=event.happened_at).due_at
        moved_by = max(due, case.answer_due_at) - case.answer_due_at
        case.answer_due_at += moved_by
        case.body_due_at += moved_by
    event.answer_due_at, event.body_due_at = case.answer_due_at, case.body_due_at


def ledger_of(case: Case, events: Sequence[CaseEvent], calendar: WorkCalendar, *, now: datetime) -> Ledger:
    """
    Return the day-by-day account of the person's clock.

    `events` are all events of the case in order. A pause that still runs counts up to `now`.
    """
    if case.deadline_rule is None:
        return Ledger(case.received_at, 0, Unit.WORKING_DAYS, case.answer_due_at, ())
    started_at = _last(case, events, EventKind.REOPENED)
    return _ledger_since(started_at, case.deadline_rule, events, calendar, now)


def recount(case: Case, events: Sequence[CaseEvent], calendar: WorkCalendar, *, now: datetime) -> bool:
    """
    Move both clocks to where a changed calendar puts them, never earlier than they stand.

    Return whether one of them moved. `events` are all events of the case in order.
    """
    if case.deadline_rule is None:
        return False
    before = case.answer_due_at, case.body_due_at
    held_since = _last(case, events, EventKind.HANDED_OVER, EventKind.REOPENED)
    held_until = _ledger_since(held_since, case.deadline_rule, events, calendar, now).due_at
    case.answer_due_at = max(case.answer_due_at, ledger_of(case, events, calendar, now=now).due_at)
    case.body_due_at = max(case.body_due_at, held_until)
    return (case.answer_due_at, case.body_due_at) != before


def _ledger_since(
    started_at: datetime,
    rule: DeadlineRule,
    events: Sequence[CaseEvent],
    calendar: WorkCalendar,
    now: datetime,
) -> Ledger:
    since = [event for event in events if event.happened_at >= started_at]
    extended = sum(event.amount or 0 for event in since if event.kind == EventKind.EXTENDED)
    return ledger(
        started_at,
        amount=rule.amount + extended,
        unit=Unit(rule.unit),
        calendar=calendar,
        pauses=pauses_in(since, calendar, now=now),
    )


def pauses_in(events: Sequence[CaseEvent], calendar: WorkCalendar, *, now: datetime) -> list[Pause]:
    """
    Return the stretches on which the clock stood still.

    The day of the pause itself still counts; the day on which work goes on counts again.
    """
    pauses, paused_by = [], None
    for event in events:
        if event.kind == EventKind.PAUSED:
            paused_by = event
        elif paused_by is not None and event.status != paused_by.status:
            pauses.append(_pause(paused_by, event.happened_at, calendar))
            paused_by = None
    if paused_by is not None:
        pauses.append(_pause(paused_by, now, calendar))
    return [pause for pause in pauses if pause is not None]


def _pause(event: CaseEvent, until: datetime, calendar: WorkCalendar) -> Pause | None:
    first = calendar.local(event.happened_at).date() + timedelta(days=1)
    last = calendar.local(until).date() - timedelta(days=1)
    if last < first:
        return None
    return Pause(first, last, event.words.words if event.words else "", str(event.by) if event.by else "")


def _last(case: Case, events: Sequence[CaseEvent], *kinds: str) -> datetime:
    """Return when the last event of these kinds happened, without one the receipt."""
    return max((event.happened_at for event in events if event.kind in kinds), default=case.received_at)
