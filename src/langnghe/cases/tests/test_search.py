"""Search: what is found, for whom, and what never is."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from langnghe.cases import actions
from langnghe.cases.intake import take_in, take_in_many
from langnghe.cases.models import Case
from langnghe.cases.offices import Atlas
from langnghe.cases.tests.world import NOW, World, report_in, small_province
from langnghe.reports.actions import index_words, load_synonyms
from langnghe.reports.models import Channel, ReportWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


def take(world: World, words: str, **fields: object) -> Case:
    return take_in(report_in(world, words, **fields), by=None, now=NOW).case


def found(client, **asked: str) -> set[str]:
    page = client.get(reverse("cases:search"), asked).content.decode()
    return set(re.findall(r"<b>(\d\d-\d{6})</b>", page))


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ("đèn đường", {"4", "14"}),
        ("den duong", {"4", "14"}),
        ("ĐÈN  hỏng", {"4", "14"}),
        ("De\u0300n", {"4", "14"}),
        ('"đèn đường"', {"4", "14"}),
        ("hỏng thôn 4", {"4"}),
        ("thôn 14 hỏng", {"14"}),
        ("tổ 4", set()),
        ("đườ* thá*", {"4", "14"}),
    ],
)
def test_words_are_found_with_and_without_tone_marks(client, world, asked, hits):
    cases = {
        "4": take(world, "Đèn đường ở thôn 4 hỏng cả tháng nay").number,
        "14": take(world, "den duong o thon 14 hong ca thang nay").number,
    }
    take(world, "Đường vào làng bị sạt lở")
    client.force_login(world.officer)

    assert found(client, q=asked) == {cases[hit] for hit in hits}


def test_words_in_quotes_stand_as_they_were_written(client, world):
    take(world, "Đường thì tối, đèn thì tắt")
    client.force_login(world.officer)

    assert found(client, q="đèn đường")
    assert not found(client, q='"đèn đường"')


def test_regional_words_stand_for_each_other(client, world):
    load_synonyms(now=NOW)
    case = take(world, "Trại lợn gây mùi, lại còn mất điện")
    client.force_login(world.officer)

    assert found(client, q="heo cúp điện") == {case.number}
    assert not found(client, q='"cúp điện"')


def test_what_is_found_is_marked_and_the_words_stay_as_written(client, world):
    take(world, "<b>Đèn đường</b> hỏng")
    client.force_login(world.officer)

    page = client.get(reverse("cases:search"), {"q": "den hong"}).content.decode()

    assert "<mark>Đèn</mark>" in page
    assert "&lt;b&gt;" in page


def test_where_no_word_is_found_what_begins_so_is_shown(client, world):
    case = take(world, "Mùi thuốc trừ sâu nồng nặc")
    client.force_login(world.officer)

    assert found(client, q="thuố") == {case.number}


def test_a_whole_number_opens_its_case_and_a_beginning_lists(client, world):
    case = take(world, "Đèn hỏng")
    client.force_login(world.officer)

    assert client.get(reverse("cases:search"), {"q": case.number}).url.endswith(f"{case.number}/")
    assert case.number in found(client, q=case.number[:6])


def test_rights_come_before_everything(client, world):
    case = take(world, "Đèn đường hỏng")
    client.force_login(world.neighbour_officer)

    assert not found(client, q="đèn đường")
    assert client.get(reverse("cases:search"), {"q": case.number}).status_code == 200
    assert not found(client, q=case.number)


def test_confidential_matters_are_never_found(client, world):
    take(world, "Cán bộ thu tiền sai", topic="thai-do")
    client.force_login(world.leader)

    assert not found(client, q="cán bộ thu tiền")


def test_the_places_that_people_named_are_found_too(client, world):
    case = take(world, "Đèn hỏng", locality="Buôn Ma Đoan", place="gần nhà rông")
    client.force_login(world.officer)

    assert found(client, q='"nha rong" buon') == {case.number}


def test_filters_narrow_what_is_found(client, world):
    old = take(world, "Đèn hỏng", received_at=NOW - timedelta(days=40))
    here = take(world, "Đèn hỏng")
    there = take(world, "Đèn hỏng", area=world.neighbour)
    actions.accept(here, by=world.officer, now=NOW)
    client.force_login(world.leader)

    assert found(client, q="đèn") == {old.number, here.number, there.number}
    assert found(client, q="đèn", status="accepted") == {here.number}
    assert found(client, q="đèn", area_name="bến tre xanh") == {there.number}
    assert found(client, q="đèn", body="hương sen") == {old.number, here.number}
    assert found(client, q="đèn", last_on=f"{NOW - timedelta(days=30):%Y-%m-%d}") == {old.number}
    assert found(client, q="đèn", first_on=f"{NOW:%Y-%m-%d}") == {here.number, there.number}
    assert not found(client, q="đèn", topic="khac")


def test_days_in_the_wrong_order_get_one_sentence(client, world):
    client.force_login(world.officer)

    asked = {"q": "đèn", "first_on": "2026-03-02", "last_on": "2026-03-01"}
    answer = client.get(reverse("cases:search"), asked)

    assert answer.status_code == 422


def test_a_case_with_two_reports_is_found_once_by_the_words_of_either(client, world):
    case, other = take(world, "Cột điện nghiêng"), take(world, "Trụ điện sắp đổ")
    actions.link_report(case, other.first_report, by=world.officer, now=NOW)
    client.force_login(world.officer)

    assert found(client, q="sắp đổ") == {case.number, other.number}
    page = client.get(reverse("cases:search"), {"q": "điện"}).content.decode()
    assert len(re.findall(r"<b>\d\d-\d{6}</b>", page)) == 2


def test_search_pages_by_key_and_loses_nothing(client, world):
    numbers = {take(world, "Đèn hỏng", received_at=NOW - timedelta(hours=hour)).number for hour in range(53)}
    client.force_login(world.officer)

    first = client.get(reverse("cases:search"), {"q": "đèn"}).content.decode()
    onward = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(reverse("cases:search") + onward).content.decode()

    seen = re.findall(r"<b>(\d\d-\d{6})</b>", first + second)
    assert len(seen) == 53
    assert set(seen) == numbers


def test_search_needs_at_most_eight_statements(client, world, django_assert_max_num_queries):
    take(world, "Đèn đường hỏng")
    client.force_login(world.officer)
    asked = {"q": "đèn", "area_name": "hương sen", "status": "open", "topic": "giao-thong"}
    client.get(reverse("cases:search"), asked)

    with django_assert_max_num_queries(8):
        client.get(reverse("cases:search"), asked)
    with django_assert_max_num_queries(8):
        client.get(reverse("cases:search"), {"q": "khongcogi"})


def test_erased_words_are_no_longer_found(client, world):
    case = take(world, "Đèn đường hỏng")
    case.first_report.words.blank(now=NOW)
    client.force_login(world.officer)

    assert not found(client, q="đèn đường")
    assert not ReportWords.objects.get().search


def test_the_database_lets_the_index_change_but_neither_words_nor_what_was_erased(world):
    words = take(world, "Đèn đường hỏng").first_report.words

    ReportWords.objects.filter(pk=words.pk).update(search="khac:1")
    for change in ({"words": "Khác"}, {"words": "", "erased_at": NOW}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ReportWords.objects.filter(pk=words.pk).update(**change)
    words.blank(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportWords.objects.filter(pk=words.pk).update(search="khac:1")


def test_the_index_can_be_made_anew_and_the_batch_writes_the_same(world):
    one = take(world, "Đèn đường hỏng", locality="thôn 4").first_report.words
    said = report_in(world, "Đèn đường hỏng", locality="thôn 4", channel=Channel.IMPORT)
    take_in_many([said], atlas=Atlas(on=NOW.date()), by=None, now=NOW)
    vectors = set(ReportWords.objects.values_list("search", flat=True))
    ReportWords.objects.filter(pk=one.pk).update(search="")

    assert list(index_words()) == [1]

    assert len(vectors) == 1
    assert set(ReportWords.objects.values_list("search", flat=True)) == vectors
    assert list(index_words(every=True)) == [2]


@pytest.mark.parametrize("asked", ["'", "a'b", ":*", "!(&|<->", "\\", "%_", "\x00", "a" * 300, "ខ្មែរ", "🙂"])
def test_a_question_with_every_sign_of_the_keyboard_is_no_error(client, world, asked):
    client.force_login(world.officer)

    assert client.get(reverse("cases:search"), {"q": asked}).status_code in (200, 422)


def test_synonyms_with_a_fault_are_not_loaded(tmp_path):
    table = tmp_path / "words.csv"
    table.write_text("words\nheo\n", encoding="utf-8")

    with pytest.raises(CommandError, match="line 2"):
        call_command("load_synonyms", str(table))


def test_strangers_do_not_search(client, world):
    assert client.get(reverse("cases:search"), {"q": "đèn"}).status_code == 302
