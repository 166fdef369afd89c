"""
The plain NumPy kernel: the oracle that the C kernel is held to, and what runs where no compiler was.

It looks at every circle and window of every replicate.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import inference, statistics
from langnghe.core.scan.problem import ByPeople, Problem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# Replicates are taken together as long as their counts along one circle fit a cache.
CELLS_AT_ONCE = 200_000


@dataclass(frozen=True, eq=False)
class Best:
    """The strongest window round each centre: statistic (0: none), sites in the circle, window of time."""

    statistic: Floats
    n_sites: Ints
    window: Ints


def replicate_maxima(problem: Problem, *, seed: int, first: int, past: int, threads: int = 1) -> Floats:
    """Return the largest statistic of the replicates `first` … `past` - 1; 0 where nothing qualifies."""
    del threads  # NumPy stays on one
    longest = int(np.diff(problem.zones.start).max(initial=1))
    at_once = max(1, CELLS_AT_ONCE // max(1, longest * len(problem.windows)))
    maxima = np.zeros(past - first)
    for low in range(first, past, at_once):
        high = min(past, low + at_once)
        drawn = np.stack([problem.sampler.draw(seed, replicate) for replicate in range(low, high)])
        counts = problem.in_windows(drawn)
        block = np.zeros(high - low)
        for centre in range(problem.zones.n_centres):
            values = _values(problem, counts, centre)
            if values.size:
                np.maximum(block, values.reshape(high - low, -1).max(axis=1), out=block)
        maxima[low - first : high - first] = block
    return maxima


def best_per_centre(problem: Problem, *, floor: float = 0.0, threads: int = 1) -> Best:
    """
    Return the strongest window round each centre in the observed data; of equals, the smaller circle.

    Centres whose strongest window stays below `floor` may be left at 0, except the strongest of all.
    """
    del floor, threads
    n = problem.zones.n_centres
    best = Best(np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    counts = problem.in_windows(problem.observed)[None]
    for centre in range(n):
        values = _values(problem, counts, centre)
        if not values.size:
            continue
        # Of windows equal but for rounding, the first: the smallest circle.
        at = int(np.argmax(values >= values.max() - inference.TIE))
        if values.flat[at] <= 0.0:
            continue
        best.statistic[centre] = values.flat[at]
        best.n_sites[centre] = at // len(problem.windows) + 1
        best.window[centre] = at % len(problem.windows)
    return best


def _values(problem: Problem, counts: Ints, centre: int) -> Floats:
    """Return the statistics of shape (replicates, circles, windows) round one centre; 0 where not allowed."""
    sites = problem.zones.of(centre)
    held = np.cumsum(counts[:, sites], axis=1)
    expected = problem.expected
    total = problem.total
    if isinstance(expected, ByPeople):
        people = np.cumsum(expected.site_people[sites], axis=0)
        mean = people * (total / expected.everyone)
        table = statistics.k_log_k(expected.everyone)
        values = statistics.bernoulli_ratio(held, people, table, total, expected.everyone)
    else:
        mean, logs = expected.along(sites)
        values = statistics.poisson_ratio(held, logs, statistics.count_terms(total), total)
    allowed = statistics.poisson_allowed(held, mean, total, rates=problem.rates, min_cases=problem.min_cases)
    return np.where(allowed, np.maximum(values, 0.0), 0.0)
