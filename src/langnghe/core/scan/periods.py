"""
Time cut into intervals, and the windows of time in which a cluster may lie.

Days are whole numbers (since 1970-01-01 where they stand for dates). Intervals are counted backwards from the
last day, as SaTScan does, so only the first one can be shorter than the rest.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.settings import Analysis, TimeUnit, Window

Ints = npt.NDArray[np.int64]
EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Period:
    """The studied days: `starts` holds the first day of each interval and, last, the day after the end."""

    starts: Ints
    unit: TimeUnit = "day"
    is_dated: bool = True

    @classmethod
    def spanning(cls, first: int, last: int, unit: TimeUnit = "day", *, is_dated: bool = True) -> "Period":
        """Return the period from `first` to `last`, both included; raise ScanError when they are reversed."""
        if last < first:
            raise ScanError("The period ends before it starts.")
        if unit != "day" and not is_dated:
            raise ScanError("Months and years need dates, not day numbers.")
        return cls(_interval_starts(first, last, unit), unit, is_dated)

    @property
    def n_intervals(self) -> int:
        """How many intervals there are."""
        return len(self.starts) - 1

    def intervals_of(self, days: Ints) -> Ints:
        """Return the interval of each day; -1 or n_intervals for days outside."""
        inside = np.searchsorted(self.starts, days, side="right") - 1
        return np.where(days >= self.starts[-1], self.n_intervals, inside)

    def longest(self, window: Window) -> int:
        """Return how many intervals a cluster may last."""
        limit = window.max_days
        if limit is None:
            limit = int(np.floor(self.n_intervals * window.max_time_share + 1e-9))
        return min(max(limit, 1), self.n_intervals)

    def n_windows(self, analysis: Analysis, window: Window) -> int:
        """How many windows in time there are."""
        longest = self.longest(window)
        if analysis == "spatial":
            return 1
        return longest if analysis == "prospective" else longest * (2 * self.n_intervals - longest + 1) // 2

    def windows(self, analysis: Analysis, window: Window) -> npt.NDArray[np.int32]:
        """
        Return the (first, past-the-last) intervals of each window in time, shape (n_windows, 2).

        Windows with an earlier end come first, and of those with one end the shortest, which wins a tie.
        """
        n = self.n_intervals
        if analysis == "spatial":
            return np.array([[0, n]], np.int32)
        longest = self.longest(window)
        ends = [n] if analysis == "prospective" else range(1, n + 1)
        spans = [(start, end) for end in ends for start in range(end - 1, max(0, end - longest) - 1, -1)]
        return np.array(spans, np.int32)

    def first_day(self, interval: int) -> Any:
        """Return the first day of an interval, as a date where days are dates."""
        return as_day(int(self.starts[interval]), self.is_dated)

    def last_day(self, past: int) -> Any:
        """Return the last day before the interval `past`."""
        return as_day(int(self.starts[past]) - 1, self.is_dated)


def as_day(number: int, is_dated: bool) -> Any:
    """Return the date a day number stands for, or the number itself."""
    return dt.date.fromordinal(number + EPOCH) if is_dated else number


def as_number(day: Any) -> int:
    """Return the number of a date, or the number itself."""
    if isinstance(day, dt.date):
        return day.toordinal() - EPOCH
    if isinstance(day, np.datetime64):
        return int(day.astype("datetime64[D]").astype(np.int64))
    return int(day)


def _interval_starts(first: int, last: int, unit: TimeUnit) -> Ints:
    if unit == "day":
        return np.arange(first, last + 2, dtype=np.int64)
    end = dt.date.fromordinal(last + 1 + EPOCH)
    months = 1 if unit == "month" else 12
    starts = [last + 1]
    back = 1
    while (start := as_number(_months_before(end, months * back))) > first:
        starts.append(start)
        back += 1
    return np.array([first, *reversed(starts)], np.int64)


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.date(year, month + 1, 1)).days
    return dt.date(year, month + 1, min(day.day, length))
