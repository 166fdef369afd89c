"""`permutation`, `poisson` and `bernoulli`: scan places and times from CSV files."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from langnghe.core.scan.bernoulli import scan_bernoulli
from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.permutation import scan_permutation
from langnghe.core.scan.poisson import scan_poisson
from langnghe.core.scan.reading import (
    Reports,
    check_period,
    group_columns,
    moment_of,
    read_events,
    read_geography,
    read_population,
)
from langnghe.core.scan.result import Cluster, ScanResult
from langnghe.core.scan.settings import ANALYSES, RATES, STOP_AFTER, TIME_UNITS, Window

CANNOT = 2
FIRST_LAST = tuple[dt.date, dt.date]


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
    parser.add_argument("--max-share", type=float, default=0.5, help="largest share in a circle (0.5)")
    parser.add_argument("--max-km", type=float, help="largest radius in kilometres, inclusive")
    parser.add_argument("--max-time", type=int, help="longest cluster, in time units")
    parser.add_argument("--max-time-share", type=float, default=0.5, help="the same as a share (0.5)")
    parser.add_argument("--time-unit", choices=TIME_UNITS, default="day")
    parser.add_argument("--start", help="first day of the period; default: of the first case")
    parser.add_argument("--end", help="last day of the period; default: of the last case")
    parser.add_argument("--scan", choices=RATES, default="high", help="high or low rates, or both")
    parser.add_argument("--min-cases", type=int, default=2, help="least cases of a high cluster (2)")
    parser.add_argument(
        "--neighbours", type=Path, help="CSV with id,neighbour, nearest first, instead of circles"
    )
    parser.add_argument(
        "--geography-cache", type=Path, help="file that keeps the sorted distances between runs"
    )
    parser.add_argument("--replicates", type=int, default=999)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stop", choices=["sequential"], help=f"stop after {STOP_AFTER} exceedances")
    parser.add_argument("--threads", type=int, help="default: one per processor; the answer does not change")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def _run(arguments: argparse.Namespace, scan: Any) -> int:
    """Scan and print; one sentence and status 2 where the input cannot be used."""
    try:
        geography = read_geography(arguments.geography, arguments.neighbours, arguments.geography_cache)
        result = scan(arguments, geography)
    except ScanError as problem:
        sys.stderr.write(f"{problem}\n")
        return CANNOT
    if arguments.json:
        sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_table(result)) + "\n")
    return 0


def _permutation(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    reports = read_events(arguments.cases, geography, needs_date=True)
    return scan_permutation(
        reports.events,
        geography,
        strata=arguments.adjust,
        **{**_settings(arguments), "period": _period(arguments, {arguments.cases: reports})},
    )


def _poisson(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    groups = group_columns(arguments.cases, arguments.population)
    needs_date = arguments.analysis != "spatial"
    reports = read_events(arguments.cases, geography, groups=groups, needs_date=needs_date)
    population, counted = read_population(arguments.population, geography, groups)
    period = _period(arguments, {arguments.cases: reports})
    if period is None and counted:
        period = dt.date(min(counted).year, 1, 1), dt.date(max(counted).year, 12, 31)
    return scan_poisson(
        reports.events, geography, population=population, **{**_settings(arguments), "period": period}
    )


def _bernoulli(arguments: argparse.Namespace, geography: Geography) -> ScanResult:
    needs_date = arguments.analysis != "spatial"
    cases = read_events(arguments.cases, geography, needs_date=needs_date)
    controls = read_events(arguments.controls, geography, count="controls", needs_date=needs_date)
    period = _period(arguments, {arguments.cases: cases, arguments.controls: controls})
    return scan_bernoulli(
        cases.events, controls.events, geography, **{**_settings(arguments), "period": period}
    )


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


def _period(arguments: argparse.Namespace, files: dict[Path, Reports]) -> FIRST_LAST | None:
    """Return the days studied: as asked, else from the first to the last case; None without any date."""
    firsts = [reports.first for reports in files.values() if reports.first]
    lasts = [reports.last for reports in files.values() if reports.last]
    first = _asked(arguments.start, "--start").first if arguments.start else min(firsts, default=None)
    last = _asked(arguments.end, "--end").last if arguments.end else max(lasts, default=None)
    if first is None or last is None:
        return None
    if last < first:
        raise ScanError(f"The period ends on {last}, before it starts on {first}; correct --start or --end.")
    for file, reports in files.items():
        if reports.events.day is not None:
            check_period(file, reports, first, last)
    return first, last


def _asked(text: str, option: str) -> Any:
    try:
        return moment_of(text)
    except ValueError:
        raise ScanError(f"{option} {text} is not a date such as 2026-03-05, 2026-03 or 2026.") from None


def _table(result: ScanResult) -> list[str]:
    head = f"{len(result.clusters)} clusters, {result.replicates} replicates, seed {result.seed}"
    return [head, *(_line(number, cluster) for number, cluster in enumerate(result.clusters, 1))]


def _line(number: int, cluster: Cluster) -> str:
    when = f" {cluster.first_day} to {cluster.last_day}" if cluster.first_day is not None else ""
    reach = f", {cluster.radius_km:.2f} km" if cluster.radius_km is not None else ""
    p = f" p {cluster.p:.3f}" if cluster.p is not None else ""
    place = (
        f"{cluster.centre} and {len(cluster.units) - 1} more" if cluster.centre is not None else "everywhere"
    )
    return (
        f"{number:3} {place}{reach}{when}: {cluster.observed} cases, {cluster.expected:.2f} expected, "
        f"statistic {cluster.statistic:.6f}{p}"
    )
