from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.scan.alarms import (
    Band,
    Budget,
    Sighting,
    State,
    Tracking,
    bands,
    benjamini_hochberg,
    follow,
    is_same,
    recurrence_years,
)
from langnghe.core.scan.errors import ScanError

MONDAY = date(2026, 5, 11)
WASTE = Sighting(
    units=frozenset({"A", "B", "C", "D"}),
    topics=frozenset({"environment.waste"}),
    first_day=MONDAY,
    last_day=MONDAY + timedelta(days=5),
    observed=25,
    expected=8.0,
)


def a_day_later(sighting, **changes):
    return replace(sighting, last_day=sighting.last_day + timedelta(days=1), **changes)


def test_a_year_of_chance_shows_no_more_red_alarms_than_promised():
    budget = Budget(red_per_year=2, amber_per_year=12, topics=100)
    rng = np.random.default_rng(3)

    years = [
        sum(band is Band.RED for _ in range(365) for band in bands(rng.random(100), budget))
        for _ in range(10)
    ]

    assert 8 <= sum(years) <= 35  # twenty expected; a Poisson count leaves this range once in 500


def test_recurrence_counts_all_topics_and_all_runs():
    assert recurrence_years(0.001, Budget(topics=1, runs_per_year=365)) == pytest.approx(1000 / 365)
    assert recurrence_years(0.001, Budget(topics=100, runs_per_year=365)) == pytest.approx(10 / 365)


def test_the_example_of_benjamini_and_hochberg_gives_four_discoveries():
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298,
        0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip

    assert benjamini_hochberg(published, 0.05).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.5))
def test_discoveries_are_the_smallest_values_whatever_their_order(values, rate):
    found = benjamini_hochberg(values, rate)
    turned = benjamini_hochberg(values[::-1], rate)

    assert found.tolist() == turned[::-1].tolist()
    assert all(
        small <= large
        for small, is_found in zip(values, found, strict=True)
        if is_found
        for large, other in zip(values, found, strict=True)
        if not other
    )
    assert not (benjamini_hochberg(values, rate, dependent=True) & ~found).any()


def test_a_rare_cluster_is_red_a_less_rare_one_amber_and_the_rest_nothing():
    budget = Budget(red_per_year=2, amber_per_year=12, topics=4)

    assert bands([0.0001, 0.006, 0.5, 1.0], budget) == [Band.RED, Band.AMBER, Band.NONE, Band.NONE]


def test_a_cluster_that_goes_on_keeps_its_identity():
    first = follow([], [WASTE], today=MONDAY, new_identities=["one"])
    second = follow(first, [a_day_later(WASTE)], today=MONDAY + timedelta(days=1), new_identities=["two"])

    assert [alarm.identity for alarm in second] == ["one"]
    assert second[0].state is State.STEADY
    assert second[0].began_on == MONDAY


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"observed": 60}, State.GROWING),
        ({"units": WASTE.units | {"E", "F"}}, State.GROWING),
        ({"observed": 27, "expected": 8.5}, State.STEADY),
        ({"observed": 14}, State.FADING),
    ],
)
def test_the_state_follows_the_daily_excess_and_the_spread(changes, state):
    known = follow([], [WASTE], today=MONDAY, new_identities=["one"])

    tuesday = MONDAY + timedelta(days=1)
    now = follow(known, [a_day_later(WASTE, **changes)], today=tuesday, new_identities=["two"])

    assert now[0].state is state


def test_an_alarm_that_is_no_longer_seen_fades_and_is_then_closed_for_good():
    alarms = follow([], [WASTE], today=MONDAY, new_identities=["one"])
    states = []
    for day in range(1, 5):
        alarms = follow(alarms, [], today=MONDAY + timedelta(days=day), new_identities=[])
        states += [alarm.state for alarm in alarms]

    assert states == [State.FADING, State.FADING, State.CLOSED]


@pytest.mark.parametrize(
    "other",
    [
        replace(WASTE, topics=frozenset({"traffic"})),
        replace(WASTE, units=frozenset({"D", "X", "Y", "Z"})),
        replace(WASTE, first_day=MONDAY + timedelta(days=9), last_day=MONDAY + timedelta(days=12)),
    ],
    ids=["another topic", "mostly other places", "days apart"],
)
def test_clusters_apart_in_topic_place_or_time_are_different_alarms(other):
    assert not is_same(WASTE, other)
    known = follow([], [WASTE], today=MONDAY, new_identities=["one"])

    now = follow(known, [other], today=MONDAY + timedelta(days=1), new_identities=["two"])

    assert [(alarm.identity, alarm.state) for alarm in now] == [("one", State.FADING), ("two", State.NEW)]


def test_scanning_a_day_again_changes_no_state():
    first = follow([], [WASTE], today=MONDAY, new_identities=["one"])

    again = follow(first, [replace(WASTE, observed=90)], today=MONDAY, new_identities=["two"])
    unseen = follow(first, [], today=MONDAY - timedelta(days=1), new_identities=[])

    assert [(alarm.identity, alarm.state) for alarm in again] == [("one", State.NEW)]
    assert unseen == first


def test_two_clusters_never_share_one_identity():
    known = follow([], [WASTE], today=MONDAY, new_identities=["one"])
    halves = [replace(WASTE, units=frozenset({"A", "B", "C"})), replace(WASTE, units=frozenset({"D"}))]

    now = follow(known, halves, today=MONDAY, new_identities=["two", "three"])

    assert [alarm.identity for alarm in now] == ["one", "two"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Budget(red_per_year=0),
        lambda: Budget(red_per_year=5, amber_per_year=1),
        lambda: Tracking(least_overlap=0),
        lambda: recurrence_years(0, Budget()),
        lambda: benjamini_hochberg([1.2], 0.1),
        lambda: follow([], [WASTE], today=MONDAY, new_identities=[]),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(wrong):
    with pytest.raises(ScanError, match=r"\.$"):
        wrong()
