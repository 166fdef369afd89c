"""A leader prepares and concludes a briefing meeting; a commune reports a conclusion as done."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from langnghe.briefings.actions import draft_for_body
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import report_in
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Conclusion, Every, Meeting, Series
from langnghe.practices.tests.world import make_practice, recognise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chair(visit, house):
    """Return a window in which the province's leader is signed in."""
    return visit().sign_in(house.world.leader)


@pytest.fixture
def series(house) -> Series:
    """A series whose last meeting left two conclusions, one of them overdue."""
    world, now = house.world, timezone.now()
    series = meetings.begin_series(
        "Giao ban công tác dân vận", every=Every.MONTH, body=world.province_body, by=world.leader
    )
    begins_at = now - timedelta(days=30)
    meeting = held(house, series, begins_at)
    for words, days in (
        ("Xã Hương Sen sửa xong đoạn đường vào Thôn 2 bị sạt lở, không để người dân phải đi vòng.", -5),
        ("Rà soát các điểm có nguy cơ sạt lở trước mùa mưa, báo cáo kết quả.", 20),
    ):
        conclusions.draft(
            meeting, words=words, body=world.commune_body, due_on=(now + timedelta(days=days)).date()
        )
    conclusions.conclude(meeting, number=None, by=world.leader, now=begins_at + timedelta(hours=4))
    return series


def held(house, series, begins_at) -> Meeting:
    world = house.world
    plan = Plan("Giao ban công tác dân vận", begins_at, "Hội trường tầng 2", "Chủ tịch UBND tỉnh")
    meeting = meetings.plan(world.province_body, plan, series=series, by=world.leader, now=begins_at)
    bodies = [world.commune_body, world.neighbour_body]
    meetings.invite(meeting, bodies, asked_for="Báo cáo tháng, tham luận", by=world.leader, now=begins_at)
    meetings.add_to_agenda(meeting, "Tình hình phản ánh của người dân", body=world.commune_body, minutes=20)
    meetings.add_to_agenda(meeting, "Thảo luận", minutes=40)
    return meetings.hold(meeting, attended=24, by=world.leader, now=begins_at + timedelta(hours=3))


