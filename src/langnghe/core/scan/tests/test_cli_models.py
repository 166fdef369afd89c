"""The commands as a stranger runs them: CSV in, JSON out, and a sentence where the input cannot be used."""

import importlib.util
import json

import numpy as np
import pytest

from langnghe.core.scan.cli import main

KEYS = {
    "centre", "ids", "radius_km", "start", "end", "cases", "expected", "observed_over_expected",
    "relative_risk", "statistic", "p", "p_gumbel", "recurrence_days",
}  # fmt: skip


@pytest.fixture
def town(tmp_path):
    """Six places on a line, two years of cases, and people counted in two years."""
    files = {
        "geo.csv": "lon,id,lat\n" + "".join(f"{105 + i / 100},u{i},21\n" for i in range(6)),
        "cases.csv": "date,id,cases,sex\n" + "".join(
            f"{year},u{i},{8 + 30 * (i == 2 and year == 2021)},{'fm'[i % 2]}\n"
            for i in range(6) for year in (2020, 2021)
        ),
        "people.csv": "id,year,population,sex\n" + "".join(
            f"u{i},{year},{1000 + 10 * i},{sex}\n" for i in range(6) for year in (2019, 2023) for sex in "fm"
        ),
        "controls.csv": "id,controls,date\n" + "".join(f"u{i},40,202{k}\n" for i in range(6) for k in (0, 1)),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def scanned(capsys, *arguments):
    status, out, err = run(capsys, *arguments, "--json", "--replicates", "99")
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize("command", ["permutation", "poisson", "bernoulli"])
def test_every_model_answers_in_the_documented_shape(town, capsys, command):
    extra = {
        "poisson": ["--population", town / "people.csv"],
        "bernoulli": ["--controls", town / "controls.csv"],
    }

    answer = scanned(
        capsys, command, town / "cases.csv", town / "geo.csv", *extra.get(command, []),
        "--analysis", "retrospective", "--time-unit", "year", "--seed", "3",
    )  # fmt: skip

    strongest = answer["clusters"][0]
    assert set(strongest) >= KEYS
    assert strongest["ids"] == ["u2"]
    assert (strongest["start"], strongest["end"], strongest["cases"]) == ("2021-01-01", "2021-12-31", 38)
    assert strongest["observed_over_expected"] == pytest.approx(38 / strongest["expected"])
    assert (strongest["relative_risk"] is None) == (command == "permutation")
    assert strongest["p"] == 0.01
    assert (answer["replicates"], answer["seed"]) == (99, 3)
    assert answer["digest"]
    assert answer["cpu_seconds"] >= 0


def test_population_is_interpolated_between_years_and_groups_have_their_own_risk(town, capsys):
    answer = scanned(
        capsys, "poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv",
        "--analysis", "temporal", "--time-unit", "year",
    )  # fmt: skip

    # People do not change, so half of all cases are expected in each year but for the leap day.
    assert answer["clusters"][0]["expected"] == pytest.approx(126 * 365 / 731)
    assert answer["clusters"][0]["cases"] == 78
    assert answer["clusters"][0]["centre"] is None


def test_planar_places_and_a_table_for_people(town, capsys):
    (town / "plane.csv").write_text("id,x,y\n" + "".join(f"u{i},{3 * i},0\n" for i in range(6)))

    status, out, _ = run(
        capsys, "bernoulli", town / "cases.csv", town / "plane.csv", "--controls", town / "controls.csv",
        "--max-km", "3", "--replicates", "19",
    )  # fmt: skip

    assert status == 0
    assert "u2" in out.splitlines()[1]


@pytest.mark.parametrize(("file", "text", "sentence"), [
    ("cases.csv", "id,cases,date\nu9,1,2020\n", "line 2, column id: unit u9 is not among the places"),
    ("cases.csv", "id,cases,date\nu1,1,2020\nu1,-2,2020\n", "line 3, column cases: -2 is negative"),
    ("cases.csv", "id,cases,date\nu1,0,2020\n", "cases.csv, line 1, column cases: there are no cases"),
    ("cases.csv", "id,cases,date\nu1,1,2031\n", "cases.csv, line 2, column date: 2031-01-01 lies outside"),
    ("cases.csv", "id,cases,date\nu1,1,soon\n", "cases.csv, line 2, column date: soon is not a date"),
    ("cases.csv", "id,cases\nu1,1\n", "line 1, column date: the header has no such column"),
    ("geo.csv", "id,lat,lon\nu1,21,\n", "geo.csv, line 2, column lon: the cell is empty"),
    ("geo.csv", "id,lat,lon\nu1,95,105\n", "geo.csv, line 2, column lat: 95 is not a latitude"),
    ("geo.csv", "id,lat,lon\nu1,21,105\nu1,22,105\n", "line 3, column id: u1 stands already on line 2"),
])  # fmt: skip
def test_bad_input_is_named_by_file_line_and_column(town, capsys, file, text, sentence):
    (town / file).write_text(text)

    status, out, err = run(
        capsys, "permutation", town / "cases.csv", town / "geo.csv", "--start", "2020", "--end", "2021"
    )

    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--max-share", "1.5"], "max_share is 1.5"),
    (["--start", "2022", "--end", "2021"], "The period ends on 2021-12-31, before it starts"),
    (["--start", "yesterday"], "--start yesterday is not a date"),
    (["--analysis", "temporal"], "The permutation model needs place and time"),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused(town, capsys, arguments, sentence):
    status, _, err = run(capsys, "permutation", town / "cases.csv", town / "geo.csv", *arguments)

    assert status == 2
    assert sentence in err


def test_the_list_of_neighbours_replaces_circles(town, capsys):
    (town / "near.csv").write_text("id,neighbour\nu2,u5\nu5,u2\n")

    answer = scanned(
        capsys, "poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv",
        "--neighbours", town / "near.csv",
    )  # fmt: skip

    assert all(cluster["radius_km"] is None for cluster in answer["clusters"])
    assert {len(cluster["ids"]) for cluster in answer["clusters"]} <= {1, 2}


@pytest.mark.slow
@pytest.mark.parametrize("share", ["0.1", "0.5"])
@pytest.mark.parametrize("job", ["a", "b"])
def test_the_national_jobs_give_the_published_clusters(published, satscan, tmp_path, capsys, job, share):
    spec = importlib.util.spec_from_file_location("make_synthetic", published / "make_synthetic.py")
    synthetic = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(synthetic)
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

    status, out, _ = run(
        capsys, command[0], tmp_path / "cases.csv", tmp_path / "geo.csv", *command[1:],
        "--max-share", share, "--replicates", "99", "--json",
    )  # fmt: skip

    assert status == 0
    ours = json.loads(out)["clusters"]
    for mine, theirs in zip(ours, satscan[f"synthetic_{job}{share[2:]}0"]["clusters"], strict=False):
        assert ", ".join(mine["ids"]) == theirs["Location IDs included"]
        statistic = theirs.get("Test statistic") or theirs["Log likelihood ratio"]
        assert f"{mine['statistic']:.6f}" == statistic
        assert f"{mine['expected']:.2f}" == theirs["Expected cases"]
        if job == "a":
            assert f"{mine['relative_risk']:.2f}" == theirs["Relative risk"]
