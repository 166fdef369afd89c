import argparse
import json

import pytest

from langnghe.core.scan import cli_series


def run(*arguments):
    parser = argparse.ArgumentParser()
    cli_series.add_arguments(parser.add_subparsers())
    parsed = parser.parse_args(["series", *map(str, arguments)])
    return parsed.run(parsed)


@pytest.fixture
def weekly(tmp_path):
    file = tmp_path / "weekly.csv"
    rows = [f"{week},x,{3 + week % 5}" for week in range(1, 301)]
    file.write_text("\n".join(["week_index,note,count", *rows]))
    return file


def test_points_come_as_json_with_the_promised_keys(weekly, capsys):
    status = run(weekly, "--method", "farrington_flexible", "--last", 2, "--json")

    points = json.loads(capsys.readouterr().out)["points"]
    assert status == 0
    assert [point["date"] for point in points] == [299, 300]
    assert list(points[0]) == ["date", "observed", "expected", "upper", "score", "alarm", "reason"]


def test_settings_given_on_the_command_line_count(weekly, capsys):
    run(weekly, "--method", "ears_c1", "--baseline", 5, "--alpha", 0.4, "--last", 1, "--json")

    point = json.loads(capsys.readouterr().out)["points"][0]
    assert point["expected"] == 5
    assert point["upper"] == pytest.approx(5 + 0.2533471031 * 2.5**0.5)


def test_lines_may_come_in_any_order(weekly, tmp_path, capsys):
    header, *rows = weekly.read_text().splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *reversed(rows)]))

    run(weekly, "--json")
    straight = capsys.readouterr().out
    run(shuffled, "--json")

    assert capsys.readouterr().out == straight


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,count\n2026-01-01,1\n2026-01-02,-3\n", "line 3, column count: -3 is negative."),
        ("date,count\n2026-01-01,1\n2026-01-02,2.5\n", "line 3, column count: “2.5” is not a whole number."),
        ("date,count\n2026-01-01,1\n2026-01-01,2\n", "line 3, column date: 2026-01-01 comes twice."),
        ("date,count\n01-2026,1\n", "line 2, column date: “01-2026” is not a date such as 2026-03-05."),
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

    status = run(file)

    said = capsys.readouterr().err
    assert status == 2
    assert said.count("\n") == 1
    assert str(file) in said
    assert sentence in said


def test_a_missing_file_or_setting_ends_with_a_sentence(tmp_path, weekly, capsys):
    assert run(tmp_path / "none.csv") == 2
    assert "cannot be opened" in capsys.readouterr().err
    assert run(weekly, "--method", "ears_c1", "--alpha", 3) == 2
    assert capsys.readouterr().err == "Alpha must lie between 0 and 1.\n"
