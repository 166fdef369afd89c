"""The CSV files of the scan commands as events, places and people; faults name file, line and column."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langnghe.core.scan.errors import NothingToScan
from langnghe.core.scan.events import Events
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.population import Population
from langnghe.core.scan.table_file import BadCell, Row, header_of, rows_of

ID = ("id", "unit", "location", "zip")
LATITUDE = ("lat", "latitude")
LONGITUDE = ("lon", "lng", "long", "longitude")
REPORTER = ("reporter", "sender", "token")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Moment:
    """A date as written: a day, a month or a year."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, eq=False)
class Reports:
    """Events with the lines they came from, so that a fault found later can still be located."""

    events: Events
    lines: Sequence[int]
    first: dt.date | None
    last: dt.date | None


def moment_of(text: str) -> Moment:
    """Read 2001, 2001-11, 2001/11/5 or 05/11/2001; raise ValueError."""
    if match := _DAY_FIRST.fullmatch(text):
        day = dt.date(int(match[3]), int(match[2]), int(match[1]))
        return Moment(day, day)
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    year = int(match[1])
    if match[2] is None:
        return Moment(dt.date(year, 1, 1), dt.date(year, 12, 31))
    month = int(match[2])
    if match[3] is None:
        first = dt.date(year, month, 1)
        return Moment(first, first.replace(day=calendar.monthrange(year, month)[1]))
    day = dt.date(year, month, int(match[3]))
    return Moment(day, day)


def read_geography(file: Path, neighbours: Path | None = None, cache: Path | None = None) -> Geography:
    """Read `id,lat,lon` or `id,x,y`; with a file of neighbours (`id,neighbour` in order), that instead."""
    header = header_of(file)
    is_planar = "x" in header and "y" in header
    first, second = (("x",), ("y",)) if is_planar else (LONGITUDE, LATITUDE)
    seen: dict[str, int] = {}
    places = []
    for row in rows_of(file, needs=[ID, first, second]):
        unit = row.text("id")
        if unit in seen:
            raise row.fault("id", f"{unit} stands already on line {seen[unit]}")
        seen[unit] = row.line
        place = row.number(first[0]), row.number(second[0])
        if not is_planar:
            _check_globe(row, place)
        places.append(place)
    if not places:
        raise NothingToScan(f"{file} has no units; give one line each.")
    if neighbours is not None:
        return Geography(list(seen), neighbours=_read_neighbours(neighbours, seen))
    if is_planar:
        return Geography(list(seen), xy=places, cache_file=cache)
    return Geography(list(seen), lonlat=places, cache_file=cache)


def read_events(
    file: Path, geography: Geography, *, count: str = "cases", groups: Sequence[str] = (), needs_date: bool
) -> Reports:
    """Read `id,<count>[,date][,reporter][,groups]`; raise BadCell where that cannot be."""
    columns = header_of(file)
    dates = next((name for name in ("date", "day", "year") if name in columns), "date")
    has_date = dates in columns
    reporter = next((name for name in REPORTER if name in columns), None)
    may_have = [*([dates] if has_date else []), *([reporter] if reporter else [])]
    if needs_date and not has_date:
        raise BadCell(file, 1, "date", "the header has no such column, and this analysis needs dates")
    units, counts, days, tokens, labels, lines = [], [], [], [], [], []
    first = last = None
    for row in rows_of(file, needs=[ID, count, *groups], may_have=may_have):
        unit = row.text("id")
        if unit not in geography.index:
            raise row.fault("id", f"unit {unit} is not among the places")
        number = row.whole(count)
        if has_date:
            moment = _moment(row, dates)
            days.append(moment.first)
            if number:
                first = min(first or moment.first, moment.first)
                last = max(last or moment.last, moment.last)
        times = number if reporter else 1
        units += [unit] * times
        counts += [1 if reporter else number] * times
        lines += [row.line] * times
        if has_date and times != 1:
            days[-1:] = [days[-1]] * times
        labels += [tuple(row.text(name) for name in groups)] * times
        if reporter:
            tokens += [row.text(reporter)] * times
    if not sum(counts):
        raise BadCell(file, 1, count, f"there are no {count} to scan")
    events = Events(
        units, days if has_date else None, counts, tokens if reporter else None, labels if groups else None
    )
    return Reports(events, lines, first, last)


