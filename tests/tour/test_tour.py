"""Once round in two minutes, as a visitor of the demonstration walks it: one test, a picture at each stop."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from langnghe.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_tour(visit, house):
    seen = visit()
    seen.open("/demo/").look("tour")

    portal(seen)
    number = say(seen)
    answer(seen, number)
    alarm(seen)
    briefing(seen)
    meeting(seen)


def go(seen, button):
    """Press a button of the tour."""
    seen.open("/demo/").page.get_by_role("button", name=button).click()
    seen.page.wait_for_load_state("networkidle")


def portal(seen):
    seen.page.locator("#portal").get_by_role("button").click()
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.get_by_role("link", name="Gửi phản ánh").first.is_visible()
    seen.look("tour-1-portal")


def say(seen):
    """Say the shipped words, and return the number of the case."""
    go(seen, "Gửi với vai người dân")
    assert seen.page.get_by_label("Ông/bà muốn nói điều gì?").input_value() == "duong vao lang bi sat lo"
    seen.page.get_by_role("button", name="Tiếp tục").click()
    seen.page.wait_for_load_state("networkidle")
    seen.look("tour-2-say")
    seen.page.get_by_role("button", name="Gửi phản ánh").click()
    seen.page.wait_for_load_state("networkidle")
    found = re.search(r"\d\d-\d{6}", seen.page.locator("main").inner_text())
    assert found, "The receipt tells the number."
    return found.group()


def answer(seen, number):
    go(seen, "Xem với vai cán bộ xã")
    assert seen.page.url.endswith("/sang-nay/")
    seen.look("tour-3-morning")
    seen.page.get_by_role("link", name=number).click()
    seen.page.get_by_label("đã giải quyết", exact=True).check()
    seen.page.get_by_label("Nội dung trả lời").fill("Xã đã hót đất, thông đường vào làng sáng nay.")
    seen.page.get_by_role("button", name="Gửi trả lời").click()
    seen.page.wait_for_load_state("networkidle")
    assert Case.objects.get(number=number).outcome == "solved"


def alarm(seen):
    go(seen, "Xem với vai lãnh đạo")
    seen.page.locator("canvas.maplibregl-canvas").wait_for()
    assert re.search(r"\d+ phản ánh của \d+ người", seen.page.locator("main").inner_text())
    seen.look("tour-4-alarm")


def briefing(seen):
    go(seen, "Xem với vai chuyên viên tổng hợp")
    seen.look("tour-5-briefing")
    with seen.page.expect_download() as fetched:
        seen.page.get_by_role("link", name="Word").click()
    with zipfile.ZipFile(fetched.value.path()) as paper:
        parts = [paper.read(name).decode() for name in paper.namelist() if name.endswith(".xml")]
    assert any("DỮ LIỆU MINH HỌA" in part for part in parts)
    link = seen.page.locator("main a[href*='/so-lieu/']").first
    number = int(link.inner_text().replace(".", ""))
    link.click()
    seen.page.wait_for_load_state("networkidle")
    assert f"{number} dòng đứng sau số này" in seen.page.locator("main").inner_text().replace(".", "")


def meeting(seen):
    go(seen, "Xem trình chiếu với vai chuyên viên tổng hợp")
    assert re.search(r"đã \d+ ngày", seen.page.locator("body").inner_text())
    seen.look("tour-6-meeting")

    go(seen, "Đường đi của một phản ánh, vai lãnh đạo")
    way = seen.page.locator("main").inner_text()
    assert "Khắc phục các đoạn đường sạt lở" in way
    seen.look("tour-6-trace")

    go(seen, "Trang của người gửi phản ánh đó")
    expect(seen.page.locator("main")).to_contain_text(
        "Đã được nêu tại hội nghị ngày 18/6/2026", use_inner_text=True
    )
    seen.look("tour-6-told")
