"""The space-time permutation scan: cases only, no population."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.events import Events
from langnghe.core.scan.frame import Frame
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.periods import Period
from langnghe.core.scan.problem import LARGEST_TABLE, ByCell, ByTotal, Problem, SharedDays, cell_sums
from langnghe.core.scan.result import Cluster, ScanResult, plain
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
    without: Sequence[Cluster] = (),
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
    without : clusters whose cases are left out (see `scan_iteratively`)
    replicates, seed : shuffled copies of the data; replicate r uses the stream (seed, r)
    stop : "sequential" ends once 10 replicates (or the number given) reached the strongest cluster
    threads : one per processor when omitted; the answer is the same for any number

    Returns
    -------
    ScanResult
        Clusters that share no unit, most likely first. Where events carry senders, senders traded days with
        senders of equally many reports, so one person with many reports cannot make a cluster;
        `reporters_moved` says so.

    Raises
    ------
    UnknownUnit, BadLine, NothingToScan, ScanError
        For a stranger among the units, a day outside the period, no cases, or settings that cannot be.

    References
    ----------
    Kulldorff, Heffernan, Hartman, Assunção, Mostashari (2005), "A space-time permutation scan statistic for
    disease outbreak detection", PLoS Medicine 2(3), e59.
    """
    if analysis not in ("prospective", "retrospective"):
        raise ScanError("The permutation model needs place and time: scan prospectively or retrospectively.")
    frame = Frame.of(events, geography, window, analysis, period, time_unit, rates)
    events = _left_over(events, frame, without)
    site, interval = frame.sites(events.unit), frame.intervals(events)
    labels = _labels(strata, frame.period)
    observed = frame.counts(events)
    problem = Problem(
        zones=frame.zones(observed.sum(axis=1).astype(np.float64)),
        windows=frame.windows,
        observed=observed,
        expected=_expected(observed, labels, known_risks, frame),
        sampler=_sampler(events, site, interval, labels, frame.windows, frame.shape),
        rates=rates,
        min_cases=window.min_cases,
    )
    return frame.answer(
        problem,
        Simulation.of(replicates, seed, stop, threads),
        model="permutation",
        has_risk=False,
        data=events.digest,
        settings={
            "strata": labels.tolist() if labels is not None else None,
            "known_risks": [plain(risk) for risk in known_risks],
            "left_out": len(without),
            "moves": "reports" if events.reporter is None else "senders",
        },
        count_reporters=_reporter_counter(events, site, interval),
    )


def _left_over(events: Events, frame: Frame, without: Sequence[Cluster]) -> Events:
    """Return the events outside clusters that were already found."""
    if not without:
        return events
    covered = np.zeros(frame.shape, bool)
    for cluster in without:
        covered |= frame.inside(cluster)
    return events.where(~covered[frame.sites(events.unit), frame.intervals(events)])


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


def _expected(
    observed: Ints, labels: Ints | None, risks: Sequence[KnownRisk], frame: Frame
) -> ByTotal | ByCell:
    """Return site total x day total / all, within strata when there are any, times known risks."""
    total = int(observed.sum())
    windows = frame.windows
    if labels is None and not risks and (total + 1) * len(windows) <= LARGEST_TABLE:
        before = np.concatenate(([0], np.cumsum(observed.sum(axis=0))))
        share = (before[windows[:, 1]] - before[windows[:, 0]]) / total
        return ByTotal(observed.sum(axis=1), share, total)
    cells = with_known_risks(_cells(observed, labels), risks, frame.geography, frame.period)
    return ByCell(cell_sums(cells, windows), total)


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
    if events.reporter is None:
        return _single_reports(reports, stratum, watched, shape)
    classes: dict[tuple[int, ...], list[list[tuple[int, int]]]] = {}
    for token in _tokens(events):
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


def _single_reports(
    reports: Ints, stratum: Ints, watched: npt.NDArray[np.bool_], shape: tuple[int, int]
) -> SharedDays:
    """Return the sampler where every report moves by itself, within its stratum."""
    place, day = reports[:, 0], reports[:, 1]
    n_tokens = np.bincount(stratum)
    drawn = np.bincount(stratum[watched[day]], minlength=len(n_tokens))
    some = n_tokens > 0
    return SharedDays(
        place[np.lexsort((place, stratum))].astype(np.int32),
        day[np.lexsort((day, ~watched[day], stratum))].astype(np.int32),
        n_tokens[some].astype(np.int64),
        np.ones(int(some.sum()), np.int64),
        drawn[some].astype(np.int64),
        shape,
    )


def _tokens(events: Events) -> list[list[int]]:
    """Return the rows of reports that move together."""
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
