import datetime as dt

import numpy as np
import pytest

from langnghe.core.scan import (
    Events,
    Geography,
    NothingToScan,
    ScanError,
    UnknownUnit,
    Window,
    scan_permutation,
)

NOVEMBER = (dt.date(2001, 11, 1), dt.date(2001, 11, 24))


def as_satscan_prints(cluster):
    radius = f"{cluster.radius_km:.2f}" if len(cluster.units) > 1 else "0"
    return {
        "Location IDs included": ", ".join(cluster.units),
        "radius": radius,
        "Time frame": f"{_slashes(cluster.first_day)} to {_slashes(cluster.last_day)}",
        "Number of cases": str(cluster.observed),
        "Expected cases": f"{cluster.expected:.2f}",
        "Observed / expected": f"{cluster.ratio:.2f}",
        "Test statistic": f"{cluster.statistic:.6f}",
    }


def _slashes(day):
    return f"{day.year}/{day.month}/{day.day}"


@pytest.mark.parametrize(("job", "strata"), [
    ("nycfever_stp_prospective_3km_7d", None),
    ("nycfever_stp_prospective_3km_7d_dow_adjusted", "weekday"),
])  # fmt: skip
def test_new_york_gives_the_published_clusters_to_six_decimals(new_york, satscan, job, strata):
    geography, visits = new_york
    published = satscan[job]["clusters"]

    result = scan_permutation(
        visits, geography, window=Window(max_km=3, max_days=7), strata=strata, period=NOVEMBER
    )

    for ours, theirs in zip(result.clusters, published, strict=False):
        expected = {key: theirs[key] for key in as_satscan_prints(ours) if key != "radius"}
        radius = theirs["Coordinates / radius"].split(" / ")[1].removesuffix(" km")
        assert as_satscan_prints(ours) == {**expected, "radius": radius}
        p = float(theirs["P-value"])
        assert abs(ours.p - p) <= 3 * np.sqrt(2 * p * (1 - p) / 1000) + 0.0005
    assert len(result.clusters) >= len(published)


@pytest.fixture
def small_town():
    """Nine places on a square, with reports everywhere and a burst in one corner on the last two days."""
    places = [f"{x}{y}" for x in range(3) for y in range(3)]
    geography = Geography(places, xy=[(float(p[0]), float(p[1])) for p in places])
    unit = [place for place in places for _ in range(20)] + ["00"] * 8
    day = [day for _ in places for day in range(20)] + [18, 19] * 4
    return geography, unit, day


def test_a_burst_in_one_corner_is_found_with_its_days(small_town):
    geography, unit, day = small_town

    result = scan_permutation(Events(unit, day), geography, window=Window(max_days=5), replicates=199)

    strongest = result.clusters[0]
    assert strongest.units == ("00",)
    assert (strongest.first_day, strongest.last_day) == (18, 19)
    assert strongest.p < 0.05
    assert strongest.recurrence_days > 20


def test_one_person_with_many_reports_makes_no_cluster(small_town):
    geography, unit, day = small_town
    tokens = [*range(180), *["the same person"] * 8]

    result = scan_permutation(
        Events(unit, day, reporter=tokens), geography, window=Window(max_days=5), replicates=199
    )

    assert result.reporters_moved
    assert result.clusters[0].p > 0.5


def test_many_people_with_one_report_each_still_make_a_cluster(small_town):
    geography, unit, day = small_town

    result = scan_permutation(
        Events(unit, day, reporter=range(188)), geography,
        window=Window(max_days=5, min_reporters=3), replicates=199,
    )  # fmt: skip

    assert result.clusters[0].units == ("00",)
    assert result.clusters[0].reporters == 10
    assert result.clusters[0].p < 0.05


def test_a_cluster_of_too_few_senders_is_not_reported(small_town):
    geography, unit, day = small_town
    events = Events(unit, day, reporter=[*range(180), *["one"] * 4, *["two"] * 4])

    result = scan_permutation(events, geography, window=Window(max_days=2, min_reporters=6), replicates=19)

    assert all(cluster.reporters >= 6 for cluster in result.clusters)


def test_the_order_of_units_and_lines_changes_nothing(small_town):
    geography, unit, day = small_town
    backwards = Geography(list(geography.units)[::-1], xy=np.asarray(geography.xy)[::-1])

    one = scan_permutation(Events(unit, day), geography, replicates=49)
    other = scan_permutation(Events(unit[::-1], day[::-1]), backwards, replicates=49)

    assert one.clusters == other.clusters
    assert one.digest == other.digest


def test_the_same_seed_replays_and_another_seed_does_not(small_town):
    geography, unit, day = small_town
    events = Events(unit, day)

    first = scan_permutation(events, geography, replicates=49, seed=7)

    assert scan_permutation(events, geography, replicates=49, seed=7).digest == first.digest
    assert scan_permutation(events, geography, replicates=49, seed=8).digest != first.digest


def test_sequential_stopping_keeps_the_beginning_of_the_full_run(small_town):
    geography, unit, day = small_town
    quiet = Events(unit[:180], day[:180])

    full = scan_permutation(quiet, geography, replicates=299)
    stopped = scan_permutation(quiet, geography, replicates=299, stop="sequential")

    n = stopped.replicates
    assert n < 299
    assert np.array_equal(full.replicate_maxima[:n], stopped.replicate_maxima)
    assert stopped.clusters[:1] == () or stopped.clusters[0].p == pytest.approx(10 / n)


def test_what_cannot_be_scanned_is_said_in_a_sentence(small_town):
    geography, _, _ = small_town

    with pytest.raises(UnknownUnit, match="Unit 99 is not in the geography"):
        scan_permutation(Events(["99"], [1]), geography)
    with pytest.raises(NothingToScan, match="no cases"):
        Events([], [])
    with pytest.raises(ScanError, match="Line 1 has a negative count"):
        Events(["00"], [1], [-1])
    with pytest.raises(ScanError, match="outside the period"):
        scan_permutation(Events(["00", "00"], [1, 9]), geography, period=(0, 5))
