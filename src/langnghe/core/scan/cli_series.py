"""`series COUNTS`: judge the points of one series of counts from a CSV file."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from langnghe.core.scan.errors import NothingToScan
from langnghe.core.scan.options import amount, at_least, in_columns, probability
from langnghe.core.scan.series import (
    METHODS,
    CusumSettings,
    EarsSettings,
    FarringtonSettings,
    SeriesResult,
    Timeline,
    detect_series,
)
from langnghe.core.scan.series import Settings as SeriesSettings
from langnghe.core.scan.table_file import Row, TableFile


@dataclass(frozen=True, slots=True)
class Counts:
    """A series as a file gives it: what each point is called, its count, and where the points lie in time."""

    labels: Sequence[str | int]
    values: list[int]
    timeline: Timeline


def add_arguments(subparsers: Any) -> None:
    """Add the command `series` to the command line."""
    parser = subparsers.add_parser(
        "series",
        help="judge the points of a series of counts",
        description="Judge each point of daily, weekly or monthly counts against the history before it.",
    )
    parser.add_argument("counts", type=Path, metavar="COUNTS", help="CSV with date,count or week_index,count")
    parser.add_argument("--method", choices=METHODS, default="farrington_flexible")
    parser.add_argument("--alpha", type=probability, help="one-sided level; by default that of the method")
    parser.add_argument("--last", type=at_least(1), metavar="N", help="judge only the last N points")
    parser.add_argument(
        "--baseline", type=at_least(3), help="points of the baseline (EARS: 7; nb_cusum: the first 52)"
    )
    farrington = parser.add_argument_group("farrington_flexible")
    farrington.add_argument("--years-back", type=at_least(1), help="earlier years (4)")
    farrington.add_argument(
        "--half-window", type=at_least(0), help="points on either side of the same date (3 in weekly series)"
    )
    farrington.add_argument("--periods", type=at_least(1), help="seasonal levels of a year (10)")
    farrington.add_argument(
        "--exclude-recent", type=at_least(0), help="points just before the judged one left out (26)"
    )
    farrington.add_argument(
        "--weights-threshold", type=amount, help="residuals above it are weighed down (2.58)"
    )
    farrington.add_argument("--trend-alpha", type=amount, help="keep a trend below this p-value (1)")
    farrington.add_argument(
        "--least-count", type=at_least(0), help="judge only points with so many reports ... (5)"
    )
    farrington.add_argument(
        "--within", type=at_least(1), help="... in so many points, the judged one included (4)"
    )
    other = parser.add_argument_group("EARS and nb_cusum")
    other.add_argument("--min-sigma", type=amount, help="least standard deviation of an EARS baseline (0)")
    other.add_argument("--shift", type=amount, help="nb_cusum: the rise to find, as a ratio of means (2)")
    other.add_argument("--limit", type=amount, help="nb_cusum: sum of log-likelihood ratios to alarm at (5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> str:
    """Read, judge, and return the answer as text; raise ScanError where the input cannot be used."""
    counts = read_counts(arguments.counts)
    result = detect_series(
        counts.values, settings_from(arguments), timeline=counts.timeline, last=arguments.last
    )
    shown = points(result, counts.labels)
    if arguments.json:
        return json.dumps({"points": shown}, allow_nan=False)
    return in_columns(list(shown[0]), [list(point.values()) for point in shown])


def settings_from(arguments: argparse.Namespace) -> SeriesSettings:
    """Return the settings of the chosen method with what the command line changes; raise ScanError."""
    settings = METHODS[arguments.method]
    names: tuple[str, ...]
    if isinstance(settings, FarringtonSettings):
        names = (
            "alpha", "years_back", "half_window", "periods", "exclude_recent",
            "weights_threshold", "trend_alpha", "least_count", "within",
        )  # fmt: skip
    elif isinstance(settings, EarsSettings):
        names = ("alpha", "baseline", "min_sigma")
    else:
        names = ("baseline", "shift", "limit")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    changed: FarringtonSettings | EarsSettings | CusumSettings = replace(settings, **given)
    return changed


def read_counts(file: Path) -> Counts:
    """
    Read a series, oldest point first whatever the order of the lines.

    Raises
    ------
    BadCell
        If a count is negative or not whole, a point comes twice or is missing between two others.
    ScanError
        If the file cannot be read.
    """
    rows = list(TableFile(file).rows(needs=[("date", "week_index"), ("count", "observed", "cases")]))
    if not rows:
        raise NothingToScan(f"{file} has no points below its header.")
    return _by_date(rows) if _is_date(rows[0].text("date")) else _by_index(rows)


def _is_date(cell: str) -> bool:
    return not cell.isdigit() or len(cell) == len("20260305")


def _by_index(rows: list[Row]) -> Counts:
    rows = sorted(rows, key=lambda row: row.whole("date"))
    places = [row.whole("date") for row in rows]
    _check_steps(places, rows, 1)
    return Counts(places, [row.whole("count") for row in rows], Timeline(len(rows)))


def _by_date(rows: list[Row]) -> Counts:
    rows = sorted(rows, key=lambda row: row.moment("date").first)
    days = [row.moment("date").first for row in rows]
    _check_dates(days, rows)
    labels = [day.isoformat() for day in days]
    return Counts(labels, [row.whole("count") for row in rows], Timeline.of_dates(days))


def _check_dates(days: list[date], rows: list[Row]) -> None:
    """Raise BadCell at the first date that breaks the step which most of the dates keep."""
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    if not steps:
        return
    usual = min(set(steps), key=lambda step: (-steps.count(step), step))
    if usual in (0, 1, 7):
        _check_steps(days, rows, timedelta(days=usual))
    elif not 28 <= usual <= 31:
        raise rows[1].fault("date", f"the dates are {usual} days apart, neither daily, weekly nor monthly")
    else:
        _check_months(days, rows)


def _check_steps(keys: list[Any], rows: list[Row], step: Any) -> None:
    for earlier, later, row in zip(keys, keys[1:], rows[1:], strict=False):
        if later == earlier:
            raise row.fault("date", f"{later} comes twice")
        if later != earlier + step:
            raise row.fault("date", f"{earlier} is followed by {later}; the points between are missing")


def _check_months(days: list[date], rows: list[Row]) -> None:
    for earlier, later, row in zip(days, days[1:], rows[1:], strict=False):
        months = (later.year - earlier.year) * 12 + later.month - earlier.month
        if months != 1 or later.day != earlier.day:
            raise row.fault("date", f"{earlier} is followed by {later}, which is not one month later")


def points(result: SeriesResult, labels: Sequence[str | int]) -> list[dict[str, object]]:
    """Return the points of the first series as plain values, None where the method gives no number."""
    shown = result.observed.shape[1]
    return [
        {
            "date": label,
            "observed": int(result.observed[0, at]),
            "expected": _number(result.expected[0, at]),
            "upper": _number(result.upper[0, at]),
            "score": _number(result.score[0, at]),
            "alarm": bool(result.alarm[0, at]),
            "reason": result.reason_in_words(0, at),
        }
        for at, label in enumerate(labels[len(labels) - shown :])
    ]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
