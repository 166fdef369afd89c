"""What is public once a week, and what never is."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from langnghe.cases import actions as cases
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in, small_province
from langnghe.figures import public
from langnghe.figures.actions import publish_counts
from langnghe.figures.models import Measure, PublicCount

pytestmark = pytest.mark.django_db
MONDAY = NOW.date()
NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture
def world():
    return small_province()


def send(world, count, **fields):
    return [
        take_in(report_in(world, f"Đường hỏng {n}", **fields), by=None, now=NOW).case for n in range(count)
    ]


def count_of(place, topic, measure=Measure.RECEIVED):
    return PublicCount.objects.get(measure=measure, place=place, topic=topic).count


def test_a_whole_week_is_published_with_its_totals(world):
    send(world, 7)

    assert publish_counts(now=NEXT_WEEK, weeks=1) == [MONDAY]

    assert (count_of("all", "all"), count_of("90", "giao-thong")) == (7, 7)


def test_the_week_that_runs_is_not_public_yet(world):
    send(world, 7)

    publish_counts(now=NOW + timedelta(days=6), weeks=1)

    assert not PublicCount.objects.filter(week=MONDAY).exists()


def test_small_counts_are_hidden_and_cannot_be_stored(world):
    send(world, 4)

    publish_counts(now=NEXT_WEEK, weeks=1)

    assert count_of("all", "all") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicCount.objects.create(week=MONDAY, measure="answered", place="x", topic="x", count=4)


def test_what_comes_in_late_changes_nothing_that_is_public(world):
    send(world, 7)
    publish_counts(now=NEXT_WEEK, weeks=1)

    send(world, 5)

    assert publish_counts(now=NEXT_WEEK, weeks=1) == []
    assert count_of("all", "all") == 7
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublicCount.objects.update(count=12)


def test_first_answers_are_counted_in_the_week_in_which_they_were_given(world):
    for case in send(world, 6):
        cases.answer(case, outcome="solved", words="Đã sửa.", by=world.officer, now=NOW)

    publish_counts(now=NEXT_WEEK, weeks=1)

    assert count_of("all", "all", Measure.ANSWERED) == 6


def test_topics_that_are_never_public_stand_under_other(world):
    send(world, 9)
    send(world, 6, topic="thai-do")

    publish_counts(now=NEXT_WEEK, weeks=1)

    assert not PublicCount.objects.filter(topic="thai-do").exists()
    assert count_of("all", "rest") == 6


def test_an_installation_of_one_province_counts_by_commune(world, settings):
    settings.HOME_PROVINCE = "90"
    send(world, 8)

    publish_counts(now=NEXT_WEEK, weeks=1)

    assert count_of("90001", "giao-thong") == 8


def test_the_page_shows_a_week_and_the_first_page_leads_there(world, client, django_assert_max_num_queries):
    send(world, 1234 % 100)
    publish_counts(now=NEXT_WEEK, weeks=1)
    address = reverse("figures:public")

    with django_assert_max_num_queries(6):
        page = client.get(address)

    assert "Tỉnh Mẫu" in page.text
    assert "34" in page.text
    assert f'href="{address}"' in client.get("/").text
    assert client.get(address, {"tuan": MONDAY.isoformat()}).status_code == 200
    assert client.get(address, {"tuan": "2001-01-01"}).status_code == 404


def test_the_page_speaks_before_the_first_week_too(client):
    assert client.get(reverse("figures:public")).status_code == 200
    assert public.totals_of_latest_week() == {}
    assert date(2026, 3, 2) == MONDAY
