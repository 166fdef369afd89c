"""The command line of the room: lines in, lines out."""

import io
import json

import pytest

from langnghe.core.language.cli import main


def run(command, data):
    out, told = io.StringIO(), io.StringIO()
    source = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    assert main(command.split(), source, out, told) == 0
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("command", "data", "lines"),
    [
        ("fold", "Đường\n\nĐắk\n", ["duong", "", "dak"]),
        ("normal", "Ðà Nẵng\r\nhoà\n", ["Đà Nẵng", "hòa"]),
        ("sort", "Ơn\nĂn\nAn\n", ["An", "Ăn", "Ơn"]),
        ("sort --people", "Lê An\nĐỗ Ân\nVõ An\n", ["Lê An", "Võ An", "Đỗ Ân"]),
    ],
)
def test_each_line_in_gives_a_line_out(command, data, lines):
    assert run(command, data) == lines


def test_personal_data_prints_an_object_a_line():
    first, second = map(json.loads, run("personal-data", "gọi 0905123456\nkhông có gì\n"))

    assert first["masked"] == "gọi [số điện thoại]"
    assert [(span["start"], span["end"], span["kind"]) for span in first["spans"]] == [(4, 14, "phone")]
    assert second == {"text": "không có gì", "masked": "không có gì", "spans": []}


@pytest.mark.parametrize("coding", ["latin-1", "utf-8"])
def test_decode_legacy_takes_old_bytes_and_old_bytes_kept_as_unicode(coding):
    (line,) = run("decode-legacy", "NguyÔn V¨n An\nTrÇn ThÞ H­êng\n".encode(coding))

    assert json.loads(line)["encoding"] == "tcvn3"
    assert json.loads(line)["values"] == ["Nguyễn Văn An", "Trần Thị Hường"]


@pytest.mark.parametrize(
    "command", ["fold", "normal", "sort", "personal-data", "place-tokens", "typing-hints"]
)
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"one\nab\xffc\n", "Line 2, byte 3: this is not UTF-8."),
        (b"a\0b\n", "Line 1, byte 2: a NUL stands in the text."),
        ("hai\n".encode("utf-16"), "Line 1, byte 4: a NUL stands in the text."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(command, data, sentence):
    out, told = io.StringIO(), io.StringIO()

    assert main([command], io.BytesIO(data), out, told) == 2
    assert told.getvalue().startswith(sentence)
    assert not out.getvalue()


def test_nothing_in_gives_nothing_out():
    assert run("fold", "") == []


OLD_TABLE = 'M·;Hä vµ tªn;Ñôn vò;Ghi chó\n1;TrÇn ThÞ H­êng;Xaõ Chö Seâ;\n2;"NguyÔn; An";Phöôøng Hoäi Phuù;ok\n'


@pytest.mark.parametrize("coding", ["latin-1", "utf-8"])
def test_decode_table_decides_each_column_on_its_own(coding):
    out, told = io.StringIO(), io.StringIO()

    assert main(["decode-table"], io.BytesIO(OLD_TABLE.encode(coding)), out, told) == 0
    assert out.getvalue().splitlines()[1:] == [
        "1,Trần Thị Hường,Xã Chư Sê,",
        "2,Nguyễn; An,Phường Hội Phú,ok",
    ]
    assert [line.split(", ")[-2].split(": ")[1] for line in told.getvalue().splitlines()][1:3] == [
        "tcvn3",
        "vni",
    ]


def test_decode_table_refuses_what_is_no_table_with_a_sentence():
    out, told = io.StringIO(), io.StringIO()

    assert main(["decode-table"], io.BytesIO(b'a,b\n"never closed'), out, told) == 2
    assert told.getvalue().startswith("Line 2: this cannot be read as a table")
