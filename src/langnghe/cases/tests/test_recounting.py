"""A calendar that changes counts open cases again, and moves no date earlier than was told."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from langnghe.bodies.actions.calendars import load_calendar
from langnghe.bodies.models import CalendarChange
from langnghe.cases import actions, recounting
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case, EventKind, Recount, Unit
from langnghe.cases.queries import told_history
from langnghe.cases.recounting import recount_due
from langnghe.cases.tests.world import NOW, VIETNAM, World, make_deadline, report_in, small_province

# As the worker reads: changes must be in the past of every running transaction.
pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.fixture
def announce(tmp_path: Path):
    """Return what loads one line of a calendar."""

    def load(day: str, kind: str, reason: str = "Nghỉ tránh bão", area: str = "") -> None:
        table = tmp_path / "days.csv"
        table.write_text(f"day,kind,reason,area_code\n{day},{kind},{reason},{area}\n", encoding="utf-8")
        load_calendar(table, on=NOW.date())

    return load


def due(day: int) -> datetime:
    """Return the close of the office on a day of March 2026; the small province answers on 9 March."""
    return datetime(2026, 3, day, 17, 0, tzinfo=VIETNAM)


def test_a_day_off_moves_the_date_and_says_why(world, announce):
    case = take_in(report_in(world), by=None, now=NOW).case
    announce("2026-03-05", "off")

    assert recount_due(now=LATER) == 1

    case.refresh_from_db()
    event = case.events.get(kind=EventKind.DUE_RECOUNTED)
    assert (case.promised_at, case.answer_due_at, case.body_due_at) == (due(9), due(10), due(10))
    assert (event.answer_due_at, event.by, event.words.words) == (due(10), None, "05/03/2026: Nghỉ tránh bão")
    assert event.words_are_public


def test_a_worked_saturday_leaves_the_date_that_was_told(world, announce, client):
    receipt = take_in(report_in(world), by=None, now=NOW)
    announce("2026-03-07", "worked", "Làm bù")

    assert recount_due(now=LATER) == 0

    receipt.case.refresh_from_db()
    assert receipt.case.answer_due_at == due(9)
    client.post(reverse("cases:follow"), {"secret": receipt.secret})
    page = client.get(reverse("cases:followed"), headers={"accept-language": "en"}).content.decode()
    assert "never moved earlier" in page


def test_the_sender_reads_the_new_date_and_the_day_in_the_ledger(world, announce, client):
    receipt = take_in(report_in(world), by=None, now=NOW)
    announce("2026-03-05", "off")
    recount_due(now=LATER)

    client.post(reverse("cases:follow"), {"secret": receipt.secret})
    page = client.get(reverse("cases:followed")).content.decode()

    assert page.count("Nghỉ tránh bão") == 2  # in the history and in the ledger
    assert "10/3/2026" in page


def test_only_cases_below_the_area_of_the_day_move(world, announce):
    here = take_in(report_in(world), by=None, now=NOW).case
    there = take_in(report_in(world, area=world.neighbour), by=None, now=NOW).case
    announce("2026-03-05", "off", area=world.commune.code)

    assert recount_due(now=LATER) == 1

    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.answer_due_at, there.answer_due_at) == (due(10), due(9))


def test_ended_and_paused_cases_stay_and_the_pause_is_counted_at_its_end(world, announce):
    answered, paused = (take_in(report_in(world), by=None, now=NOW).case for _ in range(2))
    actions.answer(answered, outcome="solved", words="Đã sửa.", by=world.officer, now=NOW)
    actions.accept(paused, by=world.officer, now=NOW)
    actions.pause(paused, words="Chờ ảnh", by=world.officer, now=NOW)
    announce("2026-03-05", "off")

    assert recount_due(now=LATER) == 0

    actions.resume(paused, by=world.officer, now=LATER)
    paused.refresh_from_db()
    assert paused.answer_due_at == due(10)


def test_the_holders_clock_is_counted_from_the_hand_over(world, announce):
    case = take_in(report_in(world), by=None, now=NOW).case
    wednesday = NOW + timedelta(days=2)  # the holder's date is then 11 March
    actions.hand_over(case, to=world.province_body, words="Sở phụ trách", by=world.officer, now=wednesday)
    announce("2026-03-10", "off")

    assert recount_due(now=wednesday) == 1

    case.refresh_from_db()
    assert (case.answer_due_at, case.body_due_at) == (due(9), due(12))
    told = [event.kind for event in told_history(case, case.first_report)]
    assert EventKind.DUE_RECOUNTED not in told  # nothing changes for the person


def test_a_recount_that_was_cut_short_goes_on_where_it_stood(world, announce, monkeypatch):
    cases = [take_in(report_in(world), by=None, now=NOW).case for _ in range(5)]
    announce("2026-03-05", "off")
    recounted, calls = recounting._recounted, []

    def cut_short(*given):
        calls.append(given)
        if len(calls) == 2:
            raise ConnectionError("the machine went down")
        return recounted(*given)

    monkeypatch.setattr(recounting, "_recounted", cut_short)
    with pytest.raises(ConnectionError):
        recount_due(now=LATER, at_once=2)
    assert Case.objects.filter(answer_due_at=due(10)).count() == 2

    assert recount_due(now=LATER, at_once=2) == 3

    assert Case.objects.filter(answer_due_at=due(10)).count() == 5
    assert all(case.events.filter(kind=EventKind.DUE_RECOUNTED).count() == 1 for case in cases)
    assert (Recount.objects.get().moved, Recount.objects.get().finished_at) == (5, LATER)


def test_running_again_and_loading_the_same_day_again_changes_nothing(world, announce):
    take_in(report_in(world), by=None, now=NOW)
    announce("2026-03-05", "off")
    recount_due(now=LATER)
    announce("2026-03-05", "off")

    assert recount_due(now=LATER) == 0

    assert CalendarChange.objects.count() == 1


def test_a_new_rule_counts_for_reports_received_from_its_first_day_only(world, announce):
    old = take_in(report_in(world), by=None, now=NOW).case
    make_deadline("answer", 2, Unit.WORKING_DAYS, kind=world.kind)
    type(old.deadline_rule).objects.filter(amount=2).update(valid_from=date(2026, 3, 3))
    announce("2026-03-05", "off")
    recount_due(now=LATER)

    new = take_in(report_in(world), by=None, now=NOW + timedelta(days=1)).case

    old.refresh_from_db()
    assert (old.answer_due_at, new.answer_due_at) == (due(10), due(6))
