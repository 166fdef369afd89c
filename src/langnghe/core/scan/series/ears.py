"""EARS C1, C2 and C3: a count against the mean and spread of a short moving baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.series.answer import Floats, Ints, Reason, SeriesResult, as_table, how_many

Variant = Literal["C1", "C2", "C3"]
LAG = {"C1": 0, "C2": 2, "C3": 2}  # points left out between the baseline and the judged point
REACH = {"C1": 0, "C2": 2, "C3": 4}  # points needed before the first judged point, beside the baseline
CELLS_AT_ONCE = 16_384  # of one block: a dozen arrays of this size stay in the second-level cache


@dataclass(frozen=True, slots=True)
class EarsSettings:
    """
    Settings of EARS.

    Attributes
    ----------
    variant : "C1", "C2" or "C3"
        C1: the baseline ends just before the judged point. C2: two points are left out between. C3, as
        published and as R has it, alarms on what the two points before stood out by in C2.
    baseline : int
        Length of the moving baseline, in points; at least 3.
    alpha : float or None
        One-sided level of the normal quantile; None means 0.001 (C3: 0.025).
    min_sigma : float
        Least standard deviation taken for the baseline.
    """

    variant: Variant = "C1"
    baseline: int = 7
    alpha: float | None = None
    min_sigma: float = 0.0

    def __post_init__(self) -> None:
        if self.variant not in LAG:
            raise ScanError("The variant is C1, C2 or C3.")
        if self.baseline < 3:
            raise ScanError("A baseline has at least 3 points.")
        if not 0 < self.level < 1:
            raise ScanError("alpha must lie between 0 and 1.")
        if self.min_sigma < 0:
            raise ScanError("min_sigma must not be negative.")

    @property
    def level(self) -> float:
        """The one-sided level in force: `alpha`, or what suits the variant."""
        if self.alpha is not None:
            return self.alpha
        return 0.025 if self.variant == "C3" else 0.001


def ears(counts: object, settings: EarsSettings | None = None, *, last: int | None = None) -> SeriesResult:
    """
    Judge the last points of each series by EARS.

    Parameters
    ----------
    counts : int array of shape (n_points,) or (n_series, n_points)
        Counts per day or week, without gaps.
    settings : EarsSettings
        Defaults to C1 with a baseline of 7 points.
    last : int, optional
        Judge only the last `last` points; all by default.

    Returns
    -------
    SeriesResult
        `expected` is the mean of the baseline; `score` the distance from it in standard deviations
        infinite or NaN where it does not vary;
        for C3 the sum that its alarm rests on, of what the two points before stood above one deviation.

    Raises
    ------
    ScanError
        If a count is negative or not whole.

    References
    ----------
    Fricker, Hegler, Dunfee (2008), "Comparing syndromic surveillance detection methods: EARS' versus a
    CUSUM-based methodology", Statistics in Medicine 27, 3407-3429.
    """
    settings = settings or EarsSettings()
    table = as_table(counts)
    n_series, n_points = table.shape
    shown = how_many(last, n_points)
    reach = settings.baseline + REACH[settings.variant]
    judged = max(0, min(shown, n_points - reach))
    result = _blank(table[:, n_points - shown :], judged)
    if judged > 0:
        table = table[:, n_points - judged - reach :]
        rows = max(1, CELLS_AT_ONCE // table.shape[1])
        for start in range(0, n_series, rows):
            block = slice(start, start + rows)
            _judge(table[block], settings, _part(result, block, judged))
    return result


def ears_alarms(counts: object, settings: EarsSettings | None = None) -> NDArray[np.bool_]:
    """
    Say of every point whether EARS C1 or C2 raises an alarm, and nothing more.

    A count of zero never does, so only the others are looked at: on sparse counts this is many times faster
    than `ears`, with the same alarms.

    Parameters
    ----------
    counts : int array of shape (n_points,) or (n_series, n_points)
        Counts per day or week, without gaps.
    settings : EarsSettings
        Defaults to C1; C3 looks at earlier points too and is refused.

    Returns
    -------
    bool array of shape (n_series, n_points)
        False where the history is too short.

    Raises
    ------
    ScanError
        If a count is negative or not whole, or the variant is C3.
    """
    settings = settings or EarsSettings()
    if settings.variant == "C3":
        raise ScanError("ears_alarms knows C1 and C2 only; use ears for C3.")
    table = as_table(counts)
    reach = settings.baseline + LAG[settings.variant]
    alarms = np.zeros(table.shape, bool)
    rows, places = np.nonzero(table[:, reach:])
    before = np.arange(settings.baseline)
    for start in range(0, len(rows), CELLS_AT_ONCE):
        row, place = rows[start : start + CELLS_AT_ONCE], places[start : start + CELLS_AT_ONCE]
        window = table[row[:, None], place[:, None] + before].astype(np.int64)
        totals, squares = window.sum(axis=1), (window * window).sum(axis=1)
        deviation = _deviation(settings.baseline * squares - totals * totals, settings)
        upper = deviation * _quantile(settings) + totals / float(settings.baseline)
        alarms[row, place + reach] = table[row, place + reach] > upper
    return alarms


def _blank(observed: Ints, judged: int) -> SeriesResult:
    """Return a result whose first points have too short a history; the `judged` last ones are unwritten."""
    result = SeriesResult(
        observed=observed,
        expected=np.empty(observed.shape),
        upper=np.empty(observed.shape),
        score=np.empty(observed.shape),
        alarm=np.empty(observed.shape, bool),
        reason=np.empty(observed.shape, np.int8),
    )
    early = (slice(None), slice(0, observed.shape[1] - judged))
    for values in (result.expected, result.upper, result.score):
        values[early] = np.nan
    result.alarm[early] = False
    result.reason[early] = Reason.TOO_SHORT
    return result


def _part(result: SeriesResult, rows: slice, judged: int) -> SeriesResult:
    at = (rows, slice(result.observed.shape[1] - judged, None))
    return SeriesResult(
        result.observed[at], result.expected[at], result.upper[at],
        result.score[at], result.alarm[at], result.reason[at],
    )  # fmt: skip


def _judge(table: Ints, settings: EarsSettings, out: SeriesResult) -> None:
    """Write the answers for one block of series into `out`, a view of the result."""
    quantile = _quantile(settings)
    if settings.variant == "C3":
        _three_points(table, settings, quantile, out)
    else:
        _one_point(table, settings, quantile, out)
    np.greater(out.observed, out.upper, out=out.alarm)
    out.reason[...] = out.alarm  # Reason.NONE or Reason.ABOVE
    if settings.variant == "C3":
        out.reason[np.isnan(out.upper)] = Reason.NO_SPREAD


def _quantile(settings: EarsSettings) -> float:
    return float(ndtri(1 - settings.level))


def _one_point(table: Ints, settings: EarsSettings, quantile: float, out: SeriesResult) -> None:
    spread = _baseline(table, settings, mean=out.expected)
    np.multiply(spread, quantile, out=out.upper)
    np.add(out.upper, out.expected, out=out.upper)
    np.subtract(out.observed, out.expected, out=out.score)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(out.score, spread, out=out.score)


def _three_points(table: Ints, settings: EarsSettings, quantile: float, out: SeriesResult) -> None:
    reach = settings.baseline + LAG["C3"]
    mean = np.empty((table.shape[0], table.shape[1] - reach))
    spread = _baseline(table, settings, mean=mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (table[:, reach:] - mean) / spread
        earlier = np.maximum(0.0, distance - 1.0)
        memory = earlier[:, :-2] + earlier[:, 1:-1]
        out.upper[...] = np.maximum(0.0, out.observed + spread[:, 2:] * (quantile - memory))
        out.score[...] = memory
    out.expected[...] = mean[:, 2:]


def _baseline(table: Ints, settings: EarsSettings, *, mean: Floats) -> Floats:
    """Write the mean of each baseline into `mean` and return its standard deviation, from exact sums."""
    length, lag = settings.baseline, LAG[settings.variant]
    whole = table.astype(_width(table, length), copy=False)
    totals = _moving_sum(whole, length)[:, : -1 - lag]
    squares = _moving_sum(whole * whole, length)[:, : -1 - lag]
    np.divide(totals, float(length), out=mean)
    squares *= length
    totals *= totals
    squares -= totals
    return _deviation(squares, settings)


def _deviation(scaled: Ints, settings: EarsSettings) -> Floats:
    """Turn `length * sum of squares - square of sum` into a standard deviation."""
    deviation: Floats = np.sqrt(scaled / (settings.baseline * (settings.baseline - 1.0)))
    return np.maximum(deviation, settings.min_sigma, out=deviation) if settings.min_sigma else deviation


def _width(table: Ints, length: int) -> type[np.signedinteger]:
    highest = int(table.max(initial=0))
    return np.int32 if (highest * length) ** 2 * table.shape[1] < 2**31 else np.int64


def _moving_sum(whole: Ints, length: int) -> Ints:
    sums = np.cumsum(whole, axis=1, dtype=whole.dtype)
    moving = sums[:, length - 1 :].copy()
    moving[:, 1:] -= sums[:, :-length]
    return moving
