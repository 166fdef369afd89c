"""What is said at a meeting becomes reports, each by itself, and nothing is lost on the way."""

import uuid
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from langnghe.cases.models import Case, CaseEvent, DeadlineRule, EventKind
from langnghe.cases.tests.world import NOW, World, make_topic, make_user, small_province
from langnghe.grassroots.actions import visits
from langnghe.grassroots.models import Opinion, Promise, Visit
from langnghe.grassroots.tests.world import make_locality, make_visit, opinion_in, promise_in, visit_in
from langnghe.people.models import Role
from langnghe.places.models import UnlistedLocality
from langnghe.reports.models import Channel, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


def test_each_opinion_becomes_a_report_with_a_case_an_owner_and_a_date(world):
    make_locality(world)

    visit = make_visit(world, opinions=(opinion_in(world), opinion_in(world, "Thiếu nước sạch", topic=None)))

    reports = Report.objects.order_by("pk")
    assert [report.channel for report in reports] == [Channel.MEETING, Channel.MEETING]
    assert all(report.entered_by_staff and report.entered_by == world.officer for report in reports)
    assert [report.words.words for report in reports] == ["Đường vào làng bị sạt lở", "Thiếu nước sạch"]
    assert {report.words.locality for report in reports} == {"Thôn 1"}
    assert visit.locality.name == "Thôn 1"
    assert Case.objects.filter(body=world.commune_body, answer_due_at__gt=NOW).count() == 2
    assert set(visit.opinions.values_list("waiting_words", flat=True)) == {""}


def test_a_second_copy_of_a_meeting_changes_nothing(world):
    copy = visit_in(world, opinions=(opinion_in(world, promise=promise_in(world)),))

    first = visits.record_visit(copy, by=world.officer, now=NOW)
    second = visits.record_visit(copy, by=world.officer, now=NOW + timedelta(minutes=5))

    assert first.pk == second.pk
    assert (Visit.objects.count(), Report.objects.count(), Promise.objects.count()) == (1, 1, 1)


def test_a_fault_in_one_opinion_loses_nothing_of_any(world):
    gone = make_topic("cu", "Lĩnh vực cũ", valid_to=NOW.date() - timedelta(days=30))

    visit = make_visit(
        world,
        opinions=(opinion_in(world, "Một"), opinion_in(world, "Hai", topic=gone), opinion_in(world, "Ba")),
    )

    assert [opinion.case is not None for opinion in visit.opinions.all()] == [True, False, True]
    waiting = visit.opinions.get(case=None)
    assert waiting.waiting_words == "Hai"
    assert waiting.fault


def test_what_waits_is_taken_in_once_the_fault_is_gone(world):
    DeadlineRule.objects.update(withdrawn_at=NOW)
    visit = make_visit(world, opinions=(opinion_in(world),))
    assert "load_deadlines" in visit.opinions.get().fault

    DeadlineRule.objects.update(withdrawn_at=None)
    visits.take_in_waiting(visit, by=world.officer, now=NOW)

    opinion = visit.opinions.get()
    assert opinion.case.first_report.words.words == "Đường vào làng bị sạt lở"
    assert (opinion.waiting_words, opinion.fault) == ("", "")


def test_an_answer_on_the_spot_ends_the_case_at_once(world):
    make_visit(world, opinions=(opinion_in(world, answer="Đã mắc lại đèn.", outcome="solved"),))

    case = Case.objects.get()
    assert (case.status, case.outcome) == ("answered", "solved")
    assert case.events.get(kind=EventKind.ANSWERED).first_answer


def test_what_belongs_to_another_body_is_noted_there_and_stays_open(world):
    conduct = opinion_in(world, topic=world.conduct, answer="Sẽ chấn chỉnh.", outcome="solved")

    make_visit(world, opinions=(conduct,))

    case = Case.objects.get()
    assert case.body == world.province_body
    assert case.is_open
    assert "Sẽ chấn chỉnh." in case.events.get(kind=EventKind.NOTED).words.words


def test_an_opinion_that_touches_the_office_goes_one_body_above(world):
    make_visit(world, opinions=(opinion_in(world, touches_office=True),))

    assert Case.objects.get().one_above


def test_an_opinion_counts_as_received_on_the_day_of_the_meeting(world):
    day = NOW - timedelta(days=3)

    make_visit(world, held_on=day.date(), opinions=(opinion_in(world),))

    assert Report.objects.get().received_at.date() == day.date()
    assert CaseEvent.objects.get(kind=EventKind.OPENED).happened_at < NOW


def test_a_place_that_is_on_no_list_is_kept_as_said_and_shown_to_the_commune(world):
    visit = make_visit(world, locality="Xóm Mới")

    assert (visit.locality, visit.place) == (None, "Xóm Mới")
    assert UnlistedLocality.objects.get().name == "Xóm Mới"


def test_opinions_are_added_later_and_a_resend_adds_none(world):
    visit = make_visit(world, opinions=(opinion_in(world, "Một"),))
    more = [opinion_in(world, "Hai")]

    visits.add_opinions(visit, more, by=world.officer, now=NOW)
    visits.add_opinions(visit, more, by=world.officer, now=NOW)

    assert [opinion.position for opinion in visit.opinions.all()] == [1, 2]


def test_a_meeting_written_by_mistake_is_taken_back_with_its_promises_but_not_its_reports(world):
    visit = make_visit(world, opinions=(opinion_in(world),), promises=(promise_in(world),))

    visits.withdraw(visit, reason="Ghi hai lần", by=world.officer, now=NOW)

    assert Promise.objects.get().state == "withdrawn"
    assert Case.objects.get().is_open
    with pytest.raises(visits.TakenBackAlready):
        visits.withdraw(visit, reason="Ghi hai lần", by=world.officer, now=NOW)


@pytest.mark.parametrize("change", [{"people": 3}, {"held_on": NOW.date() - timedelta(days=1)}])
def test_a_meeting_is_never_changed(world, change):
    visit = make_visit(world)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        visit.delete()


def test_somebody_without_the_right_to_handle_cases_answers_none(world):
    analyst = make_user("chuyen-vien", Role.ANALYST, world.commune_body)

    visits.record_visit(
        visit_in(world, opinions=(opinion_in(world, answer="Đã trả lời.", outcome="solved"),)),
        by=analyst,
        now=NOW,
    )

    assert Case.objects.get().is_open


def test_ids_made_on_a_device_are_those_of_the_reports(world):
    made = uuid.uuid4()

    make_visit(world, opinions=(opinion_in(world, client_id=made),))

    assert Report.objects.get().client_id == made == Opinion.objects.get().client_id
