"""
The log-likelihood ratios of a window, from tables.

All arithmetic happens in one order, so that the C kernel and NumPy agree to the last bit:
Poisson and permutation  (A[c] - c ln m) - (C - c) ln(C - m)  with A[c] = c ln c + (C - c) ln(C - c);
Bernoulli                sums of k ln k over whole numbers k.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def k_log_k(n: int) -> Floats:
    """Return k ln k for k = 0 … n, with 0 ln 0 = 0."""
    k = np.arange(n + 1, dtype=np.float64)
    table = np.zeros(n + 1)
    table[1:] = k[1:] * np.log(k[1:])
    return table


def count_terms(total: int) -> Floats:
    """Return A[c] = c ln c + (C - c) ln(C - c) for c = 0 … C."""
    table = k_log_k(total)
    return table + table[::-1]


def expected_logs(expected: Floats, total: int) -> tuple[Floats, Floats]:
    """Return ln m and ln(C - m); 0 where a window expects nothing or everything and cannot be a cluster."""
    usable = (expected > 0.0) & (expected < total)
    inside = np.log(np.where(usable, expected, 1.0))
    outside = np.log(np.where(usable, total - expected, 1.0))
    return inside, outside


def poisson_ratio(
    count: npt.NDArray[np.integer], logs: tuple[Floats, Floats], terms: Floats, total: int
) -> Floats:
    """Return the log-likelihood ratio of `count` cases where m are expected, of `total` (Kulldorff 1997)."""
    inside, outside = logs
    return (terms[count] - count * inside) - (total - count) * outside


def poisson_allowed(
    count: npt.NDArray[np.integer], expected: Floats, total: int, *, rates: str, min_cases: int
) -> npt.NDArray[np.bool_]:
    """Return which windows may be clusters of the wanted kind."""
    usable = (expected > 0.0) & (expected < total)
    high = (count > expected) & (count >= min_cases)
    low = count < expected
    wanted = {"high": high, "low": low, "both": high | low}[rates]
    return usable & wanted


def bernoulli_ratio(
    count: npt.NDArray[np.integer], people: npt.NDArray[np.integer], table: Floats, total: int, everyone: int
) -> Floats:
    """Return the ratio of `count` cases among `people`, of `total` among `everyone` (Kulldorff 1997)."""
    inside = (table[count] + table[people - count]) - table[people]
    rest = everyone - people
    outside = (table[total - count] + table[rest - (total - count)]) - table[rest]
    whole = (table[total] + table[everyone - total]) - table[everyone]
    return (inside + outside) - whole
