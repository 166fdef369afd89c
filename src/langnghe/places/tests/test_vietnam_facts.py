"""The shipped facts about Vietnam, checked without a database."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from langnghe.places import shipped

OFFICIAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "vietnam" / "unit_changes_2025-07-01.csv"
# Lines of the official table whose code belongs to another commune than the name beside it.
MISPRINTED_OLD = {("00553", "00562"): "00556", ("01615", "01648"): "01651", ("02485", "02494"): "02482"}
MISPRINTED_NEW = {"06970": "06978"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def areas() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows_of(shipped.AREAS)}


@pytest.fixture(scope="module")
def changes() -> list[dict[str, str]]:
    return rows_of(shipped.REFORM)


def test_the_reform_left_34_provinces_and_3321_communes(areas):
    kinds = Counter(row["kind"] for row in areas.values())
    provinces = [row for row in areas.values() if not row["parent_code"]]

    assert len(provinces) == 34
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13, "tỉnh": 28, "thành phố": 6}


@pytest.mark.parametrize(
    ("province", "name", "communes", "wards"),
    [("52", "Tỉnh Gia Lai", 110, 25), ("51", "Tỉnh Quảng Ngãi", 86, 9), ("68", "Tỉnh Lâm Đồng", 103, 20)],
)
def test_provinces_have_the_communes_that_the_resolutions_gave_them(areas, province, name, communes, wards):
    kinds = Counter(row["kind"] for row in areas.values() if row["parent_code"] == province)

    assert areas[province]["name"] == name
    assert (kinds["xã"], kinds["phường"]) == (communes, wards)


def test_hoang_sa_and_truong_sa_are_there(areas):
    assert areas["20333"]["name"] == "Đặc khu Hoàng Sa"
    assert areas["22736"]["name"] == "Đặc khu Trường Sa"


def test_every_commune_has_a_point_and_a_size(areas):
    assert not [row["code"] for row in areas.values() if not (row["lat"] and row["lon"])]
    assert not [row["code"] for row in areas.values() if not float(row["area_km2"] or 0) > 0]


def test_every_old_commune_and_province_has_a_successor_and_every_new_one_a_predecessor(areas, changes):
    old = rows_of(shipped.AREAS_BEFORE)
    with_successor = {row["old_code"] for row in changes}
    with_predecessor = {row["new_code"] for row in changes}
    without_district = [row["code"] for row in old if len(row["code"]) != 3]

    assert set(without_district) <= with_successor
    assert set(areas) == with_predecessor


def test_a_change_is_partial_exactly_when_the_old_area_has_several_successors(changes):
    successors = Counter(row["old_code"] for row in changes)

    wrong = [row for row in changes if (row["kind"] == "part") != (successors[row["old_code"]] > 1)]

    assert wrong == []


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official conversion table lies outside the project")
def test_the_changes_agree_with_the_official_table(changes):
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(OFFICIAL):
        new = MISPRINTED_NEW.get(row["new_ward_code"], row["new_ward_code"])
        old = row["old_ward_code"] or ("" if row["old_ward"] else row["old_district_code"])
        if old:
            told[MISPRINTED_OLD.get((old, new), old)].add(new)
            told[old].add(new)  # also as printed: a person is asked rather than guessed for
    ours: dict[str, set[str]] = defaultdict(set)
    for row in changes:
        if len(row["new_code"]) == 5:
            ours[row["old_code"]].add(row["new_code"])

    assert ours == told
    assert sum(len(new) > 1 for new in told.values()) == 442  # the table's 441, and Đặng Xá by its name


def test_decrees_that_nobody_confirmed_carry_no_day_and_say_so():
    unconfirmed = [
        row
        for name in shipped.decree_names()
        if name.startswith("unconfirmed")
        for row in rows_of(shipped.decree(name))
    ]

    assert len(unconfirmed) == 14
    assert {(row["status"], row["effective_on"]) for row in unconfirmed} == {("unconfirmed", "")}
    assert [path.stem for path in shipped.confirmed_decrees()] == ["2026-04-30-dong-nai"]
