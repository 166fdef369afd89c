"""Against what R's surveillance package says of the weekly Salmonella Agona counts of England and Wales."""

import csv
import json

import numpy as np
import pytest

from langnghe.core.scan.series import EarsSettings, ears, farrington
from langnghe.core.scan.tests.world import PUBLISHED

pytestmark = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published data sets (../shared/data/hotspots) are not here"
)


@pytest.fixture(scope="module")
def agona():
    with (PUBLISHED / "salmonella_agona_UK_weekly.csv").open() as lines:
        return np.array([int(row["observed"]) for row in csv.DictReader(lines)])


def published(name):
    answer = json.loads((PUBLISHED / "expected_series.json").read_text())[name]
    return {
        key: np.array([np.nan if value is None else value for value in answer[key]], float)
        for key in ("upperbound", "alarm", "expected", "score")
        if key in answer
    }


def same(ours, theirs):
    np.testing.assert_allclose(ours[0], theirs, rtol=0, atol=5e-7)


def test_farrington_flexible_gives_the_published_bounds_scores_and_alarms(agona):
    theirs = published("agona_farringtonFlexible_improved_nbPlugin")

    ours = farrington(agona, last=52)

    same(ours.expected, theirs["expected"])
    same(ours.upper, theirs["upperbound"])
    same(ours.score, theirs["score"])
    same(ours.alarm.astype(float), theirs["alarm"])


@pytest.mark.parametrize("variant", ["C1", "C2", "C3"])
def test_ears_gives_the_published_bounds_and_alarms(agona, variant):
    theirs = published(f"agona_ears{variant}")

    ours = ears(agona, EarsSettings(variant), last=52)

    same(ours.upper, theirs["upperbound"])
    same(ours.alarm.astype(float), theirs["alarm"])
