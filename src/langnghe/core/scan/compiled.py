"""The C kernel behind the same two functions as `reference`; importing this fails where it was not built."""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import _kernel, statistics
from langnghe.core.scan.problem import (
    ByCell,
    ByPeople,
    ByTotal,
    Problem,
    ScatteredCases,
    SharedDays,
    SharedLabels,
)
from langnghe.core.scan.reference import Best

Floats = npt.NDArray[np.float64]
MODELS = {ByTotal: 0, ByCell: 1, ByPeople: 2}
RATES = {"high": 1, "low": 2, "both": 3}
NOTHING = np.zeros(0, np.int64)
# Replicates are handed to threads in pieces of this size, which depends on nothing.
PIECE = 64
# Thresholds are prepared at these shares of a typical maximum. A walk starts from one that most maxima pass
# (the second number; the first serves the others), and circles are cut into blocks for another (the third).
RUNGS = np.array([0.0, 0.55, 0.7, 0.78, 0.85, 0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1, 1.15, 1.2, 1.3]), 3, 7
# Many replicates side by side wait for the weakest.
RUNGS_SIDE_BY_SIDE = np.array([0.0, 0.6, 0.64, 0.68, 0.72, 0.76, 0.8, 0.88, 0.94, 1.0, 1.15]), 1, 7
# Where thresholds differ from block to block and there are many, all rungs would take too much memory.
FEW_RUNGS = np.array([0.0, 0.78, 0.95]), 1, 2
# Thresholds are prepared anew when maxima turn out to be typically so much larger or smaller.
TOLERANCE = 0.12
GUIDES = 65536
MOST_WINDOWS = 2048
WORTH_PLANNING = 8  # replicates


def replicate_maxima(problem: Problem, *, seed: int, first: int, past: int, threads: int = 1) -> Floats:
    """Return the largest statistic of the replicates `first` … `past` - 1; 0 where nothing qualifies."""
    held = _Held.of(problem)
    maxima = np.zeros(past - first)
    pieces = [(low, min(low + PIECE, past)) for low in range(first, past, PIECE)]

    def run(piece: tuple[int, int]) -> None:
        low, high = piece
        out = maxima[low - first : high - first]
        plan = held.plan if high - low >= WORTH_PLANNING else None
        _kernel.maxima(held.capsule, plan, seed, low, high, out)

    if not pieces:
        return maxima
    run(pieces[0])
    held.expect(float(maxima[: pieces[0][1] - first].mean()))
    _in_threads(run, pieces[1:], threads)
    return maxima


