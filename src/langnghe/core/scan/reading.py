"""The CSV files of the scan commands as events, places and people; faults name file, line and column."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langnghe.core.scan.errors import BadLine, NothingToScan
from langnghe.core.scan.events import Events
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.population import Population
from langnghe.core.scan.table_file import BadCell, Moment, Row, TableFile

ID = ("id", "unit", "location", "zip")
LATITUDE = ("lat", "latitude")
LONGITUDE = ("lon", "lng", "long", "longitude")
DATE = ("date", "day", "year")
REPORTER = ("reporter", "sender", "token")
NO_GROUP = {*ID, *LATITUDE, *LONGITUDE, "x", "y", *DATE, *REPORTER, "population", "cases"}


@dataclass(frozen=True, eq=False)
class Reports:
    """
    Events, and where they came from, so that a fault found later can still be located.

    lines : the line of each event; headings : what the file calls the columns of the events
    first, last : days of the first and last case, None without dates
    """

    events: Events
    file: Path
    lines: Sequence[int]
    headings: Mapping[str, str]
    first: dt.date | None
    last: dt.date | None


def located(fault: BadLine, *files: Reports) -> BadCell | BadLine:
    """Return a fault in the events of these files, counted through all of them, as one in its file."""
    line = fault.line
    for reports in files:
        if line < len(reports.lines):
            heading = reports.headings.get(fault.column, fault.column)
            return BadCell(reports.file, reports.lines[line], heading, fault.problem)
        line -= len(reports.lines)
    return fault


def read_geography(path: Path, neighbours: Path | None = None, cache: Path | None = None) -> Geography:
    """Read `id,lat,lon` or `id,x,y`; with a file of neighbours (`id,neighbour` in order), that instead."""
    file = TableFile(path)
    is_planar = "x" in file.names and "y" in file.names
    first, second = (("x",), ("y",)) if is_planar else (LONGITUDE, LATITUDE)
    seen: dict[str, int] = {}
    places = []
    for row in file.rows(needs=[ID, first, second]):
        unit = row.text("id")
        if unit in seen:
            raise row.fault("id", f"{unit} stands already on line {seen[unit]}")
        seen[unit] = row.line
        place = row.number(first[0]), row.number(second[0])
        if not is_planar:
            _check_globe(row, place)
        places.append(place)
    if not places:
        raise NothingToScan(f"{path} has no units; give one line each.")
    if neighbours is not None:
        return Geography(list(seen), neighbours=_read_neighbours(neighbours, seen))
    if is_planar:
        return Geography(list(seen), xy=places, cache_file=cache)
    return Geography(list(seen), lonlat=places, cache_file=cache)


def read_events(
    path: Path, geography: Geography, *, count: str = "cases", groups: Sequence[str] = (), needs_date: bool
) -> Reports:
    """Read `id,<count>[,date][,reporter][,groups]`; raise BadCell where that cannot be."""
    file = TableFile(path)
    date, reporter = file.first_of(DATE), file.first_of(REPORTER)
    if needs_date and date is None:
        raise BadCell(path, 1, "date", "the header has no such column, and this analysis needs dates")
    units, counts, lines = [], [], []
    days: list[dt.date] = []
    tokens: list[str] = []
    labels: list[tuple[str, ...]] = []
    moments: list[Moment] = []
    for row in file.rows(needs=[ID, count, *groups], may_have=[name for name in (date, reporter) if name]):
        unit, number = _known_unit(row, geography), row.whole(count)
        times = number if reporter else 1
        units += [unit] * times
        counts += [1 if reporter else number] * times
        lines += [row.line] * times
        labels += [tuple(row.text(name) for name in groups)] * times
        if reporter:
            tokens += [row.text(reporter)] * times
        if date:
            moment = row.moment(date)
            days += [moment.first] * times
            moments += [moment] if number else []
    if not any(counts):
        raise BadCell(path, 1, count, f"there are no {count} to scan")
    return Reports(
        Events(
            units,
            days if date else None,
            counts,
            tokens if reporter else None,
            labels if groups else None,
        ),
        path,
        lines,
        {"unit": file.first_of(ID) or "id", "day": date or "date", "group": " and ".join(groups)},
        min((moment.first for moment in moments), default=None),
        max((moment.last for moment in moments), default=None),
    )


def group_columns(cases: Path, population: Path) -> list[str]:
    """Return the columns that split people into groups in both files; raise BadCell when they disagree."""
    names = TableFile(population).names
    if "population" not in names:
        raise BadCell(population, 1, "population", "the header has no such column")
    wanted = [name for name in names if name not in NO_GROUP]
    known = TableFile(cases).names
    for name in wanted:
        if name not in known:
            raise BadCell(cases, 1, name, "the population is split by this column, so the cases need it")
    return wanted


def read_population(
    path: Path, geography: Geography, groups: Sequence[str]
) -> tuple[Population, list[dt.date]]:
    """Read `id,population[,year][,groups]`; a year stands for 1 July, a month for its 15th."""
    file = TableFile(path)
    date = file.first_of(("year", "date", "day"))
    units, people, days, labels = [], [], [], []
    counted: list[dt.date] = []
    seen: dict[tuple[Any, ...], int] = {}
    for row in file.rows(needs=[ID, "population", *groups], may_have=[date] if date else []):
        unit, number = _known_unit(row, geography), row.amount("population")
        label = tuple(row.text(name) for name in groups)
        moment = row.moment(date) if date else None
        if (unit, moment, label) in seen:
            raise row.fault("id", f"{unit} stands already on line {seen[unit, moment, label]}")
        seen[unit, moment, label] = row.line
        for day in _population_days(moment) if moment else [dt.date(1970, 1, 1)]:
            units.append(unit)
            people.append(number)
            days.append(day)
            labels.append(label)
        counted += _population_days(moment) if moment else []
    if not units:
        raise NothingToScan(f"{path} has no population.")
    return Population(units, people, days, labels if groups else None), counted


def _population_days(moment: Moment) -> list[dt.date]:
    """A year stands for 1 July and a month for its 15th; a day holds from its beginning to its end."""
    if moment.first == moment.last:
        return [moment.first, moment.first + dt.timedelta(days=1)]
    if moment.first.month != moment.last.month:
        return [dt.date(moment.first.year, 7, 1)]
    return [moment.first.replace(day=15)]


def _known_unit(row: Row, geography: Geography) -> str:
    unit = row.text("id")
    if unit not in geography.index:
        raise row.fault("id", f"unit {unit} is not among the places")
    return unit


def _check_globe(row: Row, place: tuple[float, float]) -> None:
    if abs(place[1]) > 90:
        raise row.fault("lat", f"{place[1]:g} is not a latitude; it lies between -90 and 90")
    if abs(place[0]) > 360:
        raise row.fault("lon", f"{place[0]:g} is not a longitude")


def _read_neighbours(path: Path, known: dict[str, int]) -> dict[Any, list[Any]]:
    listed: dict[Any, list[Any]] = {unit: [] for unit in known}
    for row in TableFile(path).rows(needs=[ID, "neighbour"]):
        unit, other = row.text("id"), row.text("neighbour")
        for column, name in (("id", unit), ("neighbour", other)):
            if name not in known:
                raise row.fault(column, f"unit {name} is not among the places")
        listed[unit].append(other)
    return listed
