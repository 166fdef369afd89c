"""The portal in a real browser: what people read, and an editor who publishes."""

import io
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from PIL import Image

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


def test_an_editor_signs_in_with_two_steps_and_publishes_an_article_with_a_picture(visit, house, news):
    section, _ = news
    editor = make_editor(house.world.commune_body)
    editor.set_password(PASSWORD)
    editor.save()
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)

    seen = visit().open(f"/bien-tap/pages/add/portal/article/{section.pk}/")
    seen.page.locator("input[name=login]").fill(editor.username)
    seen.page.locator("input[name=password]").fill(PASSWORD)
    seen.page.get_by_role("button", name="Đăng nhập").click()
    seen.page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_load_state("networkidle")
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


def _photo():
    content = io.BytesIO()
    Image.effect_noise((1200, 800), 40).convert("RGB").save(content, "JPEG", quality=80)
    return {"name": "tram-y-te.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
