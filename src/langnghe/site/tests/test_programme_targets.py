"""Targets that the house counts itself: for each body's area, in one question, and each number opens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in, small_province
from langnghe.programmes.models import Target
from langnghe.programmes.tests.world import make_plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = small_province()
    for n in range(3):
        take_in(report_in(world, f"Việc {n}"), by=None, now=NOW + timedelta(hours=n))
    take_in(report_in(world, "Việc bên", area=world.neighbour), by=None, now=NOW)
    return world


@pytest.fixture
def plans(world):
    plans = make_plans(world)
    Target.objects.create(
        programme=plans.programme,
        code="phan-anh",
        year=2026,
        name="Phản ánh tiếp nhận",
        unit="phản ánh",
        value=Decimal(4),
        figure="reports_received",
        source="Kế hoạch 15-KH/TU",
        valid_from=date(2026, 1, 1),
    )
    return plans


def test_each_body_has_its_own_number_which_opens(client, world, plans):
    client.force_login(world.leader)

    page = client.get(reverse("programme_targets", args=[plans.programme.pk]), {"nam": "2026"})

    lines = {line.plan.body: line for line in page.context["lines"]}
    assert (lines[world.commune_body].actual, lines[world.commune_body].share) == (3, 0.75)
    assert lines[world.neighbour_body].actual == 1
    opened = client.get(lines[world.commune_body].url).content.decode()
    assert "75%" in page.content.decode()
    assert opened.count('<th scope="row"><a') == 3


def test_a_commune_sees_only_its_own_line(client, world, plans):
    client.force_login(world.officer)

    page = client.get(reverse("programme_targets", args=[plans.programme.pk]), {"nam": "2026"})

    assert [line.plan.body for line in page.context["lines"]] == [world.commune_body]


def test_statements_do_not_grow_with_the_bodies(client, world, plans, django_assert_max_num_queries):
    client.force_login(world.leader)
    client.get(reverse("programme_targets", args=[plans.programme.pk]))

    with django_assert_max_num_queries(14):
        client.get(reverse("programme_targets", args=[plans.programme.pk]))
