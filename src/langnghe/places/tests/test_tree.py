"""Who stands above whom when codes are used again and provinces change."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.places.tree import LAST_DAY, Node, Tree

REFORM = date(2025, 7, 1)
BEFORE = REFORM - timedelta(days=1)
START = date(1900, 1, 1)


def test_a_code_used_again_stands_under_the_parent_of_its_own_time():
    old_province = Node(1, "52", "", START, BEFORE)
    new_province = Node(2, "52", "", REFORM)
    old_commune = Node(3, "00004", "52", START, BEFORE)
    new_commune = Node(4, "00004", "52", REFORM)

    tree = Tree([old_province, new_province, old_commune, new_commune])

    assert tree.parents(old_commune) == [old_province]
    assert tree.parents(new_commune) == [new_province]
    assert list(tree.clashes()) == list(tree.orphans()) == []


def test_a_commune_that_outlives_its_province_stands_under_both_in_turn():
    city_from = date(2026, 4, 30)
    province = Node(1, "75", "", REFORM, city_from - timedelta(days=1))
    city = Node(2, "75", "", city_from)
    commune = Node(3, "26000", "75", REFORM)

    steps = {(step.ancestor, step.descendant) for step in Tree([province, city, commune]).closure()}

    assert steps == {(1, 1), (2, 2), (3, 3), (1, 3), (2, 3)}


def test_a_commune_whose_province_ends_before_it_is_an_orphan_on_the_day_after():
    province, commune = Node(1, "75", "", START, BEFORE), Node(2, "26000", "75", START)

    assert list(Tree([province, commune]).orphans()) == [(commune, REFORM)]


def test_one_code_for_two_areas_on_one_day_clashes():
    first, second = Node(1, "a", "", START), Node(2, "a", "", REFORM)

    assert list(Tree([first, second]).clashes()) == [(first, second)]


def test_areas_in_a_circle_are_found():
    tree = Tree([Node(1, "a", "b", START), Node(2, "b", "a", START)])

    assert {node.key for node in tree.circles()} == {1, 2}


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), max_size=30))
def test_everything_stands_below_the_top_as_deep_as_it_was_hung(choices):
    parents = [choice % (place + 1) for place, choice in enumerate(choices)]
    nodes = [Node(0, "0", "", START, LAST_DAY)]
    nodes += [Node(place + 1, str(place + 1), str(parent), START) for place, parent in enumerate(parents)]
    depths = [1]
    for parent in parents:
        depths.append(depths[parent] + 1)

    tree = Tree(nodes)

    assert tree.levels() == dict(enumerate(depths))
    assert {step.descendant for step in tree.closure() if step.ancestor == 0} == set(range(len(nodes)))
    assert tree.keys_of_branches() == set(parents)
