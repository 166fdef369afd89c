"""The Bernoulli scan: cases against controls."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.events import Events
from langnghe.core.scan.frame import Frame
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.problem import ByPeople, Problem, SharedLabels, cell_sums
from langnghe.core.scan.result import Cluster, ScanResult
from langnghe.core.scan.settings import Analysis, Rates, Simulation, TimeUnit, Window


def scan_bernoulli(
    cases: Events,
    controls: Events,
    geography: Geography,
    *,
    window: Window = Window(),  # noqa: B008 - frozen
    analysis: Analysis = "spatial",
    period: tuple[Any, Any] | None = None,
    time_unit: TimeUnit = "day",
    rates: Rates = "high",
    without: Sequence[Cluster] = (),
    replicates: int = 999,
    seed: int = 1,
    stop: Literal["sequential"] | int | None = None,
    threads: int | None = None,
) -> ScanResult:
    """
    Find places (and times) where more or fewer of the people are cases.

    Parameters
    ----------
    cases, controls : the two kinds of people; they may lack days in a spatial scan
    geography : where the units lie
    window : limits of a cluster; `max_share` is a share of cases and controls together
    analysis, period, time_unit, rates, without : as in `scan_poisson`
    replicates, seed, stop, threads : as in `scan_permutation`

    Returns
    -------
    ScanResult
        Clusters that share no unit, most likely first, with the relative risk of each.

    Raises
    ------
    UnknownUnit, BadLine, NothingToScan, ScanError
        For a stranger among the units, a day outside the period, nobody of either kind, or settings that
        cannot be.

    References
    ----------
    Kulldorff, Nagarwalla (1995), "Spatial disease clusters: detection and inference", Statistics in
    Medicine 14, 799-810.
    """
    everybody = Events(
        [*cases.unit, *controls.unit],
        None if cases.day is None or controls.day is None else [*cases.day, *controls.day],
        [*cases.counts.tolist(), *controls.counts.tolist()],
    )
    frame = Frame.of(everybody, geography, window, analysis, period, time_unit, rates)
    observed, people = frame.counts(cases), frame.counts(everybody)
    for cluster in without:
        covered = frame.inside(cluster)
        observed[covered], people[covered] = 0, 0
    total, everyone = int(observed.sum()), int(people.sum())
    if not 0 < total < everyone:
        raise ScanError("The Bernoulli model needs both cases and controls.")
    problem = Problem(
        zones=frame.zones(people.sum(axis=1).astype(np.float64)),
        windows=frame.windows,
        observed=observed,
        expected=ByPeople(
            cell_sums(people.astype(np.float64), frame.windows).astype(np.int64), total, everyone
        ),
        sampler=SharedLabels(
            np.repeat(np.arange(people.size), people.reshape(-1)).astype(np.int32), total, people.shape
        ),
        rates=rates,
        min_cases=window.min_cases,
    )
    return frame.answer(
        problem,
        Simulation.of(replicates, seed, stop, threads),
        model="bernoulli",
        has_risk=True,
        data=cases.digest + controls.digest,
        settings={"left_out": len(without)},
    )
