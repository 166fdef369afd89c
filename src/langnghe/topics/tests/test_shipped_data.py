"""The tables that come with the house agree with each other and with the built-in calendar."""

import csv
from pathlib import Path

from langnghe.core.language import fold
from langnghe.core.workdays import vietnam_overrides
from langnghe.topics.actions import DATA

BODIES = DATA.parents[1] / "bodies" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_two_topics_claim_the_same_words():
    claimed: dict[str, str] = {}
    for row in rows(DATA / "topic_rules.csv"):
        assert claimed.setdefault(fold(row["phrase"]), row["topic"]) == row["topic"], row["phrase"]


def test_the_calendar_that_administrators_edit_begins_as_the_built_in_one():
    shipped = {(row["day"], row["kind"], row["reason"]) for row in rows(BODIES / "calendar_days.csv")}

    assert shipped == {(day.on.isoformat(), day.kind.value, day.name) for day in vietnam_overrides()}
