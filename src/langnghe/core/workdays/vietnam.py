"""The calendar of Vietnamese offices: the package `holidays`, corrected by papers it does not know."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from holidays import country_holidays

from langnghe.core.workdays.calendar import CalendarDay, DayKind, WorkCalendar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
YEARS = range(2000, 2051)


def vietnam_calendar(
    *, years: range = YEARS, overrides: Iterable[CalendarDay] = (), zone: ZoneInfo = VIETNAM
) -> WorkCalendar:
    """
    Return the working time of Vietnamese public bodies in `years`.

    Tết, the other feasts, their compensation days and the swapped days up to 2026 come from the package
    `holidays`; our own table corrects it; `overrides` (a province's own days, the next decree) come last.
    Days that no decree has fixed yet are the package's estimate.

    Parameters
    ----------
    years : range
        Consecutive years, at least one.
    overrides : iterable of CalendarDay
        Later ones win over earlier ones and over the shipped table.

    Raises
    ------
    ValueError
        If `years` is empty.

    References
    ----------
    Bộ luật Lao động 2019, Điều 112; the yearly papers are named in `data/vietnam_overrides.csv`.
    """
    if not years:
        raise ValueError("A calendar needs at least one year.")
    ordinary = _ordinary_calendar(years.start, years[-1], zone)
    return ordinary.with_days(overrides)


def vietnam_overrides() -> tuple[CalendarDay, ...]:
    """Return the days on which our own table corrects the package `holidays`, each with its source."""
    table = (
        files("langnghe.core.workdays").joinpath("data", "vietnam_overrides.csv").read_text(encoding="utf-8")
    )
    return tuple(
        CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"], row["source"])
        for row in csv.DictReader(table.splitlines())
    )


@cache
def _ordinary_calendar(first_year: int, last_year: int, zone: ZoneInfo) -> WorkCalendar:
    feasts = country_holidays("VN", years=range(first_year, last_year + 1), language="vi")
    return WorkCalendar(
        zone=zone,
        first_on=date(first_year, 1, 1),
        last_on=date(last_year, 12, 31),
        off={day: name for day, name in feasts.items() if first_year <= day.year <= last_year},
        worked=dict.fromkeys(feasts.weekend_workdays, "Làm bù theo lịch hoán đổi"),
    ).with_days(vietnam_overrides())
