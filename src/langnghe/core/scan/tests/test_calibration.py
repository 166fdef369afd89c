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