def test_a_meeting_is_planned_from_its_series_prepared_held_and_concluded(chair, house, series):
    page = chair.open("/giao-ban/").look("meetings-list").page
    page.get_by_role("link", name="Lập kỳ tiếp theo").first.click()
    page.get_by_label("Thời gian").fill(
        (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    )
    chair.look("meetings-new")
    page.get_by_role("button", name="Lập kế hoạch họp").click()

    page.get_by_role("link", name="Mời các cơ quan").click()
    chair.look("meetings-invite")
    page.get_by_label("Tất cả cơ quan").check()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Ghi nhận đã họp").click()
    page.get_by_label("Số người dự").fill("24")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Thêm kết luận").click()
    page.get_by_label("Nội dung kết luận").fill("Giao Xã Hương Sen cắm biển cảnh báo tại các điểm sạt lở.")
    page.get_by_label("Cơ quan thực hiện").select_option(label="Ủy ban nhân dân Xã Hương Sen")
    page.get_by_label("Thời hạn hoàn thành").fill("2027-01-15")
    chair.look("meetings-draft")
    page.get_by_role("button", name="Lưu").click()
    chair.look("meetings-held")

    page.get_by_role("link", name="Kết luận và ban hành thông báo").click()
    page.wait_for_load_state("networkidle")
    chair.look("meetings-conclude")
    page.get_by_role("link", name="Cho ý kiến").first.click()
    page.get_by_label("gia hạn đến ngày").check()
    page.get_by_label("Thời hạn mới").fill("2027-02-01")
    page.get_by_label("Lý do").fill("Chờ bố trí vốn.")
    chair.look("meetings-decide")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_label("Số thông báo").fill("5")
    page.get_by_role("button", name="Ban hành thông báo").click()
    page.wait_for_load_state("networkidle")
    chair.look("meetings-notice")

    notice = page.locator("article.paper").inner_text()
    assert "05/TB-UBND" in notice
    assert "chưa có ý kiến kết luận" in notice


def test_a_commune_brings_a_practice_to_the_meeting_on_a_phone_by_keyboard(visit, house, series):
    practice = recognise(make_practice(house.world, name="Tiếng kẻng an ninh thôn 4"), house.world)
    now = timezone.now()
    plan = Plan("Giao ban chuyên đề mô hình", now + timedelta(days=5), "Hội trường tầng 2")
    meeting = meetings.plan(house.world.province_body, plan, series=series, by=house.world.leader, now=now)
    meetings.invite(meeting, [house.world.commune_body], by=house.world.leader, now=now)
    seen = visit("phone").sign_in(house.world.officer).open("/sang-nay/")
    seen.look("morning-invited")
    page = seen.page

    page.get_by_role("link", name="Giao ban chuyên đề mô hình").press("Enter")
    page.get_by_role("link", name="Giới thiệu mô hình").press("Enter")
    words = page.get_by_label("Tên mô hình hoặc địa bàn")
    words.press_sequentially("tieng keng")
    words.press("Enter")
    put = page.get_by_role("button", name="Tiếng kẻng an ninh thôn 4")
    put.wait_for()
    expect(page.locator("#table .ln-case")).to_have_count(1)
    seen.look("meetings-practice")
    put.press("Enter")
    page.get_by_role("heading", name="Báo cáo, tham luận").wait_for()
    seen.look("meetings-with-practice")

    assert meeting.papers.get().practice == practice
    chair = visit().sign_in(house.world.leader)
    chair.open(f"/giao-ban/{meeting.pk}/trinh-chieu/?buoc=3").look("projection-practices")
    chair.open(f"/giao-ban/{meeting.pk}/van-ban/giay-moi/").look("meetings-invitation")
    chair.open(f"/giao-ban/{meeting.pk}/van-ban/chuong-trinh/").look("meetings-agenda")
    chair.open(f"/giao-ban/{meeting.pk}/van-ban/bien-ban/").look("meetings-minutes")


def test_a_commune_reports_a_conclusion_as_done_on_a_phone_by_keyboard(visit, house, series):
    conclusion = Conclusion.objects.filter(body=house.world.commune_body, standing="open").earliest("due_on")
    briefing = draft_for_body(
        house.world.commune_body,
        first_on=timezone.localdate() - timedelta(days=90),
        last_on=timezone.localdate(),
        now=timezone.localtime(),
    )
    seen = visit("phone").sign_in(house.world.officer).open("/giao-ban/ket-luan/?loc=qua-han")
    seen.look("meetings-overdue")
    page = seen.page

    press_until_at(page, page.get_by_role("link", name="sửa xong đoạn đường").first)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Kết luận").wait_for()
    press_until_at(page, page.get_by_role("link", name="Báo hoàn thành"))
    page.keyboard.press("Enter")
    words = page.get_by_label("Đã làm gì, minh chứng")
    words.wait_for()
    press_until_at(page, words)
    page.keyboard.type("Đã nghiệm thu, xe qua lại bình thường.")
    proof = page.get_by_label("Báo cáo làm minh chứng")
    press_until_at(page, proof)
    page.keyboard.press("ArrowDown")
    seen.look("meetings-done")
    press_until_at(page, page.get_by_role("button", name="Báo hoàn thành"))
    page.keyboard.press("Enter")
    page.get_by_text("Đã nghiệm thu, xe qua lại bình thường.").wait_for()
    seen.look("meetings-conclusion")

    conclusion.refresh_from_db()
    assert conclusion.standing == "done"
    assert conclusion.events.get(kind="done").briefing == briefing
    seen.open(f"/giao-ban/ket-luan/{conclusion.pk}/duong-di/").look("trace-proof")


def test_the_sender_reads_on_the_tracking_page_that_it_was_raised(visit, house, series):
    world, now = house.world, timezone.now()
    taken = take_in(report_in(world, "Đường vào Thôn 2 sạt lở."), by=None, now=now - timedelta(days=3))
    meeting = held(house, series, now - timedelta(hours=5))
    conclusion = conclusions.draft(
        meeting,
        words="Sửa đường.",
        body=world.commune_body,
        due_on=(now + timedelta(days=20)).date(),
        public_words="Xã sửa đường trong tháng này.",
    )
    conclusions.link(conclusion, case=taken.case, by=world.leader)
    conclusions.conclude(meeting, number=None, by=world.leader, now=now)
    seen = visit("phone").open("/theo-doi/")

    seen.page.get_by_label("Mã tra cứu trên phiếu tiếp nhận").fill(taken.secret)
    seen.page.keyboard.press("Enter")
    seen.page.get_by_text("Đã được nêu tại hội nghị ngày").wait_for()

    expect(seen.page.locator("main")).to_contain_text("Xã sửa đường trong tháng này.", use_inner_text=True)
    seen.look("meetings-told")
    chair = visit().sign_in(world.leader)
    chair.open(f"/viec/{taken.case.number}/duong-di/").look("trace")
    chair.open("/sang-nay/").look("meetings-morning")


def test_the_projection_goes_on_and_back_by_the_arrows_of_the_keyboard(chair, house, series):
    meeting = held(house, series, timezone.now() - timedelta(hours=4))
    briefing = draft_for_body(
        house.world.province_body,
        first_on=timezone.localdate() - timedelta(days=90),
        last_on=timezone.localdate(),
        now=timezone.localtime(),
    )
    meetings.hand_in(
        meeting,
        house.world.province_body,
        kind="briefing",
        title="Báo cáo quý",
        briefing=briefing,
        by=house.world.leader,
        now=timezone.now(),
    )
    page = chair.open(f"/giao-ban/{meeting.pk}/trinh-chieu/").look("projection-1").page
    for at in range(2, 5):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**/trinh-chieu/?buoc={at}")
        page.wait_for_load_state("networkidle")
        chair.look(f"projection-{at}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/trinh-chieu/?buoc=3")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/giao-ban/{meeting.pk}/")
    chair.open(f"/giao-ban/{meeting.pk}/phieu/{house.world.commune_body.slug}/").look("meetings-sheet")


def press_until_at(page, locator):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it.")
