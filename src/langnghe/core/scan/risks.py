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
    """Units and days (both ends included) of a known cluster, and how many times the usual its risk is."""

    units: tuple[Hashable, ...]
    first_day: Any
    last_day: Any
    times: float


def with_known_risks(
    cells: npt.NDArray[np.float64], risks: Sequence[KnownRisk], geography: Geography, period: Period
) -> npt.NDArray[np.float64]:
    """Return expected counts (n_sites, n_intervals) multiplied inside known clusters, their total kept."""
    if not risks:
        return cells
    total = cells.sum()
    cells = cells.copy()
    for risk in risks:
        if not risk.times > 0.0:
            raise ScanError(f"A known relative risk is {risk.times}; it must be above 0.")
        sites = np.unique(geography.site_of[geography.positions(list(risk.units))])
        days = period.starts[:-1]
        inside = np.flatnonzero((days >= as_number(risk.first_day)) & (days <= as_number(risk.last_day)))
        cells[np.ix_(sites, inside)] *= risk.times
    return cells * (total / cells.sum())
