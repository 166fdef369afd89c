"""A situation goes up its own line, with a clock at each step, and stays open until somebody concludes it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.cases.tests.world import NOW, World, make_area, make_body, small_province
from langnghe.ground.steps import NotPossible
from langnghe.places.models import UnlistedLocality
from langnghe.situations.actions import reports
from langnghe.situations.models import Clock, Situation, SituationEvent, Urgency
from langnghe.situations.tests.world import load_shipped_clocks, make_situation, situation_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    load_shipped_clocks()
    return small_province()


def test_a_report_goes_to_the_body_directly_above_and_starts_its_clock(world):
    situation = make_situation(world)

    assert situation.with_body == world.province_body
    assert situation.state == "waiting"
    assert UnlistedLocality.objects.get().name == "Thôn 2"


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.FLASH, "2026-03-02 10:00"),  # one hour after nine
        (Urgency.VERY_URGENT, "2026-03-02 11:00"),
        (Urgency.URGENT, "2026-03-02 14:30"),  # four working hours, the midday break between
        (Urgency.NORMAL, "2026-03-03 17:00"),  # one working day
    ],
)
def test_each_urgency_has_its_clock(world, urgency, due):
    situation = make_situation(world, urgency=urgency)

    assert f"{situation.due_at.astimezone(NOW.tzinfo):%Y-%m-%d %H:%M}" == due


def test_flash_runs_through_the_night(world):
    late = NOW.replace(hour=23, minute=30)

    situation = reports.report(situation_in(world, urgency=Urgency.FLASH), by=world.officer, now=late)

    assert situation.due_at - late == timedelta(hours=1)


def test_the_stamps_are_written_as_on_official_papers():
    assert [str(urgency.label) for urgency in Urgency][1:] == ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"]


def test_without_clocks_nothing_is_sent_and_the_command_is_named(world):
    Clock.objects.update(withdrawn_at=NOW)

    with pytest.raises(NotPossible, match="load_situation_clocks"):
        make_situation(world)
    assert not Situation.objects.exists()


def test_a_second_copy_changes_nothing(world):
    copy = situation_in(world)

    first = reports.report(copy, by=world.officer, now=NOW)
    second = reports.report(copy, by=world.officer, now=NOW + timedelta(minutes=3))

    assert first.pk == second.pk
    assert SituationEvent.objects.count() == 1


def test_the_whole_way_up_and_back(world):
    nation = make_body("trung-uong", "Ban Trung ương", make_area("00", "Nước Mẫu"))
    world.province_body.superior = nation
    world.province_body.save(update_fields=["superior"])
    given = {"by": world.leader, "now": NOW + timedelta(hours=1)}
    situation = make_situation(world)

    reports.confirm(situation, words="Đã nắm.", **given)
    direction = reports.direct(
        situation, words="Đối thoại trong ngày.", due_on=NOW.date() + timedelta(days=1), **given
    )
    reports.carry_out(direction, words="Đã đối thoại.", by=world.officer, now=NOW + timedelta(hours=5))
    reports.pass_up(situation, words="Vượt thẩm quyền.", by=world.leader, now=NOW + timedelta(hours=6))
    reports.conclude(situation, words="Đã thống nhất mức bồi thường.", **given)

    situation.refresh_from_db()
    assert (situation.state, situation.with_body) == ("concluded", nation)
    events = situation.events.order_by("seq")
    assert [(event.kind, event.state, event.with_body.slug) for event in events] == [
        ("sent", "waiting", "ubnd-90"),
        ("confirmed", "confirmed", "ubnd-90"),
        ("directed", "directed", "ubnd-90"),
        ("done", "directed", "ubnd-90"),
        ("passed_up", "waiting", "trung-uong"),
        ("concluded", "concluded", "trung-uong"),
    ]
    direction.refresh_from_db()
    assert direction.done_words.words == "Đã đối thoại."


@pytest.mark.parametrize(("hours", "in_time"), [(1, True), (8, False)])
def test_whether_the_superior_spoke_in_time_is_kept(world, hours, in_time):
    situation = make_situation(world)

    event = reports.confirm(situation, by=world.leader, now=NOW + timedelta(hours=hours))

    assert event.spoke_in_time is in_time


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (reports.direct, {"words": " ", "due_on": NOW.date()}),
        (reports.direct, {"words": "Làm ngay", "due_on": NOW.date() - timedelta(days=1)}),
        (reports.pass_up, {"words": "Lên trên"}),  # nobody stands above the province
        (reports.conclude, {"words": ""}),
        (reports.add, {"words": ""}),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_leaves_no_event(world, act, given):
    situation = make_situation(world)

    with pytest.raises(NotPossible):
        act(situation, **given, by=world.leader, now=NOW)

    assert situation.events.count() == 1


def test_what_is_concluded_is_changed_no_more(world):
    situation = make_situation(world)
    reports.conclude(situation, words="Đã ổn định.", by=world.leader, now=NOW)

    for act in (reports.add, reports.conclude, reports.pass_up):
        with pytest.raises(NotPossible):
            act(situation, words="Thêm", by=world.leader, now=NOW)


def test_a_body_without_a_superior_has_nobody_to_report_to(world):
    with pytest.raises(NotPossible, match=world.province_body.name):
        make_situation(world, body=world.province_body)


def test_what_happened_is_never_changed(world):
    make_situation(world)

    with pytest.raises(ProgrammingError), transaction.atomic():
        SituationEvent.objects.update(state="concluded")


def test_the_shipped_clocks_load_twice_as_once(world, capsys):
    call_command("load_situation_clocks")

    assert "0 new, 0 changed, 4 as they were" in capsys.readouterr().out
    assert all(clock.citation for clock in Clock.objects.all())


def test_a_faulty_table_of_clocks_is_refused_with_sentences(tmp_path):
    path = tmp_path / "clocks.csv"
    path.write_text("urgency,amount,unit,citation\nrasch,0,minutes,\n", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_situation_clocks", path)

    assert all(f"column {name}" in str(refused.value) for name in ("urgency", "amount", "unit", "citation"))


@settings(max_examples=15, deadline=None)
@given(hours=st.integers(0, 24 * 20), urgency=st.sampled_from(Urgency.values))
def test_no_clock_runs_out_before_it_starts(hours, urgency):
    from langnghe.bodies.models import Body
    from langnghe.situations.queries.clocks import due_for

    with transaction.atomic():
        load_shipped_clocks()
        body = Body.objects.first() or small_province().province_body
        started_at = NOW + timedelta(hours=hours)
        assert due_for(body, urgency, started_at=started_at) > started_at
