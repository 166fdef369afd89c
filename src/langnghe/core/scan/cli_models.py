"""`permutation`, `poisson` and `bernoulli`: scan places and times from CSV files."""

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from langnghe.core.scan.bernoulli import scan_bernoulli
from langnghe.core.scan.errors import BadLine, ScanError
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.options import add_simulation, amount, at_least, in_columns, share
from langnghe.core.scan.permutation import scan_permutation
from langnghe.core.scan.poisson import scan_poisson
from langnghe.core.scan.reading import (
    Reports,
    group_columns,
    located,
    read_events,
    read_geography,
    read_population,
)
from langnghe.core.scan.result import Cluster, ScanResult
from langnghe.core.scan.settings import ANALYSES, RATES, STOP_AFTER, TIME_UNITS, Window
from langnghe.core.scan.table_file import Moment, moment_of

FIRST_LAST = tuple[dt.date, dt.date]
TABLE = ("", "centre", "units", "km", "from", "to", "cases", "expected", "ratio", "statistic", "p")


def add_arguments(subparsers: Any) -> None:
    """Add the three commands to the command line."""
    for name, says, run in (
        ("permutation", "cases only, in space and time", _permutation),
        ("poisson", "cases in a population", _poisson),
        ("bernoulli", "cases against controls", _bernoulli),
    ):
        parser = subparsers.add_parser(name, help=says, description=f"Scan for clusters: {says}.")
        parser.add_argument("cases", type=Path, metavar="CASES", help="CSV with id,cases[,date][,…]")
        parser.add_argument("geography", type=Path, metavar="GEO", help="CSV with id,lat,lon or id,x,y")
        if name == "poisson":
            parser.add_argument(
                "--population",
                type=Path,
                required=True,
                metavar="POP",
                help="CSV with id,population[,year][,…]",
            )
        if name == "bernoulli":
            parser.add_argument(
                "--controls", type=Path, required=True, metavar="CONTROLS", help="CSV with id,controls[,date]"
            )
        if name == "permutation":
            parser.add_argument("--adjust", choices=["weekday"], help="let days trade only within a weekday")
        _add_common(parser, "prospective" if name == "permutation" else "spatial")
        parser.set_defaults(run=lambda arguments, scan=run: _run(arguments, scan))


def _add_common(parser: argparse.ArgumentParser, analysis: str) -> None:
    parser.add_argument("--analysis", choices=ANALYSES, default=analysis, help=f"default: {analysis}")
    parser.add_argument("--max-share", type=share, default=0.5, help="largest share in a circle (0.5)")
    parser.add_argument("--max-km", type=amount, help="largest radius in kilometres, inclusive")
    parser.add_argument("--max-time", type=at_least(1), help="longest cluster, in time units")
    parser.add_argument("--max-time-share", type=share, default=0.5, help="the same as a share (0.5)")
    parser.add_argument("--time-unit", choices=TIME_UNITS, default="day")
    parser.add_argument("--start", type=_moment, help="first day of the period; default: of the first case")
    parser.add_argument("--end", type=_moment, help="last day of the period; default: of the last case")
    parser.add_argument("--scan", choices=RATES, default="high", help="high or low rates, or both")
    parser.add_argument(
        "--neighbours", type=Path, help="CSV with id,neighbour, nearest first, instead of circles"
    )
    parser.add_argument(
        "--geography-cache", type=Path, help="file that keeps the sorted distances between runs"
    )
    parser.add_argument("--stop", choices=["sequential"], help=f"stop after {STOP_AFTER} exceedances")
    add_simulation(parser)


def _moment(text: str) -> Moment:
    try:
        return moment_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} is not a date such as 2026-03-05, 2026-03 or 2026"
        ) from None


def _run(arguments: argparse.Namespace, scan: Any) -> str:
    geography = read_geography(arguments.geography, arguments.neighbours, arguments.geography_cache)
    result = scan(arguments, geography)
    return json.dumps(result.as_json(), allow_nan=False) if arguments.json else _table(result)


def _permutation(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    reports = read_events(arguments.cases, geography, needs_date=True)
    try:
        return scan_permutation(
            reports.events,
            geography,
            strata=arguments.adjust,
            period=_period(arguments, reports),
            **_settings(arguments),
        )
    except BadLine as fault:
        raise located(fault, reports) from fault


def _poisson(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    groups = group_columns(arguments.cases, arguments.population)
    needs_date = arguments.analysis != "spatial"
    reports = read_events(arguments.cases, geography, groups=groups, needs_date=needs_date)
    population, counted = read_population(arguments.population, geography, groups)
    period = _period(arguments, reports)
    if period is None and counted:
        period = dt.date(min(counted).year, 1, 1), dt.date(max(counted).year, 12, 31)
    try:
        return scan_poisson(
            reports.events, geography, population=population, period=period, **_settings(arguments)
        )
    except BadLine as fault:
        raise located(fault, reports) from fault


def _bernoulli(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    needs_date = arguments.analysis != "spatial"
    cases = read_events(arguments.cases, geography, needs_date=needs_date)
    controls = read_events(arguments.controls, geography, count="controls", needs_date=needs_date)
    period = _period(arguments, cases, controls)
    try:
        return scan_bernoulli(cases.events, controls.events, geography, period=period, **_settings(arguments))
    except BadLine as fault:
        raise located(fault, cases, controls) from fault


def _settings(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "window": Window(
            max_share=arguments.max_share,
            max_km=arguments.max_km,
            max_days=arguments.max_time,
            max_time_share=arguments.max_time_share,
            min_cases=arguments.min_cases,
        ),
        "analysis": arguments.analysis,
        "time_unit": arguments.time_unit,
        "rates": arguments.scan,
        "replicates": arguments.replicates,
        "seed": arguments.seed,
        "stop": arguments.stop,
        "threads": arguments.threads,
    }


def _period(arguments: argparse.Namespace, *files: Reports) -> FIRST_LAST | None:
    """Return the days studied: as asked, else from the first to the last case; None without any date."""
    firsts = [arguments.start.first] if arguments.start else [file.first for file in files if file.first]
    lasts = [arguments.end.last] if arguments.end else [file.last for file in files if file.last]
    if not firsts or not lasts:
        return None
    first, last = min(firsts), max(lasts)
    if last < first:
        raise ScanError(f"The period ends on {last}, before it starts on {first}; correct --start or --end.")
    return first, last


def _table(result: ScanResult) -> str:
    head = f"{len(result.clusters)} clusters, {result.replicates} replicates, seed {result.seed}"
    lines = [_line(number, cluster) for number, cluster in enumerate(result.clusters, 1)]
    return "\n".join([head, in_columns(TABLE, lines)] if lines else [head])


def _line(number: int, cluster: Cluster) -> tuple[Any, ...]:
    return (
        number,
        "everywhere" if cluster.centre is None else cluster.centre,
        len(cluster.units),
        cluster.radius_km,
        cluster.first_day,
        cluster.last_day,
        cluster.observed,
        cluster.expected,
        cluster.ratio,
        cluster.statistic,
        cluster.p,
    )
