"""The first page, the pages that explain and the sign-in page, in a real browser."""

import itertools

import pytest
from django.conf import settings
from django.test import Client

from langnghe.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {"home": "/", "about": "/cach-lam/", "privacy": "/quyen-rieng-tu/", "sign-in": "/tai-khoan/login/"}


@pytest.fixture
def officer_cookie(transactional_db):
    """Sign an officer in; return the cookie that says so."""
    officer = User.objects.create_user("can.bo", "mot mat khau dai", full_name="Cán bộ thử nghiệm")
    client = Client()
    client.force_login(officer)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits_the_screen(visit, name):
    for size, dark in itertools.product(["phone", "desktop"], [False, True]):
        seen = visit(size, dark=dark).open(PAGES[name])

        seen.picture(f"{name}-{size}-{'dark' if dark else 'light'}")
        seen.assert_accessible()
        seen.assert_fits()


def test_staff_frame_is_accessible_and_its_menu_opens_without_script(visit, officer_cookie):
    for size, dark in itertools.product(["phone", "desktop"], [False, True]):
        seen = visit(size, dark=dark)
        seen.page.context.add_cookies([{**officer_cookie, "url": seen.home}])
        seen.open("/tai-khoan/password/change/")

        seen.picture(f"staff-{size}-{'dark' if dark else 'light'}")
        seen.assert_accessible()
        seen.assert_fits()

    phone = visit("phone", script=False)
    phone.page.context.add_cookies([{**officer_cookie, "url": phone.home}])
    phone.open("/tai-khoan/password/change/")
    assert not phone.page.get_by_role("button", name="Đăng xuất").is_visible()
    phone.page.locator("summary").click()
    phone.picture("staff-phone-menu")
    assert phone.page.get_by_role("button", name="Đăng xuất").is_visible()


def test_first_page_is_vietnamese_and_turns_to_english_and_back_without_script(visit):
    seen = visit("phone", script=False).open("/")
    assert seen.page.locator("html").get_attribute("lang") == "vi"
    assert "lắng nghe" in seen.page.locator("h1").inner_text()

    seen.page.get_by_role("button", name="English").click()
    assert seen.page.locator("html").get_attribute("lang") == "en"
    assert "listens" in seen.page.locator("h1").inner_text()

    seen.page.get_by_role("button", name="Tiếng Việt").click()
    assert seen.page.locator("html").get_attribute("lang") == "vi"


def test_first_stop_of_the_keyboard_skips_to_the_content(visit):
    seen = visit().open("/")

    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip-link"
    seen.page.keyboard.press("Enter")

    assert seen.page.evaluate("document.activeElement.id") == "noi-dung"


def test_first_page_is_light(visit):
    seen = visit("phone")
    sizes = []
    seen.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    seen.open("/")

    assert len(sizes) <= 10
    assert sum(sizes) < 250_000  # bytes, before compression


def test_wrong_password_is_told_beside_the_form(visit):
    seen = visit("phone").open("/tai-khoan/login/")

    seen.page.locator("input[name=login]").fill("nobody")
    seen.page.locator("input[name=password]").fill("not the password")
    seen.page.get_by_role("button", name="Đăng nhập").click()

    assert seen.page.locator(".errorlist").inner_text()
    seen.assert_accessible()


def test_missing_page_says_so_in_plain_words(visit):
    seen = visit("phone").open("/khong-co-trang-nay/")

    assert seen.page.locator("h1").inner_text() == "Không tìm thấy trang này"
    seen.complaints.clear()  # the browser notes the 404 itself
