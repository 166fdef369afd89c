"""
Runs a prepared problem: simulate, rank, pick clusters that do not overlap, and write the result.

The C kernel is used where it was built; else the NumPy reference, after one warning.
"""

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import inference, reference
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.periods import Period
from langnghe.core.scan.problem import ByPeople, Problem
from langnghe.core.scan.result import Cluster
from langnghe.core.scan.settings import Analysis, Simulation

Floats = npt.NDArray[np.float64]
# Replicates between two looks at a sequential stopping rule, at first; later a quarter of those made. The
# answer does not depend on it.
LOOK_EVERY = 64
# SaTScan reports no cluster with a smaller statistic, and at most so many.
SMALLEST_REPORTED = 0.001
MOST_REPORTED = 500
# SaTScan ends its list with what every replicate reaches, which hangs on the seed. Ours goes on to this share
# of the least maximum, and so holds all that SaTScan may list.
FAINT = 0.8


@dataclass(frozen=True, eq=False)
class Setting:
    """What turns sites and intervals back into units and days."""

    geography: Geography
    period: Period
    analysis: Analysis
    has_risk: bool
    is_dated: bool
    count_reporters: Callable[[npt.NDArray[Any], int, int], int] | None = None
    min_reporters: int | None = None


@cache
def kernel() -> ModuleType:
    """Return the C kernel, or the NumPy reference (with a warning) where it was not built."""
    if os.environ.get("LANGNGHE_SCAN_KERNEL") == "numpy":
        return reference
    try:
        from langnghe.core.scan import compiled
    except ImportError:
        warnings.warn(
            "The compiled scan kernel is missing, so scans run on NumPy: the same answers, but slowly. "
            "Install a C compiler and reinstall langnghe.",
            RuntimeWarning,
            stacklevel=2,
        )
        return reference
    return compiled


def kernel_name() -> str:
    """Return "c" or "numpy"."""
    return "numpy" if kernel() is reference else "c"


def simulate(problem: Problem, simulation: Simulation) -> tuple[Floats, reference.Best, bool]:
    """Return the replicates' maxima, the strongest window per centre, and whether a rule ended it."""
    run = kernel()
    threads = simulation.threads or os.cpu_count() or 1
    if simulation.stop_after is None:
        maxima = run.replicate_maxima(
            problem, seed=simulation.seed, first=0, past=simulation.replicates, threads=threads
        )
        return maxima, run.best_per_centre(problem, floor=_floor(maxima), threads=threads), False
    best = run.best_per_centre(problem, floor=0.0, threads=threads)
    strongest = float(best.statistic.max(initial=0.0))
    maxima = np.zeros(0)
    while len(maxima) < simulation.replicates:
        past = min(simulation.replicates, len(maxima) + max(LOOK_EVERY, len(maxima) // 4))
        more = run.replicate_maxima(
            problem, seed=simulation.seed, first=len(maxima), past=past, threads=threads
        )
        maxima = np.concatenate((maxima, more))
        stop = inference.stop_index(maxima, strongest, simulation.stop_after)
        if stop is not None:
            return maxima[:stop], best, stop < simulation.replicates
    return maxima, best, False


def _floor(maxima: Floats) -> float:
    """Return the statistic below which no cluster is reported, so none need be looked for."""
    return FAINT * float(maxima.min()) if len(maxima) else 0.0


def clusters_of(
    problem: Problem,
    setting: Setting,
    best: reference.Best,
    maxima: Floats,
    *,
    stopped: bool,
    most: int = MOST_REPORTED,
) -> tuple[Cluster, ...]:
    """Return the clusters that share no unit with a stronger one, most likely first."""
    fit = inference.gumbel_fit(maxima)
    taken = np.zeros(problem.observed.shape[0], bool)
    counts = problem.in_windows(problem.observed)
    found: list[Cluster] = []
    for centre in _by_strength(setting, problem, best):
        statistic = float(best.statistic[centre])
        p = inference.monte_carlo_p(statistic, maxima, stopped=stopped)
        is_faint = bool(found) and statistic < _floor(maxima)
        if statistic < SMALLEST_REPORTED or is_faint or len(found) >= most:
            break
        sites = problem.zones.of(centre)[: best.n_sites[centre]]
        if taken[sites].any():
            continue
        window = int(best.window[centre])
        start, past = problem.windows[window].tolist()
        reporters = setting.count_reporters(sites, start, past) if setting.count_reporters else None
        if reporters is not None and reporters < (setting.min_reporters or 0):
            continue
        taken[sites] = True
        observed = int(counts[sites, window].sum())
        expected = expected_in(problem, sites, window)
        p_gumbel = inference.gumbel_p(statistic, fit)
        is_prospective = setting.analysis == "prospective"
        found.append(
            Cluster(
                **_place(setting, sites),
                first_day=setting.period.first_day(start) if setting.is_dated else None,
                last_day=setting.period.last_day(past) if setting.is_dated else None,
                observed=observed,
                expected=expected,
                relative_risk=_relative_risk(observed, expected, problem.total) if setting.has_risk else None,
                statistic=statistic,
                p=p,
                p_gumbel=p_gumbel,
                recurrence_days=inference.recurrence_days(
                    p,
                    inference.tail_p(statistic, maxima),
                    replicates=len(maxima),
                    time_unit=setting.period.unit,
                )
                if is_prospective
                else None,
                reporters=reporters,
            )
        )
    return tuple(found)


def expected_in(problem: Problem, sites: npt.NDArray[Any], window: int) -> float:
    """Return the expected cases of a zone in a window."""
    expected = problem.expected
    if isinstance(expected, ByPeople):
        return float(expected.site_people[sites, window].sum() * expected.total / expected.everyone)
    mean, _ = expected.along(sites)
    return float(mean[-1, window])


def _by_strength(setting: Setting, problem: Problem, best: reference.Best) -> list[int]:
    """Order centres by statistic; of equals, fewer sites first, then the centre whose name sorts first."""
    order = np.argsort(-best.statistic, kind="stable")
    falls = -np.diff(best.statistic[order], prepend=best.statistic[order[0]]) > inference.TIE
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(falls)
    names = _centre_names(setting, problem)
    return sorted(order.tolist(), key=lambda i: (rank[i], best.n_sites[i], names[i]))


def _centre_names(setting: Setting, problem: Problem) -> list[str]:
    n = problem.zones.n_centres
    names = [""] * n
    if setting.analysis == "temporal":
        return names
    for unit, site in zip(setting.geography.units, setting.geography.site_of.tolist(), strict=True):
        names[site] = min(names[site] or str(unit), str(unit))
    return names


def _place(setting: Setting, sites: npt.NDArray[Any]) -> dict[str, Any]:
    geography = setting.geography
    if setting.analysis == "temporal":
        return {"centre": None, "units": tuple(geography.units), "radius_km": None}
    units = tuple(geography.members(sites))
    radius = None
    if geography.neighbours is None:
        radius = float(geography.distance_km(int(sites[0]), sites[-1:])[0])
    return {"centre": units[0], "units": units, "radius_km": radius}


def _relative_risk(observed: int, expected: float, total: int) -> float | None:
    if observed == total:
        return None
    return (observed / expected) / ((total - observed) / (total - expected))