def best_per_centre(problem: Problem, *, floor: float = 0.0, threads: int = 1) -> Best:
    """
    Return the strongest window round each centre in the observed data; of equals, the smaller circle.

    Centres whose strongest window stays below `floor` may be left at 0, except the strongest of all.
    """
    held = _Held.of(problem)
    n = problem.zones.n_centres
    best = Best(np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    counts = np.ascontiguousarray(problem.in_windows(problem.observed), np.int32)
    step = max(1, -(-n // (4 * threads)))

    def run(piece: tuple[int, int]) -> None:
        low, high = piece
        parts = best.statistic[low:high], best.n_sites[low:high], best.window[low:high]
        _kernel.best(held.capsule, counts, floor, low, high, *parts)

    _in_threads(run, [(low, min(low + step, n)) for low in range(0, n, step)], threads)
    if floor > 0.0 and not best.statistic.any():
        return best_per_centre(problem, floor=0.0, threads=threads)
    return best


def _in_threads(run: Any, pieces: list[tuple[int, int]], threads: int) -> None:
    if threads == 1 or len(pieces) < 2:
        for piece in pieces:
            run(piece)
        return
    with ThreadPoolExecutor(min(threads, len(pieces))) as pool:
        for done in [pool.submit(run, piece) for piece in pieces]:
            done.result()


class _Held:
    """The arrays of a problem, contiguous and in the types that C reads."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        # A first guess: the maximum grows slowly with the number of cases.
        self.typical = 3.5 + 0.5 * math.log(max(problem.total, 1))
        expected = problem.expected
        sampler = problem.sampler
        member = np.ascontiguousarray(
            problem.zones.member, np.int32 if problem.observed.shape[0] > 65535 else np.uint16
        )
        mean, inside, outside, site, terms, everyone = _expectation(problem)
        draw: list[npt.NDArray[Any]]
        skipped = 0
        if isinstance(sampler, SharedDays):
            kind = 0
            # No window looks at the first intervals, and single reports are never drawn into them.
            if int(sampler.size.max()) == 1:
                skipped = int(problem.windows[:, 0].min())
            days = sampler.interval - np.int32(skipped)
            draw = [sampler.site, days, sampler.n_tokens, sampler.size, sampler.drawn, NOTHING]
        elif isinstance(sampler, ScatteredCases):
            kind = 1
            slots = np.arange(GUIDES) / GUIDES
            guide = np.searchsorted(sampler.cumulative, slots, side="right")
            last = len(sampler.cumulative) - 1
            guide = np.minimum(guide, last).astype(np.int32)
            draw = [sampler.cumulative, NOTHING, NOTHING, NOTHING, NOTHING, guide]
        else:
            assert isinstance(sampler, SharedLabels)  # noqa: S101 - there are three kinds
            kind = 2
            draw = [sampler.cell, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]
        self.windows = np.ascontiguousarray(problem.windows - skipped, np.int32)
        self.shape = problem.observed.shape[0], problem.observed.shape[1] - skipped
        self.capsule = _kernel.prepare(
            np.ascontiguousarray(problem.zones.start, np.int64),
            member,
            self.windows,
            np.ascontiguousarray(problem.observed, np.int64),
            mean,
            inside,
            outside,
            site,
            terms,
            *(np.ascontiguousarray(part) for part in draw),
            problem.total,
            everyone,
            MODELS[type(expected)],
            kind,
            RATES[problem.rates],
            problem.min_cases,
            *self.shape,
        )

    @staticmethod
    @lru_cache(maxsize=1)
    def of(problem: Problem) -> "_Held":
        """Return the arrays of a problem, prepared once."""
        return _Held(problem)

    def expect(self, maximum: float) -> None:
        """Prepare for maxima of this size, if they differ from those prepared for."""
        if abs(maximum - self.typical) > TOLERANCE * self.typical and maximum > 0.0:
            self.typical = maximum
            self.__dict__.pop("plan", None)

    @cached_property
    def plan(self) -> Any:
        """Circles cut into blocks, with thresholds at rising statistics; None: every window is looked at."""
        n_windows = len(self.problem.windows)
        if self.problem.rates != "high" or n_windows > MOST_WINDOWS or self.problem.observed.shape[0] > 65535:
            return None
        rungs, start_at, cut_at = RUNGS_SIDE_BY_SIDE if n_windows == 1 else RUNGS
        plan = _kernel.plan(self.capsule, self.typical * rungs, start_at, cut_at)
        if plan is None:
            rungs, start_at, cut_at = FEW_RUNGS
            plan = _kernel.plan(self.capsule, self.typical * rungs, start_at, cut_at)
        return plan


def _expectation(problem: Problem) -> tuple[Any, ...]:
    """Return tables, the column by site, the terms that depend on counts alone, and everyone."""
    expected = problem.expected
    none = np.zeros(0)
    if isinstance(expected, ByTotal):
        zones = problem.zones
        largest = max(int(expected.site_total[zones.of(i)].sum()) for i in range(zones.n_centres))
        tables = [np.ascontiguousarray(table[: largest + 1]) for table in expected.tables]
        site = np.ascontiguousarray(expected.site_total, np.int64)
        return *tables, site, statistics.count_terms(problem.total), 0
    if isinstance(expected, ByCell):
        site = np.ascontiguousarray(expected.site_expected, np.float64)
        return none, none, none, site, statistics.count_terms(problem.total), 0
    people = np.ascontiguousarray(expected.site_people, np.float64)
    return none, none, none, people, statistics.k_log_k(expected.everyone), expected.everyone
