"""
The space-time permutation scan: cases only, no population.

Source: Kulldorff, Heffernan, Hartman, Assunção and Mostashari, A space-time permutation scan statistic for disease
outbreak detection, PLoS Medicine 2(3):e59, 2005.
"""

import time
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import engine
from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.events import Events
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.periods import Period, as_number
from langnghe.core.scan.problem import LARGEST_TABLE, ByCell, ByTotal, Problem, SharedDays, Zones, cell_sums
from langnghe.core.scan.result import ScanResult, digest_of, plain
from langnghe.core.scan.risks import KnownRisk, with_known_risks
from langnghe.core.scan.settings import Analysis, Rates, Simulation, TimeUnit, Window

Ints = npt.NDArray[np.int64]
Strata = Literal["weekday"] | Sequence[int] | npt.NDArray[Any] | None


def scan_permutation(
    events: Events,
    geography: Geography,
    *,
    window: Window = Window(),  # noqa: B008 - frozen
    analysis: Analysis = "prospective",
    period: tuple[Any, Any] | None = None,
    time_unit: TimeUnit = "day",
    rates: Rates = "high",
    strata: Strata = None,
    known_risks: Sequence[KnownRisk] = (),
    replicates: int = 999,
    seed: int = 1,
    stop: Literal["sequential"] | int | None = None,
    threads: int | None = None,
) -> ScanResult:
    """
    Find places and days with more (or fewer) cases than the place's share of the days' cases lets expect.

    Parameters
    ----------
    events, geography : what happened, and where the units lie
    window : limits of a cluster in space and time; `max_share` is a share of all cases
    analysis : "prospective" (clusters that last until the end) or "retrospective"
    period : first and last day studied, both included; from the first to the last event when omitted
    strata : "weekday", or one label per interval (day types): days trade places only within a label, which
        takes away rhythms that differ from place to place
    known_risks : clusters already known; what they explain is not found again
    replicates, seed : shuffled copies of the data; replicate r uses the stream (seed, r)
    stop : "sequential" ends once 10 replicates (or the number given) reached the strongest cluster
    threads : one per processor when omitted; the answer is the same for any number

    When events carry senders, senders trade days with senders of equally many reports, so one person with many
    reports cannot make a cluster; the result says so in `reporters_moved`.

    Raises
    ------
    UnknownUnit, NothingToScan, ScanError
        For a stranger among the units, no cases, or days outside the period.
    """
    began = time.process_time()
    simulation = Simulation.of(replicates, seed, stop, threads)
    if analysis not in ("prospective", "retrospective"):
        raise ScanError("The permutation model needs place and time: scan prospectively or retrospectively.")
    days = events.days
    studied = _period(events, period, time_unit)
    interval = studied.intervals_of(days)
    _refuse_outside(interval, studied, events)
    site = geography.site_of[geography.positions(events.unit)]
    labels = _labels(strata, studied)
    windows = studied.windows(analysis, window)
    observed = np.zeros((geography.n_sites, studied.n_intervals), np.int64)
    np.add.at(observed, (site, interval), events.counts)
    problem = Problem(
        zones=Zones.growing(geography, observed.sum(axis=1).astype(np.float64), window),
        windows=windows,
        observed=observed,
        expected=_expected(observed, windows, labels)
        if not known_risks
        else ByCell(
            cell_sums(with_known_risks(_cells(observed, labels), known_risks, geography, studied), windows),
            int(observed.sum()),
        ),
        sampler=_sampler(events, site, interval, labels, windows, (geography.n_sites, studied.n_intervals)),
        rates=rates,
        min_cases=window.min_cases,
    )
    maxima, best, stopped = engine.simulate(problem, simulation)
    setting = engine.Setting(
        geography,
        studied,
        analysis,
        has_risk=False,
        is_dated=True,
        count_reporters=_reporter_counter(events, site, interval),
        min_reporters=window.min_reporters,
    )
    clusters = engine.clusters_of(problem, setting, best, maxima, simulation, stopped=stopped)
    settings = {
        "model": "permutation",
        "analysis": analysis,
        "rates": rates,
        "time_unit": time_unit,
        "period": [str(studied.first_day(0)), str(studied.last_day(studied.n_intervals))],
        "strata": labels.tolist() if labels is not None else None,
        "known_risks": [plain(risk) for risk in known_risks],
        "window": plain(window),
        "simulation": {**plain(simulation), "threads": None},
        "moves": "reports" if events.reporter is None else "senders",
    }
    return ScanResult(
        clusters,
        maxima,
        settings,
        digest_of(geography.digest + events.digest, settings, clusters, maxima),
        simulation.seed,
        time.process_time() - began,
        events.reporter is not None,
        engine.kernel_name(),
    )


def _period(events: Events, period: tuple[Any, Any] | None, unit: TimeUnit) -> Period:
    if period is None:
        days = events.days[events.counts > 0]
        return Period.spanning(int(days.min()), int(days.max()), unit, is_dated=events.is_dated)
    return Period.spanning(as_number(period[0]), as_number(period[1]), unit, is_dated=events.is_dated)


