"""An officer keeps a model of good practice, a leader recognises it, and everybody reads its story."""

import io

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw

from langnghe.practices import actions
from langnghe.practices.models import Practice
from langnghe.practices.tests.world import make_practice, make_terms, recognise
from langnghe.reports.pictures import cleaned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def photo():
    image = Image.new("RGB", (900, 600), "#8fbf6a")
    ImageDraw.Draw(image).rectangle([0, 380, 900, 600], fill="#c9a26b")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return cleaned(out.getvalue(), name="duong-hoa.jpg")


@pytest.fixture(scope="module")
def practice(house, django_db_blocker):
    with django_db_blocker.unblock():
        practice = recognise(make_practice(house.world), house.world)
        actions.tell(
            practice,
            story="Trước đây hai bên đường là bãi rác tự phát.\n\nChi hội vận động từng nhà cùng quét dọn.",
            consent="Đã hỏi từng người tại buổi họp thôn.",
            picture=photo(),
            by=house.world.officer,
            now=timezone.now(),
        )
        actions.choose_figure(
            practice, figure="reports_received", topic=None, by=house.world.officer, now=timezone.now()
        )
        practice.refresh_from_db()
        return practice


def test_an_officer_registers_a_practice_by_keyboard_on_a_phone(visit, house):
    make_terms()
    desk = visit("phone").sign_in(house.world.officer).open("/mo-hinh/dang-ky/")
    desk.look("practice-register")
    page = desk.page
    page.get_by_label("Tên mô hình").press_sequentially("Tiếng kẻng an ninh")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_label("Tập thể nào").press_sequentially("Tổ tự quản thôn 2")
    page.get_by_label("Mục đích").press_sequentially("Giữ yên thôn xóm.")
    page.get_by_label("Cách làm").press_sequentially("Gọi ông Nguyễn Văn Mẫu số 0905 123 456.")
    page.get_by_label("Số người tham gia").press_sequentially("40")
    page.keyboard.press("Enter")
    page.get_by_text("[số điện thoại]").wait_for()
    desk.look("practice-register-asked")
    desk.complaints.clear()  # the browser notes that the form came back

    page.get_by_label("Cách làm").fill("Đánh kẻng nhắc giờ tự học.")
    page.get_by_role("button", name="Đăng ký mô hình này").press("Enter")
    page.get_by_role("heading", name="Tiếng kẻng an ninh").wait_for()
    desk.look("practice-registered")
    assert Practice.objects.get(name="Tiếng kẻng an ninh").taking_part == 40


def test_a_leader_follows_a_practice_from_a_visit_to_its_end_by_keyboard_on_a_phone(visit, house):
    make_terms()
    practice = make_practice(house.world, name="Ánh sáng đường quê")
    desk = visit("phone").sign_in(house.world.leader).open("/mo-hinh/")
    page = desk.page
    words = page.get_by_label("Tên hoặc địa bàn")
    words.press_sequentially("anh sang duong que")
    words.press("Enter")
    page.get_by_role("link", name="Ánh sáng đường quê").press("Enter")

    page.get_by_role("link", name="Ghi kết quả kiểm tra").press("Enter")
    page.get_by_label("Có", exact=True).press("Space")
    page.get_by_label("Kết quả kiểm tra").press_sequentially("Đèn sáng đủ, người dân tự quản.")
    page.get_by_role("button", name="Ghi kết quả kiểm tra").press("Enter")
    page.get_by_role("link", name="Công nhận").first.press("Enter")
    page.get_by_label("Cấp công nhận").select_option(index=1)
    page.locator("input[name=criteria]").first.press("Space")
    desk.look("practice-recognise")
    page.get_by_role("button", name="Công nhận").press("Enter")
    page.get_by_role("link", name="Thôi công nhận").press("Enter")
    page.get_by_label("Lý do").press_sequentially("Đã thay bằng đèn của điện lực.")
    page.get_by_role("button", name="Thôi công nhận").press("Enter")
    page.get_by_text("Đã thay bằng đèn của điện lực.").wait_for()
    desk.look("practice-retired")

    practice.refresh_from_db()
    assert practice.status == "retired"


@pytest.mark.parametrize(
    "step", ["", "kiem-tra/", "cong-nhan/", "ke-chuyen/", "sua/", "truoc-sau/", "thoi-cong-nhan/"]
)
def test_each_page_of_a_practice_is_accessible_and_fits(visit, house, practice, step):
    desk = visit().sign_in(house.world.leader).open(f"/mo-hinh/{practice.pk}/{step}")
    desk.look(f"practice-{step.strip('/') or 'show'}")


def test_the_list_is_accessible_and_fits(visit, house, practice):
    visit().sign_in(house.world.leader).open("/mo-hinh/").look("practices-list")


def test_everybody_reads_the_story_without_script(visit, practice):
    reader = visit("phone", script=False).open("/mo-hinh/cong-khai/")
    reader.page.get_by_role("link", name="Tuyến đường không rác").click()
    assert reader.page.get_by_text("bãi rác tự phát").count() == 1


def test_the_public_pages_are_accessible_and_fit(visit, practice):
    reader = visit().open("/mo-hinh/cong-khai/").look("practices-public-list")
    reader.open(f"/mo-hinh/cong-khai/{practice.pk}/").look("practice-public")
