"""The one answer that every series method gives: observed, expected, upper bound, score, flag and reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from langnghe.core.scan.errors import ScanError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Reason(IntEnum):
    """Why a point was flagged, or why it could not be judged; `NONE` for an ordinary point."""

    NONE = 0
    ABOVE = 1
    TOO_SHORT = 2
    TOO_FEW = 3
    NO_FIT = 4
    NO_SPREAD = 5


WORDS = {
    Reason.NONE: None,
    Reason.ABOVE: "above the upper bound",
    Reason.TOO_SHORT: "history too short",
    Reason.TOO_FEW: "too few counts lately to be judged",
    Reason.NO_FIT: "the model did not converge",
    Reason.NO_SPREAD: "no variation in the baseline",
}


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """
    What a method says of each judged point.

    Every array has shape (n_series, n_points); points are the last `n_points` of the series, oldest first.

    Attributes
    ----------
    observed : int array
        The counts as given.
    expected, upper : float array
        What the history leads us to expect, and the greatest count that is still ordinary;
        NaN where the method gives none (`reason` says why).
    score : float array
        How far the count stands out, on the method's own scale; NaN where it has none.
    alarm : bool array
        True where the count is above `upper`.
    reason : int8 array
        Values of `Reason`.
    """

    observed: Ints
    expected: Floats
    upper: Floats
    score: Floats
    alarm: NDArray[np.bool_]
    reason: NDArray[np.int8]

    def reason_in_words(self, series: int, point: int) -> str | None:
        """Return the reason of one point as a sentence part, or None for an ordinary point."""
        return WORDS[Reason(int(self.reason[series, point]))]


def as_table(counts: object) -> Ints:
    """
    Return `counts` as an integer array of shape (n_series, n_points).

    Raises
    ------
    ScanError
        If a count is negative, not whole, or the array has more than two axes.
    """
    table = np.atleast_2d(np.asarray(counts))
    if table.ndim != 2:
        raise ScanError("Counts need the shape (n_points,) or (n_series, n_points).")
    if not np.issubdtype(table.dtype, np.integer):
        whole = table.astype(np.int64)
        if not np.array_equal(whole, table):
            raise ScanError("Counts must be whole numbers.")
        table = whole
    if table.size and table.min() < 0:
        raise ScanError("Counts must not be negative.")
    return table


def how_many(last: int | None, n_points: int) -> int:
    """Return how many points at the end are judged; raise ScanError if `last` is below 1."""
    if last is None:
        return n_points
    if last < 1:
        raise ScanError("last must be at least 1.")
    return min(last, n_points)
