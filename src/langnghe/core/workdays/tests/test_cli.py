"""`python -m langnghe.core.workdays due FILE.csv`, as a script outside sees it."""

import io

import pytest

from langnghe.core.workdays.cli import main


def run(tmp_path, content: str | bytes) -> tuple[int, str]:
    path = tmp_path / "received.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = io.StringIO()
    return main(["due", str(path)], out), out.getvalue()


def test_due_prints_one_line_per_row_in_the_order_of_the_file(tmp_path):
    status, out = run(
        tmp_path,
        "\ufeffnote,working_days,received\n"
        "a,3,2026-03-02 09:00\n"
        "\n"
        "b,1,2025-12-31\n"
        '"c, quoted",5,2026-01-01T23:30:00Z\n',
    )

    assert status == 0
    assert out.splitlines() == [
        "received,working_days,due",
        "2026-03-02 09:00,3,2026-03-05T17:00:00+07:00",
        "2025-12-31,1,2026-01-05T17:00:00+07:00",
        "2026-01-01T23:30:00Z,5,2026-01-09T17:00:00+07:00",
    ]


@pytest.mark.parametrize(
    ("content", "blamed"),
    [
        (
            "received,working_days\n2026-03-02,3\n02/03/2026,3\n",
            "line 3, column received: “02/03/2026” is no date",
        ),
        ("received,working_days\n2026-02-30,3\n", "line 2, column received"),
        ("received,working_days\n,3\n", "line 2, column received: the cell is empty"),
        ("received,working_days\n2026-03-02,0\n", "line 2, column working_days"),
        ("received,working_days\n2026-03-02,-1\n", "line 2, column working_days"),
        ("received,working_days\n2026-03-02,1.5\n", "line 2, column working_days"),
        (f"received,working_days\n2026-03-02,{'9' * 5000}\n", "line 2, column working_days"),
        ("received,working_days\n2026-03-02,99999\n", "line 2, column working_days: The calendar covers"),
        ("received,working_days\n1926-03-02,1\n", "line 2, column received: The calendar covers"),
        ("received,working_days\n0001-01-01T00:00+14:00,1\n", "line 2, column received"),
        ("received,working_days\n2026-03-02\n", "line 2, column working_days: the row has 1 cells"),
        ("received,days\n2026-03-02,3\n", "line 1, column working_days"),
        ("received,received,working_days\n2026-03-02,,3\n", "line 1, column received"),
        ("", "line 1, column received"),
        (
            b"received,working_days\n2026-03-02,3\n\xff\xfe,3\n",
            "line 3, column received: the file is not UTF-8",
        ),
    ],
)
def test_bad_input_prints_nothing_but_one_sentence_naming_file_line_and_column(
    tmp_path, capsys, content, blamed
):
    status, out = run(tmp_path, content)

    sentence = capsys.readouterr().err
    assert (status, out) == (2, "")
    assert sentence.startswith(f"{tmp_path / 'received.csv'}, {blamed}")
    assert sentence.count("\n") == 1


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["due", str(tmp_path / "absent.csv")]) == 2
    assert "absent.csv: the file cannot be read" in capsys.readouterr().err
