"""Known relative risks: what an open alarm already explains, so that only a further rise is found again."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.periods import Period, as_number


@dataclass(frozen=True)
class KnownRisk:
    """
    A cluster that is known already.

    units : identifiers as in the geography
    first_day, last_day : dates or day numbers, as in the events; both included
    times : how many times the usual its risk is, above 0

    Raises
    ------
    ScanError
        When `times` is not above 0.
    """

    units: tuple[Hashable, ...]
    first_day: Any
    last_day: Any
    times: float

    def __post_init__(self) -> None:
        if not 0.0 < self.times < float("inf"):
            raise ScanError(f"A known relative risk is {self.times}; it must be above 0.")


def with_known_risks(
    cells: npt.NDArray[np.float64], risks: Sequence[KnownRisk], geography: Geography, period: Period
) -> npt.NDArray[np.float64]:
    """Return expected counts (n_sites, n_intervals) multiplied inside known clusters, their total kept."""
    if not risks:
        return cells
    total = cells.sum()
    cells = cells.copy()
    for risk in risks:
        sites = np.unique(geography.site_of[geography.positions(list(risk.units))])
        days = period.starts[:-1]
        inside = np.flatnonzero((days >= as_number(risk.first_day)) & (days <= as_number(risk.last_day)))
        cells[np.ix_(sites, inside)] *= risk.times
    return cells * (total / cells.sum())
