"""
Which cells of a public table of counts stay hidden, so that none of them can be found by subtraction.

Pure: no database, no clock. A cell from 1 to `k` - 1 is hidden first (primary suppression); a zero is about
nobody. The totals are shown, so hiding it alone would not help: it becomes a corner of a rectangle of hidden
cells (secondary suppression) in which it could be `k` or more while every row and column still adds up and
no cell is negative. Whoever subtracts cannot tell whether it is small, and for each corner more than one
value is possible.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

ALL = "all"
_TOTALS_ARE_DEARER = 20  # a total is hidden only where nothing else would do


def with_totals(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Return every cell by (row, column), with the totals of rows and columns and the grand total."""
    rows, columns = _labels(counts)
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        table[row, ALL] = sum(table[row, column] for column in columns)
    for column in [*columns, ALL]:
        table[ALL, column] = sum(table[row, column] for row in rows)
    return table


def hidden_cells(counts: Mapping[tuple[str, str], int], *, k: int) -> set[tuple[str, str]]:
    """
    Return the cells of `with_totals(counts)` that must not be shown.

    For each hidden cell there is another table of counts with the same shown cells in which it differs; for
    each small one there is a table in which it is `k` or more. The same table gives the same cells.
    """
    table = with_totals(counts)
    rows, columns = ([*labels, ALL] for labels in _labels(counts))
    values = np.array([[table[row, column] for column in columns] for row in rows])
    hidden = (values > 0) & (values < k)
    for row, column in np.argwhere(hidden):
        if not _hide_around(values, hidden, int(row), int(column), k):
            hidden[:] = True
            break
    return {(rows[row], columns[column]) for row, column in np.argwhere(hidden)}


def _hide_around(values: np.ndarray, hidden: np.ndarray, row: int, column: int, k: int) -> bool:
    """Hide the cheapest rectangle in which this cell could be `k`; return False where there is none."""
    signs = _signs(values.shape)
    need = k - int(values[row, column])
    # A total stands on the other side of its line's sum: there a neighbour moves along instead of against.
    along_row = -signs[row, column] * signs[row, :] * need
    along_column = -signs[row, column] * signs[:, column] * need
    opposite = signs[row, column] * signs * need
    possible = (
        (values[row, :] + along_row >= 0)[None, :]
        & (values[:, column] + along_column >= 0)[:, None]
        & (values + opposite >= 0)
    )
    possible[row, :] = possible[:, column] = False
    if not possible.any():
        return False
    price = np.where(hidden, 0, values + 1)
    price[-1, :] *= _TOTALS_ARE_DEARER
    price[:, -1] *= _TOTALS_ARE_DEARER
    cost = price[row, :][None, :] + price[:, column][:, None] + price
    cheapest = int(np.argmin(np.where(possible, cost, cost.max() + 1)))
    other_row, other_column = np.unravel_index(cheapest, cost.shape)
    hidden[row, other_column] = hidden[other_row, column] = hidden[other_row, other_column] = True
    return True


def _signs(shape: Any) -> np.ndarray:
    signs = np.ones(shape, dtype=int)
    signs[-1, :] *= -1
    signs[:, -1] *= -1
    return signs


def _labels(counts: Mapping[tuple[str, str], int]) -> tuple[list[str], list[str]]:
    return sorted({row for row, _ in counts}), sorted({column for _, column in counts})
