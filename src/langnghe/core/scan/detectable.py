"""What can be detected: how many reports it takes to stand out, given the maxima of quiet days."""

import numpy as np

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.statistics import count_terms, expected_logs, poisson_ratio


def statistic_needed(fit: tuple[float, float], *, recurrence_days: float, topics: int = 1) -> float:
    """
    Return the statistic that chance reaches once in `recurrence_days`, scanning each of `topics` every day.

    `fit` is location and scale of a Gumbel distribution, as `inference.gumbel_fit` returns them; the
    statistic is a log-likelihood ratio, in nats.

    Raises
    ------
    ScanError
        When there is less than one scan in the time.
    """
    if not recurrence_days * topics > 1:
        raise ScanError("Give at least one topic, and more than one scan in the time between false alarms.")
    location, scale = fit
    chance = 1.0 / (recurrence_days * topics)
    return location - scale * float(np.log(-np.log1p(-chance)))


def reports_needed(expected: float, *, total: int, statistic: float, min_cases: int = 2) -> int:
    """
    Return the least count that reaches `statistic` where `expected` of `total` reports are expected.

    Raises
    ------
    ScanError
        When no count can.
    """
    counts = np.arange(max(min_cases, int(expected) + 1), total + 1)
    logs = expected_logs(np.full(len(counts), float(expected)), total)
    enough = poisson_ratio(counts, logs, count_terms(total), total) >= statistic
    if not enough.any():
        raise ScanError(f"No count out of {total} reaches a statistic of {statistic:g}.")
    return int(counts[np.argmax(enough)])
