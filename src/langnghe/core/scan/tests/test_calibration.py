"""The promise behind every p-value: where there is nothing, one scan in twenty says p ≤ 0.05."""

import numpy as np
import pytest

from langnghe.core.scan import Events, Geography, Window, inference, scan_permutation


@pytest.mark.slow
def test_two_thousand_shuffled_sets_give_p_below_five_percent_as_often_as_promised():
    rng = np.random.default_rng(20260101)
    geography = Geography(list(range(40)), xy=rng.uniform(0, 50, (40, 2)))
    weight = rng.dirichlet(np.ones(40))
    small = 0
    for number in range(2000):
        places = rng.choice(40, 250, p=weight)
        events = Events(places, rng.integers(0, 30, 250))
        result = scan_permutation(
            events,
            geography,
            window=Window(max_days=7),
            period=(0, 29),
            replicates=99,
            seed=number,
            threads=1,
        )
        small += result.clusters[0].p <= 0.05

    assert 0.04 <= small / 2000 <= 0.06


@pytest.mark.slow
def test_a_sparse_topic_is_called_rare_no_more_often_than_promised():
    """With forty reports in 400 places maxima take few values, and their Gumbel curve promises too little."""
    rng = np.random.default_rng(20260102)
    geography = Geography(list(range(400)), xy=rng.uniform(0, 1000, (400, 2)))
    by_curve, rare = 0, 0
    for number in range(400):
        result = scan_permutation(
            Events(rng.integers(0, 400, 40), rng.integers(0, 60, 40)),
            geography,
            window=Window(max_km=30, max_days=7),
            period=(0, 59),
            replicates=199,
            seed=number,
            threads=1,
        )
        for cluster in result.clusters[:1]:
            by_curve += cluster.p_gumbel is not None and cluster.p_gumbel <= 0.005
            rare += cluster.recurrence_days >= 200

    assert rare <= 6  # two are promised; a Poisson count goes past six once in 200 times
    assert by_curve > 6


def test_the_tail_never_promises_less_than_was_counted():
    two_values = np.concatenate((np.zeros(975), np.full(24, 3.28)))
    many_values = np.concatenate((np.linspace(0, 1, 900), np.full(99, 3.28)))

    assert inference.tail_p(3.28, two_values) is None
    assert inference.gumbel_p(3.28, inference.gumbel_fit(many_values)) < 99 / 999
    assert inference.tail_p(3.28, many_values) >= 99 / 999


def test_the_gumbel_tail_agrees_with_the_ranks_where_both_can_be_read():
    rng = np.random.default_rng(5)
    maxima = rng.gumbel(7.9, 1.0, 20_000)

    fit = inference.gumbel_fit(maxima)

    for statistic in (8.0, 10.0, 12.0):
        exact = inference.monte_carlo_p(statistic, maxima)
        assert inference.gumbel_p(statistic, fit) == pytest.approx(exact, rel=0.1)


def test_the_recurrence_interval_counts_one_scan_a_day():
    assert inference.recurrence_days(0.05, 0.04, replicates=999) == pytest.approx(20)
    assert inference.recurrence_days(0.001, 0.0002, replicates=999) == pytest.approx(5000)
    assert inference.recurrence_days(0.5, 0.5, replicates=999, time_unit="year") == pytest.approx(730.485)
