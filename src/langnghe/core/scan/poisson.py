"""The discrete Poisson scan: cases in a population at risk."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import BadLine, ScanError
from langnghe.core.scan.events import Events
from langnghe.core.scan.frame import Frame
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.population import NobodyAtRisk, Population, expected_cases
from langnghe.core.scan.problem import ByCell, Problem, ScatteredCases, cell_sums
from langnghe.core.scan.result import Cluster, ScanResult, plain
from langnghe.core.scan.risks import KnownRisk, with_known_risks
from langnghe.core.scan.settings import Analysis, Rates, Simulation, TimeUnit, Window


def scan_poisson(
    events: Events,
    geography: Geography,
    *,
    population: Population | None = None,
    window: Window = Window(),  # noqa: B008 - frozen
    analysis: Analysis = "spatial",
    period: tuple[Any, Any] | None = None,
    time_unit: TimeUnit = "day",
    rates: Rates = "high",
    known_risks: Sequence[KnownRisk] = (),
    without: Sequence[Cluster] = (),
    replicates: int = 999,
    seed: int = 1,
    stop: Literal["sequential"] | int | None = None,
    threads: int | None = None,
) -> ScanResult:
    """
    Find places (and times) with more or fewer cases than their people lead us to expect.

    Parameters
    ----------
    events, geography : what happened, and where the units lie; events may lack days in a spatial scan
    population : people at risk; when omitted, the geography's own population
    window : limits of a cluster; `max_share` is a share of the expected cases
    analysis : "spatial", "temporal", "retrospective" or "prospective"
    period, time_unit, rates : days studied, how time is counted, "high", "low" or "both"
    known_risks : clusters already known; what they explain is not found again
    without : clusters whose cases and people are left out (see `scan_iteratively`)
    replicates, seed, stop, threads : as in `scan_permutation`

    Returns
    -------
    ScanResult
        Clusters that share no unit, most likely first, with the relative risk of each.

    Raises
    ------
    UnknownUnit, BadLine, NothingToScan, ScanError
        For a stranger among the units, a case where nobody lives or outside the period, no cases, or
        settings that cannot be.

    References
    ----------
    Kulldorff (1997), "A spatial scan statistic", Commun. Stat. Theory Methods 26(6), 1481-1496; in time and
    space: Kulldorff, Athas, Feuer, Miller, Key (1998), American Journal of Public Health 88, 1377-1380.
    """
    frame = Frame.of(events, geography, window, analysis, period, time_unit, rates)
    population = population or _own(geography)
    expected = _expected(frame, events, population)
    observed = frame.counts(events)
    for cluster in without:
        covered = frame.inside(cluster)
        observed[covered], expected[covered] = 0, 0.0
    _refuse_cases_without_people(frame, events, observed, expected)
    total = int(observed.sum())
    if not total:
        raise ScanError("There are no cases left to scan.")
    expected = with_known_risks(expected * (total / expected.sum()), known_risks, geography, frame.period)
    problem = Problem(
        zones=frame.zones(expected.sum(axis=1)),
        windows=frame.windows,
        observed=observed,
        expected=ByCell(cell_sums(expected, frame.windows), total),
        sampler=ScatteredCases.over(expected, total),
        rates=rates,
        min_cases=window.min_cases,
    )
    return frame.answer(
        problem,
        Simulation.of(replicates, seed, stop, threads),
        model="poisson",
        has_risk=True,
        data=events.digest,
        settings={"known_risks": [plain(risk) for risk in known_risks], "left_out": len(without)},
    )


def _own(geography: Geography) -> Population:
    if geography.population is None:
        raise ScanError("The Poisson model needs a population; hand one over or give it to the geography.")
    return Population(list(geography.units), np.asarray(geography.population))


def _expected(frame: Frame, events: Events, population: Population) -> npt.NDArray[np.float64]:
    if (events.group is None) != (population.group is None):
        raise ScanError("Either the events or the population are split into groups; split both or neither.")
    groups: dict[Any, int] = {}
    labels = events.group if events.group is not None else [None] * len(events.unit)
    group = np.array([groups.setdefault(label, len(groups)) for label in labels], np.int64)
    cases = np.bincount(group, weights=events.counts).astype(np.int64)
    sites = frame.sites(population.unit)
    try:
        return expected_cases(population, sites, frame.shape[0], groups, cases, frame.period)
    except NobodyAtRisk as nobody:
        line = int(np.argmax((group == groups[nobody.group]) & (events.counts > 0)))
        column = "unit" if nobody.group is None else "group"
        raise BadLine(line, column, nobody.problem) from nobody


def _refuse_cases_without_people(
    frame: Frame, events: Events, observed: npt.NDArray[np.int64], expected: npt.NDArray[np.float64]
) -> None:
    nobody = (observed > 0) & (expected <= 0.0)
    if nobody.any():
        lonely = nobody[frame.sites(events.unit), frame.intervals(events)] & (events.counts > 0)
        line = int(np.argmax(lonely))
        raise BadLine(line, "unit", f"unit {events.unit[line]} has cases but no population")
