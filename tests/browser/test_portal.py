"""The portal in a real browser: what people read, and an editor who publishes."""

import io
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from langnghe.figures.actions import publish_counts
from langnghe.notices.models import PassingMail
from langnghe.people.models import Responsibility
from langnghe.portal.models import Article
from langnghe.portal.tests.world import make_article, make_editor, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot mat khau that dai"


@pytest.fixture(scope="package")
def news(house):
    """One section with some articles, for all tests of this file."""
    section = make_section("Tin địa phương")
    for title in ["Đường vào thôn 2 đã thông", "Lịch cấp nước tuần này", "Họp thôn Ninh Quang"]:
        article = make_article(
            section,
            title,
            lead="Sáng nay xe máy đi lại được; ô tô chờ thêm một tuần.",
            body=[
                ("heading", "Việc đã làm"),
                ("paragraph", "<p>Xã huy động <b>hai máy xúc</b>, bà con góp 60 ngày công.</p>"),
                ("quotation", {"words": "Đi lại được là mừng.", "speaker": "Trưởng thôn 2"}),
                ("list", ["<p>Ngày 1: dọn đất</p>", "<p>Ngày 2: lát đá</p>"]),
            ],
        )
    return section, article


def test_the_news_is_accessible_and_fits_the_screen(visit, news):
    section, article = news
    for name, address in {"home": "/", "section": section.address, "article": article.address}.items():
        visit().open(address).look(f"portal-{name}")


def test_an_article_is_reached_by_keyboard_from_the_first_page(visit, news):
    _, article = news
    seen = visit("phone").open("/")

    seen.page.get_by_role("link", name=article.title).first.focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_load_state("networkidle")

    assert seen.page.locator("h1").inner_text() == article.title


def test_words_without_tone_marks_find_an_article_by_keyboard(visit, news):
    seen = visit("phone", script=False).open("/")

    seen.page.get_by_role("searchbox", name="Tìm trong tin bài").fill("cap nuoc")
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("main")).to_contain_text("Lịch cấp nước tuần này", use_inner_text=True)
    visit().open("/tim-tin/?tu=cap+nuoc").look("portal-search")


def test_an_article_is_sent_to_a_friend_by_keyboard_without_script(visit, news):
    _, article = news
    seen = visit("phone", script=False).open(article.address)

    seen.page.get_by_role("link", name="Gửi cho bạn bè").focus()
    seen.page.keyboard.press("Enter")
    seen.page.get_by_label("Thư điện tử của bạn bè").fill("ban@example.vn")
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.type("toi@example.vn")
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("main")).to_contain_text("Xin cảm ơn")
    assert PassingMail.objects.count() == 1
    visit().open(f"/bai/{article.pk}/gui-ban-be/").look("portal-send")


def test_a_reader_comments_on_an_article_by_keyboard(visit, house, news):
    _, article = news
    seen = visit("phone").open(f"/bai/{article.pk}/gop-y/").look("portal-feedback")

    seen.page.get_by_label("Ông/bà muốn góp ý gì về bài này?").focus()
    seen.page.keyboard.type("Nên ghi rõ giờ bơm nước.")
    for details in ["Lê Mẫu", "0100123456"]:
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.type(details)
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("main")).to_contain_text("Xin cảm ơn")
    editor = make_editor(house.world.commune_body, "bien-tap-2")
    listed = visit("phone").sign_in(editor).open("/y-kien-ban-doc/").look("portal-feedback-list")
    expect(listed.page.locator("main")).to_contain_text("Nên ghi rõ giờ bơm nước.", use_inner_text=True)


def test_a_commune_shows_who_is_in_charge_and_the_numbers_open(visit, house):
    Responsibility.objects.create(
        body=house.world.commune_body,
        officer_name="Trần Mẫu",
        title="Phó Chủ tịch",
        office_telephone="0269 3 000 000",
        valid_from=timezone.localdate(),
    )
    seen = visit("phone", script=False).open("/")
    seen.page.locator("main").get_by_role("link", name="Ai phụ trách").click()
    seen.page.get_by_label("Xã, phường của ông/bà").fill("huong sen")
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("main")).to_contain_text("Trần Mẫu", use_inner_text=True)
    visit().open("/ai-phu-trach/?xa=huong+sen").look("portal-in-charge")
    publish_counts(now=timezone.now(), weeks=8)
    visit().open("/so-lieu/cong-khai/").look("portal-counts")


