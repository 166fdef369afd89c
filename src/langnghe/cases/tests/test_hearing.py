"""What is heard in words that came without a topic: where they go, what officers see and measure."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from langnghe.cases import actions
from langnghe.cases.intake import take_in, take_in_many, where_it_would_go
from langnghe.cases.models import Case
from langnghe.cases.offices import Atlas
from langnghe.cases.rulebook import rulebook
from langnghe.cases.tests.world import NOW, World, make_phrase, report_in, small_province
from langnghe.reports.models import Channel, Reading, Report
from langnghe.topics import actions as topic_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = small_province()
    make_phrase(world.roads, "sạt lở", 3)
    make_phrase(world.roads, "con đường", 0.5)
    make_phrase(world.conduct, "nhũng nhiễu", 2)
    make_phrase(world.conduct, "vòi tiền", 2)
    return world


def unsorted(world: World, words: str, **fields: object):
    return report_in(world, words, topic="", **fields)


def test_words_without_a_topic_are_sorted_by_what_they_say(world):
    case = take_in(unsorted(world, "duong vao lang sat lo"), by=None, now=NOW).case

    reading = Reading.objects.get()
    assert case.topic == reading.topic == reading.suggested == world.roads
    assert Report.objects.get().topic is None  # the sender chose none, and that stays
    assert (reading.method, reading.decided_by) == ("rules", ["sạt lở"])
    assert reading.version == rulebook().suggester.version
    assert reading.confidence == pytest.approx(0.75)


def test_what_is_not_clear_stays_unsorted_and_still_has_an_owner(world):
    faint = take_in(unsorted(world, "Con đường này"), by=None, now=NOW).case
    silent = take_in(unsorted(world, "Chào các anh chị"), by=None, now=NOW).case

    assert {faint.topic.code, silent.topic.code} == {"khac"}
    assert faint.body == silent.body == world.commune_body
    assert faint.first_report.readings.get().suggested == world.roads
    assert silent.first_report.readings.get().suggested is None


def test_a_topic_that_somebody_chose_stands(world):
    case = take_in(report_in(world, "Chào các anh chị, sạt lở", topic="khac"), by=None, now=NOW).case

    assert case.topic.code == "khac"
    assert case.first_report.readings.get().method == Reading.Method.SENDER


@pytest.mark.parametrize("topic", ["", "giao-thong"])
def test_conduct_in_the_words_goes_one_body_above_whatever_the_topic(world, topic):
    said = report_in(world, "Sạt lở, mà cán bộ nhũng nhiễu, vòi tiền", topic=topic)
    case = take_in(said, by=None, now=NOW).case

    assert case.body == world.province_body
    assert case.one_above


def test_the_batch_hears_what_the_single_door_hears(world):
    said = unsorted(world, "Cho hỏi: sạt lở, cấp cứu với", channel=Channel.IMPORT)
    single = take_in(said, by=None, now=NOW).case
    take_in_many([replace(said, client_id=uuid4())], atlas=Atlas(on=NOW.date()), by=None, now=NOW)
    batched = Case.objects.exclude(pk=single.pk).get()

    one, other = single.first_report.readings.get(), batched.first_report.readings.get()
    names = ["topic", "suggested", "confidence", "decided_by", "kind", "urgency", "method", "version"]
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
    assert (one.method, one.urgency) == ("rules", "khan-cap")
    assert single.topic == batched.topic


def test_hearing_adds_no_statement_to_intake(world, django_assert_max_num_queries):
    take_in(unsorted(world, "Sạt lở"), by=None, now=NOW)

    with django_assert_max_num_queries(15):
        take_in(unsorted(world, "Sạt lở"), by=None, now=NOW)


def test_new_phrases_are_heard_at_once_and_have_a_version_of_their_own(world):
    before = rulebook().suggester.version

    make_phrase(world.roads, "ổ gà", 3)

    assert rulebook().suggester.version != before
    assert take_in(unsorted(world, "Nhiều ổ gà"), by=None, now=NOW).case.topic == world.roads


def test_the_preview_says_which_topic_was_heard_and_the_person_may_change_it(client, world):
    said = {"kind": "phan-anh", "words": "Đường sạt lở", "area_name": "Hương Sen", "client_id": str(uuid4())}

    page = client.post(reverse("cases:review"), said).content.decode()
    changed = client.post(reverse("cases:review"), {**said, "topic": "thai-do"}).content.decode()

    assert "“sạt lở”" in page
    assert "Ủy ban nhân dân Xã Hương Sen" in page
    assert 'name="topic"' in page
    assert "Ủy ban nhân dân Tỉnh Mẫu" in changed
    assert where_it_would_go(unsorted(world, "Đường sạt lở"), now=NOW).topic == world.roads


def test_words_that_sound_like_a_denunciation_are_shown_where_to_go_before_sending(client, world):
    said = {"kind": "phan-anh", "words": "Tôi có đơn tố cáo", "client_id": str(uuid4())}

    page = client.post(reverse("cases:review"), said).content.decode()

    assert "Gửi đơn đến cơ quan thanh tra." in page


def test_the_officer_takes_a_suggestion_with_one_click(client, world):
    case = take_in(unsorted(world, "Con đường này"), by=None, now=NOW).case
    client.force_login(world.officer)
    page = client.get(reverse("cases:show", args=[case.number])).content.decode()
    assert "“con đường”" in page

    client.post(reverse("cases:take_suggestion", args=[case.number]), {"topic": "giao-thong"})

    case.refresh_from_db()
    assert case.topic == world.roads
    newest = case.first_report.readings.order_by("-pk").first()
    assert (newest.method, newest.by) == ("officer", world.officer)
    after = client.get(reverse("cases:show", args=[case.number])).content.decode()
    assert "“con đường”" not in after


def test_a_corrected_topic_names_the_body_that_deals_with_it_and_handing_over_begins_there(client, world):
    case = take_in(unsorted(world, "Sạt lở"), by=None, now=NOW).case
    client.force_login(world.officer)
    place = {"area": world.commune.code, "area_name": world.commune.name, "words": ""}

    same = client.post(
        reverse("cases:correct", args=[case.number]), {**place, "topic": world.roads.code}, follow=True
    ).content.decode()
    said = client.post(
        reverse("cases:correct", args=[case.number]), {**place, "topic": world.conduct.code}, follow=True
    ).content.decode()
    form = client.get(reverse("cases:hand_over", args=[case.number])).content.decode()

    asks = "phụ trách việc này"
    assert asks not in same
    assert f"{world.province_body.name} {asks}" in said
    assert f'<option value="{world.province_body.slug}" selected>' in form


def test_a_reader_sees_the_suggestion_but_cannot_take_it(client, world):
    case = take_in(unsorted(world, "Sạt lở"), by=None, now=NOW).case
    client.force_login(world.reader)

    assert "“sạt lở”" in client.get(reverse("cases:show", args=[case.number])).content.decode()
    answer = client.post(reverse("cases:take_suggestion", args=[case.number]), {"topic": "giao-thong"})
    assert answer.status_code == 404


def test_correcting_the_topic_keeps_the_point(world):
    said = unsorted(world, "Sạt lở", latitude=16.01, longitude=108.01)
    case = take_in(said, by=None, now=NOW).case

    actions.correct(case, topic=world.conduct, area=world.commune, words="", by=world.officer, now=NOW)

    assert case.first_report.readings.order_by("-pk").first().latitude == 16.01


def told(command: str, *arguments: object) -> list[dict]:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_corrections_measure_the_suggestions(world):
    right = take_in(unsorted(world, "Sạt lở"), by=None, now=NOW).case
    wrong = take_in(unsorted(world, "Sạt lở ở trụ sở"), by=None, now=NOW).case
    unsure = take_in(unsorted(world, "Con đường"), by=None, now=NOW).case
    take_in(unsorted(world, "Sạt lở, chưa ai xem"), by=None, now=NOW)
    later = timezone.now() + timedelta(minutes=1)
    for case, topic in [(right, world.roads), (wrong, world.conduct), (unsure, world.roads)]:
        actions.correct(case, topic=topic, area=case.area, words="", by=world.officer, now=later)

    lines = {line["topic"]: line for line in told("evaluate_topics", "--json")}

    roads = lines["giao-thong"]
    assert (roads["decided"], roads["suggested"], roads["hits"]) == (2, 2, 1)
    assert (roads["precision"], roads["recall"], roads["abstention"]) == (0.5, 0.5, 0.5)
    assert lines["thai-do"]["recall"] == 0
    assert lines["thai-do"]["precision"] is None
    assert lines[None]["decided"] == 3


def test_without_corrections_the_measure_says_so():
    out, err = io.StringIO(), io.StringIO()
    call_command("evaluate_topics", stdout=out, stderr=err)

    assert "No officer" in err.getvalue()
    assert "all" in out.getvalue()


def test_suggest_topics_prints_a_line_for_each_text(tmp_path):
    topic_actions.load_topics()
    topic_actions.load_phrases()
    table = tmp_path / "texts.csv"
    table.write_text("text\nĐường vào làng bị sạt lở\nmat dien ca dem\nChào anh\n", encoding="utf-8")

    lines = told("suggest_topics", table)

    assert [line["suggestion"] for line in lines] == ["giao-thong-sat-lo", "dien-nuoc-mat-dien", None]
    assert set(lines[0]) == {"suggestion", "score", "kind", "urgency", "reason"}
    assert "sạt lở" in lines[0]["reason"]
    assert lines[0]["urgency"] == "gap"
    assert lines[2]["reason"].startswith("chưa rõ")


def test_suggest_topics_says_what_to_do_without_phrases_or_without_the_column(tmp_path):
    table = tmp_path / "texts.csv"
    table.write_text("text\na\n", encoding="utf-8")
    with pytest.raises(CommandError, match="load_topics"):
        call_command("suggest_topics", str(table))
    table.write_text("words\na\n", encoding="utf-8")
    with pytest.raises(CommandError, match="column"):
        call_command("suggest_topics", str(table))
