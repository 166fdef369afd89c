"""The batched regression against a plain one, written here from the textbook for a single series."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.core.scan.series.poisson import Design, fit


def textbook(design_matrix, counts, prior):
    """Iteratively re-weighted least squares by QR: means, weights, leverages, and whether it settled."""
    means = counts + 0.1
    predictor = np.log(means)
    before = deviance(counts, means, prior)
    for _ in range(25):
        weights = prior * means
        q, r = np.linalg.qr(np.sqrt(weights)[:, None] * design_matrix)
        target = predictor + (counts - means) / means
        predictor = design_matrix @ np.linalg.solve(r, q.T @ (np.sqrt(weights) * target))
        means = np.exp(predictor)
        now = deviance(counts, means, prior)
        if abs(now - before) / (abs(now) + 0.1) < 1e-8:
            return means, weights, (q**2).sum(axis=1), True
        before = now
    return means, weights, (q**2).sum(axis=1), False


def deviance(counts, means, prior):
    ratio = np.where(counts > 0, counts, 1) / means
    return 2 * np.sum(prior * (counts * np.log(ratio) - (counts - means)))


@pytest.mark.parametrize("trend", [True, False])
@given(seed=st.integers(0, 10_000), rate=st.sampled_from([0.8, 3.0, 40.0]))
@settings(max_examples=40, deadline=None)
def test_each_series_is_fitted_as_if_it_were_alone(trend, seed, rate):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(4, 9, rng.integers(2, 6))
    n = int(sizes.sum())
    design = Design(
        places=np.arange(n),
        starts=np.cumsum(sizes) - sizes,
        sizes=sizes,
        time=rng.permutation(n).astype(float),
        now=float(n),
        level_now=0,
    )
    counts = rng.poisson(rate, (4, n)).astype(float)
    counts[:, ::7] += 1  # a series of zeros has no finite trend to compare
    prior = rng.uniform(0.3, 1.5, counts.shape)

    ours = fit(counts, design, trend=trend, prior=prior)

    matrix = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    if trend:
        matrix = np.column_stack([matrix, design.time])
    for row in range(len(counts)):
        means, weights, leverage, settled = textbook(matrix, counts[row], prior[row])
        assert ours.converged[row] == settled
        np.testing.assert_allclose(ours.means[row], means, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(ours.weights[row], weights, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(ours.leverage[row], leverage, rtol=1e-5, atol=1e-6)
