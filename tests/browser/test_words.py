"""Words in a real browser: found by search, sorted under a topic, and told from words that say the same."""

import pytest
from django.utils import timezone

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import make_phrase, report_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(visit, house):
    """Return a window in which the commune's officer is signed in."""
    return visit().sign_in(house.world.officer)


def new_case(house, words, **fields):
    return take_in(report_in(house.world, words, **fields), by=None, now=timezone.now()).case


def test_an_officer_searches_from_the_work_list_by_keyboard(desk, house):
    case = new_case(house, "Trạm bơm thôn 7 không chạy, ruộng khô hết")
    desk.open("/viec/").page.get_by_label("Tìm theo lời phản ánh hoặc mã hồ sơ").fill("tram bom thon 7")
    desk.page.keyboard.press("Enter")

    desk.page.get_by_role("link", name=case.number).wait_for()
    assert desk.page.locator("mark").first.inner_text() == "Trạm bơm thôn 7"
    desk.look("search-found")

    desk.page.get_by_label("Từ cần tìm").fill("chuyện không ai kể")
    desk.page.keyboard.press("Enter")
    desk.page.get_by_text("Không tìm thấy hồ sơ nào").wait_for()
    assert "q=" in desk.page.url
    desk.look("search-nothing")


def test_search_works_without_script_on_a_phone(visit, house):
    case = new_case(house, "Máy bơm hỏng ở cánh đồng Bàu Sen")
    seen = visit("phone", script=False).sign_in(house.world.officer).open("/viec/tim/")

    seen.page.get_by_label("Từ cần tìm").fill("bau sen")
    seen.page.get_by_role("button", name="Tìm kiếm").click()

    assert case.number in seen.page.locator("main").inner_text()


def test_a_suggested_topic_is_shown_before_sending_and_confirmed_by_the_officer(visit, desk, house):
    make_phrase(house.world.roads, "gãy cọc tiêu", 3)
    words = "Khúc cua bị gãy cọc tiêu, có nguy cơ lật xe, cấp cứu"
    person = visit("phone").open("/gui-phan-anh/?loai=phan-anh")
    person.page.get_by_label("Ông/bà muốn nói điều gì?").fill(
        "Khúc cua bị gãy cọc tiêu, có nguy cơ lật xe, cấp cứu"
    )
    person.page.get_by_role("button", name="Tiếp tục").click()
    person.page.get_by_text("“gãy cọc tiêu”").wait_for()
    person.look("review-suggested")

    case = new_case(house, words, topic="")
    desk.open(f"/viec/{case.number}/").look("case-suggested")
    desk.page.get_by_role("button", name="Đúng lĩnh vực").click()
    desk.page.wait_for_load_state("networkidle")

    assert "gãy cọc tiêu”" not in desk.page.locator("main").inner_text()
    assert case.first_report.readings.filter(method="officer", topic=house.world.roads).exists()
