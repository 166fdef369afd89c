"""Reading addresses as people write them: right where it can be known, asking where not, never guessing."""

import json
import unicodedata
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from langnghe.core.language import fold
from langnghe.places.actions.changes import load_vietnam
from langnghe.places.address_book import address_reader
from langnghe.places.models import Area, AreaChange
from langnghe.places.queries import area_on

TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def vietnam(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_vietnam()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reader(vietnam, django_db_blocker):
    with django_db_blocker.unblock():
        return address_reader(on=TODAY)


@pytest.mark.parametrize(
    ("address", "code", "locality"),
    [
        ("12 Lê Lợi, P.Bến Nghé, Q.1, TP.HCM", "26740", ""),
        ("12 Le Loi P Ben Nghe Q1 TPHCM", "26740", ""),
        ("thôn Ngol, xã Ia Dơk, huyện Đức Cơ, tỉnh Gia Lai", "23869", "thôn Ngol"),
        ("xa ia dok huyen duc co tinh gia lai", "23869", ""),
        ("Xã Ia Dơk - Gia Lai", "23869", ""),
        ("XÃ IA DƠK, TỈNH GIA LAI, VIỆT NAM", "23869", ""),
        ("Phường Trúc Bạch, quận Ba Đình, Hà Nội", "00004", ""),
        ("Phường 4, Tân An, Long An", "27694", ""),
        ("ĐK Phú Quốc, An Giang", "31078", ""),
        ("xã Cẩm Giàng, Hải Phòng", "10903", ""),
        ("Xã Quân Chu, Thái Nguyên", None, None),  # "Quân" is no quận
    ],
)
def test_an_address_that_names_one_commune_is_read(reader, address, code, locality):
    reading = reader.read(address)

    if code is None:
        assert reading.area is not None and reading.confidence > 0.9
    else:
        assert (reading.area, reading.locality) == (code, locality)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("xã Cổ Bi, huyện Gia Lâm, Hà Nội", "split in 2025"),
        (
            "Xã Hồng Quang, huyện Quảng Hòa, Cao Bằng",
            "split in 2025",
        ),  # the official table contradicts itself
        ("xa cam giang, hai phong", "2 communes of this name"),
        ("xã Tân Tiến", "communes of this name"),
        ("xa tan thanh dong thap", "2 communes of this name"),
        ("2, Đông Hà, Quảng Trị", "a bare name after other words"),
    ],
)
def test_a_split_or_ambiguous_place_gives_candidates_and_a_reason(reader, address, reason):
    reading = reader.read(address)

    assert reading.area is None
    assert len(reading.candidates) >= 1
    assert reason in reading.reason


@pytest.mark.parametrize(
    "address", ["", "Paris", "12 Lê Lợi", "xã Không Có Thật, tỉnh Gia Lai", "🙂", "0" * 5000]
)
def test_an_address_without_a_commune_gives_nothing(reader, address):
    reading = reader.read(address)

    assert (reading.area, reading.candidates) == (None, ())


def test_the_own_province_decides_where_none_is_written(vietnam, db):
    assert (
        address_reader(on=TODAY, home="24").read("xã Tân Tiến").area is None
    )  # a phường bears the name there
    assert address_reader(on=TODAY, home="66").read("xã Tân Tiến").area == "24526"


def test_era_keeps_to_old_or_new_units(reader):
    assert reader.read("Phường Trúc Bạch, Hà Nội", era="new").area is None
    assert reader.read("Phường Trúc Bạch, Hà Nội", era="old").area == "00004"


@pytest.mark.slow
@pytest.mark.parametrize(
    "write",
    [
        lambda *parts: ", ".join(parts),
        lambda *parts: fold(" ".join(parts)),
        lambda *parts: unicodedata.normalize("NFD", " - ".join(parts)),
    ],
    ids=["as official", "no marks, no commas", "dashes, decomposed"],
)
def test_every_commune_old_and_new_is_read_or_asked_about_and_never_wrong(vietnam, reader, db, write):
    asked = Counter()
    after = defaultdict(set)
    changes = AreaChange.objects.filter(old__valid_to=date(2025, 6, 30), new__is_leaf=True)
    for old, code in changes.values_list("old_id", "new__code"):
        after[old].add(code)
    for area in Area.objects.filter(is_leaf=True).select_related("parent__parent"):
        above = [area.parent, area.parent.parent] if area.parent.parent_id else [area.parent]
        reading = reader.read(write(area.name, *(unit.name for unit in above)))
        now = after[area.pk] or {area.code}
        if reading.area is None:
            asked[len(now) > 1] += 1
            assert now <= set(reading.candidates), area
        else:
            assert {reading.area} == now, area

    assert asked[True] == 442
    assert asked[False] <= 50  # no marks: ten pairs of today and some of before


def test_the_command_prints_one_object_a_line(vietnam, db, tmp_path, capsys):
    path = tmp_path / "addresses.csv"
    path.write_text('address\n"xã Ia Dơk, Gia Lai"\n"xã Cổ Bi, Gia Lâm, Hà Nội"\n', encoding="utf-8")

    call_command("read_addresses", str(path), "--era", "any")

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(first) == {"address", "area", "locality", "candidates", "confidence", "reason"}
    assert (first["address"], first["area"]) == ("xã Ia Dơk, Gia Lai", area_on("23869", TODAY).code)
    assert (second["area"], len(second["candidates"])) == (None, 4)
