"""A resident says something, keeps a draft, follows it by the code on the receipt and judges the answer."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from langnghe.cases import actions
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import report_in
from langnghe.reports.models import Report, ReportFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = re.compile(r"[A-Z2-9]{3}-[A-Z2-9]{4}-[A-Z2-9]{3}")


def say(seen, words):
    """Choose the kind and write the words."""
    seen.open("/gui-phan-anh/").page.get_by_role("link", name="Phản ánh", exact=True).click()
    seen.page.get_by_label("Ông/bà muốn nói điều gì?").fill(words)


def report_of(words):
    return Report.objects.get(words__words=words)


def large_photo():
    content = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(content, "JPEG", quality=90)
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_a_resident_says_something_with_a_photo_and_prints_the_receipt(visit, house):
    words = "duong vao lang bi sat lo tu hom qua"
    seen = visit("phone").open("/gui-phan-anh/").look("kinds")
    seen.page.get_by_role("link", name="Phản ánh", exact=True).click()
    seen.page.wait_for_load_state("networkidle")
    seen.look("say")

    seen.page.get_by_label("Ông/bà muốn nói điều gì?").fill(words)
    seen.page.get_by_role("combobox", name="Xã, phường").press_sequentially("huong s", delay=20)
    seen.page.get_by_role("option", name="Xã Hương Sen").wait_for()
    seen.look("say-picker")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    seen.page.get_by_label("Địa điểm cụ thể").fill("gần nhà văn hóa thôn")
    seen.page.get_by_role("button", name="Tiếp tục").click()
    seen.page.wait_for_load_state("networkidle")
    expect(seen.page.locator("main")).to_contain_text("Ủy ban nhân dân Xã Hương Sen", use_inner_text=True)
    seen.look("review")

    photo = large_photo()
    chosen = seen.page.get_by_label("Ảnh")
    chosen.set_input_files(photo)
    seen.page.wait_for_function(
        "size => document.querySelector('#id_pictures').files[0].size < size", arg=len(photo["buffer"])
    )
    seen.page.get_by_role("button", name="Gửi phản ánh").click()
    seen.page.wait_for_load_state("networkidle")
    sheet = seen.page.locator("main").inner_text()
    seen.look("receipt")

    report = report_of(words)
    assert report.area == house.world.commune
    assert ReportFile.objects.get(report=report).width == 1600
    assert SECRET.search(sheet)
    drawn = seen.page.locator(".ln-qr svg").bounding_box()
    assert drawn["width"] > 120
    assert seen.page.evaluate("Object.keys(localStorage)") == []
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".ln-qr svg").is_visible()
    printed = seen.page.pdf(format="A6", prefer_css_page_size=False, path=seen.pictures / "receipt.pdf")
    assert len(re.findall(rb"/Type /Page[^s]", printed)) == 1


def test_a_resident_says_something_without_script(visit, house):
    words = "Rác thải đổ bên bờ suối"
    seen = visit("phone", script=False)

    say(seen, words)
    seen.page.get_by_label("Xã, phường").fill("huong sen")
    seen.page.get_by_role("button", name="Tiếp tục").click()
    seen.page.get_by_role("button", name="Gửi phản ánh").click()

    assert SECRET.search(seen.page.locator("main").inner_text())
    assert report_of(words).area == house.world.commune


def test_what_was_typed_is_there_again_after_the_phone_went_off_and_can_be_thrown_away(visit):
    seen = visit("phone")
    say(seen, "Nước giếng có mùi lạ")
    seen.page.get_by_role("combobox", name="Xã, phường").press_sequentially("huong s", delay=20)
    seen.page.get_by_role("option", name="Xã Hương Sen").click()

    seen.page.reload()
    seen.page.wait_for_load_state("networkidle")
    words = seen.page.get_by_label("Ông/bà muốn nói điều gì?")
    assert words.input_value() == "Nước giếng có mùi lạ"
    seen.look("say-draft")
    seen.page.get_by_role("button", name="Tiếp tục").click()
    expect(seen.page.locator("main")).to_contain_text("Ủy ban nhân dân Xã Hương Sen", use_inner_text=True)

    seen.page.get_by_role("button", name="Sửa lại").click()
    assert words.input_value() == "Nước giếng có mùi lạ"
    seen.open("/gui-phan-anh/?loai=phan-anh").page.get_by_role("button", name="viết lại từ đầu").click()
    assert words.input_value() == ""
    seen.page.reload()
    assert words.input_value() == ""


def test_a_denunciation_is_shown_where_to_go(visit):
    seen = visit("phone").open("/gui-phan-anh/?loai=to-cao").look("elsewhere")

    expect(seen.page.locator("main")).to_contain_text("thanh tra", use_inner_text=True)


def test_the_code_in_the_picture_fills_the_field_and_leaves_the_address(visit, house):
    receipt = take_in(report_in(house.world, "Cầu treo hỏng ván"), by=None, now=timezone.now())
    seen = visit("phone")
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))

    seen.open(f"/theo-doi/#{receipt.secret}")

    assert seen.page.get_by_label("Mã tra cứu").input_value().replace("-", "") == receipt.secret.replace(
        "-", ""
    )
    assert receipt.secret not in seen.page.url
    assert not any(receipt.secret in address for address in asked)
    seen.look("follow")
    seen.page.get_by_role("button", name="Xem").click()
    expect(seen.page.locator("main")).to_contain_text("Cầu treo hỏng ván", use_inner_text=True)


def test_the_sender_reads_the_answer_rates_it_and_says_that_it_is_not_solved(visit, house):
    now = timezone.now()
    receipt = take_in(report_in(house.world, "Cống thoát nước bị tắc"), by=None, now=now)
    seen = visit("phone").open("/theo-doi/")
    seen.page.get_by_label("Mã tra cứu").fill(receipt.secret.lower())
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_load_state("networkidle")
    seen.page.locator("details").first.locator("summary").click()
    seen.look("followed-open")

    actions.answer(
        receipt.case, outcome="solved", words="Đã nạo vét cống.", by=house.world.officer, now=timezone.now()
    )
    seen.open("/theo-doi/phan-anh/").look("followed-answered")
    seen.page.get_by_label("Hài lòng", exact=True).check()
    seen.page.get_by_role("button", name="Gửi đánh giá").click()
    expect(seen.page.locator("main")).to_contain_text("Đánh giá của ông/bà: Hài lòng", use_inner_text=True)

    seen.page.get_by_text("Việc chưa được giải quyết").click()
    seen.page.get_by_label("Điều gì chưa được giải quyết?").fill("Mưa xuống lại tắc")
    seen.page.get_by_role("button", name="Đề nghị xử lý lại").click()
    seen.page.wait_for_load_state("networkidle")
    assert Case.objects.get(pk=receipt.case.pk).is_open


def test_a_wrong_code_is_told_beside_the_field(visit):
    seen = visit("phone").open("/theo-doi/")

    seen.page.get_by_label("Mã tra cứu").fill("AAA-AAAA-AAA")
    seen.page.get_by_role("button", name="Xem").click()
    seen.page.wait_for_load_state("networkidle")

    expect(seen.page.locator("main")).to_contain_text(
        "Không có phản ánh nào mang mã này", use_inner_text=True
    )
    seen.look("follow-wrong")
    seen.complaints.clear()  # the browser notes the 422 itself
