"""Deadlines in working days, calendar days and working hours, and the ledger that explains each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from langnghe.core.workdays.calendar import ONE_DAY, Opening, WorkCalendar

NO_TIME = timedelta(0)


class Unit(StrEnum):
    """What a deadline is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"


class Entry(StrEnum):
    """What became of one day in the ledger."""

    RECEIVED = "received"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Pause:
    """
    Days on which the clock stands still, both ends included.

    A pause that is still running is given with the last day known so far.
    """

    first_on: date
    last_on: date
    reason: str
    by: str

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError(f"A pause from {self.first_on} cannot end on {self.last_on}.")


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """
    One day between receipt and deadline.

    `number` is how many days are counted when the day is over (days clocks), `working_time` how much of the
    day was counted (hour clock). `reason` says in Vietnamese why a day was skipped, or that a weekend day was
    worked; `by` names who paused the clock.
    """

    on: date
    entry: Entry
    number: int = 0
    working_time: timedelta = NO_TIME
    reason: str = ""
    by: str = ""

    @property
    def counts(self) -> bool:
        """Whether the day used up any of the deadline."""
        return self.entry is Entry.COUNTED or self.working_time > NO_TIME


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a ledger that follow each other and have the same entry, reason and author."""

    days: tuple[LedgerDay, ...]

    @property
    def first(self) -> LedgerDay:
        """The first day; its entry, reason and author are those of all."""
        return self.days[0]

    @property
    def last(self) -> LedgerDay:
        """The last day, the same as the first in a stretch of one."""
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A deadline and each day from receipt to it, in order and without gaps."""

    received_at: datetime
    amount: int
    unit: Unit
    due_at: datetime
    days: tuple[LedgerDay, ...]

    @property
    def counted(self) -> tuple[LedgerDay, ...]:
        """The days that used up some of the deadline."""
        return tuple(day for day in self.days if day.counts)

    @property
    def skipped(self) -> tuple[LedgerDay, ...]:
        """The days after receipt that did not count, each with its reason."""
        return tuple(day for day in self.days if not day.counts and day.entry is not Entry.RECEIVED)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The same days, drawn together where nothing changes: short enough for a phone."""
        alike = groupby(self.days, key=lambda day: (day.entry, day.reason, day.by))
        return tuple(Stretch(tuple(days)) for _, days in alike)


def due_at(
    received_at: datetime, *, working_days: int, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> datetime:
    """Return the close of the office on the `working_days`-th working day after the day of receipt."""
    return ledger(
        received_at, amount=working_days, unit=Unit.WORKING_DAYS, calendar=calendar, pauses=pauses
    ).due_at


def ledger(
    received_at: datetime, *, amount: int, unit: Unit, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> Ledger:
    """
    Count a deadline and list what became of every day on the way.

    Parameters
    ----------
    received_at : datetime
        When the clock starts; a naive moment is read on the office's clock.
    amount : int
        How many `unit`s, at least 1. In days, the day of receipt is day 0 and the deadline is the close
        of the office on the last day; in hours, only office hours count, from the moment of receipt.
    calendar : WorkCalendar
        Decides which days and hours count. A deadline in calendar days that ends on a day off moves to the
        next working day.
    pauses : sequence of Pause
        Days that count in no unit.

    Raises
    ------
    ValueError
        If `amount` is below 1.
    CalendarEnds
        If the count leaves the years the calendar knows.

    References
    ----------
    Bộ luật Dân sự 2015, Điều 147 (the first day is not counted), Điều 148 khoản 5 (a last day off moves on).
    """
    if amount < 1:
        raise ValueError(f"A deadline needs at least 1 {unit.value.replace('_', ' ')[:-1]}, not {amount}.")
    received_at = calendar.local(received_at)
    if unit is Unit.WORKING_HOURS:
        due, days = _count_hours(received_at, timedelta(hours=amount), calendar, pauses)
    else:
        days = _count_days(received_at.date(), amount, unit, calendar, tuple(pauses))
        due = calendar.closing(days[-1].on)
    return Ledger(received_at, amount, unit, due, days)


# Whatever is received on one day is due on the same few days: an import asks a million times.
@lru_cache(maxsize=1024)
def _count_days(
    received_on: date, amount: int, unit: Unit, calendar: WorkCalendar, pauses: tuple[Pause, ...]
) -> tuple[LedgerDay, ...]:
    days = [LedgerDay(received_on, Entry.RECEIVED)]
    number, day = 0, received_on
    while number < amount:
        day += ONE_DAY
        is_last = number == amount - 1
        if paused := _paused(day, pauses):
            days.append(paused)
        elif (unit is Unit.WORKING_DAYS or is_last) and (closed := _closed(day, calendar)):
            days.append(closed)
        else:
            number += 1
            days.append(LedgerDay(day, Entry.COUNTED, number, reason=calendar.worked.get(day, "")))
    return tuple(days)


def _count_hours(
    received_at: datetime, amount: timedelta, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> tuple[datetime, tuple[LedgerDay, ...]]:
    days: list[LedgerDay] = []
    day, left, due = received_at.date(), amount, received_at
    while left:
        skipped = _paused(day, pauses) or _closed(day, calendar)
        if skipped:
            days.append(skipped)
        else:
            before = left
            for opening in calendar.hours:
                due, left = _spend(left, day, opening, received_at, due)
            entry = Entry.RECEIVED if day == received_at.date() else Entry.COUNTED
            days.append(LedgerDay(day, entry, 0, before - left, calendar.worked.get(day, "")))
        day += ONE_DAY
    return due, tuple(days)


def _spend(
    left: timedelta, day: date, opening: Opening, received_at: datetime, due: datetime
) -> tuple[datetime, timedelta]:
    """Return the moment reached and the time left after spending what `opening` offers since receipt."""
    opens = max(datetime.combine(day, opening.opens_at, received_at.tzinfo), received_at)
    closes = datetime.combine(day, opening.closes_at, received_at.tzinfo)
    spent = min(left, closes - opens)
    return (opens + spent, left - spent) if spent > NO_TIME else (due, left)


def _paused(day: date, pauses: Sequence[Pause]) -> LedgerDay | None:
    for pause in pauses:
        if pause.first_on <= day <= pause.last_on:
            return LedgerDay(day, Entry.PAUSED, reason=pause.reason, by=pause.by)
    return None


def _closed(day: date, calendar: WorkCalendar) -> LedgerDay | None:
    if calendar.is_working(day):
        return None
    entry = Entry.HOLIDAY if day in calendar.off else Entry.WEEKEND
    return LedgerDay(day, entry, reason=calendar.reason_off(day))
