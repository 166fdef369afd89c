"""
People at risk through time, and how many cases they lead us to expect.

Population given for several days is joined by straight lines and held level before the first and after the
last; groups (age, sex …) enter by indirect standardisation: each group has the risk it shows in all places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.periods import Period

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class NobodyAtRisk(ScanError):
    """A group has cases and no population; `group` is its label, None where people are not split."""

    def __init__(self, group: Any) -> None:
        self.group = group
        name = ", ".join(map(str, group)) if isinstance(group, tuple) else group
        where = "" if group is None else f" in the group {name}"
        self.problem = f"there are cases{where} but no population to expect them from"
        super().__init__(f"T{self.problem[1:]}.")


@dataclass(frozen=True, eq=False)
class Population:
    """
    People per unit, as columns of one length.

    Parameters
    ----------
    unit : identifiers of the units, as in the geography
    people : how many, 0 or more
    day : day numbers or dates of the counts (a yearly figure stands for 1 July); omitted for one time only
    group : labels of groups with risks of their own, as in the events; omitted for one group

    Raises
    ------
    ScanError
        When columns differ in length or a count is negative.
    """

    unit: Sequence[Any] | npt.NDArray[Any]
    people: Sequence[float] | npt.NDArray[Any]
    day: Sequence[Any] | npt.NDArray[Any] | None = None
    group: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        for name in ("people", "day", "group"):
            column = getattr(self, name)
            if column is not None and len(column) != len(self.unit):
                raise ScanError(f"Population column {name} has {len(column)} lines, unit {len(self.unit)}.")
        people = np.asarray(self.people, np.float64)
        bad = ~((people >= 0.0) & np.isfinite(people))
        if bad.any():
            raise ScanError(f"Line {int(np.argmax(bad)) + 1} of the population is not a number from 0 on.")

    @property
    def days(self) -> Ints:
        """Day numbers of the counts."""
        if self.day is None:
            return np.zeros(len(self.unit), np.int64)
        column = np.asarray(self.day)
        if column.dtype.kind in "iu":
            return column.astype(np.int64)
        return column.astype("datetime64[D]").astype(np.int64)


def expected_cases(
    population: Population, sites: Ints, n_sites: int, groups: dict[Any, int], cases: Ints, period: Period
) -> Floats:
    """
    Return the cases to expect in each (site, interval), adding up to all cases.

    Parameters
    ----------
    sites : the site of each population line
    groups, cases : the number of each group label, and the cases seen in it

    Raises
    ------
    NobodyAtRisk
        When a group has cases and no population.
    """
    anchors, moment = np.unique(population.days, return_inverse=True)
    weight = _time_weights(anchors, period)
    labels = population.group if population.group is not None else [None] * len(sites)
    group = np.array([groups.setdefault(label, len(groups)) for label in labels], np.int64)
    people = np.zeros((len(groups), n_sites, len(anchors)))
    np.add.at(people, (group, sites, moment.reshape(-1)), np.asarray(population.people, np.float64))
    mean_people = (people @ weight.sum(axis=0)).sum(axis=1)
    cases = np.concatenate((cases, np.zeros(len(groups) - len(cases), np.int64)))
    for label, i in groups.items():
        if cases[i] and not mean_people[i]:
            raise NobodyAtRisk(label)
    risk = np.divide(cases, mean_people, out=np.zeros(len(groups)), where=mean_people > 0)
    return np.tensordot(risk, people, axes=1) @ weight.T


def _time_weights(anchors: Ints, period: Period) -> Floats:
    """Return how much each counting day weighs in each interval's share of the mean population."""
    weight = np.zeros((period.n_intervals, len(anchors)))
    level = np.eye(len(anchors))
    for i, (start, past) in enumerate(zip(period.starts[:-1], period.starts[1:], strict=True)):
        between = anchors[(anchors > start) & (anchors < past)]
        points = np.concatenate(([start], between, [past])).astype(np.float64)
        for k in range(len(anchors)):
            height = np.interp(points, anchors.astype(np.float64), level[k])
            weight[i, k] = np.sum((height[1:] + height[:-1]) * np.diff(points)) / 2
    return weight / (period.starts[-1] - period.starts[0])
