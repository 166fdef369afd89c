"""A practice beside its figure: the same number of months before and since, n, and what it does not prove."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import VIETNAM, report_in, small_province
from langnghe.practices import actions
from langnghe.practices.tests.world import make_practice
from langnghe.site.pages.practice_figure import compared, months_later, months_since
from langnghe.topics.models import Topic

START, TODAY = date(2026, 1, 10), date(2026, 4, 20)


@pytest.fixture
def world(db):
    return small_province()


@pytest.fixture
def practice(world):
    for n in range(7):
        _report(world, START - timedelta(days=5 * n + 1), f"Trước {n}")
    for n in range(3):
        _report(world, START + timedelta(days=20 * n), f"Sau {n}")
    practice = make_practice(world, started_on=START)
    _choose(practice, world, "reports_received")
    return practice


def _report(world, day, words):
    at = datetime.combine(day, time(9), VIETNAM)
    take_in(report_in(world, words, received_at=at), by=None, now=timezone.now())


def _choose(practice, world, figure, topic=None):
    actions.choose_figure(practice, figure=figure, topic=topic, by=world.officer, now=timezone.now())
    practice.refresh_from_db()


def test_as_many_months_before_as_since(practice):
    found = compared(practice, today=TODAY)

    assert (found.months, found.before.value, found.after.value, found.n) == (3, 7, 3, 10)
    assert (found.before.first_on, found.before.last_on) == (date(2025, 10, 10), date(2026, 1, 9))
    assert (found.after.first_on, found.after.last_on) == (date(2026, 1, 10), date(2026, 4, 9))
    assert found.is_few


def test_one_topic_alone(practice, world):
    _choose(practice, world, "reports_received", Topic.objects.get(code="khac"))
    other = compared(practice, today=TODAY)
    _choose(practice, world, "reports_received", Topic.objects.get(code="giao-thong"))
    roads = compared(practice, today=TODAY)

    assert (other.n, roads.n) == (0, 10)


def test_a_share_stands_beside_its_base(practice, world):
    _choose(practice, world, "reports_entered_by_staff")
    found = compared(practice, today=TODAY)

    assert (found.before.value, found.before.base, found.after.base, found.n) == (0, 7, 3, 10)


def test_nothing_is_compared_before_a_whole_month(practice):
    assert compared(practice, today=START + timedelta(days=20)) is None


def test_the_page_says_n_and_that_no_cause_is_proved(client, world, practice):
    client.force_login(world.officer)

    page = client.get(reverse("practice_figure", args=[practice.pk])).content.decode()

    assert "n = " in page
    assert "chưa chứng minh" in page
    assert "dưới 30" in page


def test_the_body_chooses_the_figure_and_others_see_nothing(client, world, practice):
    address = reverse("practice_figure", args=[practice.pk])
    client.force_login(world.neighbour_officer)
    assert client.get(address).status_code == 404
    client.force_login(world.reader)
    assert client.post(address, {"figure": "cases_open"}).status_code == 404
    client.force_login(world.officer)
    assert client.post(address, {"figure": "no such figure"}).status_code == 422

    client.post(address, {"figure": "cases_open", "topic": "giao-thong"})

    practice.refresh_from_db()
    assert (practice.figure, practice.figure_topic.code) == ("cases_open", "giao-thong")


def test_the_page_takes_few_statements(client, world, practice, django_assert_max_num_queries):
    client.force_login(world.officer)
    client.get(reverse("practice_figure", args=[practice.pk]))

    with django_assert_max_num_queries(10):
        client.get(reverse("practice_figure", args=[practice.pk]))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_later_and_months_since_agree(day, months):
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert months_since(day, later) == months
    assert months_since(later + timedelta(days=1), day) == 0
