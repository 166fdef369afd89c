"""A scan made ready for a kernel: zones, windows, expectations and a sampler, all as plain arrays."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import statistics
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.settings import Window
from langnghe.core.scan.streams import uniforms

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# A table of logarithms by (cases in the zone, window) is kept up to this many entries.
LARGEST_TABLE = 4_000_000
# Circles are measured for so many centres together.
ROWS_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class Zones:
    """Growing circles: `member[start[i]:start[i + 1]]` are the sites round centre i, nearest first."""

    start: Ints
    member: npt.NDArray[Any]

    @property
    def n_centres(self) -> int:
        """How many centres there are."""
        return len(self.start) - 1

    def of(self, centre: int) -> npt.NDArray[Any]:
        """Return the sites of the largest circle round a centre."""
        return self.member[self.start[centre] : self.start[centre + 1]]

    @classmethod
    def growing(cls, geography: Geography, at_risk: Floats, window: Window) -> "Zones":
        """
        Return the circles that hold at most the allowed share of `at_risk` and reach no farther than allowed.

        `at_risk` has shape (n_sites,): expected cases, or cases when permuting. A share met exactly is
        allowed; rounding of sums is forgiven to 1e-12.
        """
        order, length = geography.nearest()
        limit = at_risk.sum() * window.max_share * (1 + 1e-12)
        sizes = np.empty(len(length), np.int64)
        width = ROWS_AT_ONCE
        for low in range(0, len(length), ROWS_AT_ONCE):
            rows = slice(low, low + ROWS_AT_ONCE)
            held = np.cumsum(at_risk[order[rows, :width]], axis=1)
            while width < order.shape[1] and held[:, -1].min() <= limit:
                width *= 2
                held = np.cumsum(at_risk[order[rows, :width]], axis=1)
            sizes[rows] = np.minimum(np.count_nonzero(held <= limit, axis=1), length[rows])
        if window.max_km is not None and geography.neighbours is None:
            for i in range(len(length)):
                reach = geography.distance_km(i, order[i, : sizes[i]])
                sizes[i] = np.searchsorted(reach, window.max_km * (1 + 1e-12), side="right")
        start = np.concatenate(([0], np.cumsum(sizes)))
        member = np.concatenate([row[:size] for row, size in zip(order, sizes.tolist(), strict=True)])
        return cls(start, member.astype(np.uint16 if len(at_risk) <= 65535 else np.int32, copy=False))

    @classmethod
    def whole(cls) -> "Zones":
        """Return the one zone of a purely temporal scan: everything, as one site."""
        return cls(np.array([0, 1], np.int64), np.zeros(1, np.uint16))


class Sampler(Protocol):
    """Draws the cases of a replicate."""

    def draw(self, seed: int, replicate: int) -> Ints:
        """Return counts of shape (n_sites, n_intervals)."""


@dataclass(frozen=True, eq=False)
class SharedDays:
    """
    Moves reports in time: within each class, tokens trade their days.

    A token is one report, or all reports of one sender; a class holds tokens of one size that may trade.
    `site` lists the sites of the tokens' reports and `interval` the intervals of the slots' reports, both
    class by class; a class of n tokens of size s takes n * s entries of each. Only the first `drawn` slots of
    a class are ever looked at by a window, so only they are drawn.
    """

    site: npt.NDArray[np.int32]
    interval: npt.NDArray[np.int32]
    n_tokens: Ints
    size: Ints
    drawn: Ints
    shape: tuple[int, int]

    @cached_property
    def n_draws(self) -> int:
        """Random numbers a replicate takes."""
        return int(self.drawn.sum())

    def draw(self, seed: int, replicate: int) -> Ints:
        """Return the counts of one replicate; slots no window looks at stay empty."""
        counts = np.zeros(self.shape, np.int64)
        numbers = uniforms(seed, replicate, self.n_draws).tolist()
        used = base = 0
        for n, size, drawn in zip(
            self.n_tokens.tolist(), self.size.tolist(), self.drawn.tolist(), strict=True
        ):
            tokens = _first_of_shuffled(n, drawn, numbers[used : used + drawn])
            reports = base + tokens[:, None] * size + np.arange(size)
            slots = base + np.arange(drawn * size)
            np.add.at(counts, (self.site[reports.reshape(-1)], self.interval[slots]), 1)
            used, base = used + drawn, base + n * size
        return counts


@dataclass(frozen=True, eq=False)
class ScatteredCases:
    """Scatters all cases over cells with given chances (the Poisson model, its total fixed)."""

    cumulative: Floats
    total: int
    shape: tuple[int, int]

    @classmethod
    def over(cls, expected: Floats, total: int) -> "ScatteredCases":
        """Return a sampler over cells with expected counts of shape (n_sites, n_intervals)."""
        cumulative = np.cumsum(expected.reshape(-1))
        cumulative /= cumulative[-1]
        return cls(cumulative, total, (expected.shape[0], expected.shape[1]))

    def draw(self, seed: int, replicate: int) -> Ints:
        """Return the counts of one replicate."""
        cell = np.searchsorted(self.cumulative, uniforms(seed, replicate, self.total), side="right")
        cell = np.minimum(cell, len(self.cumulative) - 1)
        return np.bincount(cell, minlength=len(self.cumulative)).reshape(self.shape)


@dataclass(frozen=True, eq=False)
class SharedLabels:
    """Hands the labels "case" to people at random (the Bernoulli model); the rarer label is drawn."""

    cell: npt.NDArray[np.int32]
    total: int
    shape: tuple[int, int]

    @cached_property
    def drawn(self) -> int:
        """How many people are drawn."""
        return min(self.total, len(self.cell) - self.total)

    def draw(self, seed: int, replicate: int) -> Ints:
        """Return the counts of one replicate."""
        chosen = _first_of_shuffled(
            len(self.cell), self.drawn, uniforms(seed, replicate, self.drawn).tolist()
        )
        n_cells = self.shape[0] * self.shape[1]
        counts = np.bincount(self.cell[chosen], minlength=n_cells)
        if self.drawn != self.total:
            counts = np.bincount(self.cell, minlength=n_cells) - counts
        return counts.reshape(self.shape)


def _first_of_shuffled(n: int, drawn: int, numbers: list[float]) -> Ints:
    """Return the first `drawn` of 0 … n-1 shuffled (Fisher and Yates)."""
    items = list(range(n))
    for i in range(drawn):
        j = i + int(numbers[i] * (n - i))
        items[i], items[j] = items[j], items[i]
    return np.array(items[:drawn], np.int64)


@dataclass(frozen=True, eq=False)
class ByTotal:
    """Expected counts that follow from a zone's cases alone: m = cases * share[w] (permutation)."""

    site_total: Ints
    share: Floats
    total: int

    @cached_property
    def tables(self) -> tuple[Floats, Floats, Floats]:
        """Expected count and its two logarithms by (cases in the zone, window)."""
        expected = np.arange(self.total + 1)[:, None] * self.share
        return expected, *statistics.expected_logs(expected, self.total)

    def along(self, sites: npt.NDArray[Any]) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return m, shape (len(sites), n_windows), as a circle grows over these sites, and its logarithms."""
        held = np.cumsum(self.site_total[sites])
        expected, inside, outside = self.tables
        return expected[held], (inside[held], outside[held])


@dataclass(frozen=True, eq=False)
class ByCell:
    """Expected counts that add up site by site: `site_expected` has shape (n_sites, n_windows)."""

    site_expected: Floats
    total: int

    def along(self, sites: npt.NDArray[Any]) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return m as a circle grows over these sites, and its logarithms."""
        expected = np.cumsum(self.site_expected[sites], axis=0)
        return expected, statistics.expected_logs(expected, self.total)


