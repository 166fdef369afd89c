"""The commands as a stranger runs them: CSV in, JSON out, and a sentence where the input cannot be used."""

import pytest

from langnghe.core.scan.tests.world import answer_of, run

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


def scanned(capsys, *arguments):
    return answer_of(capsys, *arguments, "--replicates", "99")


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
    heading, strongest = out.splitlines()[1:3]
    assert heading.split()[:3] == ["centre", "units", "km"]
    assert strongest.split()[:3] == ["1", "u2", "1"]


@pytest.mark.parametrize("spoil", [
    lambda text: "\ufeff" + text,
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: text.replace(",", ";"),
    lambda text: text.replace(",", "\t"),
    lambda text: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.split("\n")),
    lambda text: text.replace("\n", "\n\n").replace(",", " , "),
    lambda text: text.upper().replace("U", "u").replace("POPuLATION", "Population"),
])  # fmt: skip
def test_a_file_may_be_written_as_spreadsheets_write_it(town, capsys, spoil):
    command = ["poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv"]
    before = scanned(capsys, *command)
    for name in ("cases.csv", "geo.csv", "people.csv"):
        file = town / name
        file.write_text(spoil(file.read_text()), newline="")

    assert scanned(capsys, *command)["clusters"] == before["clusters"]


@pytest.mark.parametrize("written", ["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}{1:02}{2:02}", "{2}/{1}/{0}"])
def test_dates_may_be_written_in_four_ways(town, capsys, written):
    rows = [f"u{i},{2 + 4 * (i == 2)},{written.format(2020, 3, i + 1)}" for i in range(6)]
    (town / "cases.csv").write_text("\n".join(["id,cases,date", *rows]))

    answer = scanned(
        capsys, "permutation", town / "cases.csv", town / "geo.csv",
        "--analysis", "retrospective", "--max-time", "1",
    )  # fmt: skip

    strongest = answer["clusters"][0]
    assert (strongest["ids"], strongest["start"], strongest["end"]) == (["u2"], "2020-03-03", "2020-03-03")


def test_months_and_years_are_counted_whole(town, capsys):
    rows = [
        f"u{i},{2 + 9 * (i == 2 and month == 5)},2020-{month:02}" for i in range(6) for month in range(1, 9)
    ]
    (town / "months.csv").write_text("\n".join(["id,cases,date", *rows]))
    command = ["permutation", town / "months.csv", town / "geo.csv", "--analysis", "retrospective"]

    month = scanned(capsys, *command, "--time-unit", "month")["clusters"][0]
    year = scanned(
        capsys, *command, "--time-unit", "year", "--start", "2019", "--end", "2020", "--max-time-share", "1"
    )

    assert (month["ids"], month["start"], month["end"]) == (["u2"], "2020-05-01", "2020-05-31")
    assert year["settings"]["period"] == ["2019-01-01", "2020-12-31"]


@pytest.mark.parametrize("command", ["permutation", "poisson", "bernoulli"])
@pytest.mark.parametrize("rates", ["low", "both"])
def test_low_rates_are_found_where_they_are_asked_for(town, capsys, command, rates):
    extra = {
        "poisson": ["--population", town / "people.csv"],
        "bernoulli": ["--controls", town / "controls.csv"],
    }

    answer = scanned(
        capsys, command, town / "cases.csv", town / "geo.csv", *extra.get(command, []),
        "--analysis", "retrospective", "--time-unit", "year", "--scan", rates,
    )  # fmt: skip

    ratios = [cluster["observed_over_expected"] for cluster in answer["clusters"]]
    assert min(ratios) < 1
    assert (max(ratios) > 1) == (rates == "both")


def test_the_number_of_threads_changes_nothing(town, capsys):
    command = [
        "permutation",
        town / "cases.csv",
        town / "geo.csv",
        "--time-unit",
        "year",
        "--replicates",
        300,
    ]

    answers = [answer_of(capsys, *command, "--threads", threads) for threads in (1, 2, 5)]

    assert len({answer["digest"] for answer in answers}) == 1
    assert answers[0]["clusters"] == answers[1]["clusters"] == answers[2]["clusters"]


def test_without_replicates_what_is_drawn_by_lot_is_null(town, capsys):
    answer = answer_of(
        capsys, "poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv",
        "--replicates", 0,
    )  # fmt: skip

    strongest = answer["clusters"][0]
    assert (strongest["p"], strongest["p_gumbel"], strongest["recurrence_days"]) == (None, None, None)
    assert strongest["statistic"] > 0


