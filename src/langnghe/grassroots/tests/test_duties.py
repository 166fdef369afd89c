"""Duties are data with a citation; how bodies stand is counted and never ranked."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from langnghe.cases.tests.world import World, small_province
from langnghe.grassroots.models import Duty
from langnghe.grassroots.queries.standing import quarter_of, standings
from langnghe.grassroots.tests.world import make_duty, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


def test_the_shipped_duties_load_with_their_citations_and_a_second_time_change_nothing(capsys):
    call_command("load_duties")
    call_command("load_duties")

    assert "0 new, 0 changed, 6 as they were" in capsys.readouterr().out
    assert all(duty.citation for duty in Duty.objects.all())
    assert Duty.objects.get(body_kind="dang_uy_xa", meeting_kind="reception").days == 2


def test_a_faulty_table_is_refused_with_a_sentence_for_each_line(tmp_path):
    path = tmp_path / "duties.csv"
    path.write_text(
        "body_kind,meeting_kind,by_head,days,per,name,citation\nubnd_xa,party,yes,0,year,Tiếp dân,\n",
        encoding="utf-8",
    )

    with pytest.raises(CommandError) as refused:
        call_command("load_duties", path)

    assert all(f"column {name}" in str(refused.value) for name in ("meeting_kind", "days", "per", "citation"))
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters_begin_and_end_on_their_days(day, first, last):
    quarter = quarter_of(day)

    assert (quarter.first, quarter.last) == (first, last)


def test_weeks_without_a_day_are_named(world):
    make_duty()
    for day in (5, 7, 21):  # January 2026: two days in one week count once
        make_visit(world, held_on=date(2026, 1, day))

    [stand] = standings([world.commune_body], quarter_of(date(2026, 1, 9)), today=date(2026, 2, 2))[
        world.commune_body.pk
    ]

    assert (stand.spans, stand.done) == (4, 2)
    assert stand.lacking == (date(2026, 1, 12), date(2026, 1, 26))


def test_a_duty_of_the_head_counts_only_days_with_the_head(world):
    make_duty(meeting_kind="reception", by_head=True, per="month")
    make_visit(world, kind="reception", held_on=date(2026, 1, 8))
    make_visit(world, kind="reception", held_on=date(2026, 2, 12), head_took_part=True)

    [stand] = standings([world.commune_body], quarter_of(date(2026, 3, 1)), today=date(2026, 3, 2))[
        world.commune_body.pk
    ]

    assert stand.lacking == (date(2026, 1, 1),)


def test_a_meeting_taken_back_counts_for_nothing(world):
    from langnghe.cases.tests.world import NOW
    from langnghe.grassroots.actions.visits import withdraw

    make_duty()
    withdraw(make_visit(world, held_on=date(2026, 1, 7)), reason="Nhầm", by=world.officer, now=NOW)

    [stand] = standings([world.commune_body], quarter_of(date(2026, 1, 9)), today=date(2026, 1, 12))[
        world.commune_body.pk
    ]

    assert stand.done == 0