@dataclass(frozen=True, eq=False)
class ByPeople:
    """Cases among people (Bernoulli): `site_people` has shape (n_sites, n_windows)."""

    site_people: Ints
    total: int
    everyone: int


def cell_sums(cells: Floats, windows: npt.NDArray[np.int32]) -> Floats:
    """Sum expected counts of shape (n_sites, n_intervals) over each window."""
    before = np.zeros((cells.shape[0], cells.shape[1] + 1))
    np.cumsum(cells, axis=1, out=before[:, 1:])
    return before[:, windows[:, 1]] - before[:, windows[:, 0]]


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a kernel needs; `observed` has shape (n_sites, n_intervals)."""

    zones: Zones
    windows: npt.NDArray[np.int32]
    observed: Ints
    expected: ByTotal | ByCell | ByPeople
    sampler: Sampler
    rates: str
    min_cases: int

    @property
    def total(self) -> int:
        """All cases."""
        return self.expected.total

    def in_windows(self, counts: Ints) -> Ints:
        """Sum counts of shape (…, n_sites, n_intervals) over each window of time."""
        before = np.zeros((*counts.shape[:-1], counts.shape[-1] + 1), np.int64)
        np.cumsum(counts, axis=-1, out=before[..., 1:])
        return before[..., self.windows[:, 1]] - before[..., self.windows[:, 0]]
