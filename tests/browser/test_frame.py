"""The first page, the pages that explain and the sign-in page, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {"home": "/", "about": "/cach-lam/", "privacy": "/quyen-rieng-tu/", "sign-in": "/tai-khoan/login/"}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits_the_screen(visit, name):
    visit().open(PAGES[name]).look(name)


def test_staff_frame_is_accessible_and_its_menu_opens_without_script(visit, house):
    visit().sign_in(house.world.officer).open("/tai-khoan/password/change/").look("staff")

    phone = visit("phone", script=False).sign_in(house.world.officer).open("/tai-khoan/password/change/")
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
