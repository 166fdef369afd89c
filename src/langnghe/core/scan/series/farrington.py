"""Farrington flexible: a count against the same season of earlier years, by quasi-Poisson regression."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, stdtr

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.series.answer import Floats, Ints, Reason, SeriesResult, as_table, how_many
from langnghe.core.scan.series.poisson import LEAST_MEAN, Design, Fit, fit
from langnghe.core.scan.series.timeline import Timeline

YEARS_FOR_A_TREND = 3
CELLS_AT_ONCE = 32_768


@dataclass(frozen=True, slots=True)
class FarringtonSettings:
    """
    Settings of Farrington flexible; the defaults are those of the improved version.

    Attributes
    ----------
    years_back : int
        How many earlier years the model rests on.
    half_window : int
        Points on either side of the same date that form the reference window.
    periods : int
        Seasonal levels of a year, the reference window being one; 1 for the windows alone.
    exclude_recent : int
        Points before the judged one that are left out, so that a rising outbreak does not hide itself.
    weights_threshold : float
        Standardised residuals above it are weighed down.
    alpha : float
        One-sided level of the upper bound.
    trend_alpha : float
        The trend is kept where its p-value is below this; 1 always tries it.
    least_count, within : int
        A point is judged only with at least `least_count` in the last `within` points, itself included.
    fit_unjudged : bool
        Whether points below `least_count` get a model and a score all the same; False saves most of the work.
    """

    years_back: int = 4
    half_window: int = 3
    periods: int = 10
    exclude_recent: int = 26
    weights_threshold: float = 2.58
    alpha: float = 0.005
    trend_alpha: float = 1.0
    least_count: int = 5
    within: int = 4
    fit_unjudged: bool = True

    def __post_init__(self) -> None:
        if self.years_back < 1 or self.half_window < 0 or self.periods < 1 or self.exclude_recent < 0:
            raise ScanError("years_back and periods must be at least 1, half_window and exclude_recent 0.")
        if not 0 < self.alpha < 1:
            raise ScanError("alpha must lie between 0 and 1.")
        if self.least_count < 0 or self.within < 1:
            raise ScanError("least_count must be at least 0 and within at least 1.")


def farrington(
    counts: object,
    settings: FarringtonSettings | None = None,
    *,
    timeline: Timeline | None = None,
    last: int | None = None,
) -> SeriesResult:
    """
    Judge the last points of each series by Farrington flexible with a negative-binomial plug-in bound.

    Parameters
    ----------
    counts : int array of shape (n_points,) or (n_series, n_points)
        Counts per week, day or month, without gaps.
    settings : FarringtonSettings
        Defaults to the improved settings.
    timeline : Timeline, optional
        Dates of the points; 52 equal steps a year by default.
    last : int, optional
        Judge only the last `last` points; all by default.

    Returns
    -------
    SeriesResult
        `expected` is the fitted mean; `score` is (observed - log mean) / (upper - log mean), as the R
        package has it for this bound: above 1 is an alarm.

    Raises
    ------
    ScanError
        If a count is negative or not whole, the timeline has another length, or the periods do not fit
        into a year.

    References
    ----------
    Noufaily, Enki, Farrington, Garthwaite, Andrews, Charlett (2013), "An improved algorithm for outbreak
    detection in multiple surveillance systems", Statistics in Medicine 32, 1206-1222; Salmon, Schumacher,
    Höhle (2016), "Monitoring count time series in R", Journal of Statistical Software 70(10).
    """
    settings = settings or FarringtonSettings()
    table = as_table(counts)
    timeline = timeline or Timeline(table.shape[1])
    if timeline.n_points != table.shape[1]:
        raise ScanError(f"The timeline has {timeline.n_points} points, the counts have {table.shape[1]}.")
    shown = how_many(last, table.shape[1])
    answers = [
        _judge(table, place, settings, timeline) for place in range(table.shape[1] - shown, table.shape[1])
    ]
    columns = [np.stack(column, axis=1) for column in zip(*answers, strict=True)]
    return SeriesResult(table[:, table.shape[1] - shown :], *columns)


def design_for(place: int, settings: FarringtonSettings, timeline: Timeline) -> Design | None:
    """Return the reference points of the point at `place`, or None where the history is too short."""
    years = timeline.years_before(place, settings.years_back)
    half = settings.half_window
    # A window may begin one step before the series: R reads that place as "none".
    if years is None or years[-1] - half < -1:
        return None
    level = _levels(years, settings)
    level[max(0, place - settings.exclude_recent) : place + 1] = 0
    places = np.flatnonzero(level)
    if settings.periods not in level:
        return None
    order = np.argsort(level[places], kind="stable")
    first = int(places[0])
    levels, starts, sizes = np.unique(level[places][order], return_index=True, return_counts=True)
    return Design(
        places=places[order],
        starts=starts,
        sizes=sizes,
        time=np.array([timeline.elapsed(int(at), first) for at in places[order]]),
        now=timeline.elapsed(place, first),
        level_now=int(np.searchsorted(levels, settings.periods)),
    )


def _levels(years: list[int], settings: FarringtonSettings) -> Ints:
    """Number the seasonal level of each place up to now; 0 where a place is no reference point."""
    now, half, window_level = years[0], settings.half_window, settings.periods
    level = np.zeros(now + 1, np.int64)
    level[max(0, now - half) :] = window_level
    for later, earlier in pairwise(years):
        level[max(0, earlier - half) : earlier + half + 1] = window_level
        between = later - earlier - 2 * half - 1
        if window_level == 1:
            continue
        if between < window_level - 1:
            raise ScanError(
                f"{window_level} periods do not fit into a year with a half window of {half}; "
                "give fewer periods or a smaller half window."
            )
        length, rest = divmod(between, window_level - 1)
        lengths = np.full(window_level - 1, length)
        lengths[:rest] += 1
        start = earlier + half + 1
        level[start : start + between] = np.repeat(np.arange(1, window_level), lengths)
    return level


Answer = tuple[Floats, Floats, Floats, NDArray[np.bool_], NDArray[np.int8]]


def _judge(table: Ints, place: int, settings: FarringtonSettings, timeline: Timeline) -> Answer:
    """Return expected, upper, score, alarm and reason of one point in every series."""
    m = len(table)
    mean, dispersion = np.full(m, np.nan), np.full(m, np.nan)
    recent = table[:, max(0, place + 1 - settings.within) : place + 1].sum(axis=1)
    enough = recent >= settings.least_count
    design = design_for(place, settings, timeline)
    if design is not None:
        wanted = np.flatnonzero(enough | settings.fit_unjudged)
        at_once = max(1, CELLS_AT_ONCE // len(design.places))
        for start in range(0, len(wanted), at_once):
            rows = wanted[start : start + at_once]
            counts = table[rows[:, None], design.places].astype(float)
            mean[rows], dispersion[rows] = _model(counts, design, settings)
    observed = table[:, place]
    upper = _upper_bound(mean, dispersion, settings.alpha)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = (observed - np.log(mean)) / (upper - np.log(mean))
        alarm = enough & (score > 1) & (observed > 0)
    reason = np.where(alarm, Reason.ABOVE, Reason.NONE).astype(np.int8)
    reason[np.isnan(mean)] = Reason.NO_FIT
    reason[~enough] = Reason.TOO_FEW
    if design is None:
        reason[:] = Reason.TOO_SHORT
    unjudged = ~enough
    return np.where(unjudged, np.nan, mean), np.where(unjudged, np.nan, upper), score, alarm, reason


def _model(counts: Floats, design: Design, settings: FarringtonSettings) -> tuple[Floats, Floats]:
    """Return the expected count now and the dispersion of each series; NaN where no model converged."""
    mean, dispersion = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    rest = np.arange(len(counts))
    if settings.years_back >= YEARS_FOR_A_TREND:
        converged, model, phi, prior = _reweighted(counts, design, settings, trend=True)
        believable = model.mean_now <= counts[converged].max(axis=1)
        if settings.trend_alpha < 1:
            p = _p_of_trend(counts[converged], model, prior, design)
            believable &= p < settings.trend_alpha
        kept = rest[converged][believable]
        mean[kept], dispersion[kept] = model.mean_now[believable], phi[believable]
        rest = np.setdiff1d(rest, kept, assume_unique=True)
    if rest.size:
        converged, model, phi, _ = _reweighted(counts[rest], design, settings, trend=False)
        mean[rest[converged]], dispersion[rest[converged]] = model.mean_now, phi
    return mean, dispersion


def _reweighted(
    counts: Floats, design: Design, settings: FarringtonSettings, *, trend: bool
) -> tuple[NDArray[np.bool_], Fit, Floats, Floats]:
    """Fit, weigh down what stands out, and fit again; for the series whose first fit converged."""
    parameters = len(design.sizes) + trend
    first = fit(counts, design, trend=trend)
    counts = counts[first.converged]
    first_converged = Fit(*(getattr(first, name)[first.converged] for name in Fit.__slots__))
    phi = _dispersion(counts, first_converged, parameters)
    prior = _weights(counts, first_converged, phi, settings.weights_threshold)
    second = fit(counts, design, trend=trend, prior=prior)
    return first.converged, second, _dispersion(counts, second, parameters), prior


def _dispersion(counts: Floats, model: Fit, parameters: int) -> Floats:
    """Pearson dispersion with the weights of the last regression, at least 1."""
    distance = (counts - model.means) / model.means
    return np.maximum((model.weights * distance * distance).sum(axis=1) / (counts.shape[1] - parameters), 1.0)


def _weights(counts: Floats, model: Fit, phi: Floats, threshold: float) -> Floats:
    """Weigh a count by the inverse square of its standardised Anscombe residual, where above `threshold`."""
    residual = 1.5 * (np.cbrt(counts) ** 2 / np.sqrt(np.cbrt(model.means)) - np.sqrt(model.means))
    residual /= np.sqrt(phi[:, None] * (1 - model.leverage))
    weights = np.ones_like(counts)
    np.divide(1.0, residual * residual, out=weights, where=residual > threshold)
    return weights * (counts.shape[1] / weights.sum(axis=1))[:, None]


def _p_of_trend(counts: Floats, model: Fit, prior: Floats, design: Design) -> Floats:
    """Two-sided p of the slope; its dispersion rests on the prior weights alone, as in the R package."""
    freedom = counts.shape[1] - len(design.sizes) - 1
    distance = (counts - model.means) / model.means
    dispersion = (prior * distance * distance).sum(axis=1) / freedom
    return 2 * stdtr(freedom, -np.abs(model.slope) / np.sqrt(dispersion / model.spread))


def _upper_bound(mean: Floats, dispersion: Floats, alpha: float) -> Floats:
    """Return the least count exceeded with chance at most alpha; negative binomial, or Poisson."""
    upper = np.full(mean.shape, np.nan)
    known = np.flatnonzero(np.isfinite(mean))
    low, high = np.full(known.size, -1.0), np.full(known.size, 1.0)
    mean, dispersion = np.maximum(mean[known], LEAST_MEAN), dispersion[known]
    while (open_ := _beyond(high, mean, dispersion) > alpha).any():
        low[open_] = high[open_]
        high[open_] = 2 * high[open_] + 1
    while (wide := high - low > 1).any():
        middle = np.floor((low + high) / 2)
        over = _beyond(middle, mean, dispersion) > alpha
        low = np.where(wide & over, middle, low)
        high = np.where(wide & ~over, middle, high)
    upper[known] = high
    return upper


def _beyond(count: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """Return the chance of more than `count`, for a mean and a variance of mean times dispersion."""
    extra = np.maximum(dispersion - 1, 0.0)
    poisson = extra == 0
    size = mean / np.where(poisson, 1.0, extra)
    return np.where(
        poisson,
        gammainc(count + 1, mean),
        betainc(count + 1, size, np.where(poisson, 0.5, extra / dispersion)),
    )
