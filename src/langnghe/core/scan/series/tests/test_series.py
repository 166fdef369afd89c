import statistics
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm, poisson

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.series import (
    METHODS,
    CusumSettings,
    EarsSettings,
    FarringtonSettings,
    Timeline,
    detect_series,
    ears,
    ears_alarms,
    farrington,
    nb_cusum,
)
from langnghe.core.scan.series.farrington import _upper_bound, design_for

SERIES = st.lists(st.integers(0, 9), min_size=1, max_size=40)


@given(SERIES, st.sampled_from(["C1", "C2"]))
def test_looking_only_at_counts_above_zero_finds_the_same_alarms(counts, variant):
    settings = EarsSettings(variant)

    assert np.array_equal(ears_alarms(counts, settings), ears(counts, settings).alarm)


@given(SERIES)
def test_c1_is_the_mean_and_spread_of_the_seven_points_before(counts):
    result = ears(counts)

    for at in range(7, len(counts)):
        before = counts[at - 7 : at]
        bound = statistics.fmean(before) + norm.ppf(0.999) * statistics.stdev(before)
        assert result.expected[0, at] == pytest.approx(statistics.fmean(before))
        assert result.upper[0, at] == pytest.approx(bound)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_the_same_kind_of_answer(method):
    counts = np.random.default_rng(4).poisson(6, (3, 300))

    result = detect_series(counts, method, last=5)

    for part in (result.observed, result.expected, result.upper, result.score, result.alarm, result.reason):
        assert part.shape == (3, 5)
    judged = np.isfinite(result.upper)
    assert judged.all()
    assert np.array_equal(result.alarm, result.observed > result.upper)


@pytest.mark.parametrize("method", METHODS)
def test_a_short_history_is_said_to_be_too_short(method):
    result = detect_series([3, 4, 5, 6], method)

    assert {result.reason_in_words(0, at) for at in range(4)} == {"history too short"}
    assert not result.alarm.any()


@pytest.mark.parametrize("method", METHODS)
def test_series_judged_together_or_alone_give_the_same(method):
    counts = np.random.default_rng(5).negative_binomial(2, 0.3, (6, 260))

    together = detect_series(counts, method, last=3)

    for row, alone in enumerate(counts):
        single = detect_series(alone, method, last=3)
        np.testing.assert_array_equal(single.alarm[0], together.alarm[row])
        np.testing.assert_allclose(single.upper[0], together.upper[row], rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_a_large_outbreak_is_flagged(method):
    counts = np.random.default_rng(6).poisson(4, 300)
    counts[-3:] = 60, 60, 200

    result = detect_series(counts, method, last=1)

    assert result.alarm[0, 0]
    assert result.reason_in_words(0, 0) == "above the upper bound"


def test_few_counts_lately_are_not_judged_by_farrington():
    counts = np.tile([3, 0, 1, 2], 75)
    counts[-4:] = [0, 0, 0, 4]

    result = farrington(counts, last=1)

    assert result.reason_in_words(0, 0) == "too few counts lately to be judged"
    assert np.isnan(result.upper[0, 0])
    assert not result.alarm[0, 0]


def test_leaving_sparse_series_unfitted_changes_no_judged_point():
    counts = np.random.default_rng(7).poisson(1.2, (40, 230))

    full = farrington(counts, last=2)
    lean = farrington(counts, FarringtonSettings(fit_unjudged=False), last=2)

    np.testing.assert_array_equal(full.upper, lean.upper)
    np.testing.assert_array_equal(full.reason, lean.reason)


def test_a_series_that_does_not_vary_is_not_judged_by_c3():
    result = ears(np.zeros(20, int), EarsSettings("C3"))

    assert result.reason_in_words(0, 19) == "no variation in the baseline"


@given(st.floats(0.01, 300), st.floats(1, 6), st.sampled_from([0.005, 0.05, 0.2]))
def test_the_upper_bound_is_the_quantile_of_the_negative_binomial(mean, dispersion, alpha):
    upper = _upper_bound(np.array([mean]), np.array([dispersion]), alpha)[0]

    law = poisson(mean) if dispersion == 1 else nbinom(mean / (dispersion - 1), 1 / dispersion)
    assert law.sf(upper) <= alpha * (1 + 1e-9)
    assert upper == 0 or law.sf(upper - 1) > alpha * (1 - 1e-9)


def test_a_year_is_split_into_the_window_and_nine_even_periods():
    design = design_for(260, FarringtonSettings(), Timeline(261))

    assert design.sizes.sum() == 4 * 52 + 1 + 3 + 3 - 27 - 3
    assert len(design.sizes) == 10
    assert design.level_now == 9
    assert design.sizes[-1] == 4 * 7  # the windows of four years; the present one is left out


def test_a_year_back_in_weeks_is_the_nearest_same_weekday():
    mondays = [date(2018, 1, 1) + timedelta(weeks=week) for week in range(140)]
    timeline = Timeline.of_dates(mondays)

    now = mondays.index(date(2020, 6, 1))

    assert [mondays[at] for at in timeline.years_before(now, 2)] == [
        date(2020, 6, 1),
        date(2019, 6, 3),
        date(2018, 6, 4),
    ]


def test_a_year_back_in_days_is_the_same_date():
    days = [date(2018, 1, 1) + timedelta(days=day) for day in range(900)]
    timeline = Timeline.of_dates(days)

    now = days.index(date(2020, 2, 29))

    assert [days[at] for at in timeline.years_before(now, 2)] == [
        date(2020, 2, 29),
        date(2019, 3, 1),
        date(2018, 3, 1),
    ]


def test_months_are_counted_from_their_own_lengths():
    months = [date(2018 + month // 12, month % 12 + 1, 1) for month in range(60)]
    timeline = Timeline.of_dates(months)

    assert timeline.years_before(59, 3) == [59, 47, 35, 23]
    assert timeline.elapsed(12, 0) == pytest.approx(365 / 31)


def test_a_slow_drift_is_found_by_the_cusum_although_no_single_count_is_high():
    rng = np.random.default_rng(8)
    counts = np.concatenate([rng.poisson(5, 120), rng.poisson(8, 30)])

    result = nb_cusum(counts, CusumSettings(baseline=100, shift=1.6))

    assert not result.alarm[0, :120].any()
    assert result.alarm[0, 120:140].any()


@pytest.mark.parametrize("counts", [[1, -1, 2], [0.5, 1, 2], [[[1]]]])
def test_counts_that_are_no_counts_are_refused(counts):
    with pytest.raises(ScanError, match=r"^Counts "):
        detect_series(counts, "ears_c1")
