"""Words in a real browser: found by search, sorted under a topic, and told from words that say the same."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from langnghe.cases.actions import publish
from langnghe.cases.intake import take_in
from langnghe.cases.models import DuplicateWindow
from langnghe.cases.tests.world import SINCE, make_phrase, report_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(visit, house):
    """Return a window in which the commune's officer is signed in."""
    return visit().sign_in(house.world.officer)


def new_case(house, words, **fields):
    return take_in(report_in(house.world, words, **fields), by=None, now=timezone.now()).case


def press_until_at(page, locator):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it.")


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

    expect(seen.page.locator("main")).to_contain_text(case.number, use_inner_text=True)


def test_a_suggested_topic_is_shown_before_sending_and_confirmed_by_the_officer(visit, desk, house):
    make_phrase(house.world.roads, "gãy cọc tiêu", 3)
    words = "Khúc cua bị gãy cọc tiêu, có nguy cơ lật xe, cấp cứu"
    person = visit("phone").open("/gui-phan-anh/?loai=phan-anh")
    person.page.get_by_label("Ông/bà muốn nói điều gì?").fill(words)
    person.page.get_by_role("button", name="Tiếp tục").click()
    person.page.get_by_text("“gãy cọc tiêu”").wait_for()
    person.look("review-suggested")

    case = new_case(house, words, topic="")
    desk.open(f"/viec/{case.number}/").look("case-suggested")
    desk.page.get_by_role("button", name="Đúng lĩnh vực").click()
    desk.page.wait_for_load_state("networkidle")

    assert "gãy cọc tiêu”" not in desk.page.locator("main").inner_text()
    assert case.first_report.readings.filter(method="officer", topic=house.world.roads).exists()


WORDS = "Nắp cống trước cổng trường mầm non thôn 9 bị vỡ"


def test_an_officer_joins_two_reports_of_one_matter(desk, house):
    DuplicateWindow.objects.get_or_create(days=30, metres=500, valid_from=SINCE)
    first = new_case(house, WORDS)
    second = new_case(house, "nap cong truong mam non thon 9 vo roi, nguy hiem cho tre em")
    desk.open(f"/viec/{second.number}/").page.get_by_role("link", name=first.number).wait_for()
    desk.look("case-alike")

    desk.page.get_by_role("link", name=first.number).click()
    desk.page.get_by_role("heading", name="Có phải cùng một việc?").wait_for()
    desk.look("side-by-side")
    press_until_at(desk.page, desk.page.get_by_role("button", name="Cùng một việc: gộp hồ sơ"))
    desk.page.keyboard.press("Enter")
    desk.page.get_by_text(f"Đã gộp {second.number}").wait_for()

    second.refresh_from_db()
    assert second.outcome == "duplicate"
    assert first.links.count() == 2


def test_proposals_are_a_page_of_their_own_without_script(visit, house):
    DuplicateWindow.objects.get_or_create(days=30, metres=500, valid_from=SINCE)
    first, second = (
        new_case(house, "Cầu treo buôn Wing đứt cáp"),
        new_case(house, "cau treo buon Wing bi dut cap"),
    )
    seen = visit("phone", script=False).sign_in(house.world.officer).open(f"/viec/{second.number}/")

    seen.page.get_by_role("link", name="Có thể đã có người phản ánh việc này: xem").click()
    expect(seen.page.locator("main")).to_contain_text(first.number, use_inner_text=True)


def test_a_person_counts_in_with_what_is_published_while_typing(visit, house):
    DuplicateWindow.objects.get_or_create(days=30, metres=500, valid_from=SINCE)
    case = new_case(house, "Mương thủy lợi thôn 11 bị sạt, ruộng không có nước")
    copy = {"words": "Mương thủy lợi thôn 11 bị sạt, ruộng không có nước", "by": house.world.officer}
    publish(case, case.first_report, **copy, now=timezone.now())
    person = visit("phone").open("/gui-phan-anh/?loai=phan-anh")
    person.page.get_by_role("combobox", name="Xã, phường").fill("Hương Sen")
    person.page.get_by_label("Ông/bà muốn nói điều gì?").fill(
        "Kênh mương thôn 11 sạt mất rồi, không có nước tưới"
    )
    person.page.get_by_text("Đúng việc này; tính cả tôi.").wait_for()
    person.look("say-similar")

    person.page.get_by_text("Đúng việc này; tính cả tôi.").click()
    person.page.get_by_role("button", name="Tiếp tục").click()
    person.page.get_by_role("heading", name="Xem lại và gửi").wait_for()
    person.look("review-similar")
    person.page.get_by_role("button", name="Gửi phản ánh").click()
    person.page.get_by_text(f"cũng được tính vào hồ sơ {case.number}").wait_for()

    assert case.links.count() == 2
