"""A leading body calls for plans, a commune writes its own on a phone, and everybody sees what is late."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from langnghe.figures.targets import count_all
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes as programme_actions
from langnghe.programmes.actions.programmes import Totals
from langnghe.programmes.models import Kind, PlanItem, Target
from langnghe.programmes.tests.world import make_plans, make_programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def plans(house, django_db_blocker):
    with django_db_blocker.unblock():
        plans = make_plans(house.world)
        given = {"programme": plans.programme, "year": 2026, "valid_from": date(2026, 1, 1)}
        given["source"] = "Kế hoạch 15-KH/TU"
        Target.objects.create(code="dvc", name="Hồ sơ nộp trực tuyến", unit="%", value=Decimal(80), **given)
        Target.objects.create(
            code="phan-anh",
            name="Phản ánh tiếp nhận",
            unit="phản ánh",
            value=Decimal(20),
            figure="reports_received",
            **given,
        )
        plan_actions.report_actual(
            plans.submitted,
            "dvc",
            value=Decimal("62.5"),
            as_of=date(2026, 3, 1),
            source="Báo cáo cải cách hành chính tháng 2",
            by=house.world.officer,
            now=timezone.now(),
        )
        count_all(now=timezone.now())
        return plans


@pytest.fixture(scope="module")
def movement(house, django_db_blocker):
    with django_db_blocker.unblock():
        world, now = house.world, timezone.now()
        movement = make_programme(
            world, kind=Kind.MOVEMENT, name="Toàn dân đoàn kết xây dựng đời sống văn hóa"
        )
        given = {"by": world.officer, "now": now}
        programme_actions.register(movement, world.commune_body, pledge="Ba tuyến đường.", **given)
        programme_actions.review(
            movement,
            world.commune_body,
            held_on=now.date(),
            words="Đã xong hai tuyến.",
            totals=Totals(people=120, million_dong=85, working_days=300, land_m2=450),
            by=world.officer,
            now=now,
        )
        return movement


def test_a_commune_adds_a_task_and_ends_it_by_keyboard_on_a_phone(visit, house, plans):
    desk = visit("phone").sign_in(house.world.officer).open(f"/chuong-trinh/ke-hoach/{plans.submitted.pk}/")
    desk.look("plan")
    page = desk.page
    page.get_by_role("textbox", name="Nhiệm vụ", exact=True).press_sequentially("Sơ kết mô hình tự quản")
    page.get_by_role("textbox", name="Đơn vị thực hiện").press_sequentially("Ban Xây dựng Đảng")
    page.locator("#id_due_on").fill("2026-12-20")
    page.get_by_role("button", name="Thêm nhiệm vụ này").press("Enter")
    page.get_by_role("link", name=re.compile("Xong.*Sơ kết mô hình")).press("Enter")
    page.get_by_label("Minh chứng hoàn thành").press_sequentially("Biên bản ngày 02/3.")
    desk.look("plan-finish")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_text("Biên bản ngày 02/3.").wait_for()
    assert PlanItem.objects.get(task__words="Sơ kết mô hình tự quản").status == "done"


def test_a_leader_runs_a_programme_from_its_launch_to_its_end_by_keyboard_on_a_phone(visit, house):
    desk = visit("phone").sign_in(house.world.leader).open("/chuong-trinh/phat-dong/")
    page = desk.page
    page.get_by_label("Tên chương trình").press_sequentially("Tháng cao điểm đối thoại")
    page.get_by_label("Mục đích").press_sequentially("Mỗi xã đối thoại một lần.")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_role("heading", level=1, name="Tháng cao điểm đối thoại").wait_for()

    page.get_by_role("link", name="Chỉ tiêu và kết quả").press("Enter")
    page.get_by_role("link", name="Thêm chỉ tiêu").press("Enter")
    page.get_by_label("Chỉ tiêu", exact=True).press_sequentially("Phản ánh tiếp nhận")
    page.get_by_label("Đơn vị tính").press_sequentially("phản ánh")
    page.get_by_label("Chỉ tiêu cả năm").press_sequentially("1.200")
    page.get_by_label("Nguồn kết quả").select_option("reports_received")
    page.get_by_label("Văn bản giao chỉ tiêu").press_sequentially("Kế hoạch 15-KH/TU")
    desk.look("programme-add-target")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_role("link", name="Điều chỉnh").press("Enter")
    page.get_by_label("Giá trị mới").press_sequentially("1.500")
    page.get_by_label("Văn bản giao chỉ tiêu").press_sequentially("Công văn 20-CV/TU")
    desk.look("programme-change-target")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_text("1.500 phản ánh").first.wait_for()
    desk.look("programme-targets-set")

    page.get_by_role("link", name="Tháng cao điểm đối thoại").press("Enter")
    desk.look("programme-with-targets")
    page.get_by_role("link", name="Sửa chương trình").press("Enter")
    name = page.get_by_label("Tên chương trình")
    name.fill("Quý cao điểm đối thoại")
    page.get_by_label("Lý do").press_sequentially("Kéo dài theo chỉ đạo.")
    desk.look("programme-change")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_role("link", name="Kết thúc sớm").press("Enter")
    page.get_by_label("Lý do").press_sequentially("Đã hoàn thành mục tiêu.")
    desk.look("programme-end")
    page.get_by_role("button", name="Lưu").press("Enter")
    page.get_by_text("kết thúc sớm ngày").wait_for()
    page.get_by_role("link", name="Lịch sử thay đổi").press("Enter")
    page.get_by_text("Đã hoàn thành mục tiêu.").wait_for()
    desk.look("programme-history")


def test_the_pages_are_accessible_and_fit(visit, house, plans, movement):
    desk = visit().sign_in(house.world.leader)
    for path, name in [
        ("", "programmes-list"),
        ("phat-dong/", "programme-launch"),
        (f"{plans.programme.pk}/?nam=2026", "programme"),
        (f"{plans.programme.pk}/yeu-cau-ke-hoach/", "programme-call"),
        (f"{plans.programme.pk}/chi-tieu/?nam=2026&chi-tieu=phan-anh", "programme-targets"),
        (f"{movement.pk}/", "movement"),
        (f"{movement.pk}/so-ket/", "movement-review"),
        (f"ke-hoach/{plans.submitted.pk}/ket-qua/dvc/", "programme-actual"),
        (f"{plans.programme.pk}/in/?nam=2026", "programme-print"),
        (f"ke-hoach/{plans.submitted.pk}/in/", "plan-print"),
    ]:
        desk.open(f"/chuong-trinh/{path}").look(name)
