"""An officer works through cases, takes down what a person at the desk says, and opens a number."""

import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from langnghe.cases.intake import take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import report_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = {
    "refuse": "tu-choi",
    "extend": "gia-han",
    "note": "ghi-chu",
    "hand-over": "chuyen",
    "correct": "sua",
    "ledger": "thoi-han",
}


@pytest.fixture
def desk(visit, house):
    """Return a window in which the commune's officer is signed in."""
    return visit().sign_in(house.world.officer)


def new_case(house, words):
    return take_in(report_in(house.world, words), by=None, now=timezone.now()).case


def press_until_at(page, locator):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it.")


@pytest.mark.parametrize("path", ["/viec/", "/viec/qua-han/", "/viec/nhap/"])
def test_work_pages_are_accessible_and_fit(desk, path):
    desk.open(path).look("staff" + path.replace("/", "-").rstrip("-"))


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_accessible_and_fits(desk, house, name):
    desk.open(f"/viec/{house.late.number}/{STEPS[name]}/").look(f"step-{name}")


def test_a_case_is_accepted_and_answered(desk, house):
    case = new_case(house, "Cột điện nghiêng trước trường học")
    desk.open("/viec/").page.get_by_role("link", name=case.number).click()
    desk.page.get_by_role("button", name="Nhận xử lý").click()

    desk.page.get_by_label("đã giải quyết", exact=True).check()
    desk.page.get_by_label("Nội dung trả lời").fill("Đã dựng lại cột điện sáng nay.")
    desk.page.reload()  # the draft of an answer survives
    desk.page.wait_for_load_state("networkidle")
    assert desk.page.get_by_label("Nội dung trả lời").input_value() == "Đã dựng lại cột điện sáng nay."
    desk.look("case-open")
    desk.page.get_by_role("button", name="Gửi trả lời").click()
    desk.page.wait_for_load_state("networkidle")
    desk.look("case-answered")

    case.refresh_from_db()
    assert (case.status, case.outcome) == ("answered", "solved")
    assert desk.page.evaluate("Object.keys(localStorage)") == []


def test_filters_narrow_the_list_and_stay_in_the_address(desk, house):
    desk.open("/viec/").page.get_by_label("Tình trạng").select_option("withdrawn")
    desk.page.get_by_text("Không có hồ sơ nào phù hợp").wait_for()
    assert "status=withdrawn" in desk.page.url
    assert desk.page.get_by_role("heading", level=1).count() == 1


def test_filters_work_without_script(visit, house):
    seen = visit("phone", script=False).sign_in(house.world.officer).open("/viec/")

    seen.page.get_by_label("Tình trạng").select_option("withdrawn")
    seen.page.get_by_role("button", name="Xem").click()

    assert seen.page.locator(".ln-case").count() == 0
    assert "status=withdrawn" in seen.page.url


def test_what_a_person_at_the_desk_says_is_taken_down_by_keyboard_alone_within_a_minute(desk, house):
    desk.open("/viec/nhap/")
    started = time.monotonic()
    page = desk.page

    press_until_at(page, page.get_by_label("Ông/bà muốn nói điều gì?"))
    page.keyboard.type("Mất nước sinh hoạt ba ngày nay ở thôn 5")
    press_until_at(page, page.get_by_role("combobox", name="Xã, phường"))
    page.keyboard.type("huong s")
    page.get_by_role("option", name="Xã Hương Sen").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press_until_at(page, page.get_by_role("button", name="Tiếp nhận"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="In trang này").wait_for()

    assert time.monotonic() - started < 60
    expect(page.locator("main")).to_contain_text("Mất nước sinh hoạt ba ngày nay", use_inner_text=True)
    desk.look("entered")
    case = Case.objects.get(first_report__words__words="Mất nước sinh hoạt ba ngày nay ở thôn 5")
    assert case.area == house.world.commune
    assert case.first_report.entered_by == house.world.officer


def test_a_masked_copy_is_published_and_the_senders_details_need_a_reason(desk, house):
    desk.open(f"/viec/{house.late.number}/").look("case-late")
    desk.page.get_by_role("link", name="Công khai bản đã che").click()
    desk.page.wait_for_load_state("networkidle")
    desk.look("publish")
    desk.page.get_by_role("button", name="Công khai").click()
    desk.page.get_by_text("Bản công khai").click()
    assert "0905 123 456" not in desk.page.locator("details[open]").inner_text()

    desk.page.get_by_role("link", name="Thông tin người gửi").click()
    desk.page.get_by_label("Lý do").fill("Hẹn đến xem tại chỗ")
    desk.page.locator("main button.btn-primary").click()
    desk.page.wait_for_load_state("networkidle")
    expect(desk.page.locator("main")).to_contain_text("0905123456", use_inner_text=True)
    desk.look("contact")


def test_a_number_opens_the_rows_behind_it(visit, house):
    seen = visit().sign_in(house.analyst).open("/so-lieu/").look("figures")

    seen.page.get_by_role("link", name="Phản ánh tiếp nhận").first.click()
    seen.page.wait_for_load_state("networkidle")

    seen.look("figure")
    rows = seen.page.locator("#rows tbody tr").count()
    assert rows > 0
    assert seen.page.get_by_role("heading", level=1).inner_text().endswith(f": {rows}")
