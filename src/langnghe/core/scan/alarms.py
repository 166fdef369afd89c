"""
Which clusters become alarms: bands by a budget of false alarms, and one identity for a cluster that goes on.

The unit of control is how many false alarms a desk is shown in a year, over all topics together. A cluster is
*red* when chance alone shows one at least so strong within that budget; *amber* by a wider budget, and only
where the day's p-values, taken together, keep the share of false discoveries small.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import ScanError

DAYS_IN_A_YEAR = 365.2425


class Band(StrEnum):
    """How rare a cluster is among all that the desk is shown."""

    RED = "red"
    AMBER = "amber"
    NONE = "none"


class State(StrEnum):
    """What became of an alarm since the day before."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Budget:
    """
    How many false alarms a desk accepts.

    red_per_year, amber_per_year : over all topics together
    runs_per_year, topics : how often and over how many topic nodes the scan looks; each look can err
    false_discovery_rate : share of false discoveries accepted in the amber list of one day
    """

    red_per_year: float = 2.0
    amber_per_year: float = 12.0
    runs_per_year: float = DAYS_IN_A_YEAR
    topics: int = 1
    false_discovery_rate: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.red_per_year <= self.amber_per_year:
            raise ScanError(
                "The budget needs more than 0 red alarms a year, and at least as many amber ones."
            )
        if self.runs_per_year <= 0 or self.topics < 1 or not 0 < self.false_discovery_rate < 1:
            raise ScanError("The budget needs runs, topics, and a false discovery rate between 0 and 1.")

    @property
    def looks_per_year(self) -> float:
        """Return how many scans are made in a year."""
        return self.runs_per_year * self.topics

    @property
    def red_p(self) -> float:
        """Return the largest p-value of a red alarm: with it, chance stays within the budget."""
        return self.red_per_year / self.looks_per_year

    @property
    def amber_p(self) -> float:
        """Return the largest p-value of an amber alarm."""
        return self.amber_per_year / self.looks_per_year


def recurrence_years(p: float, budget: Budget) -> float:
    """Return how many years pass, on average, between chance clusters this strong anywhere in all topics."""
    if not 0 < p <= 1:
        raise ScanError(f"{p} is no p-value; give a number above 0 and at most 1.")
    return 1.0 / (p * budget.looks_per_year)


def benjamini_hochberg(
    p_values: npt.ArrayLike, rate: float, *, dependent: bool = False
) -> npt.NDArray[np.bool_]:
    """
    Say which of the day's p-values are discoveries when a share of `rate` of them may be false.

    Parameters
    ----------
    p_values : float array of shape (n,)
        One for each scan made, also those that found nothing.
    rate : float
        Accepted share of false discoveries, between 0 and 1.
    dependent : bool
        Hold the rate under any dependence of the tests (Benjamini and Yekutieli 2001), at some cost.

    Returns
    -------
    bool array of shape (n,)

    Raises
    ------
    ScanError
        If a value lies outside [0, 1].

    References
    ----------
    Benjamini, Hochberg (1995), "Controlling the false discovery rate", J. R. Stat. Soc. B 57, 289-300.
    """
    values = np.asarray(p_values, float)
    if values.size and not ((values >= 0) & (values <= 1)).all():
        raise ScanError("p-values lie between 0 and 1.")
    n = values.size
    ranks = np.arange(1, n + 1)
    allowed = rate * ranks / n if n else ranks.astype(float)
    if dependent:
        allowed = allowed / np.sum(1.0 / ranks)
    order = np.argsort(values, kind="stable")
    passing = np.flatnonzero(values[order] <= allowed)
    found = np.zeros(n, bool)
    if passing.size:
        found[order[: passing[-1] + 1]] = True
    return found


