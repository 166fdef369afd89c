"""An officer reports a situation on a telephone; the superior speaks; a leader declares a hot spot."""

import pytest
from django.utils import timezone
from tests.browser.test_officer import press_until_at

from langnghe.situations.actions import hot_spots
from langnghe.situations.actions.reports import direct, report
from langnghe.situations.models import Situation
from langnghe.situations.tests.world import load_shipped_clocks, situation_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def situation(house) -> Situation:
    """A report of today with a direction."""
    load_shipped_clocks()
    world, now = house.world, timezone.now()
    sent = report(situation_in(world, since_on=timezone.localdate()), by=world.officer, now=now)
    direct(
        sent, words="Đối thoại với bà con trong ngày.", due_on=timezone.localdate(), by=world.leader, now=now
    )
    return sent


def test_an_officer_reports_on_a_telephone_by_keyboard(visit, house, situation):
    page = visit("phone").sign_in(house.world.officer).open("/tinh-hinh/bao-cao/").page
    press_until_at(page, page.get_by_label("bình thường", exact=True))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    press_until_at(page, page.get_by_label("Tình hình"))
    page.keyboard.type("Nuoc lu len nhanh, co lap thon 3")
    press_until_at(page, page.get_by_label("Loại vụ việc"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press_until_at(page, page.get_by_role("button", name="Gửi cấp trên"))
    page.keyboard.press("Enter")
    page.get_by_text("Đã gửi").wait_for()

    assert Situation.objects.order_by("-pk").first().urgency == "flash"


def test_a_leader_directs_on_a_telephone_by_keyboard(visit, house, situation):
    page = visit("phone").sign_in(house.world.leader).open(f"/tinh-hinh/{situation.pk}/").page
    press_until_at(page, page.get_by_role("link", name="Chỉ đạo", exact=True))
    page.keyboard.press("Enter")
    press_until_at(page, page.get_by_label("Ý kiến chỉ đạo cho cơ quan báo cáo"))
    page.keyboard.type("Bao cao ket qua truoc 17 gio")
    page.get_by_label("Thời hạn").fill(timezone.localdate().isoformat())
    press_until_at(page, page.get_by_role("button", name="Chỉ đạo"))
    page.keyboard.press("Enter")
    page.get_by_text("Bao cao ket qua truoc 17 gio").first.wait_for()

    assert situation.directions.count() == 2


def test_the_report_is_read_as_an_official_paper(visit, house, situation):
    seen = visit("phone").sign_in(house.world.leader).open(f"/tinh-hinh/{situation.pk}/van-ban/")
    seen.look("situations-paper")

    with seen.page.expect_download() as fetched:
        seen.page.get_by_role("link", name="PDF").click()

    assert fetched.value.suggested_filename == f"bao-cao-nhanh-{situation.pk}.pdf"


def test_pages_are_accessible_and_fit(visit, house, situation):
    desk = visit().sign_in(house.world.officer)
    desk.open("/tinh-hinh/").look("situations-list")
    desk.open("/tinh-hinh/bao-cao/").look("situations-report")
    desk.open(f"/tinh-hinh/{situation.pk}/").look("situations-one")
    leader = visit().sign_in(house.world.leader)
    leader.open(f"/tinh-hinh/{situation.pk}/").look("situations-leader")
    leader.open(f"/tinh-hinh/{situation.pk}/chi-dao/").look("situations-direct")


def test_a_leader_declares_a_hot_spot(visit, house, situation):
    leader = visit().sign_in(house.world.leader)
    leader.open(f"/tinh-hinh/diem-nong/tuyen-bo/?bao-cao={situation.pk}").look("situations-declare")
    leader.page.get_by_label("Tên điểm nóng").fill("Bồi thường đường vành đai")
    leader.page.get_by_label("Lý do").fill("Kéo dài, đông người.")
    leader.page.get_by_role("button", name="Tuyên bố").click()
    leader.page.get_by_text("Đã tuyên bố, đứng tên bạn.").wait_for()
    leader.look("situations-hot-spot")
    leader.open("/tinh-hinh/diem-nong/").look("situations-hot-spots")

    hot_spots.close(
        situation.hot_spots.get(), reason="Đã thỏa thuận.", by=house.world.leader, now=timezone.now()
    )
