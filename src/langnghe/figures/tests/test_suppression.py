"""No hidden cell of a public table can be found by subtraction."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from langnghe.figures.suppression import ALL, hidden_cells, with_totals

K = 5
COUNTS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 7, 30]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=4,
    )
)


def table_of(lines):
    return {
        (f"r{row}", f"c{column}"): count
        for row, line in enumerate(lines)
        for column, count in enumerate(line)
    }


def possible_values(table, hidden, cell):
    """Return the least and the most that a hidden cell can be, for whoever adds up what is shown."""
    unknown = sorted(hidden)
    equations, right = [], []
    for line in _lines(table):
        signs = {one: (1 if one != line[-1] else -1) for one in line}
        equations.append([signs.get(one, 0) for one in unknown])
        right.append(-sum(sign * table[one] for one, sign in signs.items() if one not in hidden))
    goal = np.array([float(one == cell) for one in unknown])
    found = [linprog(sign * goal, A_eq=equations, b_eq=right, bounds=(0, 1000)) for sign in (1, -1)]
    return found[0].fun, -found[1].fun


def _lines(table):
    rows = dict.fromkeys(row for row, _ in table)
    columns = dict.fromkeys(column for _, column in table)
    yield from ([(row, column) for column in columns] for row in rows)
    yield from ([(row, column) for row in rows] for column in columns)


@settings(max_examples=150)
@given(COUNTS)
@example([[3, 30], [30, 30]])
@example([[0, 0], [0, 30]])
@example([[1, 0, 30], [0, 30, 30], [30, 30, 30]])
@example([[2]])
def test_no_hidden_cell_can_be_derived_and_no_small_one_told_from_a_larger(lines):
    counts = table_of(lines)
    table = with_totals(counts)

    hidden = hidden_cells(counts, k=K)

    assert hidden >= {cell for cell, count in table.items() if 0 < count < K}
    for cell in hidden:
        least, most = possible_values(table, hidden, cell)
        assert most - least > 0.5, (cell, least, most)
        assert table[cell] == 0 or most > K - 0.5, (cell, least, most)


def test_a_single_small_cell_hides_three_more_and_leaves_the_totals():
    hidden = hidden_cells(table_of([[2, 40, 9], [30, 50, 60], [8, 70, 80]]), k=K)

    assert hidden == {("r0", "c0"), ("r0", "c2"), ("r2", "c0"), ("r2", "c2")}


def test_a_table_of_large_cells_and_of_none_is_shown_whole():
    assert hidden_cells(table_of([[5, 6], [0, 8]]), k=K) == set()


def test_a_small_cell_alone_hides_its_totals():
    counts = table_of([[3]])

    assert hidden_cells(counts, k=K) == set(with_totals(counts))


def test_totals_add_up():
    table = with_totals(table_of([[1, 2], [3, 4]]))

    assert (table["r0", ALL], table[ALL, "c1"], table[ALL, ALL]) == (3, 6, 10)
