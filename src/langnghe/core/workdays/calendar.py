"""Which days and hours an office works: plain values, no clock, no settings, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
WEEKEND = MappingProxyType({5: "Thứ Bảy", 6: "Chủ Nhật"})


class CalendarEnds(ValueError):
    """The count leaves the years for which the calendar is known."""

    def __init__(self, day: date, calendar: "WorkCalendar") -> None:
        super().__init__(
            f"The calendar covers {calendar.first_on:%Y-%m-%d} to {calendar.last_on:%Y-%m-%d}; "
            f"it cannot say whether {day.isoformat()} is a working day."
        )
        self.day = day


class DayKind(StrEnum):
    """What an override makes of a day."""

    OFF = "off"
    WORKED = "worked"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day on which a calendar departs from the ordinary week, with the paper that says so."""

    on: date
    kind: DayKind
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """One unbroken stretch of office hours, the same on every working day."""

    opens_at: time
    closes_at: time

    def __post_init__(self) -> None:
        if self.opens_at >= self.closes_at:
            raise ValueError(f"An office that opens at {self.opens_at} cannot close at {self.closes_at}.")


OFFICE_HOURS = (Opening(time(7, 30), time(11, 30)), Opening(time(13), time(17)))


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """
    The working time of an office between two dates.

    Parameters
    ----------
    zone : ZoneInfo
        Where the office stands: moments are read as days and hours of this zone.
    first_on, last_on : date
        The days the calendar knows, both included; asking beyond them raises `CalendarEnds`.
    off, worked : mapping of date to str
        Days off inside the week, and weekend days that are worked, each with its reason as a resident
        reads it. A day in both is worked.
    close_of_office : time
        When a deadline counted in days runs out on its last day.
    hours : tuple of Opening
        The office hours that clocks in working hours count, in order and apart.
    """

    zone: ZoneInfo
    first_on: date
    last_on: date
    off: Mapping[date, str] = field(default_factory=dict, hash=False)
    worked: Mapping[date, str] = field(default_factory=dict, hash=False)
    close_of_office: time = time(17)
    hours: tuple[Opening, ...] = OFFICE_HOURS

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("A calendar needs at least one stretch of office hours.")
        for before, after in pairwise(self.hours):
            if after.opens_at < before.closes_at:
                raise ValueError(
                    f"The office opens at {after.opens_at} before it has closed at {before.closes_at}."
                )
        object.__setattr__(self, "off", MappingProxyType(dict(self.off)))
        object.__setattr__(self, "worked", MappingProxyType(dict(self.worked)))

    def is_working(self, day: date) -> bool:
        """Return whether the office works on `day`. Raise `CalendarEnds` for a day outside the calendar."""
        if not self.first_on <= day <= self.last_on:
            raise CalendarEnds(day, self)
        return day in self.worked or (day.weekday() not in WEEKEND and day not in self.off)

    def reason_off(self, day: date) -> str:
        """Return why nobody works on `day`, as a resident reads it; empty for a working day."""
        if self.is_working(day):
            return ""
        return self.off.get(day) or WEEKEND[day.weekday()]

    def working_days(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`."""
        days = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
        return sum(map(self.is_working, days))

    def local(self, moment: datetime) -> datetime:
        """Return `moment` on the office's own clock; a naive moment already is."""
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def closing(self, day: date) -> datetime:
        """Return the close of the office on `day`."""
        return datetime.combine(day, self.close_of_office, self.zone)

    def with_days(self, days: Iterable[CalendarDay]) -> "WorkCalendar":
        """Return this calendar corrected by `days`; where two speak of one date, the later one stands."""
        off, worked = dict(self.off), dict(self.worked)
        for day in days:
            off.pop(day.on, None)
            worked.pop(day.on, None)
            (off if day.kind is DayKind.OFF else worked)[day.on] = day.name
        return replace(self, off=off, worked=worked)
