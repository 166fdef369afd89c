"""From replicate maxima to p-values: exact ranks, the Gumbel tail, recurrence and sequential stopping."""

import numpy as np
import numpy.typing as npt

# Two statistics closer than this are a tie: they differ by rounding, not by their counts.
TIE = 1e-9
EULER_GAMMA = 0.5772156649015329
# Below this rank the Monte Carlo p is coarse, and the recurrence interval comes from the Gumbel tail.
FEW_EXCEEDANCES = 10
# The part of the maxima that must not lie above the fitted tail.
TAIL_SHARE = 0.2
TINY = 1e-300
# With fewer distinct maxima there is no curve to fit.
FEWEST_VALUES = 20
DAYS_IN = {"day": 1.0, "month": 30.436875, "year": 365.2425}


def exceedances(statistic: float, maxima: npt.NDArray[np.float64]) -> int:
    """Return how many replicates reach the statistic; a tie counts as reaching it."""
    return int(np.count_nonzero(maxima >= statistic - TIE))


def monte_carlo_p(
    statistic: float, maxima: npt.NDArray[np.float64], *, stopped: bool = False
) -> float | None:
    """
    Return the rank of the statistic among itself and the replicates, as a share (Dwass 1957).

    `stopped` says that simulation ended at a fixed number of exceedances; then the estimate is the
    number of exceedances over the number of replicates (Besag and Clifford 1991).
    """
    if not len(maxima):
        return None
    reached = exceedances(statistic, maxima)
    if stopped:
        return max(reached, 1) / len(maxima)
    return (reached + 1) / (len(maxima) + 1)


def gumbel_fit(maxima: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """
    Fit a Gumbel distribution to replicate maxima by moments; return (location, scale).

    Source: Abrams, Kleinman and Kulldorff, Gumbel based p-value approximations for spatial scan statistics,
    International Journal of Health Geographics 9:61, 2010. None where there is no spread to fit.
    """
    if len(maxima) < 2:
        return None
    scale = float(np.sqrt(6.0 * np.var(maxima, ddof=1)) / np.pi)
    if scale <= 0.0:
        return None
    return float(np.mean(maxima)) - EULER_GAMMA * scale, scale


def gumbel_p(statistic: float, fit: tuple[float, float] | None) -> float | None:
    """Return the chance that a replicate's maximum reaches the statistic, by the fitted Gumbel tail."""
    if fit is None:
        return None
    location, scale = fit
    return float(-np.expm1(-np.exp(-(statistic - location) / scale)))


def has_curve(maxima: npt.NDArray[np.float64]) -> bool:
    """Return whether the maxima take enough values for a curve through them."""
    return len(np.unique(np.round(maxima, 9))) >= FEWEST_VALUES


def tail_p(statistic: float, maxima: npt.NDArray[np.float64]) -> float | None:
    """
    Return the Gumbel p-value, lifted where it promises less than counting shows; None if it cannot serve.

    Maxima of sparse data take few distinct values, and a fit by moments may then fall far below them: with
    25 cases in 3,321 places one replicate in 44 reached 3.28, the fit said one in 4,000. With fewer than 20
    values there is no curve, and counting alone serves. With more, the curve is lifted until it lies nowhere
    below the counted shares in the tail (the highest fifth, down to ten replicates).
    """
    fit = gumbel_fit(maxima)
    p = gumbel_p(statistic, fit)
    if p is None or not has_curve(maxima):
        return None
    values = np.sort(maxima)
    reaching = len(values) - np.searchsorted(values, values - TIE)
    counted = reaching >= min(FEW_EXCEEDANCES, len(values))
    tail = counted & ((reaching <= TAIL_SHARE * len(values)) | (values >= values[counted].max() - TIE))
    promised = [gumbel_p(value, fit) or 0.0 for value in values[tail].tolist()]
    lift = np.max(reaching[tail] / len(values) / np.maximum(promised, TINY))
    return min(1.0, p * max(1.0, float(lift)))


def recurrence_days(
    p: float | None, p_tail: float | None, *, replicates: int, time_unit: str = "day"
) -> float | None:
    """
    Return how many days pass, on average, between chance clusters this strong, with one scan per time unit.

    The Monte Carlo p serves while at least ten replicates reach the statistic; beyond, the tail (`tail_p`).
    """
    if p is None:
        return None
    coarse = p * (replicates + 1) < FEW_EXCEEDANCES
    chance = p_tail if coarse and p_tail is not None and p_tail > 0.0 else p
    return DAYS_IN[time_unit] / chance


def stop_index(maxima: npt.NDArray[np.float64], statistic: float, wanted: int) -> int | None:
    """Return after how many replicates the statistic was reached `wanted` times; None when not yet."""
    reached = np.flatnonzero(maxima >= statistic - TIE)
    return int(reached[wanted - 1]) + 1 if len(reached) >= wanted else None