def _refuse_outside(interval: Ints, studied: Period, events: Events) -> None:
    outside = (interval < 0) | (interval >= studied.n_intervals)
    if outside.any():
        line = int(np.argmax(outside))
        raise ScanError(
            f"Line {line + 1} of the events lies on {np.asarray(events.day)[line]}, outside the period "
            f"{studied.first_day(0)} to {studied.last_day(studied.n_intervals)}; widen the period or drop the line."
        )


def _labels(strata: Strata, studied: Period) -> Ints | None:
    """Return one stratum number per interval, or None when all days may trade."""
    if strata is None:
        return None
    if isinstance(strata, str):
        if strata != "weekday":
            raise ScanError(f'Strata are "weekday" or one label per interval, not "{strata}".')
        if studied.unit != "day":
            raise ScanError("Weekdays can be adjusted for only when time is counted in days.")
        return studied.starts[:-1] % 7
    labels = np.unique(np.asarray(strata), return_inverse=True)[1].reshape(-1)
    if len(labels) != studied.n_intervals:
        raise ScanError(
            f"There are {len(labels)} strata labels for {studied.n_intervals} intervals; give one each."
        )
    return labels.astype(np.int64)


def _expected(observed: Ints, windows: npt.NDArray[np.int32], labels: Ints | None) -> ByTotal | ByCell:
    """Return site total x day total / all, within strata when there are any."""
    total = int(observed.sum())
    if labels is None and (total + 1) * len(windows) <= LARGEST_TABLE:
        before = np.concatenate(([0], np.cumsum(observed.sum(axis=0))))
        share = (before[windows[:, 1]] - before[windows[:, 0]]) / total
        return ByTotal(observed.sum(axis=1), share, total)
    return ByCell(cell_sums(_cells(observed, labels), windows), total)


def _cells(observed: Ints, labels: Ints | None) -> npt.NDArray[np.float64]:
    """Return the expected count of each (site, interval)."""
    by_day = observed.sum(axis=0)
    cells = np.zeros(observed.shape)
    labels = np.zeros(len(by_day), np.int64) if labels is None else labels
    for label in np.unique(labels):
        days = labels == label
        stratum = int(by_day[days].sum())
        if stratum:
            cells[:, days] = observed[:, days].sum(axis=1)[:, None] * (by_day[days] / stratum)
    return cells


def _sampler(
    events: Events,
    site: Ints,
    interval: Ints,
    labels: Ints | None,
    windows: npt.NDArray[np.int32],
    shape: tuple[int, int],
) -> SharedDays:
    counts = events.counts
    reports = np.column_stack((np.repeat(site, counts), np.repeat(interval, counts)))
    stratum = labels[reports[:, 1]] if labels is not None else np.zeros(len(reports), np.int64)
    watched = np.zeros(shape[1], bool)
    for start, past in windows.tolist():
        watched[start:past] = True
    classes: dict[tuple[int, ...], list[list[tuple[int, int]]]] = {}
    for token in _tokens(events, reports):
        rows = sorted(token, key=lambda r: (stratum[r], reports[r, 1], reports[r, 0]))
        key = tuple(stratum[rows].tolist())
        classes.setdefault(key, []).append([(int(reports[r, 0]), int(reports[r, 1])) for r in rows])
    sites: list[int] = []
    slots: list[int] = []
    n_tokens, size, drawn = [], [], []
    for key in sorted(classes, key=lambda k: (len(k), k)):
        tokens = sorted(classes[key])
        seen = [any(watched[day] for _, day in token) for token in tokens]
        order = sorted(range(len(tokens)), key=lambda i: (not seen[i], [day for _, day in tokens[i]]))
        sites += [place for token in tokens for place, _ in token]
        slots += [day for i in order for _, day in tokens[i]]
        n_tokens.append(len(tokens))
        size.append(len(key))
        drawn.append(sum(seen))
    return SharedDays(
        np.array(sites, np.int32),
        np.array(slots, np.int32),
        np.array(n_tokens, np.int64),
        np.array(size, np.int64),
        np.array(drawn, np.int64),
        shape,
    )


def _tokens(events: Events, reports: Ints) -> list[list[int]]:
    """Return the rows of reports that move together."""
    if events.reporter is None:
        return [[row] for row in range(len(reports))]
    together: dict[Any, list[int]] = {}
    for row, token in enumerate(np.asarray(events.reporter).tolist()):
        together.setdefault(token, []).append(row)
    return list(together.values())


def _reporter_counter(events: Events, site: Ints, interval: Ints) -> Any:
    if events.reporter is None:
        return None
    tokens = np.asarray(events.reporter)

    def count(sites: npt.NDArray[Any], start: int, past: int) -> int:
        inside = np.isin(site, sites) & (interval >= start) & (interval < past)
        return len(np.unique(tokens[inside]))

    return count
