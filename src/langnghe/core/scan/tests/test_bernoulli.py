"""The Bernoulli scan against what can be worked out by hand."""

import math

import numpy as np
import pytest

from langnghe.core.scan import Events, Geography, Window, scan_bernoulli


def likelihood(cases, people):
    """Return the log-likelihood of so many cases among people at their own rate."""
    return sum(count * math.log(count / people) for count in (cases, people - cases) if count)


@pytest.mark.parametrize("rates", ["high", "low"])
def test_the_strongest_circle_is_that_of_the_textbook(rates):
    rng = np.random.default_rng(4)
    units, places = list(range(25)), rng.uniform(0, 50, (25, 2))
    cases, controls = rng.poisson(3, 25), rng.poisson(4, 25)
    cases[7], controls[7] = (12, 1) if rates == "high" else (0, 15)

    result = scan_bernoulli(
        Events(units, None, cases), Events(units, None, controls), Geography(units, xy=places),
        window=Window(max_share=0.5), rates=rates, replicates=0,
    )  # fmt: skip

    total, everyone = cases.sum(), cases.sum() + controls.sum()
    best = (0.0, set())
    for centre in units:
        order = np.argsort(np.hypot(*(places - places[centre]).T), kind="stable")
        for size in units:
            inside = order[: size + 1]
            ill, people = cases[inside].sum(), (cases + controls)[inside].sum()
            is_wanted = (
                ill * everyone > total * people if rates == "high" else ill * everyone < total * people
            )
            if people <= 0.5 * everyone and is_wanted and (rates == "low" or ill >= 2):
                ratio = likelihood(ill, people) + likelihood(total - ill, everyone - people)
                best = max(
                    best, (ratio - likelihood(total, everyone), set(inside.tolist())), key=lambda one: one[0]
                )
    assert result.clusters[0].statistic == pytest.approx(best[0], rel=1e-12)
    assert set(result.clusters[0].units) == best[1]
    assert 7 in best[1]