def test_lines_without_cases_may_lie_outside_the_period(town, capsys):
    (town / "cases.csv").write_text("id,cases,date\nu1,0,1999-01-01\nu1,3,2020-01-01\nu2,5,2020-01-02\n")

    answer = scanned(capsys, "permutation", town / "cases.csv", town / "geo.csv")

    assert answer["settings"]["period"] == ["2020-01-01", "2020-01-02"]


@pytest.mark.parametrize(("file", "text", "sentence"), [
    ("cases.csv", "id,cases,date\nu9,1,2020\n", "line 2, column id: unit u9 is not among the places"),
    ("cases.csv", "id,cases,date\nu1,1,2020\nu1,-2,2020\n", "line 3, column cases: -2 is negative"),
    ("cases.csv", "id,cases,date\nu1,1.5,2020\n", "line 2, column cases: “1.5” is not a whole number"),
    ("cases.csv", "id,cases,date\nu1,many,2020\n", "line 2, column cases: “many” is not a number"),
    ("cases.csv", "id,cases,date\nu1,NaN,2020\n", "line 2, column cases: “NaN” is not a number"),
    ("cases.csv", "id,cases,date\nu1,inf,2020\n", "line 2, column cases: “inf” is not a number"),
    ("cases.csv", "id,cases,date\nu1,1_000,2020\n", "line 2, column cases: “1_000” is not a number"),
    ("cases.csv", "id,cases,date\nu1,9e15,2020\n", "line 2, column cases: 9e15 is too large for a count"),
    ("cases.csv", "id,cases,date\nu1,30000000,2020\n", "There are more than 20,000,000 cases"),
    ("cases.csv", "id,cases,date\nu1,0,2020\n", "cases.csv, line 1, column cases: there are no cases"),
    ("cases.csv", "id,cases,date\n", "cases.csv, line 1, column cases: there are no cases"),
    ("cases.csv", "", "cases.csv, line 1: the file is empty"),
    ("cases.csv", "\n\n", "cases.csv, line 1: the file is empty"),
    ("cases.csv", "id,cases,date\nu1,1,2031\n", "cases.csv, line 2, column date: 2031-01-01 lies outside"),
    ("cases.csv", "id,cases,day\nu1,1,2031\n", "cases.csv, line 2, column day: 2031-01-01 lies outside"),
    ("cases.csv", "id,cases,date\nu1,1,soon\n", "cases.csv, line 2, column date: “soon” is not a date"),
    ("cases.csv", "id,cases,date\nu1,1,2020-02-30\n", "column date: “2020-02-30” is not a date"),
    ("cases.csv", "id,cases\nu1,1\n", "line 1, column date: the header has no such column"),
    ("cases.csv", "id,number,date\nu1,1,2020\n", "line 1, column cases: the header has no such column"),
    ("cases.csv", "id,cases,date\nu1,1\n", "line 2, column date: the line ends before this column"),
    ("cases.csv", "id,cases,date,cases\nu1,1,2020,1\n", "column cases: the header names this column more"),
    ("geo.csv", "id,lat,lon\nu1,21,\n", "geo.csv, line 2, column lon: the cell is empty"),
    ("geo.csv", "id,lat,lon\nu1,21,east\n", "geo.csv, line 2, column lon: “east” is not a number"),
    ("geo.csv", "id,lat,lon\nu1,95,105\n", "geo.csv, line 2, column lat: 95 is not a latitude"),
    ("geo.csv", "id,lat,lon\nu1,21,105\nu1,22,105\n", "line 3, column id: u1 stands already on line 2"),
    ("geo.csv", "id,lat,lon\n", "geo.csv has no units"),
])  # fmt: skip
def test_bad_input_is_named_by_file_line_and_column(town, capsys, file, text, sentence):
    (town / file).write_text(text)

    status, out, err = run(
        capsys, "permutation", town / "cases.csv", town / "geo.csv", "--start", "2020", "--end", "2021"
    )

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


@pytest.mark.parametrize(("text", "sentence"), [
    ("id,population\nu9,5\n", "people.csv, line 2, column id: unit u9 is not among the places"),
    ("id,population\nu1,-5\n", "people.csv, line 2, column population: -5 is negative"),
    ("id,population\nu1,nan\n", "people.csv, line 2, column population: “nan” is not a number"),
    ("id,population\nu1,5\nu1,6\n", "people.csv, line 3, column id: u1 stands already on line 2"),
    ("id,population,year\nu1,5,once\n", "people.csv, line 2, column year: “once” is not a date"),
    ("id,population\n", "people.csv has no population"),
    ("id,people\nu1,5\n", "people.csv, line 1, column population: the header has no such column"),
    ("id,population,age\nu1,5,old\n", "cases.csv, line 1, column age: the population is split by this"),
    ("id,population\nu0,0\n", "cases.csv, line 2, column id: there are cases but no population"),
    ("id,population\nu0,5\n", "cases.csv, line 4, column id: unit u1 has cases but no population"),
    ("id,population,sex\nu0,5,f\n", "cases.csv, line 4, column sex: there are cases in the group m but"),
])  # fmt: skip
def test_a_population_that_does_not_fit_is_named(town, capsys, text, sentence):
    (town / "people.csv").write_text(text)

    status, out, err = run(
        capsys, "poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv"
    )

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


