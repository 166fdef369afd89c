"""The Poisson scan against what can be worked out by hand: expectations, statistics, adjustments."""

import datetime as dt
import math

import numpy as np
import pytest

from langnghe.core.scan import (
    Events,
    Geography,
    KnownRisk,
    Population,
    ScanError,
    Window,
    scan_iteratively,
    scan_permutation,
    scan_poisson,
)


@pytest.fixture
def row():
    """Six places ten kilometres apart."""
    return Geography([f"u{i}" for i in range(6)], xy=[(10.0 * i, 0.0) for i in range(6)])


def strongest(result):
    return result.clusters[0]


def test_totals_that_do_not_round_are_kept_whole(row):
    people = [333.3, 333.3, 333.4, 71.7, 250.1, 0.0]
    cases = [3, 4, 19, 0, 5, 0]

    found = strongest(
        scan_poisson(
            Events(row.units, None, cases), row, population=Population(row.units, people), replicates=0
        )
    )

    total, expected = sum(cases), sum(cases) * 333.4 / sum(people)
    assert found.units == ("u2",)
    assert found.expected == pytest.approx(expected, rel=1e-12)
    by_hand = 19 * math.log(19 / expected) + (total - 19) * math.log((total - 19) / (total - expected))
    assert found.statistic == pytest.approx(by_hand, rel=1e-12)
    assert found.relative_risk == pytest.approx((19 / expected) / ((total - 19) / (total - expected)))


def test_people_between_two_counts_run_in_a_straight_line():
    pair = Geography(["still", "growing"], xy=[(0, 0), (9, 0)])
    counted = [dt.date(2000, 7, 1), dt.date(2002, 7, 1)]
    people = Population(["still"] * 2 + ["growing"] * 2, [100, 100, 100, 300], counted * 2)
    first, last = dt.date(2001, 1, 1), dt.date(2003, 12, 31)

    result = scan_poisson(
        Events(["growing", "still"], [dt.date(2001, 5, 5)] * 2, [8, 2]),
        pair,
        population=people,
        window=Window(max_share=0.9),
        period=(first, last),
        replicates=0,
    )

    # Day by day: growing until 1 July 2002, level from then on.
    span = (counted[1] - counted[0]).days
    days = [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]
    middle = [min(((day - counted[0]).days + 0.5) / span, 1.0) for day in days]
    growing = np.mean([100 + 200 * share for share in middle])
    assert strongest(result).units == ("growing",)
    assert strongest(result).expected == pytest.approx(10 * growing / (100 + growing), rel=1e-12)


def test_each_group_has_the_risk_it_shows_in_all_places(row):
    units = [unit for unit in row.units for _ in range(2)]
    groups = ["young", "old"] * 6
    people = [90, 10] * 5 + [10, 90]
    # Old people have ten times the risk, everywhere; the last place is full of them.
    cases = [9, 10, 9, 10, 9, 10, 9, 10, 9, 10, 1, 90]

    adjusted = scan_poisson(
        Events(units, None, cases, group=groups),
        row,
        population=Population(units, people, group=groups),
        replicates=0,
    )
    crude = scan_poisson(Events(units, None, cases), row, population=Population(units, people), replicates=0)

    assert strongest(crude).units == ("u5",)
    assert strongest(crude).statistic > 20
    assert adjusted.clusters == ()
    with pytest.raises(ScanError, match="split both or neither"):
        scan_poisson(Events(units, None, cases, group=groups), row, population=Population(units, people))


def test_the_iterative_scan_finds_the_second_cluster_behind_the_first(row):
    people = Population(row.units, [1000] * 6)
    events = Events(row.units, None, [80, 10, 10, 40, 10, 10])

    found = scan_iteratively(lambda before: scan_poisson(events, row, population=people, without=before))

    assert [cluster.units for cluster in found] == [("u0",), ("u3",)]


def test_what_is_known_already_is_not_found_again(row):
    unit = [row.units[i % 6] for i in range(120)] + ["u2"] * 12
    day = [i // 6 for i in range(120)] + [17, 18, 19] * 4
    events = Events(unit, day)
    known = KnownRisk(("u2",), 17, 19, times=5.0)

    found = strongest(scan_permutation(events, row, replicates=0))
    again = scan_permutation(events, row, known_risks=[known], replicates=0)

    assert (found.units, found.first_day) == (("u2",), 17)
    assert all(cluster.statistic < found.statistic / 4 for cluster in again.clusters)
    with pytest.raises(ScanError, match="must be above 0"):
        KnownRisk(("u2",), 17, 19, times=0.0)


@pytest.mark.parametrize("by", [(1000.0, -500.0), (-64.0, 0.25)])
def test_moving_the_whole_country_changes_nothing(by):
    rng = np.random.default_rng(3)
    places = rng.integers(0, 8, (30, 2)).astype(float)  # many tie
    units = list(range(30))
    events = Events(rng.integers(0, 30, 200), rng.integers(0, 20, 200))

    here, there = (
        scan_permutation(
            events, Geography(units, xy=places + shift), window=Window(max_days=5), replicates=99
        )
        for shift in ((0.0, 0.0), by)
    )

    assert here.clusters == there.clusters
    assert np.array_equal(here.replicate_maxima, there.replicate_maxima)
