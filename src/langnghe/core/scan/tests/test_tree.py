import json
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.tests.world import answer_of, run
from langnghe.core.scan.tree import CyclicTree, Tree, TreeWindow, scan_tree

# 0 is the root of 1 and 2; 3, 4 hang below 1; 5, 6 below 2.
SMALL = Tree(list(range(7)), {1: [0], 2: [0], 3: [1], 4: [1], 5: [2], 6: [2]})
counts_of_nodes = st.lists(st.integers(0, 12), min_size=7, max_size=7).filter(any)


def branch(node):
    return [node, *(below for below in range(7) if node in SMALL.ancestors(below))]


def test_the_sample_of_treescan_gives_its_published_cuts(published, capsys):
    expected = json.loads((published / "expected_treescan.json").read_text())["sample_Poisson"]

    cuts = answer_of(
        capsys, "tree", published / "treescan_poisson.csv", "--tree", published / "treescan_tree.csv"
    )["clusters"]

    assert [cut["node"] for cut in cuts] == [cut["Node ID"] for cut in expected]
    for ours, theirs in zip(cuts, expected, strict=True):
        assert ours["parent"] == theirs["Parent Node"]
        assert ours["level"] == int(theirs["Tree Level"])
        assert ours["cases"] == int(theirs["Observed Cases"])
        assert ours["statistic"] == pytest.approx(float(theirs["Log Likelihood Ratio"]), abs=5e-7)
        assert ours["expected"] == pytest.approx(float(theirs["Expected"]), abs=0.005)
        assert ours["relative_risk"] == pytest.approx(float(theirs["Relative Risk"]), abs=0.005)
        assert ours["excess"] == pytest.approx(float(theirs["Excess Cases"]), abs=0.005)
        chance = float(theirs["P-value"])
        assert abs(ours["p"] - chance) < 3 * math.sqrt(max(chance, 0.001) * (1 - chance) / 1000) + 0.001


@given(counts_of_nodes, st.lists(st.integers(1, 50), min_size=7, max_size=7))
@settings(deadline=None)
def test_poisson_cuts_have_the_ratio_of_the_textbook(cases, people):
    result = scan_tree(np.array(cases), SMALL, population=people, replicates=0)

    total, everyone = sum(cases), sum(people)
    for cut in result.cuts:
        inside = sum(cases[at] for at in branch(cut.node))
        expected = total * sum(people[at] for at in branch(cut.node)) / everyone
        ratio = inside * math.log(inside / expected)
        if inside < total:
            ratio += (total - inside) * math.log((total - inside) / (total - expected))
        assert cut.observed == inside >= 2
        assert inside > expected
        assert cut.expected == pytest.approx(expected)
        assert cut.statistic == pytest.approx(ratio)
    assert all(one.statistic >= other.statistic - 1e-8 for one, other in pairwise(result.cuts))


@given(counts_of_nodes, counts_of_nodes)
@settings(deadline=None)
def test_bernoulli_cuts_compare_cases_with_controls(cases, controls):
    result = scan_tree(np.array(cases), SMALL, model="bernoulli", controls=controls, replicates=0)

    for cut in result.cuts:
        c, d = (sum(values[at] for at in branch(cut.node)) for values in (cases, controls))
        rest_c, rest_d = sum(cases) - c, sum(controls) - d
        assert cut.statistic == pytest.approx(
            binomial(c, d) + binomial(rest_c, rest_d) - binomial(c + rest_c, d + rest_d)
        )


def binomial(cases, controls):
    n = cases + controls
    return sum(count * math.log(count / n) for count in (cases, controls) if count)


@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=7, max_size=7))
@settings(deadline=None)
def test_temporal_cuts_keep_both_margins_and_take_the_best_window(rows):
    counts = np.array(rows)
    if not counts.any():
        return
    result = scan_tree(
        counts, SMALL, model="temporal", replicates=0, window=TreeWindow(max_days=3, min_days=1)
    )

    total = counts.sum()
    for cut in result.cuts:
        inside = counts[branch(cut.node)]
        best = 0.0
        for first in range(5):
            for last in range(first, min(5, first + 3)):
                c = inside[:, first : last + 1].sum()
                n = inside.sum() * counts[:, first : last + 1].sum() / total
                if c >= 2 and c > n:
                    ratio = c * math.log(c / n)
                    ratio += (total - c) * math.log((total - c) / (total - n)) if c < total else 0
                    best = max(best, ratio)
        assert cut.statistic == pytest.approx(best)
        assert cut.last_day - cut.first_day < 3


def test_prospective_windows_last_until_the_last_day():
    assert TreeWindow("prospective", max_days=3).spans(5) == [(2, 4), (3, 4)]


def test_delayed_windows_start_and_end_where_they_may():
    window = TreeWindow(max_days=3, min_days=2, starts_within=(1, 2), ends_within=(3, 4))

    assert set(window.spans(6)) == {(1, 3), (2, 3), (2, 4)}


def test_a_branch_that_rises_at_the_end_is_found_with_its_day():
    rng = np.random.default_rng(2)
    counts = rng.poisson(1.0, (7, 40))
    counts[5:] += rng.poisson(6, (2, 40))
    counts[3:5, 36:] += 4

    result = scan_tree(
        counts,
        SMALL,
        model="temporal",
        window=TreeWindow("prospective", max_days=10, least_share=0),
        replicates=199,
    )

    assert result.cuts[0].node == 1
    assert (result.cuts[0].first_day, result.cuts[0].last_day) == (36, 39)
    assert result.cuts[0].p == 1 / 200
    assert result.cuts[0].recurrence_days > 200