def test_an_editor_signs_in_with_two_steps_and_publishes_an_article_with_a_picture(visit, house, news):
    section, _ = news
    editor, secret = _make_editor(house, "bien-tap-vien")
    seen = visit().open(f"/bien-tap/pages/add/portal/article/{section.pk}/")
    _sign_in(seen, editor, secret)
    seen.page.locator("[name=title]").fill("Trạm y tế mở cửa cả thứ Bảy")
    seen.page.locator("[name=lead]").fill("Từ tuần này, trạm y tế xã khám cả sáng thứ Bảy.")
    seen.page.locator("[name=source]").fill("Trạm y tế xã")
    seen.page.get_by_role("button", name="Chọn một hình ảnh").first.click()
    seen.page.get_by_role("tab", name="Đăng tải").click()
    seen.page.locator("input[type=file]").set_input_files(_photo())
    seen.page.locator("[name$=credit]").fill("Ảnh: trạm y tế")
    seen.page.locator(".modal [name$=title]").fill("Trạm y tế")
    seen.page.locator(".modal [type=submit]:visible").click()
    seen.page.get_by_role("button", name="Insert a block").first.click()
    seen.page.get_by_role("option", name="Tiêu đề mục").click()
    seen.page.locator("[name=body-0-value]").fill("Giờ khám")
    seen.picture("editor")
    seen.page.get_by_role("button", name="Hiện hoặc ẩn xem trước").click()
    preview = seen.page.frame_locator("iframe[data-w-preview-target=iframe], #w-preview-iframe").first
    preview.get_by_role("heading", name="Giờ khám").wait_for()
    seen.page.get_by_role("button", name="Thao tác khác").last.click()
    seen.page.locator("[name=action-publish]:visible").click()
    seen.page.wait_for_url("**/bien-tap/pages/**")
    seen.page.wait_for_load_state("networkidle")

    article = Article.objects.get(title__startswith="Trạm y tế")
    assert article.live
    assert article.photo.credit == "Ảnh: trạm y tế"
    seen.open(article.address).look("portal-published")


def test_an_editor_publishes_on_a_telephone_by_keyboard(visit, house, news):
    section, _ = news
    editor, secret = _make_editor(house, "bien-tap-3")
    seen = visit("phone").open(f"/bien-tap/pages/add/portal/article/{section.pk}/")
    _sign_in(seen, editor, secret)
    page = seen.page
    for name, words in {
        "title": "Lich tiem chung thang 7",
        "lead": "Tram y te tiem ngay 10.",
        "source": "Tram y te",
    }.items():
        _tab_to(page, page.locator(f"[name={name}]"))
        page.keyboard.type(words)
    _tab_to(page, page.get_by_role("button", name="Thao tác khác").last)
    page.keyboard.press("Enter")
    _tab_to(page, page.locator("[name=action-publish]:visible"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/bien-tap/pages/\d+/$"))

    assert Article.objects.get(title="Lich tiem chung thang 7").live


def _make_editor(house, username):
    editor, secret = make_editor(house.world.commune_body, username), generate_totp_secret()
    editor.set_password(PASSWORD)
    editor.save()
    TOTP.activate(editor, secret)
    return editor, secret


def _sign_in(seen, editor, secret):
    seen.page.locator("input[name=login]").fill(editor.username)
    seen.page.locator("input[name=password]").fill(PASSWORD)
    seen.page.get_by_role("button", name="Đăng nhập").click()
    seen.page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_load_state("networkidle")


def _tab_to(page, locator):
    """Press Tab until the element has the focus: the editors' area has many things to pass."""
    for _ in range(200):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it.")


def _photo():
    content = io.BytesIO()
    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(content, "JPEG", quality=80)
    return {"name": "tram-y-te.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
