"""Quasi-Poisson regression of many series at once: seasonal levels, with or without a trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from langnghe.core.scan.series.answer import Floats, Ints

MOST_STEPS = 25
TOLERANCE = 1e-8
LEAST_MEAN = float(np.finfo(float).eps)


@dataclass(frozen=True, slots=True)
class Design:
    """
    What the fitted points of all series have in common.

    Attributes
    ----------
    places : int array of shape (n,)
        Places of the reference points in the series, sorted by level.
    starts : int array of shape (n_levels,)
        Where each seasonal level begins in `places`.
    sizes : int array of shape (n_levels,)
        How many points each level has.
    time : float array of shape (n,)
        Time of each point, in steps.
    now : float
        Time of the judged point.
    level_now : int
        Index of its seasonal level.
    """

    places: Ints
    starts: Ints
    sizes: Ints
    time: Floats
    now: float
    level_now: int

    def per_level(self, values: Floats) -> Floats:
        """Sum (m, n) values over the points of each level: (m, n_levels)."""
        return np.add.reduceat(values, self.starts, axis=1)

    def per_point(self, values: Floats) -> Floats:
        """Repeat (m, n_levels) values for the points of each level: (m, n)."""
        return np.repeat(values, self.sizes, axis=1)


@dataclass(frozen=True, slots=True)
class Fit:
    """
    A regression per series, as the last step of the iteration left it.

    `weights` (m, n) and `leverage` (m, n) belong to the last weighted regression, that is, to the means
    before its step; `means` (m, n) and `mean_now` (m,) to the means after it. `slope` (m,) is 0 without
    a trend, and `spread` (m,) is the weighted variance of time within the levels that the slope rests on.
    """

    means: Floats
    weights: Floats
    leverage: Floats
    slope: Floats
    spread: Floats
    mean_now: Floats
    converged: NDArray[np.bool_]

    def take_over(self, rows: NDArray[np.intp], other: Fit) -> None:
        """Write the rows of `other` into the given rows of this fit."""
        for name in self.__slots__:
            getattr(self, name)[rows] = getattr(other, name)


def fit(counts: Floats, design: Design, *, trend: bool, prior: Floats | None = None) -> Fit:
    """
    Fit log means by iteratively re-weighted least squares, stopping as generalised linear models do in R.

    Parameters
    ----------
    counts : float array of shape (m, n)
        The reference counts of m series, in the order of `design.places`.
    design : Design
        Levels and times.
    trend : bool
        Whether a linear trend is fitted beside the seasonal levels.
    prior : float array of shape (m, n), optional
        Weight of each count; 1 by default.

    Returns
    -------
    Fit
        `converged` is False where the deviance still moved after 25 steps.

    References
    ----------
    McCullagh, Nelder (1989), "Generalized Linear Models", section 2.5. The stopping rule and start are those
    of `glm.fit` in R, since reference values depend on the last step at the seventh digit.
    """
    prior = np.ones_like(counts) if prior is None else prior
    saturated = np.where(counts > 0, counts * np.log(np.maximum(counts, LEAST_MEAN)) - counts, 0.0)
    saturated = (prior * saturated).sum(axis=1)
    if trend:
        return _fit_trend(counts, design, prior, saturated)
    return _fit_levels(counts, design, prior, saturated)


def _fit_trend(counts: Floats, design: Design, prior: Floats, saturated: Floats) -> Fit:
    whole = _blank(counts.shape)
    rows = np.arange(len(counts))
    means = counts + 0.1
    log_means = np.log(means)
    deviance = _deviance(counts, means, log_means, prior, saturated)
    for step in range(MOST_STEPS):
        before = deviance
        state, log_means = _step(counts, means, log_means, prior, design)
        means = state.means
        deviance = _deviance(counts, means, log_means, prior, saturated)
        settled = np.abs(deviance - before) / (np.abs(deviance) + 0.1) < TOLERANCE
        done = settled if step < MOST_STEPS - 1 else np.ones_like(settled)
        if done.any():
            state.converged[:] = settled
            whole.take_over(rows[done], _some(state, done))
            left = ~done
            if not left.any():
                break
            rows, counts, means, log_means = rows[left], counts[left], means[left], log_means[left]
            prior, saturated, deviance = prior[left], saturated[left], deviance[left]
    return whole


def _step(
    counts: Floats, means: Floats, log_means: Floats, prior: Floats, design: Design
) -> tuple[Fit, Floats]:
    """One weighted regression: level by level, and for the trend on what varies within the levels."""
    weights = prior * means
    target = log_means + (counts - means) / means
    mass = design.per_level(weights)
    level = design.per_level(weights * target) / mass
    middle = design.per_level(weights * design.time) / mass
    offset = design.time - design.per_point(middle)
    pull = weights * offset
    spread = (pull * offset).sum(axis=1)
    slope = (pull * target).sum(axis=1) / spread
    predictor = design.per_point(level) + slope[:, None] * offset
    leverage = weights / design.per_point(mass) + pull * offset / spread[:, None]
    now = level[:, design.level_now] + slope * (design.now - middle[:, design.level_now])
    state = Fit(
        _mean(predictor), weights, leverage, slope, spread, _mean(now), np.zeros(len(counts), bool)
    )  # fmt: skip
    return state, predictor


def _fit_levels(counts: Floats, design: Design, prior: Floats, saturated: Floats) -> Fit:
    """Without a trend all points of a level share a mean, so after the first step only levels move."""
    start = counts + 0.1
    first = prior * start
    level = design.per_level(first * (np.log(start) - 0.1 / start)) / design.per_level(first)
    mass, total = design.per_level(prior), design.per_level(prior * counts)
    before = _deviance(counts, start, np.log(start), prior, saturated)
    earlier = means = _mean(level)
    moving = np.ones(len(counts), bool)
    for step in range(MOST_STEPS):
        if step:
            earlier = np.where(moving[:, None], means, earlier)
            level = np.where(moving[:, None], level + total / mass / earlier - 1, level)
            means = _mean(level)
        deviance = 2 * (saturated - (total * level - mass * means).sum(axis=1))
        moving &= np.abs(deviance - before) / (np.abs(deviance) + 0.1) >= TOLERANCE
        if not moving.any():
            break
        before = deviance
    weights = prior * design.per_point(earlier)
    still = np.zeros(len(counts))
    return Fit(
        design.per_point(means), weights, prior / design.per_point(mass),
        still, still, means[:, design.level_now], ~moving,
    )  # fmt: skip


def _mean(predictor: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.maximum(np.exp(predictor), LEAST_MEAN)


def _deviance(counts: Floats, means: Floats, log_means: Floats, prior: Floats, saturated: Floats) -> Floats:
    with np.errstate(over="ignore", invalid="ignore"):
        return 2 * (saturated - (prior * (counts * log_means - means)).sum(axis=1))


def _blank(shape: tuple[int, ...]) -> Fit:
    m = shape[0]
    return Fit(
        np.empty(shape), np.empty(shape), np.empty(shape),
        np.empty(m), np.empty(m), np.empty(m), np.zeros(m, bool),
    )  # fmt: skip


def _some(state: Fit, rows: NDArray[np.bool_]) -> Fit:
    return Fit(*(getattr(state, name)[rows] for name in Fit.__slots__))
