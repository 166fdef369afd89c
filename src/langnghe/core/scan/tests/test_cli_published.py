"""The published answers, from CSV files through the commands: six decimals, p by its standard error."""

import json
import math

import numpy as np
import pytest

from langnghe.core.scan.tests.world import answer_of


def close(ours, theirs, replicates=999):
    """Whether two p-values, each from as many replicates, differ by no more than three standard errors."""
    error = math.sqrt(max(theirs, 1 / replicates) * (1 - theirs) / (replicates + 1))
    return abs(ours - theirs) <= 3 * math.sqrt(2) * error


@pytest.mark.parametrize(("name", "adjusted"), [
    ("nycfever_stp_prospective_3km_7d", []),
    ("nycfever_stp_prospective_3km_7d_dow_adjusted", ["--adjust", "weekday"]),
])  # fmt: skip
def test_fever_in_new_york_gives_the_published_clusters(published, satscan, capsys, name, adjusted):
    answer = answer_of(
        capsys, "permutation", published / "nycfever_cases.csv", published / "nycfever_geo.csv",
        "--start", "2001/11/1", "--end", "2001/11/24", "--max-km", "3", "--max-time", "7", *adjusted,
    )  # fmt: skip

    # The published list ends with what every replicate reaches, so that its length hangs on the seed.
    assert len(answer["clusters"]) >= satscan[name]["n_clusters"]
    for ours, theirs in zip(answer["clusters"], satscan[name]["clusters"], strict=False):
        assert ", ".join(ours["ids"]) == theirs["Location IDs included"]
        assert f"{ours['statistic']:.6f}" == theirs["Test statistic"]
        assert f"{ours['expected']:.2f}" == theirs["Expected cases"]
        assert f"{ours['observed_over_expected']:.2f}" == theirs["Observed / expected"]
        assert ours["cases"] == int(theirs["Number of cases"])
        assert f"{ours['radius_km']:.2f}" == f"{float(theirs['Coordinates / radius'].split('/')[1][:-3]):.2f}"
        assert [ours["start"], ours["end"]] == [
            day.replace("/", "-") for day in theirs["Time frame"].split(" to ")
        ]
        assert close(ours["p"], float(theirs["P-value"]))


@pytest.mark.parametrize(("method", "name"), [
    ("farrington_flexible", "agona_farringtonFlexible_improved_nbPlugin"),
    ("ears_c1", "agona_earsC1"),
    ("ears_c2", "agona_earsC2"),
    ("ears_c3", "agona_earsC3"),
])  # fmt: skip
def test_salmonella_in_england_gives_the_published_bounds_and_alarms(published, capsys, method, name):
    theirs = json.loads((published / "expected_series.json").read_text())[name]

    points = answer_of(
        capsys, "series", published / "salmonella_agona_UK_weekly.csv", "--method", method, "--last", 52
    )["points"]

    assert [point["date"] for point in points] == list(range(261, 313))
    for column, published_as in (("expected", "expected"), ("upper", "upperbound"), ("alarm", "alarm")):
        if published_as in theirs:
            ours = [point[column] for point in points]
            np.testing.assert_allclose(
                np.array(ours, float), np.array(theirs[published_as], float), rtol=0, atol=5e-7
            )


@pytest.mark.slow
@pytest.mark.parametrize("share", ["0.1", "0.5"])
@pytest.mark.parametrize("job", ["a", "b"])
def test_the_national_jobs_give_the_published_clusters(synthetic, satscan, tmp_path, capsys, job, share):
    xy, people, _, cases = synthetic.spatial() if job == "a" else synthetic.spacetime()
    lines = [f"{i},{x!r},{y!r}" for i, (x, y) in enumerate(xy.tolist())]
    (tmp_path / "geo.csv").write_text("\n".join(["id,x,y", *lines]))
    if job == "a":
        (tmp_path / "people.csv").write_text(
            "\n".join(["id,population", *(f"{i},{n}" for i, n in enumerate(people.tolist()))])
        )
        rows = [f"{i},{n},2026-01-01" for i, n in enumerate(cases.tolist())]
        command = ["poisson", "--population", tmp_path / "people.csv"]
    else:
        first = np.datetime64("2026-01-01")
        rows = [f"{i},{cases[i, d]},{first + d}" for i, d in zip(*np.nonzero(cases), strict=True)]
        command = ["permutation", "--max-time", "14" if share == "0.1" else "30"]
    (tmp_path / "cases.csv").write_text("\n".join(["id,cases,date", *rows]))

    ours = answer_of(
        capsys, command[0], tmp_path / "cases.csv", tmp_path / "geo.csv", *command[1:], "--max-share", share
    )["clusters"]

    for mine, theirs in zip(ours, satscan[f"synthetic_{job}{share[2:]}0"]["clusters"], strict=False):
        assert ", ".join(mine["ids"]) == theirs["Location IDs included"]
        statistic = theirs.get("Test statistic") or theirs["Log likelihood ratio"]
        assert f"{mine['statistic']:.6f}" == statistic
        assert f"{mine['expected']:.2f}" == theirs["Expected cases"]
        if job == "a":
            assert f"{mine['relative_risk']:.2f}" == theirs["Relative risk"]
        assert close(mine["p"], float(theirs["P-value"]))
