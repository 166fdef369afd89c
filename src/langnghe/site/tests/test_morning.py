"""The morning page: what waits stands once, under its most pressing heading, for whom it concerns."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from langnghe.cases import actions
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case, RatingLevel
from langnghe.cases.tests.world import World, make_user, report_in, small_province
from langnghe.grassroots.tests.world import make_duty, make_visit, promise_in
from langnghe.meetings.actions import conclusions
from langnghe.meetings.tests.world import drafted, held, make_round
from langnghe.people.models import Responsibility, Role
from langnghe.programmes.tests.world import make_plans
from langnghe.site.pages.morning import HEADING_LINES, ON_PAPER, on_one_sheet
from langnghe.site.pages.morning_blocks import Block, Line
from langnghe.situations.actions.hot_spots import close, declare
from langnghe.situations.actions.reports import report
from langnghe.situations.tests.world import load_shipped_clocks, situation_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


def taken(world: World, days_ago: int = 0, **given: object) -> Case:
    now = timezone.now()
    received_at = now - timedelta(days=days_ago)
    return take_in(report_in(world, "Đường hỏng", received_at=received_at, **given), by=None, now=now).case


def headings(client: Client, user: object) -> dict[str, list[str]]:
    client.force_login(user)
    response = client.get(reverse("morning"))
    assert response.status_code == 200
    return {str(block.title): [line.name for line in block.lines] for block in response.context["blocks"]}


def test_each_case_stands_once_under_its_most_pressing_heading(client, world):
    now = timezone.now()
    late, new = taken(world, days_ago=40), taken(world)
    returned, praised, bad = taken(world), taken(world), taken(world)
    for case in (returned, praised, bad):
        actions.answer(case, outcome="solved", words="Đã xong.", by=world.officer, now=now)
    actions.reopen(returned, words="Chưa xong.", by=None, report=returned.first_report, now=now)
    for case, level in ((praised, "good"), (bad, "bad")):
        actions.rate(case, case.first_report, level=RatingLevel.objects.get(code=level), now=now)
    due_today = taken(world)
    Case.objects.filter(pk=due_today.pk).update(
        promised_at=_end_of_today(now), answer_due_at=_end_of_today(now), body_due_at=_end_of_today(now)
    )

    assert headings(client, world.officer) == {
        "Quá hạn": [late.number],
        "Phải trả lời trong hôm nay": [due_today.number],
        "Mở lại vì chưa giải quyết xong": [returned.number],
        "Trả lời mà người dân chưa hài lòng": [bad.number],
        "Mới đến, chưa nhận xử lý": [new.number],
    }


def test_a_better_rating_later_takes_the_case_off(client, world):
    case, now = taken(world), timezone.now()
    actions.answer(case, outcome="solved", words="Đã xong.", by=world.officer, now=now)
    for level, minutes in (("bad", 0), ("good", 5)):
        at = now + timedelta(minutes=minutes)
        actions.rate(case, case.first_report, level=RatingLevel.objects.get(code=level), now=at)

    assert headings(client, world.officer) == {}


def test_what_other_rooms_await_stands_beside_the_cases(client):
    round_ = make_round()
    world, tomorrow = round_.world, timezone.localdate() + timedelta(days=1)
    load_shipped_clocks()
    make_visit(world, promises=(promise_in(world, due_on=tomorrow),), held_on=timezone.localdate())
    meeting = held(round_, begins_at=timezone.now() - timedelta(days=2))
    drafted(round_, meeting, due_on=tomorrow)
    conclusions.conclude(meeting, number=5, by=round_.leader, now=timezone.now())
    plans = make_plans(world)
    plans.waiting.due_at = timezone.now() + timedelta(days=1)
    plans.waiting.save(update_fields=["due_at"])
    report(situation_in(world, since_on=timezone.localdate()), by=world.officer, now=timezone.now())

    assert headings(client, world.officer) == {
        "Cam kết với dân đến hạn, quá hạn": ["Lắp biển báo trước trường học"],
        "Kết luận giao ban đến hạn, quá hạn": ["Sửa đường vào làng trước mùa mưa."],
        "Nhiệm vụ trong kế hoạch đến hạn, quá hạn": ["Rà soát thủ tục"],
    }
    assert headings(client, world.leader)["Báo cáo nhanh chờ ý kiến"] == ["Giao thông"]


def test_a_leader_reads_first_what_only_a_leader_can_do(client, world):
    load_shipped_clocks()
    late, _new = taken(world, days_ago=40), taken(world)
    now = timezone.now()
    situation = report(
        situation_in(world, since_on=timezone.localdate()), by=world.officer, now=now - timedelta(hours=1)
    )
    for name, closed in (("Bồi thường tuyến tránh", False), ("Bãi rác", True)):
        spot = declare(
            name=name,
            area=world.commune,
            owner=world.commune_body,
            reason="Kéo dài.",
            by=world.leader,
            now=now,
        )
        if closed:
            close(spot, reason="Đã thống nhất.", by=world.leader, now=now)

    shown = headings(client, world.leader)

    assert list(shown) == [
        "Báo cáo nhanh chờ ý kiến",
        "Điểm nóng đang có hiệu lực",
        "Cơ quan có việc quá hạn, xếp theo tên",
        "Cơ quan còn việc mà chưa phân công người phụ trách",
    ]
    assert shown["Điểm nóng đang có hiệu lực"] == ["Bồi thường tuyến tránh"]
    assert shown["Cơ quan có việc quá hạn, xếp theo tên"] == [late.body.name]
    page = client.get(reverse("morning"))
    assert "1 quá hạn trong 2 việc đang xử lý" in page.text
    assert {str(one.label): one.count for one in page.context["tallies"]} == {
        "Quá hạn": 1,
        "Phải trả lời trong hôm nay": 0,
        "Mở lại vì chưa giải quyết xong": 0,
        "Trả lời mà người dân chưa hài lòng": 0,
        "Mới đến, chưa nhận xử lý": 1,
    }
    assert situation.topic.name in page.text


def test_bodies_stand_by_name_and_are_never_ranked_by_their_counts(client, world):
    for _ in range(3):
        taken(world, days_ago=40, area=world.neighbour)
    taken(world, days_ago=40)
    names = headings(client, world.leader)["Cơ quan có việc quá hạn, xếp theo tên"]

    assert names == sorted(names)
    assert len(names) == 2


def test_a_body_with_somebody_in_charge_is_not_named(client, world):
    case = taken(world)
    Responsibility.objects.create(
        body=case.body, officer_name="Trần Mẫu", valid_from=timezone.localdate() - timedelta(days=1)
    )

    assert "Cơ quan còn việc mà chưa phân công người phụ trách" not in headings(client, world.leader)


def test_the_leader_of_one_body_reads_case_by_case(client, world):
    case = taken(world, days_ago=40)
    chair = make_user("chu-tich-xa", Role.LEADER, world.commune_body)

    assert headings(client, chair) == {"Quá hạn": [case.number]}


def test_a_duty_of_the_week_stands_there_until_it_is_met(client, world):
    make_duty()
    title = "Chế độ gặp dân tuần này, tháng này"
    assert headings(client, world.officer) == {title: ["Đi cơ sở mỗi tuần ít nhất một ngày"]}

    make_visit(world, held_on=timezone.localdate(), kind="grassroots")

    assert headings(client, world.officer) == {}


@given(counts=st.lists(st.integers(0, 60), max_size=8))
def test_a_sheet_is_one_sheet_and_no_heading_is_lost(counts):
    waiting = [Block("x", icon="x", count=n, lines=tuple(Line("y", "/") for _ in range(n))) for n in counts]

    fitted = on_one_sheet(waiting)

    assert len(fitted) == len(waiting)
    assert sum(len(one.lines) + HEADING_LINES for one in fitted) <= max(ON_PAPER, 3 * len(waiting))
    assert all(one.lines for one in fitted if one.count)


def test_nobody_sees_what_waits_for_another_body(client, world):
    taken(world)

    assert headings(client, world.neighbour_officer) == {}


def test_a_reader_has_nothing_to_do_and_a_stranger_no_page(client, world):
    taken(world)
    stranger = make_user("nguoi-la", Role.READER, world.commune_body)
    stranger.grants.all().delete()

    assert headings(client, world.reader) == {}
    client.force_login(stranger)
    assert client.get(reverse("morning")).status_code == 404
    client.logout()
    assert client.get(reverse("morning")).status_code == 302


def test_a_long_list_is_cut_on_the_screen_and_whole_on_paper(client, world):
    for _ in range(9):
        taken(world)
    client.force_login(world.officer)

    screen = client.get(reverse("morning")).context["blocks"][0]
    sheet = client.get(reverse("morning_sheet")).context["blocks"][0]

    assert (screen.count, len(screen.lines), screen.more) == (9, 6, 3)
    assert (sheet.count, len(sheet.lines), sheet.more) == (9, 9, 0)


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_statements_do_not_grow_with_the_work(client, world, who, django_assert_max_num_queries):
    make_duty()
    for _ in range(12):
        taken(world, days_ago=30)
    client.force_login(getattr(world, who))
    client.get(reverse("morning"))

    with django_assert_max_num_queries(11):
        client.get(reverse("morning"))


def _end_of_today(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=23, minute=59, second=59)
