"""Two people report the same: what is proposed to whom, and what a person's decision does."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from langnghe.cases import actions
from langnghe.cases.duplicates import cases_alike
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case, DuplicateVerdict, DuplicateWindow, EventKind, Outcome, ReportLink
from langnghe.cases.rulebook import rulebook
from langnghe.cases.tests.world import SINCE, World, make_topic, report_in, small_province
from langnghe.ground.steps import NotPossible
from langnghe.people.rights import scope_of

pytestmark = pytest.mark.django_db

LIGHT = "Đèn đường thôn 4 bị hỏng mấy hôm nay"
SAME_LIGHT = "Cả tuần nay bóng đèn chiếu sáng ở thôn 4 không sáng, tối om"
OTHER_LIGHT = "Đèn đường thôn 14 bị hỏng mấy hôm nay"


@pytest.fixture
def world() -> World:
    world = small_province()
    DuplicateWindow.objects.create(days=30, metres=500, valid_from=SINCE)
    return world


def take(world: World, words: str, *, days_ago: int = 0, **fields: object) -> Case:
    now = timezone.now()
    said = report_in(world, words, received_at=now - timedelta(days=days_ago), **fields)
    return take_in(said, by=None, now=now).case


def proposed(world: World, case: Case, user=None) -> list[str]:
    found = cases_alike(case, scope=scope_of(user or world.officer), rules=rulebook())
    return [one.case.number for one in found]


def test_the_same_matter_in_other_words_is_proposed_with_its_reasons(world):
    first, second = take(world, LIGHT), take(world, SAME_LIGHT)

    [alike] = cases_alike(second, scope=scope_of(world.officer), rules=rulebook())

    assert alike.case == first
    assert alike.judgement.same is True
    assert "cùng nơi: thôn 4" in alike.judgement.reasons


def test_another_hamlet_is_another_matter_also_where_it_stands_beside_the_words(world):
    take(world, OTHER_LIGHT)
    take(world, "Đèn đường bị hỏng mấy hôm nay", locality="Thôn 14")

    assert not proposed(world, take(world, LIGHT))


@pytest.mark.parametrize(
    "fields",
    [
        {"days_ago": 31},
        {"topic": "moi-truong"},
        {"topic": "thai-do"},
        {"area": None},
        {"latitude": 16.02, "longitude": 108.0},
    ],
)
def test_what_is_far_in_time_topic_or_place_or_confidential_is_not_compared(world, fields):
    make_topic("moi-truong", "Môi trường")
    take(world, SAME_LIGHT, **fields)

    case = take(world, LIGHT, latitude=16.0, longitude=108.0)

    assert not proposed(world, case, world.leader)


def test_a_point_nearby_counts_across_the_border_of_a_commune(world):
    other = take(world, SAME_LIGHT, area=world.neighbour, latitude=16.001, longitude=108.001)

    case = take(world, LIGHT, latitude=16.0, longitude=108.0)

    assert proposed(world, case, world.leader) == [other.number]
    assert not proposed(world, case, world.officer)  # who may not see the other


def test_what_nobody_has_sorted_is_compared_with_everything(world):
    unsorted = take(world, SAME_LIGHT, topic="khac")
    case = take(world, LIGHT)

    assert proposed(world, case) == [unsorted.number]
    assert proposed(world, unsorted) == [case.number]


def test_without_a_window_nothing_is_compared(world):
    DuplicateWindow.objects.all().update(withdrawn_at=timezone.now())
    take(world, SAME_LIGHT)

    assert not proposed(world, take(world, LIGHT))


def test_the_officer_sees_both_side_by_side_and_joins_them(client, world):
    first, second = take(world, LIGHT), take(world, SAME_LIGHT)
    client.force_login(world.officer)
    assert first.number in client.get(reverse("cases:alike", args=[second.number])).content.decode()
    page = client.get(reverse("cases:side_by_side", args=[second.number, first.number])).content.decode()
    assert LIGHT in page
    assert SAME_LIGHT in page

    words = "Việc này đang được xử lý."
    client.post(reverse("cases:side_by_side", args=[second.number, first.number]), {"words": words})

    second.refresh_from_db()
    assert (second.status, second.outcome) == ("answered", Outcome.DUPLICATE)
    assert first.links.filter(report=second.first_report, undone_at=None).exists()
    assert first.events.filter(kind=EventKind.REPORT_LINKED).exists()
    assert DuplicateVerdict.objects.get().same
    assert not proposed(world, first)


def test_two_matters_are_remembered_and_not_asked_again_from_either_side(client, world):
    first, second = take(world, LIGHT), take(world, SAME_LIGHT)
    client.force_login(world.officer)

    client.post(reverse("cases:side_by_side", args=[second.number, first.number]), {"apart": "1"})

    assert not proposed(world, second)
    assert not proposed(world, first)
    assert not ReportLink.objects.filter(case=first, report=second.first_report).exists()


def test_a_reader_decides_nothing_and_a_stranger_finds_nothing(client, world):
    first, second = take(world, LIGHT), take(world, SAME_LIGHT)
    confidential = take(world, "Cán bộ thu tiền", topic="thai-do")

    for user, pair in [
        (world.reader, (first, second)),
        (world.neighbour_officer, (first, second)),
        (world.leader, (first, confidential)),
        (world.leader, (first, first)),
    ]:
        client.force_login(user)
        address = reverse("cases:side_by_side", args=[one.number for one in pair])
        assert client.get(address).status_code == 404
        assert client.post(address, {"apart": "1"}).status_code == 404


def test_joining_a_duplicate_of_a_duplicate_is_refused(world):
    first, second, third = take(world, LIGHT), take(world, SAME_LIGHT), take(world, LIGHT)
    now = timezone.now()
    actions.close_as_duplicate(second, of=first, words="Trùng.", by=world.officer, now=now)

    with pytest.raises(NotPossible):
        actions.close_as_duplicate(third, of=second, words="Trùng.", by=world.officer, now=now)

    third.refresh_from_db()
    assert third.is_open


def test_the_page_of_proposals_needs_at_most_ten_statements(client, world, django_assert_max_num_queries):
    take(world, SAME_LIGHT, latitude=16.0, longitude=108.0)
    case = take(world, LIGHT, latitude=16.0, longitude=108.0)
    client.force_login(world.officer)
    client.get(reverse("cases:alike", args=[case.number]))

    with django_assert_max_num_queries(10):
        assert client.get(reverse("cases:alike", args=[case.number])).status_code == 200


def said(world: World, words: str, **fields: str) -> dict[str, str]:
    given = {"kind": "phan-anh", "words": words, "area_name": "Hương Sen", "client_id": str(uuid4())}
    return {**given, **fields}


def published(world: World, words: str, copy: str) -> Case:
    case = take(world, words)
    actions.publish(case, case.first_report, words=copy, by=world.officer, now=timezone.now())
    return case


def test_a_sender_is_shown_published_copies_only(client, world):
    shown = published(world, SAME_LIGHT + " Gọi bà Năm.", SAME_LIGHT)
    hidden = take(world, LIGHT + " nhà ông Bảy")

    page = client.post(reverse("cases:review"), said(world, LIGHT)).content.decode()
    typing = client.post(reverse("cases:similar"), said(world, LIGHT)).content.decode()

    for text in (page, typing):
        assert shown.number in text
        assert hidden.number not in text
        assert "bà Năm" not in text
        assert "ông Bảy" not in text


def test_nothing_is_shown_while_the_form_is_not_complete_or_the_case_has_ended(client, world):
    case = published(world, SAME_LIGHT, SAME_LIGHT)

    assert not client.post(reverse("cases:similar"), said(world, "")).content.strip()
    assert not client.post(reverse("cases:similar"), said(world, LIGHT, area_name="")).content.strip()
    actions.answer(case, outcome="solved", words="Đã sửa.", by=world.officer, now=timezone.now())
    assert not client.post(reverse("cases:similar"), said(world, LIGHT)).content.strip()
    assert client.get(reverse("cases:similar")).status_code == 405


def test_counting_in_links_the_new_report_and_leaves_it_its_own_case(client, world):
    case = published(world, SAME_LIGHT, SAME_LIGHT)

    page = client.post(reverse("cases:send"), said(world, LIGHT, same_as=case.number)).content.decode()

    own = Case.objects.exclude(pk=case.pk).get()
    assert case.links.filter(report=own.first_report, linked_by=None, undone_at=None).exists()
    assert own.is_open
    assert case.number in page
    [alike] = cases_alike(own, scope=scope_of(world.officer), rules=rulebook())
    assert alike.sender_says_so


def test_nobody_counts_in_to_what_is_not_published(client, world):
    case = take(world, SAME_LIGHT)

    answer = client.post(reverse("cases:send"), said(world, LIGHT, same_as=case.number))

    assert answer.status_code == 200
    assert case.links.count() == 1
    assert Case.objects.count() == 2  # the report itself is in


def test_people_are_counted_in_public_only_from_five_on(client, world):
    case = published(world, SAME_LIGHT, SAME_LIGHT)
    four = client.post(reverse("cases:similar"), said(world, LIGHT)).content.decode()
    for _ in range(4):
        client.post(reverse("cases:send"), said(world, LIGHT, same_as=case.number))

    five = client.post(reverse("cases:similar"), said(world, LIGHT)).content.decode()

    assert not re.search(r"\d+ (people|người)", four)
    assert re.search(r"5 (people|người)", five)


def test_windows_are_data(tmp_path, world):
    table = tmp_path / "windows.csv"
    table.write_text("topic,days,metres\ngiao-thong,3,100\n", encoding="utf-8")
    call_command("load_duplicate_windows", str(table))
    take(world, SAME_LIGHT, days_ago=5)

    assert not proposed(world, take(world, LIGHT))
    table.write_text("topic,days,metres\nkhong-co,0,x\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 2"):
        call_command("load_duplicate_windows", str(table))
