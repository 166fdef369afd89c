"""
Bad input of each kind at each door: one clear sentence, nothing stored that was not meant, nothing lost.

The doors are the public form, the reception desk, Open311 and the import. A day in the future can be named
only at the doors that ask for a time: in an import (here and in `cases/tests/test_importing.py`).
"""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.import_map import read_map
from langnghe.cases.importing import import_reports
from langnghe.cases.intake import LONGEST_WORDS
from langnghe.cases.models import Case
from langnghe.cases.tests.world import SOME_ID, World, small_province
from langnghe.places.models import Area
from langnghe.reports.models import Report
from langnghe.site.open311.keys import make_key

pytestmark = pytest.mark.django_db

HTML = "<b onclick=x()>Đường</b> hỏng &amp; sụt"
GOOD = {
    "kind": "phan-anh",
    "channel": "counter",
    "words": "Đường hỏng",
    "topic": "giao-thong",
    "area": "90001",
    "place": "cạnh cây đa",
    "client_id": str(SOME_ID),
}
BAD = {
    "empty": {"words": "  \n "},
    "huge": {"words": "a" * (LONGEST_WORDS + 1)},
    "a wrong topic": {"topic": "khong-co"},
    "a character that cannot be stored": {"words": "Đường\x00hỏng"},
    "an area that ended": {"area": "80001"},
    "an area that never was": {"area": "không có"},
    "half a point": {"latitude": "14.1"},
    "a point that is no number": {"latitude": "phía bắc", "longitude": "108"},
    "a point beyond the poles": {"latitude": "91", "longitude": "108"},
}


@pytest.fixture
def world() -> World:
    world = small_province()
    yesterday = timezone.localdate() - timedelta(days=1)
    Area.objects.create(
        code="80001", name="Xã Cũ", bare_name="Cũ", folded="xa cu", kind="xã", parent=world.province, level=2,
        valid_from=world.commune.valid_from, valid_to=yesterday,
    )  # fmt: skip
    return world


@pytest.fixture(params=["the public form", "the reception desk"])
def door(request, client: Client, world: World):
    """Return what sends a form through a door."""
    if request.param == "the reception desk":
        client.force_login(world.officer)
        return lambda **fields: client.post(reverse("cases:enter"), {**GOOD, **fields})
    return lambda **fields: client.post(reverse("cases:send"), {**GOOD, **fields})


def sentences(answer: HttpResponse) -> list[str]:
    """Return what the page says is wrong."""
    page = answer.content.decode()
    marked = r'class="(?:invalid-feedback|errorlist|ln-note ln-note-error)[^"]*"[^>]*>(.+?)</'
    return re.findall(marked, page, re.DOTALL)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_form_that_cannot_be_taken_says_so_and_keeps_what_was_typed(door, bad):
    answer = door(**bad)

    assert answer.status_code == 422
    assert sentences(answer)
    assert "cạnh cây đa" in answer.content.decode()
    assert not Report.objects.exists()


def test_html_is_kept_as_it_was_written_and_shown_as_text(door):
    answer = door(words=HTML)

    assert answer.status_code == 200
    assert Report.objects.get().words.words == HTML
    assert HTML not in answer.content.decode()


def test_bytes_in_another_encoding_do_not_break_the_page(client, world):
    broken = b"kind=phan-anh&topic=giao-thong&words=%C4%90%FF%FEng"

    answer = client.post(reverse("cases:send"), data=broken, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (200, 422)


def test_a_form_sent_twice_is_one_report_with_one_number(door):
    first, second = door(), door()

    number = Case.objects.get().number
    assert number in first.content.decode()
    assert number in second.content.decode()


def test_a_form_whose_own_id_was_spoilt_is_taken_in_all_the_same(door):
    assert door(client_id="không phải mã").status_code == 200
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ({"description": " \n"}, 400),
        ({"description": "a\x00b"}, 400),
        ({"lat": "phía bắc", "long": "108"}, 400),
        ({"lat": "", "long": "", "address_id": "80001"}, 400),  # the area ended
        ({"service_code": "không có"}, 404),
    ],
)
def test_open311_tells_what_is_wrong_and_stores_nothing(client, world, bad, status):
    given = {
        "api_key": make_key("thử"), "service_code": "giao-thong", "description": "Đường hỏng",
        "lat": "16.0", "long": "108.0",
    }  # fmt: skip

    answer = client.post("/open311/requests.json", {**given, **bad})

    assert answer.status_code == status
    assert answer.json()[0]["description"]
    assert not Report.objects.exists()


def test_open311_keeps_html_as_it_was_written(client, world):
    given = {"api_key": make_key("thử"), "service_code": "giao-thong", "lat": "16.0", "long": "108.0"}

    client.post("/open311/requests.json", {**given, "description": HTML})

    assert Report.objects.get().words.words == HTML


MAP = """
source = "thu"
time_zone = "Asia/Ho_Chi_Minh"
time_format = "%Y-%m-%d"
kind = "phan-anh"
words = "{noi_dung}"
[columns]
id = "ma"
received_at = "ngay"
[[place]]
column = "xa"
"""


@pytest.mark.parametrize(
    "bad",
    [
        {"noi_dung": " "},
        {"noi_dung": "a" * (LONGEST_WORDS + 1)},
        {"noi_dung": "a\x00b"},
        {"ngay": "hôm qua"},
        {"ngay": "2099-01-01"},
    ],
)
def test_an_import_puts_a_faulty_row_aside_with_a_sentence_and_takes_the_others(world, tmp_path: Path, bad):
    good = {"ma": "1", "noi_dung": HTML, "ngay": "2026-03-02", "xa": "90001"}
    table, layout, errors = tmp_path / "bang.csv", tmp_path / "map.toml", tmp_path / "loi.csv"
    layout.write_text(MAP, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, good)
        writer.writeheader()
        writer.writerows([good, {**good, "ma": "2", **bad}, {**good, "ma": "3", "noi_dung": "Cầu gãy"}])

    tally = import_reports(
        table, read_map(layout), errors=errors, dry_run=False, now=timezone.now(), say=lambda _: None
    )

    assert (tally.new, tally.faulty) == (2, 1)
    assert "2" in errors.read_text(encoding="utf-8").splitlines()[1]
    assert Report.objects.filter(words__words=HTML).exists()
