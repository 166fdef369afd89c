"""Negative-binomial CUSUM: small excesses add up until they are too much for chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.series.answer import Floats, Ints, Reason, SeriesResult, as_table, how_many


@dataclass(frozen=True, slots=True)
class CusumSettings:
    """
    Settings of the negative-binomial CUSUM.

    Attributes
    ----------
    baseline : int
        Points at the start of the series that show the ordinary mean and variance; at least 3.
    shift : float
        How many times the ordinary mean is the mean that should be found soonest; above 1.
    limit : float
        The alarm is raised when the sum of log-likelihood ratios reaches this.
    """

    baseline: int = 52
    shift: float = 2.0
    limit: float = 5.0

    def __post_init__(self) -> None:
        if self.baseline < 3:
            raise ScanError("A baseline has at least 3 points.")
        if not self.shift > 1:
            raise ScanError("The shift must be above 1.")
        if not self.limit > 0:
            raise ScanError("The limit must be above 0.")


def nb_cusum(
    counts: object, settings: CusumSettings | None = None, *, last: int | None = None
) -> SeriesResult:
    """
    Add up log-likelihood ratios of a shifted against the ordinary mean, from the end of the baseline on.

    The sum never falls below 0 and starts again at 0 after an alarm.

    Parameters
    ----------
    counts : int array of shape (n_points,) or (n_series, n_points)
        Counts per day or week, without gaps.
    settings : CusumSettings
        A baseline of 52 points, a doubled mean and a limit of 5 by default.
    last : int, optional
        Show only the last `last` points; all by default.

    Returns
    -------
    SeriesResult
        `expected` is the mean of the baseline, `upper` the greatest count that would not have raised
        the alarm at that point, `score` the sum as a share of the limit.

    Raises
    ------
    ScanError
        If a count is negative or not whole.

    References
    ----------
    Höhle, Paul (2008), "Count data regression charts for the monitoring of surveillance time series",
    Computational Statistics & Data Analysis 52, 4357-4368.
    """
    settings = settings or CusumSettings()
    table = as_table(counts)
    n_points = table.shape[1]
    upper, score = np.full(table.shape, np.nan), np.full(table.shape, np.nan)
    expected = np.full(table.shape, np.nan)
    reason = np.full(table.shape, Reason.TOO_SHORT, np.int8)
    if n_points > settings.baseline:
        mean = table[:, : settings.baseline].mean(axis=1)
        gain, loss = _ratio(table[:, : settings.baseline], mean, settings.shift)
        _run(table, gain, loss, settings, upper, score)
        judged = (slice(None), slice(settings.baseline, None))
        expected[judged] = mean[:, None]
        reason[judged] = np.where(mean > 0, Reason.NONE, Reason.NO_SPREAD)[:, None]
    with np.errstate(invalid="ignore"):
        alarm = table > upper
    reason[alarm] = Reason.ABOVE
    end = slice(n_points - how_many(last, n_points), None)
    return SeriesResult(
        table[:, end], expected[:, end], upper[:, end], score[:, end], alarm[:, end], reason[:, end]
    )


def _ratio(history: Ints, mean: Floats, shift: float) -> tuple[Floats, Floats]:
    """Return what one report adds to the log-likelihood ratio, and what one point takes away."""
    extra = np.maximum(history.var(axis=1, ddof=1) - mean, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = mean * mean / extra
        swell = np.log1p((shift - 1) * mean / (size + mean))
        poisson = ~np.isfinite(size)
        gain = np.log(shift) - np.where(poisson, 0.0, swell)
        loss = np.where(poisson, (shift - 1) * mean, size * swell)
    return gain, loss


def _run(
    table: Ints, gain: Floats, loss: Floats, settings: CusumSettings, upper: Floats, score: Floats
) -> None:
    total = np.zeros(len(table))
    known = loss > 0
    for point in range(settings.baseline, table.shape[1]):
        needed = (settings.limit - total + loss) / gain
        upper[known, point] = np.maximum(np.ceil(needed[known]) - 1, 0.0)
        total = np.maximum(0.0, total + table[:, point] * gain - loss)
        score[known, point] = total[known] / settings.limit
        total[table[:, point] > upper[:, point]] = 0.0
