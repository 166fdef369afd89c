"""The deadlines and routes that come with the house agree with its topics, kinds and bodies."""

import csv
from pathlib import Path

import pytest

from langnghe.core.workdays import Unit

ROOMS = Path(__file__).parents[2]


def rows(room: str, table: str) -> list[dict[str, str]]:
    with (ROOMS / room / "data" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TOPICS = {row["code"] for row in rows("topics", "topics.csv")}
KINDS = {row["code"] for row in rows("topics", "kinds.csv")}


@pytest.mark.parametrize(
    "row", rows("cases", "deadlines.csv"), ids=lambda row: f"{row['set']}-{row['clock']}"
)
def test_each_deadline_names_what_exists_and_the_paper_behind_it(row):
    assert row["kind"] in {*KINDS, ""}
    assert row["topic"] in {*TOPICS, ""}
    assert row["urgency"] in {"", "normal", "urgent"}
    assert row["clock"] in {"receive", "answer"}
    assert row["starts"] in {"receipt", "acceptance"}
    assert Unit(row["unit"])
    assert int(row["amount"]) > 0
    assert row["citation"]


@pytest.mark.parametrize("rule_set", ["langnghe-default", "da-nang", "ihanoi"])
def test_each_set_of_deadlines_answers_every_report_in_time(rule_set):
    own = [row for row in rows("cases", "deadlines.csv") if row["set"] == rule_set]

    for clock in ("receive", "answer"):
        assert any(row["clock"] == clock and not row["kind"] + row["topic"] + row["urgency"] for row in own)


def test_the_same_case_never_has_two_deadlines_of_one_set():
    keys = [
        tuple(row[name] for name in ("set", "kind", "topic", "urgency", "clock", "valid_from"))
        for row in rows("cases", "deadlines.csv")
    ]

    assert len(keys) == len(set(keys))


def test_routes_lead_to_kinds_of_bodies_that_exist_at_their_level():
    levels = {row["kind"]: row["level"] for row in rows("bodies", "body_kinds.csv")}

    for row in rows("cases", "routes.csv"):
        assert row["topic"] in {*TOPICS, ""}
        assert levels[row["body_kind"]] == row["body_level"]


@pytest.mark.parametrize("kind", ["xã", "phường", "đặc khu", "tỉnh", "thành phố"])
def test_every_kind_of_area_has_a_body_for_what_no_other_route_takes(kind):
    assert any(row["area_kind"] == kind and not row["topic"] for row in rows("cases", "routes.csv"))
