"""`tree CASES --tree TREE`: find the branches of a tree with more cases than expected, from CSV files."""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import NothingToScan, ScanError
from langnghe.core.scan.options import add_simulation, at_least, in_columns, share
from langnghe.core.scan.settings import MOST_CELLS
from langnghe.core.scan.table_file import BadCell, Row, TableFile, moment_of
from langnghe.core.scan.tree import CyclicTree, Tree, TreeResult, TreeWindow, scan_tree

MODELS = ("poisson", "bernoulli", "temporal")
TABLE = ("node", "start", "end", "cases", "expected", "relative_risk", "statistic", "p")
Day = int | date


@dataclass(frozen=True, slots=True)
class Cells:
    """What a file of cases says: one number for each node, or for each node and day, and who is at risk."""

    counts: npt.NDArray[np.int64]
    first_day: Day | None = None
    population: npt.NDArray[np.float64] | None = None
    controls: npt.NDArray[np.float64] | None = None


def add_arguments(subparsers: Any) -> None:
    """Add the command `tree` to the command line."""
    parser = subparsers.add_parser(
        "tree",
        help="scan the branches of a tree",
        description="Find the branches of a tree, and the days, with more cases than chance explains.",
    )
    parser.add_argument(
        "cases", type=Path, metavar="CASES", help="CSV with node,cases[,day][,population|controls]"
    )
    parser.add_argument(
        "--tree", type=Path, required=True, metavar="TREE", help="CSV with node,parent; a root has no parent"
    )
    parser.add_argument("--model", choices=MODELS, default="poisson")
    add_simulation(parser)
    temporal = parser.add_argument_group("temporal model")
    temporal.add_argument("--analysis", choices=("prospective", "retrospective"), default="retrospective")
    temporal.add_argument("--start", help="first day of the period; by default that of the first case")
    temporal.add_argument("--end", help="last day of the period; by default that of the last case")
    temporal.add_argument(
        "--max-time", type=at_least(1), metavar="DAYS", help="longest window (half the period)"
    )
    temporal.add_argument("--max-time-share", type=share, help="the same as a share of the period (0.5)")
    temporal.add_argument(
        "--min-time", type=at_least(1), default=2, metavar="DAYS", help="shortest window (2)"
    )
    temporal.add_argument(
        "--least-share",
        type=float,
        default=0.2,
        metavar="SHARE",
        help="a window is at least this share of the time from the start of the period to its end (0.2)",
    )
    temporal.add_argument(
        "--window-start", nargs=2, metavar=("FROM", "TO"), help="days on which a window may start"
    )
    temporal.add_argument(
        "--window-end", nargs=2, metavar=("FROM", "TO"), help="days on which a window may end"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> str:
    """Read, scan, and return the answer as text; raise ScanError where the input cannot be used."""
    tree = read_tree(arguments.tree)
    cells = read_cells(arguments, tree)
    result = scan_tree(
        cells.counts,
        tree,
        model=arguments.model,
        population=cells.population,
        controls=cells.controls,
        window=_window(arguments, cells),
        min_cases=arguments.min_cases,
        replicates=arguments.replicates,
        seed=arguments.seed,
    )
    answer = as_json(result, cells.first_day)
    return json.dumps(answer, allow_nan=False) if arguments.json else _table(answer["clusters"])


def read_tree(file: Path) -> Tree:
    """
    Read a tree; a node on several lines has several parents.

    Raises
    ------
    BadCell
        If a parent is no node, a line comes twice, or a node lies below itself.
    """
    parents: dict[str, list[str]] = {}
    line_of: dict[tuple[str, str], Row] = {}
    for row in TableFile(file).rows(needs=[("node", "id"), "parent"]):
        node, parent = row.text("node"), row.cells["parent"]
        if (node, parent) in line_of:
            raise row.fault("node", f"“{node}” comes twice with the same parent")
        line_of[node, parent] = row
        parents.setdefault(node, []).extend([parent] if parent else [])
    if not parents:
        raise NothingToScan(f"{file} has no nodes below its header.")
    for (node, parent), row in line_of.items():
        if parent and parent not in parents:
            raise row.fault("parent", f"“{parent}”, the parent of “{node}”, is not a node of the tree")
    try:
        return Tree(list(parents), parents)
    except CyclicTree as error:
        row = line_of[str(error.cycle[0]), str(error.cycle[1])]
        raise row.fault("parent", str(error).rstrip(".").replace("The tree", "the tree")) from error


def read_cells(arguments: argparse.Namespace, tree: Tree) -> Cells:
    """
    Read the cases of a model; lines of the same node (and day) add up.

    Raises
    ------
    BadCell
        If a node is not in the tree, a number is negative, or a day lies outside the period.
    ScanError
        If there are no cases.
    """
    if arguments.model == "temporal":
        return _read_days(arguments, tree)
    rows = _known_rows(arguments.cases, tree, needs=(), may_have=("population", "controls"))
    counts = np.zeros(len(tree.nodes), np.int64)
    extra: dict[str, npt.NDArray[np.float64]] = {}
    for row in rows:
        at = tree.place[row.text("node")]
        counts[at] += row.whole("cases")
        for column in ("population", "controls"):
            if row.has(column):
                people = row.whole(column) if arguments.model == "bernoulli" else row.amount(column)
                extra.setdefault(column, np.zeros(len(tree.nodes)))[at] += people
    if "population" not in extra and (arguments.model == "poisson" or "controls" not in extra):
        wanted = "population" if arguments.model == "poisson" else "population or controls"
        raise BadCell(arguments.cases, 1, wanted, f"the {arguments.model} model needs this column")
    _refuse_cases_beyond(rows, counts, extra, tree, arguments.model)
    return Cells(counts, None, extra.get("population"), extra.get("controls"))


def _refuse_cases_beyond(
    rows: list[Row],
    counts: npt.NDArray[np.int64],
    extra: dict[str, npt.NDArray[np.float64]],
    tree: Tree,
    model: str,
) -> None:
    people = extra.get("population")
    if people is None:
        return
    for row in rows:
        at = tree.place[row.text("node")]
        if counts[at] and not people[at]:
            raise row.fault("population", f"“{row.text('node')}” has cases but no population")
        if model == "bernoulli" and counts[at] > people[at]:
            raise row.fault("population", f"“{row.text('node')}” has more cases than people")


def _read_days(arguments: argparse.Namespace, tree: Tree) -> Cells:
    rows = _known_rows(arguments.cases, tree, needs=(("day", "date"),), may_have=())
    cells: dict[tuple[int, Day], int] = defaultdict(int)
    is_dated = not _is_whole_day(rows[0].text("day"))
    start, end = _day_of(arguments.start, is_dated), _day_of(arguments.end, is_dated, is_last=True)
    for row in rows:
        day = row.moment("day").first if is_dated else _whole_day(row)
        if (start is not None and day < start) or (end is not None and day > end):
            raise row.fault("day", f"{row.text('day')} lies outside the period")
        cells[tree.place[row.text("node")], day] += row.whole("cases")
    first = start if start is not None else min(day for _, day in cells)
    last = end if end is not None else max(day for _, day in cells)
    days = _between(first, last) + 1
    if len(tree.nodes) * days > MOST_CELLS:
        raise ScanError(
            f"{len(tree.nodes):,} nodes on {days:,} days are too many; correct the days or the period."
        )
    counts = np.zeros((len(tree.nodes), days), np.int64)
    for (node, day), cases in cells.items():
        counts[node, _between(first, day)] += cases
    return Cells(counts, first)


def _known_rows(path: Path, tree: Tree, *, needs: tuple[Any, ...], may_have: tuple[str, ...]) -> list[Row]:
    rows = list(TableFile(path).rows(needs=[("node", "id"), ("cases", "count"), *needs], may_have=may_have))
    for row in rows:
        if row.text("node") not in tree.place:
            raise row.fault("node", f"“{row.text('node')}” is not a node of the tree")
    if not any(row.whole("cases") for row in rows):
        raise BadCell(path, 1, "cases", "there are no cases to scan")
    return rows


def _is_whole_day(cell: str) -> bool:
    """Whether a cell is the number of a day, not a date such as 20260305."""
    return cell.lstrip("+-").isdigit() and len(cell) < len("20260305")


def _whole_day(row: Row) -> int:
    if not _is_whole_day(row.text("day")):
        raise row.fault("day", f"“{row.text('day')}” is not a whole number like the days above")
    return int(row.text("day"))


def _day_of(text: str | None, is_dated: bool, *, is_last: bool = False) -> Any:
    if text is None:
        return None
    try:
        if not is_dated:
            return int(text)
        return moment_of(text).last if is_last else moment_of(text).first
    except ValueError as error:
        form = "a date such as 2026-03-05" if is_dated else "a whole number like the days of the file"
        raise ScanError(f"The day “{text}” is not {form}.") from error


def _between(first: Any, day: Any) -> int:
    gap = day - first
    return gap.days if isinstance(gap, timedelta) else int(gap)


def _window(arguments: argparse.Namespace, cells: Cells) -> TreeWindow | None:
    if arguments.model != "temporal":
        return None
    days, longest = cells.counts.shape[1], arguments.max_time
    if longest is None and arguments.max_time_share is not None:
        longest = max(1, math.floor(days * arguments.max_time_share))
    return TreeWindow(
        analysis=arguments.analysis,
        max_days=longest,
        min_days=arguments.min_time,
        least_share=arguments.least_share,
        starts_within=_limits(arguments.window_start, cells),
        ends_within=_limits(arguments.window_end, cells),
    )


def _limits(given: list[str] | None, cells: Cells) -> tuple[int, int] | None:
    if given is None:
        return None
    first, last = (_day_of(text, isinstance(cells.first_day, date)) for text in given)
    return _between(cells.first_day, first), _between(cells.first_day, last)


def as_json(result: TreeResult, first_day: Day | None) -> dict[str, Any]:
    """Return the documented JSON shape: that of the other scans, with the place of each cut in the tree."""
    clusters = [
        {
            "centre": cut.node,
            "node": cut.node,
            "parent": cut.parents[0] if len(cut.parents) == 1 else (list(cut.parents) or None),
            "level": cut.level,
            "ids": list(cut.ids),
            "radius_km": None,
            "start": _day(first_day, cut.first_day),
            "end": _day(first_day, cut.last_day),
            "cases": cut.observed,
            "expected": cut.expected,
            "observed_over_expected": cut.observed / cut.expected,
            "relative_risk": cut.relative_risk if math.isfinite(cut.relative_risk) else None,
            "excess": cut.excess,
            "statistic": cut.statistic,
            "p": cut.p,
            "p_gumbel": cut.p_gumbel,
            "recurrence_days": cut.recurrence_days,
        }
        for cut in result.cuts
    ]
    return {
        "clusters": clusters,
        "replicates": len(result.replicate_maxima),
        "seed": result.seed,
        "cpu_seconds": round(result.cpu_seconds, 3),
        "digest": result.digest,
        "settings": result.settings,
    }


def _day(first_day: Day | None, offset: int | None) -> int | str | None:
    if first_day is None or offset is None:
        return None
    if isinstance(first_day, date):
        return (first_day + timedelta(days=offset)).isoformat()
    return first_day + offset


def _table(clusters: list[dict[str, Any]]) -> str:
    return in_columns(TABLE, [[cluster[name] for name in TABLE] for cluster in clusters])
