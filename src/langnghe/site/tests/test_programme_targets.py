"""Targets that the house counts itself: for each body's area, in one question, and each number opens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in, small_province
from langnghe.figures.targets import count_all, count_programme
from langnghe.ground.steps import NotPossible
from langnghe.programmes import queries
from langnghe.programmes.actions import programmes
from langnghe.programmes.actions import targets as target_actions
from langnghe.programmes.models import CountedResult, ProgrammeEvent, Target
from langnghe.programmes.tests.world import make_plans

PROGRAMME_PAGE = 10  # statements, however many targets

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
    count_all(now=timezone.now())
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

    with django_assert_max_num_queries(10):
        client.get(reverse("programme_targets", args=[plans.programme.pk]))


def more_targets(plans, number):
    first = Target.objects.get()
    for n in range(number):
        first.pk, first.code, first.name = None, f"chi-tieu-{n}", f"Chỉ tiêu {n}"
        first.figure = ("reports_received", "cases_answered", "")[n % 3]
        first.save(force_insert=True)


def test_the_page_of_a_programme_asks_the_same_statements_for_one_target_and_for_thirty(
    client, world, plans, django_assert_num_queries
):
    client.force_login(world.leader)
    address = reverse("programmes:show", args=[plans.programme.pk])
    client.get(address)

    with django_assert_num_queries(PROGRAMME_PAGE):
        client.get(address, {"nam": "2026"})
    more_targets(plans, 30)
    count_programme(plans.programme, year=2026, now=timezone.now())
    with django_assert_num_queries(PROGRAMME_PAGE):
        page = client.get(address, {"nam": "2026"})

    assert len(page.context["summaries"]) == 31


def test_counted_and_typed_targets_stand_in_one_table_and_the_counted_open(client, world, plans):
    typed = Target.objects.get()
    typed.pk, typed.code, typed.name, typed.figure = None, "doi-thoai", "Cuộc đối thoại", ""
    typed.save(force_insert=True)
    assert count_all(now=timezone.now()) == 3  # two bodies, and the province; nothing of the typed one
    client.force_login(world.leader)

    page = client.get(reverse("programmes:show", args=[plans.programme.pk]), {"nam": "2026"})

    by_code = {one.target.code: one for one in page.context["summaries"]}
    assert (by_code["phan-anh"].result.value, by_code["phan-anh"].known) == (4, 2)
    assert by_code["doi-thoai"].result is None
    opened = client.get(by_code["phan-anh"].result.address).content.decode()
    assert opened.count('<th scope="row"><a') == 4


def test_what_was_counted_opens_to_as_many_rows_even_when_more_came_since(client, world, plans):
    take_in(report_in(world, "Việc đến sau"), by=None, now=NOW)
    client.force_login(world.leader)

    page = client.get(reverse("programmes:show", args=[plans.programme.pk]), {"nam": "2026"})

    [one] = page.context["summaries"]
    assert one.result.value == 4
    assert client.get(one.result.address).content.decode().count('<th scope="row"><a') == 4
    count_all(now=timezone.now())
    assert CountedResult.objects.get(plan=None).value == 5


def test_a_commune_sees_its_own_lines_on_the_page_of_the_programme(client, world, plans):
    client.force_login(world.officer)

    page = client.get(reverse("programmes:show", args=[plans.programme.pk]), {"nam": "2026"})

    assert [(line.plan.body, line.actual) for line in page.context["lines"]] == [(world.commune_body, 3)]


def test_a_leading_body_adds_a_target_which_is_counted_at_once(client, world, plans):
    client.force_login(world.leader)
    given = {
        "name": "Hồ sơ đã trả lời",
        "unit": "hồ sơ",
        "direction": "at_least",
        "value": "1.200,5",
        "figure": "cases_answered",
        "source": "Kế hoạch 16-KH/TU",
    }

    answer = client.post(reverse("add_target", args=[plans.programme.pk]) + "?nam=2026", given)
    again = client.post(reverse("add_target", args=[plans.programme.pk]) + "?nam=2026", given)

    assert answer.status_code == 302
    assert "chi-tieu=ho-so-da-tra-loi" in answer.url
    target = Target.objects.get(code="ho-so-da-tra-loi")
    assert (target.value, target.valid_from, target.valid_to) == (
        Decimal("1200.5"),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert CountedResult.objects.filter(code=target.code).count() == 3
    assert again.status_code == 422
    assert ProgrammeEvent.objects.filter(kind="target_set").count() == 1


def test_another_value_holds_from_its_day_on_and_the_earlier_one_stays_known(client, world, plans):
    client.force_login(world.leader)
    target = Target.objects.get()
    given = {"value": "6", "from_on": "2026-07-01", "source": "Công văn 20-CV/TU"}

    answer = client.post(reverse("change_target", args=[target.pk]), given)

    assert answer.status_code == 302
    earlier, later = Target.objects.known().order_by("valid_from")
    assert (earlier.value, earlier.valid_to) == (4, date(2026, 6, 30))
    assert (later.value, later.valid_from, later.source) == (6, date(2026, 7, 1), "Công văn 20-CV/TU")
    of_june = queries.targets_of(plans.programme, 2026, today=date(2026, 6, 30))
    of_december = queries.targets_of(plans.programme, 2026, today=date(2027, 2, 1))
    assert [one.value for one in (*of_june, *of_december)] == [4, 6]
    said = ProgrammeEvent.objects.get(kind="target_set").words.words
    assert "4 → 6" in said


@pytest.mark.parametrize(
    ("field", "written"), [("value", "0"), ("value", "nhiều"), ("from_on", "2027-01-01"), ("source", "")]
)
def test_a_wrong_value_is_refused_and_nothing_changes(client, world, plans, field, written):
    client.force_login(world.leader)
    given = {"value": "6", "from_on": "2026-07-01", "source": "Công văn 20-CV/TU", field: written}

    answer = client.post(reverse("change_target", args=[Target.objects.get().pk]), given)

    assert answer.status_code == 422
    assert Target.objects.get().value == 4


def test_only_bodies_that_lead_set_targets(client, world, plans):
    client.force_login(world.officer)

    for address in (
        reverse("add_target", args=[plans.programme.pk]),
        reverse("change_target", args=[Target.objects.get().pk]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("field", ["name", "source"])
def test_details_of_a_resident_in_a_target_are_pointed_out(client, world, plans, field):
    client.force_login(world.leader)
    given = {"name": "Chỉ tiêu", "unit": "%", "direction": "at_least", "value": "5", "source": "Kế hoạch"}

    answer = client.post(
        reverse("add_target", args=[plans.programme.pk]), {**given, field: "Gọi chị Hoa 0905 123 456"}
    )

    assert answer.status_code == 422
    assert "0905 123 456" in answer.context["form"].errors[field][0]


def test_a_programme_that_has_ended_takes_no_target(world, plans):
    programmes.end_early(plans.programme, words="Sáp nhập.", by=world.leader, now=NOW)

    with pytest.raises(NotPossible, match="đã kết thúc"):
        target_actions.change_target(
            Target.objects.get(),
            value=Decimal(9),
            from_on=date(2026, 7, 1),
            source="Công văn",
            by=world.leader,
            now=NOW,
        )
