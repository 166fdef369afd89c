"""A number, its parts and the rows behind it always agree."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from langnghe.cases import actions
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case, CaseEvent, RatingLevel
from langnghe.cases.tests.world import NOW, World, report_in, small_province
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import CUTS, Question, items_behind, states_built_once, value_of
from langnghe.grassroots.tests.world import meet_people
from langnghe.practices.tests.world import make_copied_practice
from langnghe.programmes.tests.world import make_plans
from langnghe.situations.tests.world import report_situations

pytestmark = pytest.mark.django_db

MARCH = {"first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31)}


@pytest.fixture
def world() -> World:
    """Six reports of March: two answered in time, one after an extension, one late, one refused, one open."""
    world = small_province()
    cases = [take_in(report_in(world, f"Việc {n}"), by=None, now=NOW).case for n in range(4)]
    cases.append(take_in(report_in(world, "Việc bên", area=world.neighbour, topic=""), by=None, now=NOW).case)
    take_in(report_in(world, "Không rõ ở đâu", area=None, channel="counter"), by=world.officer, now=NOW)
    answered = {"outcome": "solved", "words": "Đã sửa xong.", "by": world.officer}
    actions.answer(cases[0], now=NOW + timedelta(days=1), **answered)
    actions.answer(cases[1], now=NOW + timedelta(days=2), **answered)
    actions.extend(cases[2], words="Chờ vật tư.", by=world.officer, now=NOW + timedelta(days=2))
    actions.answer(cases[2], now=NOW + timedelta(days=9), **answered)
    actions.answer(cases[3], now=NOW + timedelta(days=20), **{**answered, "outcome": "cannot_solve"})
    actions.refuse(cases[4], words="Không phải việc của xã.", by=world.officer, now=NOW + timedelta(days=1))
    good, bad = (RatingLevel.objects.get(code=code) for code in ("good", "bad"))
    first, second = (Case.objects.get(pk=case.pk) for case in cases[:2])
    actions.rate(first, first.first_report, level=bad, now=NOW + timedelta(days=3))
    actions.rate(first, first.first_report, level=good, now=NOW + timedelta(days=4))
    actions.rate(second, second.first_report, level=bad, now=NOW + timedelta(days=3))
    actions.reopen(
        second, words="Vẫn còn sạt.", by=None, report=second.first_report, now=NOW + timedelta(days=5)
    )
    meet_people(world)
    report_situations(world)
    make_copied_practice(world)
    make_plans(world)
    return world


def asked(world: World) -> Question:
    return Question(area=world.province, **MARCH)


@pytest.mark.parametrize(
    ("name", "value", "base"),
    [
        ("reports_received", 6, None),
        ("reports_entered_by_staff", 1, 6),
        ("cases_open", 2, None),
        ("cases_overdue", 2, 2),
        ("cases_answered", 4, None),
        ("answered_on_time", 2, 4),
        ("answered_on_time_extended", 1, 4),
        ("answered_late", 1, 4),
        ("answered_solved", 3, 4),
        ("cases_refused", 1, None),
        ("cases_withdrawn", 0, None),
        ("cases_reopened", 1, None),
        ("cases_extended", 1, None),
        ("cases_paused", 0, None),
        ("cases_handed_over", 0, None),
        ("satisfied", 1, 2),
        ("alarms", 0, None),
        ("situations_reported", 3, None),
        ("situations_concluded", 1, 3),
        ("hot_spots_declared", 1, None),
        ("meetings_with_people", 3, None),
        ("receptions_held", 1, None),
        ("dialogues_held", 1, None),
        ("promises_made", 3, None),
        ("promises_kept", 1, 2),
        ("practices_registered", 2, None),
        ("practices_copied", 1, 2),
        ("practices_recognised", 1, None),
        ("conclusions_made", 0, None),
        ("conclusions_done", 0, 0),
        ("plans_submitted", 1, 2),
        ("plan_items_done", 1, 3),
    ],
)
def test_each_figure_counts_what_its_formula_says(world, name, value, base):
    answer = value_of(name, asked(world))

    assert (answer.value, answer.base) == (value, base)


def test_the_table_above_names_every_figure():
    [marker] = [
        mark
        for mark in test_each_figure_counts_what_its_formula_says.pytestmark
        if mark.name == "parametrize"
    ]

    assert {row[0] for row in marker.args[1]} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_what_opens_has_as_many_rows_as_the_number_says(world, name):
    for question in (
        asked(world),
        Question(body=world.province_body, **MARCH),
        Question(area=world.commune, **MARCH),
    ):
        answer, behind = value_of(name, question), items_behind(name, question)

        assert answer.value == sum(item.counted for item in behind)
        assert answer.base in (None, len(behind))


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", FIGURES)
def test_parts_add_up_to_the_number(world, name, cut):
    whole, cut_up = value_of(name, asked(world)), value_of(name, asked(world), by=cut)

    assert sum(part.value for part in cut_up.parts) == whole.value
    assert cut_up.base == whole.base


def test_what_has_no_place_is_a_part_of_its_own(world):
    parts = {part.key: part.value for part in value_of("reports_received", asked(world), by="area").parts}

    assert parts == {"90001": 4, "90002": 1, "": 1}


def test_the_first_and_the_last_day_are_both_inside(world):
    day = NOW.date()

    assert value_of("reports_received", Question(area=world.province, first_on=day, last_on=day)).value == 6
    before = day - timedelta(days=1)
    assert (
        value_of("reports_received", Question(area=world.province, first_on=before, last_on=before)).value
        == 0
    )


def test_a_period_counts_what_was_open_at_its_end_not_today(world):
    second_of_march = Question(area=world.province, first_on=date(2026, 3, 1), last_on=date(2026, 3, 2))

    assert value_of("cases_open", second_of_march).value == 6
    assert value_of("cases_overdue", second_of_march).value == 0


def test_as_known_before_anything_was_recorded_nothing_is_counted(world):
    first_recorded = CaseEvent.objects.earliest("recorded_at").recorded_at
    before = replace(asked(world), known_at=first_recorded - timedelta(seconds=1))

    assert all(value_of(name, before).value == 0 for name in FIGURES)


def test_states_built_once_answer_as_states_built_each_time(world):
    latest = CaseEvent.objects.latest("recorded_at").recorded_at
    for question in (asked(world), replace(asked(world), known_at=latest)):
        apart = [value_of(name, question, by="area") for name in FIGURES]

        with states_built_once():
            together = [value_of(name, question, by="area") for name in FIGURES]

        assert together == apart


@pytest.mark.parametrize("name", FIGURES)
def test_as_known_now_equals_the_live_tables(world, name):
    latest = CaseEvent.objects.latest("recorded_at").recorded_at
    known = replace(asked(world), known_at=latest + timedelta(days=1))

    assert value_of(name, known).value == value_of(name, asked(world)).value


def test_the_command_prints_the_number_with_everything_behind_it(world):
    out = StringIO()
    period = {"first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31)}
    call_command("figure", "answered_on_time", area="90", by="topic", as_json=True, stdout=out, **period)

    printed = json.loads(out.getvalue())
    assert (printed["value"], printed["base"], printed["counts"]) == (2, 4, "cases")
    assert printed["parts"] == [{"key": "giao-thong", "label": "Giao thông", "value": 2}]
    assert len(printed["items"]) == 2
    assert len(printed["base_items"]) == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense", "--area", "90", "--from", "2026-03-01", "--to", "2026-03-31"], "langnghe figures"),
        (
            ["alarms", "--area", "99", "--from", "2026-03-01", "--to", "2026-03-31"],
            "no area with the code 99",
        ),
        (["alarms", "--body", "ai", "--from", "2026-03-01", "--to", "2026-03-31"], "no body"),
        (["alarms", "--area", "90", "--from", "2026-03-31", "--to", "2026-03-01"], "before it begins"),
    ],
)
def test_a_wrong_question_gets_one_sentence(world, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("figure", *arguments)


def test_the_sql_fits_the_definitions():
    out = StringIO()

    call_command("make_figure_sql", "--check", stdout=out)

    assert "fits" in out.getvalue()
