"""The C kernel against the NumPy reference: the same counts, members, ranks and maxima, ties included."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langnghe.core.scan import (
    Events,
    Geography,
    NothingToScan,
    Population,
    ScanError,
    Window,
    engine,
    reference,
    scan_bernoulli,
    scan_permutation,
    scan_poisson,
    streams,
)

compiled = pytest.importorskip("langnghe.core.scan.compiled", reason="the C kernel was not built")
ANALYSES = ("spatial", "temporal", "prospective", "retrospective")
FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def problems():
    """Collect the prepared problem of a scan instead of running it."""

    def prepared(scan, *args, **kwargs):
        held = []
        run = engine.simulate
        engine.simulate = lambda problem, simulation: held.append(problem) or run(problem, simulation)
        try:
            scan(*args, replicates=0, **kwargs)
        except NothingToScan:
            return None
        finally:
            engine.simulate = run
        return held[0]

    return prepared


@st.composite
def towns(draw):
    """Places on a small grid, so that distances tie, and reports in few of them."""
    n = draw(st.integers(1, 9))
    places = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=n, max_size=n))
    geography = Geography([f"u{i}" for i in range(n)], xy=np.array(places, float))
    n_days = draw(st.integers(1, 8))
    cells = st.tuples(st.integers(0, n - 1), st.integers(0, n_days - 1), st.integers(0, 6))
    lines = draw(st.lists(cells, min_size=1, max_size=40))
    if not sum(line[2] for line in lines):
        lines.append((0, 0, 3))
    if draw(st.booleans()):
        lines = [(0, day, count) for _, day, count in lines]  # all cases in one place
    return geography, lines, n_days


windows = st.builds(
    Window,
    max_share=st.sampled_from([0.1, 0.5, 1.0]),
    max_km=st.sampled_from([None, 1.0, 1.5]),
    max_days=st.sampled_from([None, 1, 3, 60]),
    min_cases=st.integers(1, 3),
)
rates = st.sampled_from(["high", "low", "both"])


def events_of(geography, lines):
    return Events(
        [geography.units[line[0]] for line in lines], [line[1] for line in lines], [line[2] for line in lines]
    )


def assert_equal(problem):
    if problem is None:
        return
    theirs = reference.replicate_maxima(problem, seed=5, first=0, past=12)
    compiled._Held.of(problem).expect(0.5)  # so that even small maxima come from the walk in blocks
    ours = compiled.replicate_maxima(problem, seed=5, first=0, past=12, threads=2)
    best, plain = compiled.best_per_centre(problem, threads=2), reference.best_per_centre(problem)
    assert ours == pytest.approx(theirs, abs=1e-10)
    assert np.array_equal(best.n_sites, plain.n_sites)
    assert np.array_equal(best.window, plain.window)
    assert best.statistic == pytest.approx(plain.statistic, abs=1e-10)
    for statistic in plain.statistic:
        reached = [int(np.sum(maxima >= statistic - 1e-9)) for maxima in (ours, theirs)]
        assert reached[0] == reached[1]


@FEW
@given(
    towns(),
    windows,
    rates,
    st.sampled_from(["prospective", "retrospective"]),
    st.sampled_from([None, 0]),
    st.data(),
)
def test_permutation_kernels_agree(problems, town, window, wanted, analysis, strata, data):
    geography, lines, n_days = town
    labels = (
        None if strata is None else data.draw(st.lists(st.integers(0, 1), min_size=n_days, max_size=n_days))
    )
    problem = problems(
        scan_permutation, events_of(geography, lines), geography,
        window=window, rates=wanted, analysis=analysis, strata=labels, period=(0, n_days - 1),
    )  # fmt: skip
    assert_equal(problem)


@FEW
@given(
    towns(),
    windows,
    rates,
    st.sampled_from(["spatial", "temporal", "prospective", "retrospective"]),
    st.data(),
)
def test_poisson_kernels_agree(problems, town, window, wanted, analysis, data):
    geography, lines, n_days = town
    n = len(geography.units)
    people = data.draw(st.lists(st.floats(0, 50).map(lambda x: round(x, 3)), min_size=n, max_size=n))
    try:
        problem = problems(
            scan_poisson, events_of(geography, lines), geography,
            population=Population(geography.units, people),
            window=window, rates=wanted, analysis=analysis, period=(0, n_days - 1),
        )  # fmt: skip
    except ScanError:  # cases where nobody lives
        return
    assert_equal(problem)


@FEW
@given(towns(), windows, rates, st.sampled_from(ANALYSES))
def test_bernoulli_kernels_agree(problems, town, window, wanted, analysis):
    geography, lines, n_days = town
    controls = [(unit, (day + 1) % n_days, count % 3) for unit, day, count in lines] + [(0, 0, 1)]
    problem = problems(
        scan_bernoulli, events_of(geography, lines), events_of(geography, controls), geography,
        window=window, rates=wanted, analysis=analysis, period=(0, n_days - 1),
    )  # fmt: skip
    assert_equal(problem)


def town_of(n, width=100):
    rng = np.random.default_rng(4)
    return Geography(list(range(n)), xy=rng.uniform(0, width, (n, 2)), population=rng.uniform(1, 99, n))


@pytest.mark.parametrize("days", [5, 20, 40, 70])
@pytest.mark.parametrize("strata", [None, "weekday"])
def test_the_walk_in_blocks_is_exact_when_days_are_shuffled(problems, days, strata):
    """One, two and four replicates fill a line, or several lines hold the windows of one."""
    rng = np.random.default_rng(4)
    events = Events(rng.integers(0, 150, 2000), rng.integers(0, 50, 2000))

    assert_shortcut_is_exact(
        problems(
            scan_permutation,
            events,
            town_of(150),
            window=Window(max_days=days),
            period=(0, 79),
            strata=strata,
        )
    )


@pytest.mark.parametrize(("cases", "days"), [(300, 14), (20_000, 14), (20_000, 7), (20_000, 40)])
def test_the_walk_in_blocks_is_exact_when_counts_need_more_bits(problems, cases, days):
    """A place with more cases than a byte holds, or more cases altogether than sixteen bits hold."""
    rng = np.random.default_rng(4)
    counts = np.concatenate((np.ones(1000, int), np.full(50, cases // 25)))
    events = Events(rng.integers(0, 50, 1050), rng.integers(0, 60, 1050), counts)

    assert_shortcut_is_exact(
        problems(scan_permutation, events, town_of(50), window=Window(max_days=days), period=(0, 59))
    )


@pytest.mark.parametrize("scan", [scan_poisson, scan_bernoulli])
@pytest.mark.parametrize(("analysis", "cases"), [*((each, 1) for each in ANALYSES), ("prospective", 30)])
def test_the_walk_in_blocks_is_exact_among_people(problems, scan, analysis, cases):
    rng = np.random.default_rng(4)
    units, days = np.repeat(range(120), 10), np.tile(range(10), 120)
    events = Events(units, days, rng.poisson(cases, 1200))
    others = [Events(units, days, rng.poisson(2 * cases, 1200))] if scan is scan_bernoulli else []

    assert_shortcut_is_exact(problems(scan, events, *others, town_of(120), analysis=analysis))


def assert_shortcut_is_exact(problem):
    held = compiled._Held.of(problem)
    plain = np.zeros(70)
    compiled._kernel.maxima(held.capsule, None, 1, 0, 70, plain)
    for typical in (0.1 * plain.mean(), plain.mean(), 3 * plain.mean()):
        held.expect(float(typical))
        assert held.plan is not None

        fast = compiled.replicate_maxima(problem, seed=1, first=0, past=70)

        assert np.array_equal(fast, plain)
    assert np.array_equal(fast[:4], reference.replicate_maxima(problem, seed=1, first=0, past=4))


@pytest.mark.parametrize("n_senders", [1, 5, 60, 400])
def test_kernels_agree_when_senders_move(problems, n_senders):
    rng = np.random.default_rng(6)
    geography = Geography(list(range(20)), xy=rng.uniform(0, 9, (20, 2)))
    unit, day = rng.integers(0, 20, 400), rng.integers(0, 30, 400)
    events = Events(unit, day, reporter=rng.integers(0, n_senders, 400))

    assert_equal(problems(scan_permutation, events, geography, window=Window(max_days=4), period=(0, 29)))


def test_counts_beyond_sixteen_bits_are_counted(problems):
    geography = Geography(["a", "b", "c"], xy=[(0, 0), (1, 0), (5, 5)])
    events = Events(["a", "b", "c"], None, [30_000, 20_000, 10_500])
    problem = problems(
        scan_poisson, events, geography, population=Population(["a", "b", "c"], [29_000.5, 21_000, 11_000])
    )
    assert_equal(problem)


def test_exceedances_occur_where_there_is_nothing_to_find():
    """A kernel that skips too much would never exceed the observed statistic."""
    rng = np.random.default_rng(2)
    geography = Geography(list(range(40)), xy=rng.uniform(0, 10, (40, 2)))
    events = Events(rng.integers(0, 40, 400), rng.integers(0, 30, 400))

    result = scan_permutation(events, geography, replicates=199)

    assert 20 <= np.sum(result.replicate_maxima >= result.clusters[0].statistic) <= 199
    assert (result.replicate_maxima > 0).all()


def test_the_streams_are_those_of_numpy():
    ours = np.zeros(1001)
    compiled._kernel.uniforms(2**40 + 7, 12, ours)

    assert np.array_equal(ours, streams.uniforms(2**40 + 7, 12, 1001))


def test_any_number_of_threads_gives_the_same_answer():
    rng = np.random.default_rng(3)
    geography = Geography(list(range(30)), lonlat=rng.uniform(100, 110, (30, 2)) * [1, 0.1])
    events = Events(rng.integers(0, 30, 300), rng.integers(0, 20, 300))

    digests = {scan_permutation(events, geography, replicates=150, threads=n).digest for n in (1, 2, 5)}

    assert len(digests) == 1
