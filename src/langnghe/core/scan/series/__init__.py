"""
Count surveillance of single series: a count against what its own history leads us to expect.

Every method gives the same answer, `SeriesResult`: observed, expected, upper bound, score, flag and reason.
"""

from __future__ import annotations

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.series.answer import Reason, SeriesResult
from langnghe.core.scan.series.cusum import CusumSettings, nb_cusum
from langnghe.core.scan.series.ears import EarsSettings, ears, ears_alarms
from langnghe.core.scan.series.farrington import FarringtonSettings, farrington
from langnghe.core.scan.series.timeline import Timeline

Settings = FarringtonSettings | EarsSettings | CusumSettings
METHODS: dict[str, Settings] = {
    "farrington_flexible": FarringtonSettings(),
    "ears_c1": EarsSettings("C1"),
    "ears_c2": EarsSettings("C2"),
    "ears_c3": EarsSettings("C3"),
    "nb_cusum": CusumSettings(),
}

__all__ = [
    "METHODS",
    "CusumSettings",
    "EarsSettings",
    "FarringtonSettings",
    "Reason",
    "SeriesResult",
    "Timeline",
    "detect_series",
    "ears",
    "ears_alarms",
    "farrington",
    "nb_cusum",
]


def detect_series(
    counts: object,
    method: str | Settings = "farrington_flexible",
    *,
    timeline: Timeline | None = None,
    last: int | None = None,
) -> SeriesResult:
    """
    Judge the last points of each series by one method.

    Parameters
    ----------
    counts : int array of shape (n_points,) or (n_series, n_points)
        Counts per day, week or month, without gaps.
    method : str or settings
        A name in `METHODS`, with its default settings, or the settings of a method.
    timeline : Timeline, optional
        Dates of the points; only Farrington flexible asks for them.
    last : int, optional
        Judge only the last `last` points; all by default.

    Returns
    -------
    SeriesResult
        Arrays of shape (n_series, last).

    Raises
    ------
    ScanError
        If the method is unknown, or a count is negative or not whole.
    """
    if isinstance(method, str) and method not in METHODS:
        raise ScanError(f"There is no method {method}; choose from {', '.join(METHODS)}.")
    settings = METHODS[method] if isinstance(method, str) else method
    if isinstance(settings, FarringtonSettings):
        return farrington(counts, settings, timeline=timeline, last=last)
    if isinstance(settings, EarsSettings):
        return ears(counts, settings, last=last)
    return nb_cusum(counts, settings, last=last)
