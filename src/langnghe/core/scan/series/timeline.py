"""When the points of a series were: equal steps of a year, or dates; and the same season of earlier years."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from langnghe.core.scan.errors import ScanError

WEEK = 7


@dataclass(frozen=True, slots=True)
class Timeline:
    """
    The places of points in time.

    Attributes
    ----------
    n_points : int
        How many points the series has.
    steps_in_year : int
        Points in a year, used where there are no dates: 52 for weeks, 365 for days.
    dates : tuple of dates, or None
        Rising dates, one per point. With dates, a year back is the same date of the year before
        (in weekly series: the nearest same weekday).
    """

    n_points: int
    steps_in_year: int = 52
    dates: tuple[date, ...] | None = None

    @classmethod
    def of_dates(cls, dates: Sequence[date]) -> Timeline:
        """Return the timeline of `dates`; raise ScanError unless they rise by days, weeks or months."""
        steps = {later - earlier for earlier, later in pairwise(dates)}
        if steps <= {timedelta(days=1)}:
            return cls(len(dates), 365, tuple(dates))
        if steps == {timedelta(weeks=1)}:
            return cls(len(dates), 52, tuple(dates))
        if all(_months_between(*pair) == 1 for pair in pairwise(dates)):
            return cls(len(dates), 12, tuple(dates))
        raise ScanError("Dates must follow each other by one day, one week or one month, without gaps.")

    def years_before(self, point: int, years: int) -> list[int] | None:
        """Return the places of `point` 0, 1, ... `years` years before; None if one lies before the series."""
        if years * self.steps_in_year > point:
            return None
        if self.dates is None:
            return [point - year * self.steps_in_year for year in range(years + 1)]
        return self._places_of([_years_back(self.dates[point], year) for year in range(years + 1)])

    def _places_of(self, days: list[date]) -> list[int] | None:
        assert self.dates is not None  # noqa: S101
        if self.steps_in_year == 52:
            days = [_nearest_weekday(day, like=days[0]) for day in days]
        place_of = {day: place for place, day in enumerate(self.dates)} if self.steps_in_year == 12 else None
        places = []
        for day in days:
            if place_of is not None:
                place = place_of.get(day, -1)
            else:
                place = (day - self.dates[0]).days // (WEEK if self.steps_in_year == 52 else 1)
            if place < 0:
                return None
            places.append(place)
        return places

    def elapsed(self, place: int, since: int) -> float:
        """Return the time between two places, in steps; months in days, over the days of the first month."""
        if self.dates is None or self.steps_in_year != 12:
            return float(place - since)
        first_step = (self.dates[1] - self.dates[0]).days
        return (self.dates[place] - self.dates[since]).days / first_step


def _years_back(day: date, years: int) -> date:
    """29 February becomes 1 March in a common year, as calendars roll over."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(day.year - years):
        return date(day.year - years, 3, 1)
    return day.replace(year=day.year - years)


def _nearest_weekday(day: date, *, like: date) -> date:
    """Return the date nearest to `day` on the weekday of `like`."""
    ahead = (like.weekday() - day.weekday()) % WEEK
    return day + timedelta(days=ahead if ahead <= 3 else ahead - WEEK)


def _months_between(earlier: date, later: date) -> int:
    same_day = earlier.day == later.day
    return (later.year - earlier.year) * 12 + later.month - earlier.month if same_day else 0
