"""Which days a reception rule comes to. Plain functions: no database, no clock."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LAST_WEEK = 5  # of a month: the fifth where there is one, else the fourth


@dataclass(frozen=True)
class Weekly:
    """A weekday of each week, or of some weeks of the month (1 to 4, and 5 for the last)."""

    weekday: int
    weeks: tuple[int, ...] = ()
    since: date = date.min
    until: date = date.max

    def falls_on(self, day: date) -> bool:
        """Return whether the rule names this day."""
        if day.isoweekday() != self.weekday or not self.since <= day <= self.until:
            return False
        is_last = (day + 7 * ONE_DAY).month != day.month
        return not self.weeks or (day.day - 1) // 7 + 1 in self.weeks or (is_last and LAST_WEEK in self.weeks)


@dataclass(frozen=True)
class Change:
    """A day of the rule that is held on another day, or, without one, not at all."""

    moved_to: date | None
    reason: str


@dataclass(frozen=True)
class ReceptionDay:
    """One day. Where it is not the rule's own, `instead_of` says which; one not `held` falls out."""

    day: date
    held: bool = True
    instead_of: date | None = None
    reason: str = ""


def days_of(
    rule: Weekly,
    *,
    first: date,
    last: date,
    changes: dict[date, Change],
    reason_off: Callable[[date], str],
    moves_on: bool,
) -> list[ReceptionDay]:
    """
    Return the reception days from `first` to `last`, both included, those that fall out among them.

    `reason_off` says why nobody works on a day, empty for a working day; with `moves_on` a reception on
    such a day is held on the next working day, else not at all. A change that somebody wrote down goes first.
    """
    before = min([first - 31 * ONE_DAY, *changes])  # a day of the rule before `first` may be held after it
    after = max([last, *changes])
    found = [
        reception
        for day in _each(before, after)
        if rule.falls_on(day)
        for reception in [_held(day, changes.get(day), reason_off, moves_on)]
        if first <= reception.day <= last
    ]
    return sorted(found, key=lambda reception: (reception.day, reception.instead_of or reception.day))


def days_short(
    held: Iterable[date], *, days: int, per_month: bool, first: date, last: date
) -> list[tuple[date, int]]:
    """Return the first day of each whole week or month inside the period, with how many days it lacks."""
    counts: dict[date, int] = {}
    for day in set(held):
        counts[_start(day, per_month)] = counts.get(_start(day, per_month), 0) + 1
    return [
        (start, max(0, days - counts.get(start, 0)))
        for start in _starts(first, last, per_month)
        if first <= start and _end(start, per_month) <= last
    ]


def span_of(day: date, *, per_month: bool) -> tuple[date, date]:
    """Return the first and the last day of the week or month in which a day lies."""
    start = _start(day, per_month)
    return start, _end(start, per_month)


def _held(
    day: date, change: Change | None, reason_off: Callable[[date], str], moves_on: bool
) -> ReceptionDay:
    if change is not None:
        if change.moved_to is None:
            return ReceptionDay(day, held=False, reason=change.reason)
        return ReceptionDay(change.moved_to, instead_of=day, reason=change.reason)
    reason = reason_off(day)
    if not reason:
        return ReceptionDay(day)
    if not moves_on:
        return ReceptionDay(day, held=False, reason=reason)
    moved = day + ONE_DAY
    while reason_off(moved):
        moved += ONE_DAY
    return ReceptionDay(moved, instead_of=day, reason=reason)


def _each(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


def _start(day: date, per_month: bool) -> date:
    return day.replace(day=1) if per_month else day - ONE_DAY * day.weekday()


def _end(start: date, per_month: bool) -> date:
    return _next(start, per_month) - ONE_DAY


def _next(start: date, per_month: bool) -> date:
    return (start + 31 * ONE_DAY).replace(day=1) if per_month else start + 7 * ONE_DAY


def _starts(first: date, last: date, per_month: bool) -> Iterator[date]:
    start = _start(first, per_month)
    while start <= last:
        yield start
        start = _next(start, per_month)
