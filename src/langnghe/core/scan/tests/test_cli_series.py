import pytest

from langnghe.core.scan.tests.world import answer_of, run


@pytest.fixture
def weekly(tmp_path):
    file = tmp_path / "weekly.csv"
    rows = [f"{week},x,{3 + week % 5}" for week in range(1, 301)]
    file.write_text("\n".join(["week_index,note,count", *rows]))
    return file


def test_points_come_as_json_with_the_promised_keys(weekly, capsys):
    points = answer_of(capsys, "series", weekly, "--method", "farrington_flexible", "--last", 2)["points"]

    assert [point["date"] for point in points] == [299, 300]
    assert list(points[0]) == ["date", "observed", "expected", "upper", "score", "alarm", "reason"]


def test_settings_given_on_the_command_line_count(weekly, capsys):
    settings = ("--method", "ears_c1", "--baseline", 5, "--alpha", 0.4, "--last", 1)

    point = answer_of(capsys, "series", weekly, *settings)["points"][0]

    assert point["expected"] == 5
    assert point["upper"] == pytest.approx(5 + 0.2533471031 * 2.5**0.5)


def test_lines_may_come_in_any_order(weekly, tmp_path, capsys):
    header, *rows = weekly.read_text().splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *reversed(rows)]))

    assert answer_of(capsys, "series", shuffled) == answer_of(capsys, "series", weekly)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,count\n2026-01-01,1\n2026-01-02,-3\n", "line 3, column count: -3 is negative."),
        ("date,count\n2026-01-01,1\n2026-01-02,2.5\n", "line 3, column count: “2.5” is not a whole number."),
        ("date,count\n2026-01-01,1\n2026-01-01,2\n", "line 3, column date: 2026-01-01 comes twice."),
        (
            "date,count\n01-2026,1\n",
            "line 2, column date: “01-2026” is not a date such as 2026-03-05, 2026-03 or 2026.",
        ),
        (
            "week_index,count\n1,1\n2,1\n5,1\n",
            "line 4, column week_index: 2 is followed by 5; the points between are missing.",
        ),
        ("date,count\n2026-01-01\n", "line 2, column count: the line ends before this column."),
        (
            "date,number\n2026-01-01,3\n",
            "line 1, column count or observed or cases: the header has no such column.",
        ),
        ("date,count\n2026-01-01,\n", "line 2, column count: the cell is empty."),
        ("date,count\n", "has no points below its header."),
    ],
)
def test_a_bad_file_ends_with_status_2_and_one_sentence(tmp_path, capsys, text, sentence):
    file = tmp_path / "counts.csv"
    file.write_text(text)

    status, out, said = run(capsys, "series", file)

    assert (status, out, said.count("\n")) == (2, "", 1)
    assert str(file) in said
    assert sentence in said


@pytest.mark.parametrize(("method", "steps"), [("ears_c1", "day"), ("farrington_flexible", "month")])
def test_dates_may_be_days_with_slashes_or_months(tmp_path, capsys, method, steps):
    file = tmp_path / "counts.csv"
    days = [f"2026/1/{day},{day % 4}" for day in range(1, 31)]
    months = [f"{year}-{month:02},{month % 4}" for year in range(2020, 2026) for month in range(1, 13)]
    file.write_text("\n".join(["date,count", *(days if steps == "day" else months)]))

    settings = ("--method", method, "--periods", 4, "--half-window", 0, "--exclude-recent", 3, "--last", 1)
    point = answer_of(capsys, "series", file, *settings)["points"][0]

    assert point["date"] == {"day": "2026-01-30", "month": "2025-12-01"}[steps]
    assert point["expected"] is not None


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--method", "ears_c1", "--alpha", 3], "Argument --alpha: 3 does not lie between 0 and 1"),
    (["--last", 0], "Argument --last: 0 is not a whole number from 1 on"),
    (["--baseline", 1], "Argument --baseline: 1 is not a whole number from 3 on"),
    (["--method", "guess"], "Argument --method: invalid choice: 'guess'"),
    (["--periods", 80], "80 periods do not fit into a year with a half window of 3"),
])  # fmt: skip
def test_a_setting_that_cannot_be_is_refused_in_one_sentence(weekly, capsys, arguments, sentence):
    status, out, said = run(capsys, "series", weekly, *arguments)

    assert (status, out, said.count("\n")) == (2, "", 1)
    assert said.startswith(sentence)
