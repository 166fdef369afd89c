"""The list and the card: who sees them, what they say, and how many statements they take."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from langnghe.alarms.card import Rarity, Span, rarity_of
from langnghe.alarms.detection import Settings, find_alarms
from langnghe.alarms.models import Alarm, DetectionRun, Finding, Verdict
from langnghe.alarms.queries import alarms_between, newest_findings, record_of
from langnghe.alarms.tests.world import NOW, TODAY, make_grid, outbreak, quiet_quarter
from langnghe.cases import actions as case_actions
from langnghe.cases.models import Case, Outcome
from langnghe.cases.tests.world import make_user
from langnghe.people.models import Role, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid():
    grid = make_grid()
    quiet_quarter(grid, a_day=3)
    outbreak(grid)
    find_alarms(on=TODAY, now=NOW, settings=replace(Settings(), replicates=99))
    return grid


@pytest.fixture
def alarm(grid):
    return Alarm.objects.get()


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_card_says_what_where_how_many_and_how_rare(client, grid, alarm):
    said = text_of(page(client, grid.leader, reverse("alarms:show", args=[alarm.pk])))

    finding = alarm.findings.get()
    assert f"Rác thải: {len(finding.areas)} xã, phường quanh" in said
    assert f"{finding.observed} phản ánh trong 4 ngày; bình thường ở đây khoảng" in said
    assert "Nếu chỉ do tình cờ" in said
    assert f"{finding.observed} phản ánh, trong đó {finding.observed} chưa giải quyết xong" in said
    assert "Phát hiện lần đầu ngày 17/5/2026" in said


def test_the_card_shows_no_statistic_no_p_and_never_the_word_hot_spot(client, grid, alarm):
    Finding.objects.filter(alarm=alarm)
    response = page(client, grid.leader, reverse("alarms:show", args=[alarm.pk]))

    html, finding = response.content.decode(), alarm.findings.get()
    assert "điểm nóng" not in html.lower()
    assert f"{finding.statistic:.2f}" not in html.replace(",", ".")
    assert f"{finding.p:.3f}" not in html.replace(",", ".")


def test_a_solved_cluster_is_said_to_have_settled(client, grid, alarm):
    for case in Case.objects.filter(links__report__in=alarm.findings.get().reports):
        case_actions.answer(case, outcome=Outcome.SOLVED, words="Đã thu gom.", by=grid.leader, now=NOW)

    said = text_of(page(client, grid.leader, reverse("alarms:show", args=[alarm.pk])))

    assert "đã lắng: không còn phản ánh chưa giải quyết" in said
    assert "trong đó 0 chưa giải quyết xong" in said


def test_an_officer_of_a_commune_inside_sees_the_alarm_but_only_the_cases_of_their_body(client, grid, alarm):
    inside = make_user("can-bo-o", Role.OFFICER, grid.bodies[14])

    response = page(client, inside, reverse("alarms:show", args=[alarm.pk]))

    shown = {link.case.body_id for link in response.context["card"].reports}
    assert response.status_code == 200
    assert shown == {grid.bodies[14].pk}
    assert response.context["card"].hidden_reports > 0


def test_who_may_not_see_an_alarm_and_what_does_not_exist_look_the_same(client, grid, alarm):
    outside = make_user("can-bo-xa", Role.OFFICER, grid.bodies[35])
    address = reverse("alarms:show", args=[alarm.pk])

    hidden = page(client, outside, address)
    missing = page(client, outside, reverse("alarms:show", args=[alarm.pk + 999]))
    judged = client.post(reverse("alarms:give_verdict", args=[alarm.pk]), {"result": "real"})
    mapped = client.get(reverse("alarms:shapes", args=[alarm.pk]))

    assert {each.status_code for each in (hidden, missing, judged, mapped)} == {404}
    assert "Rác thải" not in text_of(page(client, outside, reverse("alarms:list")))
    client.logout()
    assert client.get(address).status_code == 302


def test_a_right_on_another_topic_shows_nothing(client, grid, alarm):
    user = make_user("chuyen-vien", Role.ANALYST, grid.world.province_body)
    RoleGrant.objects.filter(user=user).update(topic=grid.world.roads)
    other = page(client, user, reverse("alarms:show", args=[alarm.pk])).status_code

    RoleGrant.objects.filter(user=user).update(topic=grid.waste)
    same = page(client, user, reverse("alarms:show", args=[alarm.pk])).status_code

    assert (other, same) == (404, 200)


def test_a_verdict_is_recorded_shown_and_counted(client, grid, alarm):
    client.force_login(grid.leader)

    response = client.post(
        reverse("alarms:give_verdict", args=[alarm.pk]),
        {"result": "real", "note": "Xe thu gom hỏng."},
        follow=True,
    )

    verdict = Verdict.objects.get()
    assert (verdict.alarm, verdict.result, verdict.by) == (alarm, "real", grid.leader)
    assert "đúng thực tế" in text_of(response)
    assert "Xe thu gom hỏng." in text_of(response)
    assert "Trong 1 cảnh báo cùng mức đã được xác minh, 1 cảnh báo đúng thực tế" in text_of(response)


def test_an_officer_without_the_right_gives_no_verdict(client, grid, alarm):
    client.force_login(make_user("can-bo-o", Role.OFFICER, grid.bodies[14]))

    response = client.post(reverse("alarms:give_verdict", args=[alarm.pk]), {"result": "real"})

    assert response.status_code == 404
    assert not Verdict.objects.exists()


def test_a_verdict_without_a_choice_is_asked_for_again(client, grid, alarm):
    client.force_login(grid.leader)

    response = client.post(reverse("alarms:give_verdict", args=[alarm.pk]), {"note": "?"})

    assert response.status_code == 422
    assert not Verdict.objects.exists()


def test_unclear_verdicts_count_for_neither_side(grid, alarm):
    Verdict.objects.create(alarm=alarm, result="unclear", by=grid.leader, given_at=NOW)

    assert record_of(alarm.band).judged == 0


def test_the_list_shows_what_goes_on_and_on_request_everything(client, grid, alarm):
    before = text_of(page(client, grid.leader, reverse("alarms:list")))
    Alarm.objects.update(state=Alarm.State.CLOSED)

    now = text_of(client.get(reverse("alarms:list")))
    everything = text_of(client.get(reverse("alarms:list"), {"loc": "tat-ca"}))

    assert "Rác thải" in before
    assert "Rác thải" not in now
    assert "Rác thải" in everything


def test_the_pages_take_few_statements_however_many_reports(
    client, grid, alarm, django_assert_max_num_queries
):
    page(client, grid.leader, reverse("alarms:list"))

    with django_assert_max_num_queries(8):
        client.get(reverse("alarms:list"))
    with django_assert_max_num_queries(10):
        client.get(reverse("alarms:show", args=[alarm.pk]))


@pytest.mark.parametrize(
    ("days", "topics", "told"),
    [
        (40, 1, Rarity(Span.DAYS, 40)),
        (4000, 40, Rarity(Span.MONTHS, 3)),
        (40_000, 10, Rarity(Span.YEARS, 11)),
        (1e9, 10, Rarity(Span.LIFETIMES, 100)),
    ],
)
def test_rarity_is_told_over_all_topics_in_days_months_or_years(days, topics, told):
    finding = Finding(recurrence_days=days, run=DetectionRun(settings={"topics": topics}))

    assert rarity_of(finding) == told


def test_alarms_are_counted_on_the_day_they_were_first_found(alarm):
    assert list(alarms_between(TODAY, TODAY)) == [alarm]
    assert not alarms_between(TODAY - timedelta(days=9), TODAY - timedelta(days=1)).exists()


def test_the_map_counts_each_report_once_and_greys_the_communes_beside(client, grid, alarm):
    client.force_login(grid.leader)

    shapes = client.get(reverse("alarms:shapes", args=[alarm.pk])).json()["features"]

    finding = newest_findings([alarm.pk])[alarm.pk]
    weights = [shape["properties"].get("weight", 0) for shape in shapes]
    quiet = [shape["properties"]["code"] for shape in shapes if shape["properties"].get("quiet")]
    assert sum(weights) == len(finding.reports)
    assert len(quiet) == len(grid.communes) + 2 - len(finding.areas)  # two communes lie beside the grid