def bands(p_values: npt.ArrayLike, budget: Budget) -> list[Band]:
    """
    Give each of the day's p-values its band.

    Parameters
    ----------
    p_values : float array of shape (n,)
        The strongest cluster of each topic scanned today, best from the Gumbel tail.
    budget : Budget

    Returns
    -------
    list of Band
        Red by the fixed recurrence rule; amber by its recurrence rule and the false discovery rate together.
    """
    values = np.asarray(p_values, float)
    discovered = benjamini_hochberg(values, budget.false_discovery_rate)
    return [
        Band.RED if p <= budget.red_p else (Band.AMBER if found and p <= budget.amber_p else Band.NONE)
        for p, found in zip(values, discovered, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Sighting:
    """
    A cluster as one day's scan saw it.

    units : the areas inside; topics : the topic node and those below it
    first_day, last_day : both included
    observed, expected : reports inside, and how many are usual
    """

    units: frozenset[Hashable]
    topics: frozenset[Hashable]
    first_day: date
    last_day: date
    observed: int
    expected: float

    @property
    def excess(self) -> float:
        """Reports beyond the usual number, for each day of the cluster."""
        return (self.observed - self.expected) / ((self.last_day - self.first_day).days + 1)


@dataclass(frozen=True, slots=True)
class TrackedAlarm:
    """An alarm over days: its identity, the newest sighting, its state, and when it was last seen."""

    identity: Hashable
    sighting: Sighting
    state: State
    began_on: date
    seen_on: date


@dataclass(frozen=True, slots=True)
class Tracking:
    """
    When two sightings are the same alarm, and when it has grown or is over.

    least_overlap : share of the smaller set of units that both have
    gap_days : days that may lie between the two spans
    growth : the excess of a day must rise by this share to be called growing, fall by it to be called fading
    closed_after : days without a sighting after which the alarm is closed
    """

    least_overlap: float = 0.5
    gap_days: int = 1
    growth: float = 0.2
    closed_after: int = 3

    def __post_init__(self) -> None:
        if not 0 < self.least_overlap <= 1 or self.gap_days < 0 or self.growth < 0 or self.closed_after < 1:
            raise ScanError(
                "Tracking needs an overlap above 0 and at most 1, and no negative length of time."
            )


def is_same(one: Sighting, other: Sighting, tracking: Tracking | None = None) -> bool:
    """Say whether two sightings are one alarm: they share topics, enough units, and days."""
    return _likeness(one, other, tracking or Tracking()) > 0


def follow(
    known: Sequence[TrackedAlarm],
    seen: Sequence[Sighting],
    *,
    today: date,
    new_identities: Sequence[Hashable],
    tracking: Tracking | None = None,
) -> list[TrackedAlarm]:
    """
    Carry the alarms of earlier days on to today.

    Parameters
    ----------
    known : alarms as of their last sighting, closed ones included
    seen : today's clusters
    today : the day of the scan
    new_identities : names for clusters that are no known alarm, at least as many as `seen`
    tracking : Tracking, optional

    Returns
    -------
    list of TrackedAlarm
        The known alarms that were not closed before, then the new ones. Each sighting belongs to one alarm,
        each alarm gets at most one sighting, the most alike first; of equals the older alarm.

    Raises
    ------
    ScanError
        If there are too few new identities.
    """
    tracking = tracking or Tracking()
    if len(new_identities) < len(seen):
        raise ScanError("There are fewer new identities than clusters seen.")
    open_alarms = [alarm for alarm in known if alarm.state is not State.CLOSED]
    alarm_of = _pairs(open_alarms, seen, tracking)
    sighting_of = {alarm: sighting for sighting, alarm in alarm_of.items()}
    carried = [
        _again(alarm, seen[sighting_of[at]], today, tracking)
        if at in sighting_of
        else _unseen(alarm, today, tracking)
        for at, alarm in enumerate(open_alarms)
    ]
    strangers = [sighting for at, sighting in enumerate(seen) if at not in alarm_of]
    return carried + [
        TrackedAlarm(identity, sighting, State.NEW, today, today)
        for identity, sighting in zip(new_identities, strangers, strict=False)
    ]


def _pairs(alarms: Sequence[TrackedAlarm], seen: Sequence[Sighting], tracking: Tracking) -> dict[int, int]:
    """Return which alarm each sighting belongs to, pairing the most alike first."""
    likeness = [
        (-_likeness(alarm.sighting, sighting, tracking), alarm.began_on, one, other)
        for one, alarm in enumerate(alarms)
        for other, sighting in enumerate(seen)
    ]
    taken: set[int] = set()
    alarm_of: dict[int, int] = {}
    for distance, _, alarm, sighting in sorted(likeness):
        if distance < 0 and alarm not in taken and sighting not in alarm_of:
            alarm_of[sighting] = alarm
            taken.add(alarm)
    return alarm_of


def _likeness(one: Sighting, other: Sighting, tracking: Tracking) -> float:
    """Return the share of units in common, of the smaller set; 0 where the two cannot be one alarm."""
    if not one.topics & other.topics:
        return 0.0
    gap = timedelta(days=tracking.gap_days + 1)
    if one.first_day > other.last_day + gap or other.first_day > one.last_day + gap:
        return 0.0
    smaller = min(len(one.units), len(other.units))
    share = len(one.units & other.units) / smaller if smaller else 0.0
    return share if share >= tracking.least_overlap else 0.0


def _again(alarm: TrackedAlarm, sighting: Sighting, today: date, tracking: Tracking) -> TrackedAlarm:
    before, now = alarm.sighting.excess, sighting.excess
    if alarm.seen_on >= today:  # the same day, or an earlier one, is scanned again: nothing has changed since
        return replace(alarm, sighting=sighting, began_on=min(alarm.began_on, today))
    state = State.STEADY
    if now > before * (1 + tracking.growth) or len(sighting.units) > len(alarm.sighting.units) * (
        1 + tracking.growth
    ):
        state = State.GROWING
    elif now < before * (1 - tracking.growth):
        state = State.FADING
    return replace(alarm, sighting=sighting, state=state, seen_on=today)


def _unseen(alarm: TrackedAlarm, today: date, tracking: Tracking) -> TrackedAlarm:
    if alarm.seen_on >= today:
        return alarm
    over = (today - alarm.seen_on).days >= tracking.closed_after
    return replace(alarm, state=State.CLOSED if over else State.FADING)
