"""Figures of conclusions count events, and what opens has as many rows as the number says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from langnghe.figures.catalogue import Counts
from langnghe.figures.queries import CUTS, Question, items_behind, value_of
from langnghe.figures.rows import seen
from langnghe.meetings.actions import conclusions
from langnghe.meetings.models import ConclusionEvent
from langnghe.meetings.tests.world import BEGINS, Round, drafted, held, make_round

pytestmark = pytest.mark.django_db

AFTER = BEGINS + timedelta(days=1)
NAMES = ("conclusions_made", "conclusions_done")


@pytest.fixture
def round_() -> Round:
    """Five conclusions: done, open, extended into April, dropped in March; one due in April only."""
    round_ = make_round()
    meeting = held(round_)
    for n in range(4):
        drafted(round_, meeting, f"Việc {n}")
    drafted(round_, meeting, "Việc tháng 4", due_on=date(2026, 4, 15), body=round_.world.neighbour_body)
    conclusions.conclude(meeting, number=1, by=round_.leader, now=AFTER)
    done, _open, extended, dropped, _april = meeting.conclusions.order_by("position")
    by = {"words": "Có lý do.", "by": round_.leader, "now": AFTER + timedelta(days=5)}
    conclusions.report_done(done, **by)
    conclusions.extend(extended, due_on=date(2026, 4, 30), **by)
    conclusions.drop(dropped, **by)
    return round_


def march(round_: Round) -> Question:
    return Question(area=round_.world.province, first_on=date(2026, 3, 1), last_on=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("name", "value", "base"), [("conclusions_made", 5, None), ("conclusions_done", 1, 2)]
)
def test_conclusions_are_counted_as_the_formula_says(round_, name, value, base):
    answer = value_of(name, march(round_))

    assert (answer.value, answer.base) == (value, base)


def test_what_was_extended_is_due_in_its_new_month(round_):
    april = replace(march(round_), first_on=date(2026, 4, 1), last_on=date(2026, 4, 30))

    assert value_of("conclusions_done", april).base == 2


def test_as_known_before_the_proof_came_in_nothing_is_done(round_):
    proof = ConclusionEvent.objects.get(kind="done")
    before = replace(march(round_), known_at=proof.recorded_at - timedelta(microseconds=1))

    assert value_of("conclusions_done", before).value == 0
    assert value_of("conclusions_done", replace(before, known_at=timezone.now())).value == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_opens_has_as_many_rows_as_the_number_says_and_each_is_recognised(round_, name):
    for question in (
        march(round_),
        Question(body=round_.world.commune_body, first_on=date(2026, 3, 1), last_on=date(2026, 3, 31)),
    ):
        answer, rows = value_of(name, question), items_behind(name, question)

        assert answer.value == sum(row.counted for row in rows)
        assert set(seen(Counts.CONCLUSIONS, [row.item_id for row in rows])) == {row.item_id for row in rows}


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", NAMES)
def test_parts_add_up_to_the_number(round_, name, cut):
    whole, parts = value_of(name, march(round_)), value_of(name, march(round_), by=cut)

    assert sum(part.value for part in parts.parts) == whole.value


def test_the_rows_open_on_the_page_of_figures(client, round_):
    client.force_login(round_.leader)

    page = client.get("/so-lieu/conclusions_made/?area=90&from=2026-03-01&to=2026-03-31")

    assert page.context["counted"] == 5
    assert "/giao-ban/ket-luan/" in page.content.decode()