def test_a_parent_with_nothing_but_one_child_is_left_out():
    tree = Tree(
        ["root", "parent", "child", "other"], {"parent": ["root"], "child": ["parent"], "other": ["root"]}
    )

    result = scan_tree(np.array([0, 0, 9, 1]), tree, population=[0, 0, 10, 90], replicates=0)

    assert [cut.node for cut in result.cuts] == ["child"]


def test_a_node_with_two_parents_counts_once_for_their_common_ancestor():
    tree = Tree(
        ["root", "left", "right", "both", "rest"],
        {"left": ["root"], "right": ["root"], "both": ["left", "right"], "rest": ["root"]},
    )

    result = scan_tree(np.array([0, 1, 1, 8, 2]), tree, population=[0, 10, 10, 10, 70], replicates=0)

    observed = {cut.node: cut.observed for cut in result.cuts}
    assert observed == {"both": 8, "left": 9, "right": 9}


def test_the_same_seed_gives_the_same_digest_and_another_seed_another():
    cases, people = np.array([0, 0, 0, 9, 1, 2, 2]), [1] * 7

    first, again, other = (scan_tree(cases, SMALL, population=people, seed=seed) for seed in (1, 1, 2))

    assert first.digest == again.digest != other.digest
    assert np.array_equal(first.replicate_maxima, again.replicate_maxima)


@pytest.mark.slow
def test_shuffled_data_are_called_significant_as_often_as_promised():
    rng = np.random.default_rng(11)
    people = rng.integers(5, 60, 7)

    small = sum(_p_of_the_best(rng, people, seed) <= 0.05 for seed in range(400))

    assert 0.02 < small / 400 < 0.08


def _p_of_the_best(rng, people, seed):
    result = scan_tree(
        rng.multinomial(200, people / people.sum()), SMALL, population=people, replicates=99, seed=seed
    )
    return result.cuts[0].p if result.cuts else 1.0


def test_a_cycle_is_named():
    with pytest.raises(CyclicTree, match="a → b → a"):
        Tree(["a", "b"], {"a": ["b"], "b": ["a"]})


@pytest.mark.parametrize(
    ("tree", "cases", "sentence"),
    [
        ("node,parent\na,b\nb,a\n", "node,cases,population\na,2,3\n", "the tree has a cycle: a → b → a"),
        ("node,parent\na,\nb,c\n", "node,cases,population\na,2,3\n", "line 3, column parent: “c”"),
        (
            "node,parent\na,\n",
            "node,cases,population\nx,2,3\n",
            "line 2, column node: “x” is not a node of the tree.",
        ),
        ("node,parent\na,\n", "node,cases,population\na,-2,3\n", "line 2, column cases: -2 is negative."),
        (
            "node,parent\na,\n",
            "node,cases,population\na,0,3\n",
            "line 1, column cases: there are no cases to scan.",
        ),
        ("node,parent\na,\n", "node,cases,population\na,2,0\n", "“a” has cases but no population."),
        (
            "node,parent\na,\n",
            "node,cases\na,2\n",
            "line 1, column population: the poisson model needs this column.",
        ),
    ],
)
def test_bad_input_ends_with_status_2_and_one_sentence(tmp_path, capsys, tree, cases, sentence):
    (tmp_path / "tree.csv").write_text(tree)
    (tmp_path / "cases.csv").write_text(cases)

    status, out, said = run(capsys, "tree", tmp_path / "cases.csv", "--tree", tmp_path / "tree.csv")

    assert (status, out, said.count("\n")) == (2, "", 1)
    assert sentence in said


def test_days_may_be_dates_and_must_lie_in_the_period(tmp_path, capsys):
    (tmp_path / "tree.csv").write_text("node,parent\nr,\na,r\nb,r\n")
    rows = [f"{node},1,2026-03-{day:02d}" for day in range(1, 21) for node in "ab"]
    (tmp_path / "cases.csv").write_text("\n".join(["node,cases,day", *rows, "a,9,2026/3/20"]))
    command = ("tree", tmp_path / "cases.csv", "--tree", tmp_path / "tree.csv", "--model", "temporal")
    short = ("--min-time", 1, "--least-share", 0, "--max-time", 7, "--replicates", 99)

    cut = answer_of(capsys, *command, "--analysis", "prospective", *short)["clusters"][0]
    status, _, said = run(capsys, *command, "--end", "2026-03-19")

    assert (cut["node"], cut["start"], cut["end"]) == ("a", "2026-03-20", "2026-03-20")
    assert status == 2
    assert "column day: 2026-03-20 lies outside the period." in said


def test_settings_that_fit_no_window_are_refused():
    with pytest.raises(ScanError, match="No window fits"):
        scan_tree(np.ones((7, 3), int), SMALL, model="temporal", window=TreeWindow(ends_within=(7, 9)))


def test_a_day_that_is_a_slip_does_not_eat_all_memory(tmp_path, capsys):
    (tmp_path / "tree.csv").write_text("node,parent\na,\n")
    (tmp_path / "cases.csv").write_text("node,cases,day\na,3,1\na,2,9999999\n")

    status, _, said = run(
        capsys, "tree", tmp_path / "cases.csv", "--tree", tmp_path / "tree.csv", "--model", "temporal"
    )

    assert (status, said.count("\n")) == (2, 1)
    assert "have too many windows" in said


def test_a_longest_window_of_one_day_is_taken_at_its_word():
    assert TreeWindow("prospective", max_days=1).spans(5) == [(4, 4)]


def test_a_window_that_ends_late_must_be_a_fifth_of_the_time_before():
    starts = {first for first, _ in TreeWindow("prospective", max_days=14).spans(60)}

    assert starts == {46, 47, 48}  # 12 to 14 days of 60
    assert len(TreeWindow("prospective", max_days=14, least_share=0).spans(60)) == 13