def check_period(file: Path, reports: Reports, first: dt.date, last: dt.date) -> None:
    """Raise BadCell for the first case whose date lies outside the period."""
    column = next((name for name in ("date", "day", "year") if name in header_of(file)), "date")
    for day, line in zip(reports.events.day or (), reports.lines, strict=False):
        if not first <= day <= last:
            raise BadCell(file, line, column, f"{day} lies outside the period {first} to {last}")


def group_columns(cases: Path, population: Path) -> list[str]:
    """Return the columns that split people into groups in both files; raise BadCell when they disagree."""
    known = {*ID, "population", "cases", "date", "day", "year", *REPORTER}
    wanted = [name for name in header_of(population) if name not in known]
    for name in wanted:
        if name not in header_of(cases):
            raise BadCell(cases, 1, name, "the population is split by this column, so the cases need it")
    return wanted


def read_population(
    file: Path, geography: Geography, groups: Sequence[str]
) -> tuple[Population, list[dt.date]]:
    """Read `id,population[,year][,groups]`; a year stands for 1 July, a month for its 15th."""
    columns = header_of(file)
    dates = next((name for name in ("year", "date") if name in columns), None)
    units, people, days, labels = [], [], [], []
    exact: list[dt.date] = []
    for row in rows_of(file, needs=[ID, "population", *groups], may_have=[dates] if dates else []):
        unit = row.text("id")
        if unit not in geography.index:
            raise row.fault("id", f"unit {unit} is not among the places")
        number = row.number("population")
        if number < 0:
            raise row.fault("population", f"{number:g} is negative")
        moments = _population_days(_moment(row, dates)) if dates else [dt.date(1970, 1, 1)]
        for day in moments:
            units.append(unit)
            people.append(number)
            days.append(day)
            labels.append(tuple(row.text(name) for name in groups))
        exact += moments if dates else []
    if not units:
        raise NothingToScan(f"{file} has no population.")
    return Population(units, people, days, labels if groups else None), exact


def _population_days(moment: Moment) -> list[dt.date]:
    """A year stands for 1 July and a month for its 15th; a day holds from its beginning to its end."""
    if moment.first == moment.last:
        return [moment.first, moment.first + dt.timedelta(days=1)]
    if moment.first.month != moment.last.month:
        return [dt.date(moment.first.year, 7, 1)]
    return [moment.first.replace(day=15)]


def _moment(row: Row, column: str) -> Moment:
    try:
        return moment_of(row.text(column))
    except ValueError as error:
        if isinstance(error, BadCell):
            raise
        raise row.fault(
            column, f"{row.text(column)} is not a date such as 2026-03-05, 2026-03 or 2026"
        ) from None


def _check_globe(row: Row, place: tuple[float, float]) -> None:
    if abs(place[1]) > 90:
        raise row.fault("lat", f"{place[1]:g} is not a latitude; it lies between -90 and 90")
    if abs(place[0]) > 360:
        raise row.fault("lon", f"{place[0]:g} is not a longitude")


def _read_neighbours(file: Path, known: dict[str, int]) -> dict[Any, list[Any]]:
    listed: dict[Any, list[Any]] = {unit: [] for unit in known}
    for row in rows_of(file, needs=[ID, "neighbour"]):
        unit, other = row.text("id"), row.text("neighbour")
        for column, name in (("id", unit), ("neighbour", other)):
            if name not in known:
                raise row.fault(column, f"unit {name} is not among the places")
        listed[unit].append(other)
    return listed
