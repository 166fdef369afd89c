"""The command line of the room: lines in, lines out."""

import io
import json

import pytest

from langnghe.core.language.cli import main


def run(command, data):
    out = io.StringIO()
    assert main(command.split(), io.BytesIO(data if isinstance(data, bytes) else data.encode()), out) == 0
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
