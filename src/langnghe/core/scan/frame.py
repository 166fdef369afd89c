"""Events laid out on sites and intervals: the common first and last step of every model."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import engine
from langnghe.core.scan.errors import BadLine, NothingToScan, ScanError
from langnghe.core.scan.events import Events
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.periods import Period, as_number
from langnghe.core.scan.problem import Problem, Zones
from langnghe.core.scan.result import Cluster, ScanResult, digest_of, plain
from langnghe.core.scan.settings import (
    ANALYSES,
    MOST_CELLS,
    RATES,
    Analysis,
    Rates,
    Simulation,
    TimeUnit,
    Window,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Frame:
    """The geography and period of one scan, and what kinds of windows it looks at."""

    geography: Geography
    period: Period
    analysis: Analysis
    window: Window
    rates: Rates
    knows_days: bool
    began: float

    @classmethod
    def of(
        cls,
        events: Events,
        geography: Geography,
        window: Window,
        analysis: Analysis,
        period: tuple[Any, Any] | None,
        time_unit: TimeUnit,
        rates: Rates,
    ) -> "Frame":
        """Check the settings and lay out the period; raise ScanError in a sentence."""
        began = time.process_time()
        if analysis not in ANALYSES:
            raise ScanError(f'An analysis is one of {", ".join(ANALYSES)}, not "{analysis}".')
        if rates not in RATES:
            raise ScanError(f'Rates are one of {", ".join(RATES)}, not "{rates}".')
        if events.day is None and analysis != "spatial":
            raise ScanError(f"A {analysis} scan needs the day of each case; give days or scan spatially.")
        studied = _period(events, period, time_unit)
        if analysis == "spatial":
            studied = Period(studied.starts[[0, -1]], studied.unit, studied.is_dated)
        knows_days = events.day is not None or period is not None
        return cls(geography, studied, analysis, window, rates, knows_days, began)

    @property
    def shape(self) -> tuple[int, int]:
        """Sites (one, in a purely temporal scan) and intervals."""
        return (1 if self.analysis == "temporal" else self.geography.n_sites, self.period.n_intervals)

    @property
    def windows(self) -> npt.NDArray[np.int32]:
        """The windows of time, shape (n_windows, 2); raise ScanError where they are too many."""
        n_windows = self.period.n_windows(self.analysis, self.window)
        if self.shape[0] * max(n_windows, self.shape[1]) > MOST_CELLS:
            raise ScanError(
                f"{self.shape[0]:,} places with {n_windows:,} windows of time are too many; look for shorter "
                "clusters, count longer units of time, or correct the days."
            )
        return self.period.windows(self.analysis, self.window)

    def sites(self, units: Sequence[Any] | npt.NDArray[Any]) -> Ints:
        """Return the site of each named unit; 0 for all in a purely temporal scan."""
        places = self.geography.site_of[self.geography.positions(units)]
        return np.zeros_like(places) if self.analysis == "temporal" else places

    def intervals(self, events: Events) -> Ints:
        """Return the interval of each line; raise BadLine for a case outside the period."""
        if events.day is None:
            return np.zeros(len(events.unit), np.int64)
        interval = self.period.intervals_of(events.days)
        inside = np.clip(interval, 0, self.period.n_intervals - 1)
        outside = (interval != inside) & (events.counts > 0)
        if outside.any():
            line = int(np.argmax(outside))
            first, last = self.period.first_day(0), self.period.last_day(self.period.n_intervals)
            problem = f"{np.asarray(events.day)[line]} lies outside the period {first} to {last}"
            raise BadLine(line, "day", problem)
        return inside

    def counts(self, events: Events) -> Ints:
        """Return cases of shape (n_sites, n_intervals)."""
        counts = np.zeros(self.shape, np.int64)
        np.add.at(counts, (self.sites(events.unit), self.intervals(events)), events.counts)
        return counts

    def zones(self, at_risk: Floats) -> Zones:
        """Return the circles allowed for so many people at risk (or cases) per site."""
        if self.analysis == "temporal":
            return Zones.whole()
        zones = Zones.growing(self.geography, at_risk, self.window)
        if not len(zones.member):
            raise NothingToScan("No circle is small enough; raise the share or the distance allowed.")
        return zones

    def inside(self, cluster: Cluster) -> npt.NDArray[np.bool_]:
        """Return which (site, interval) a found cluster covers."""
        covered = np.zeros(self.shape, bool)
        sites = np.unique(self.sites(list(cluster.units)))
        days = self.period.starts[:-1]
        spans = np.ones(len(days), bool)
        if self.analysis != "spatial":
            spans = (days >= as_number(cluster.first_day)) & (days <= as_number(cluster.last_day))
        covered[np.ix_(sites, np.flatnonzero(spans))] = True
        return covered

    def answer(
        self,
        problem: Problem,
        simulation: Simulation,
        *,
        model: str,
        has_risk: bool,
        data: str,
        settings: dict[str, Any],
        count_reporters: Callable[[npt.NDArray[Any], int, int], int] | None = None,
    ) -> ScanResult:
        """Run the problem and return its result with settings and digest."""
        maxima, best, stopped = engine.simulate(problem, simulation)
        setting = engine.Setting(
            self.geography,
            self.period,
            self.analysis,
            has_risk,
            self.knows_days,
            count_reporters,
            self.window.min_reporters,
        )
        clusters = engine.clusters_of(problem, setting, best, maxima, stopped=stopped)
        kept = {
            "model": model,
            "analysis": self.analysis,
            "rates": self.rates,
            "time_unit": self.period.unit,
            "period": [str(self.period.first_day(0)), str(self.period.last_day(self.period.n_intervals))],
            "window": plain(self.window),
            "simulation": {**plain(simulation), "threads": None},
            **settings,
        }
        return ScanResult(
            clusters,
            maxima,
            kept,
            digest_of(self.geography.digest + data, kept, clusters, maxima),
            simulation.seed,
            time.process_time() - self.began,
            count_reporters is not None,
            engine.kernel_name(),
        )


def _period(events: Events, period: tuple[Any, Any] | None, unit: TimeUnit) -> Period:
    if period is not None:
        is_dated = events.is_dated if events.day is not None else True
        return Period.spanning(as_number(period[0]), as_number(period[1]), unit, is_dated=is_dated)
    if events.day is None:
        return Period.spanning(0, 0, is_dated=False)
    days = events.days[events.counts > 0]
    return Period.spanning(int(days.min()), int(days.max()), unit, is_dated=events.is_dated)