@pytest.mark.parametrize(("text", "sentence"), [
    ("id,controls,date\nu9,1,2020\n", "controls.csv, line 2, column id: unit u9 is not among the places"),
    ("id,controls,date\nu1,0,2020\n", "controls.csv, line 1, column controls: there are no controls"),
    ("id,controls,date\nu1,1,2020\nu1,1,1999\n", "controls.csv, line 3, column date: 1999-01-01 lies"),
    ("id,controls\nu1,1\n", "controls.csv, line 1, column date: the header has no such column"),
])  # fmt: skip
def test_controls_that_do_not_fit_are_named(town, capsys, text, sentence):
    (town / "controls.csv").write_text(text)

    status, out, err = run(
        capsys, "bernoulli", town / "cases.csv", town / "geo.csv", "--controls", town / "controls.csv",
        "--analysis", "prospective", "--time-unit", "year", "--start", "2020",
    )  # fmt: skip

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


def test_a_file_that_is_no_text_is_refused(town, capsys):
    command = ["permutation", town / "cases.csv", town / "geo.csv"]
    (town / "cases.csv").write_bytes("id,cases,date\nu1,3,2020\nxã,1,2020\n".encode("latin-1"))

    encoded = run(capsys, *command)
    folder = run(capsys, "permutation", town, town / "geo.csv")
    missing = run(capsys, "permutation", town / "none.csv", town / "geo.csv")

    assert encoded == (
        2, "", f"{town}/cases.csv, line 3: the text is not in UTF-8; save the file as CSV in UTF-8.\n"
    )  # fmt: skip
    assert folder[::2] == (2, f"{town} cannot be opened: Is a directory.\n")
    assert missing[::2] == (2, f"{town}/none.csv cannot be opened: No such file or directory.\n")


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--max-share", "0"], "Argument --max-share: 0 is not a share above 0 and at most 1"),
    (["--max-share", "1.5"], "Argument --max-share: 1.5 is not a share"),
    (["--max-share", "nan"], "Argument --max-share: nan is not a share"),
    (["--max-km", "-3"], "Argument --max-km: -3 is not a number of 0 or more"),
    (["--max-time", "0"], "Argument --max-time: 0 is not a whole number from 1 on"),
    (["--max-time-share", "2"], "Argument --max-time-share: 2 is not a share"),
    (["--replicates", "-1"], "Argument --replicates: -1 is not a whole number from 0 on"),
    (["--replicates", "9.5"], "Argument --replicates: 9.5 is not a whole number"),
    (["--seed", "-1"], "Argument --seed: -1 is not a whole number from 0 on"),
    (["--threads", "0"], "Argument --threads: 0 is not a whole number from 1 on"),
    (["--scan", "medium"], "Argument --scan: invalid choice: 'medium'"),
    (["--adjust", "month"], "Argument --adjust: invalid choice: 'month'"),
    (["--time-unit", "week"], "Argument --time-unit: invalid choice: 'week'"),
    (["--nonsense"], "Unrecognized arguments: --nonsense"),
    (["--start", "2022", "--end", "2021"], "The period ends on 2021-12-31, before it starts"),
    (["--start", "yesterday"], "Argument --start: yesterday is not a date such as 2026-03-05"),
    (["--start", "0001", "--analysis", "retrospective"], "6 places with"),
    (["--analysis", "temporal"], "The permutation model needs place and time"),
    (["--geography-cache", "/no/where"], "The cache /no/where cannot be written"),
    (["--geography-cache", __file__], f"{__file__} is no cache of distances"),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused(town, capsys, arguments, sentence):
    status, out, err = run(capsys, "permutation", town / "cases.csv", town / "geo.csv", *arguments)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(sentence)


def test_the_list_of_neighbours_replaces_circles(town, capsys):
    (town / "near.csv").write_text("id,neighbour\nu2,u5\nu5,u2\n")

    answer = scanned(
        capsys, "poisson", town / "cases.csv", town / "geo.csv", "--population", town / "people.csv",
        "--neighbours", town / "near.csv",
    )  # fmt: skip

    assert all(cluster["radius_km"] is None for cluster in answer["clusters"])
    assert {len(cluster["ids"]) for cluster in answer["clusters"]} <= {1, 2}
