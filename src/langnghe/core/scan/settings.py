"""Frozen settings: what a cluster may look like, and how the scan is run."""

import math
from dataclasses import dataclass
from typing import Literal

from langnghe.core.scan.errors import ScanError

Analysis = Literal["spatial", "temporal", "retrospective", "prospective"]
Rates = Literal["high", "low", "both"]
TimeUnit = Literal["day", "month", "year"]

ANALYSES = ("spatial", "temporal", "retrospective", "prospective")
RATES = ("high", "low", "both")
STOP_AFTER = 10  # exceedances that end a sequential simulation (Besag and Clifford 1991)
TIME_UNITS = ("day", "month", "year")
MOST_CELLS = 100_000_000  # places (or nodes of a tree) times windows of time, each some 24 bytes


@dataclass(frozen=True)
class Window:
    """
    Which clusters are looked for.

    max_share : a circle holds at most this share of the population at risk (of the cases, when permuting).
    max_km : a circle reaches at most this far, inclusive; None for no such limit.
    max_days : a cluster lasts at most this many time units (days, unless the scan counts months or years).
    max_time_share : used when `max_days` is None: the same limit as a share of the period.
    min_cases : a cluster of high rates has at least this many cases.
    min_reporters : a cluster needs this many distinct senders; only where events carry senders.

    Raises
    ------
    ScanError
        When a share lies outside (0, 1], or another limit is too small.
    """

    max_share: float = 0.5
    max_km: float | None = None
    max_days: int | None = None
    max_time_share: float = 0.5
    min_cases: int = 2
    min_reporters: int | None = None

    def __post_init__(self) -> None:
        for name in ("max_share", "max_time_share"):
            if not 0.0 < getattr(self, name) <= 1.0:
                raise ScanError(f"{name} is {getattr(self, name)}; give a share above 0 and at most 1.")
        if self.max_km is not None and not (self.max_km >= 0.0 and math.isfinite(self.max_km)):
            raise ScanError(f"max_km is {self.max_km}; give a distance of at least 0.")
        if self.max_days is not None and self.max_days < 1:
            raise ScanError(f"max_days is {self.max_days}; a cluster lasts at least 1.")
        if self.min_cases < 1:
            raise ScanError(f"min_cases is {self.min_cases}; give at least 1.")


@dataclass(frozen=True)
class Simulation:
    """
    How the null distribution is simulated.

    replicates : shuffled copies of the data; the smallest possible p is 1 / (replicates + 1).
    seed : replicate r uses the stream (seed, r), for any number of threads.
    stop_after : end once so many replicates reached the strongest cluster (Besag, Clifford); None: never.
    threads : None for one per processor.

    Raises
    ------
    ScanError
        When a number is too small.
    """

    replicates: int = 999
    seed: int = 1
    stop_after: int | None = None
    threads: int | None = None

    @classmethod
    def of(
        cls, replicates: int, seed: int, stop: Literal["sequential"] | int | None, threads: int | None
    ) -> "Simulation":
        """Return the settings as the public functions take them; "sequential" stops after 10."""
        return cls(replicates, seed, STOP_AFTER if stop == "sequential" else stop, threads)

    def __post_init__(self) -> None:
        if self.replicates < 0:
            raise ScanError(f"replicates is {self.replicates}; give 0 or more.")
        if not 0 <= self.seed < 2**63:
            raise ScanError(f"seed is {self.seed}; give a whole number from 0 on.")
        for name in ("stop_after", "threads"):
            if getattr(self, name) is not None and getattr(self, name) < 1:
                raise ScanError(f"{name} is {getattr(self, name)}; give at least 1.")
