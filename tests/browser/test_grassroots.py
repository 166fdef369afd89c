"""An officer writes down a meeting on a telephone, and anybody reads when people are received."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser.test_officer import press_until_at

from langnghe.grassroots.actions.promises import make_promise
from langnghe.grassroots.actions.visits import record_visit
from langnghe.grassroots.models import Promise, Visit
from langnghe.grassroots.tests.world import (
    make_duty,
    make_locality,
    make_rule,
    opinion_in,
    promise_in,
    visit_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(house) -> Visit:
    """A meeting of last week with an opinion, and a promise that is overdue."""
    world, now = house.world, timezone.now()
    day = now.date() - timedelta(days=9)
    given = {"held_on": day, "opinions": (opinion_in(world, "Cầu treo mục ván, học trò đi lại nguy hiểm."),)}
    visit = record_visit(visit_in(world, **given, went="Chủ tịch UBND xã"), by=world.officer, now=now)
    late = promise_in(world, due_on=day + timedelta(days=4))
    make_promise(visit, late, by=world.officer, now=now)
    return visit


def test_an_officer_writes_down_a_meeting_on_a_telephone_by_keyboard(visit, house):
    page = visit("phone").sign_in(house.world.officer).open("/gap-dan/ghi/").page
    press_until_at(page, page.get_by_label("Ngày đi cơ sở"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press_until_at(page, page.get_by_label("Số người dự"))
    page.keyboard.type("42")
    press_until_at(page, page.get_by_label("Ý kiến của người dân"))
    page.keyboard.type("Duong vao lang bi sat lo")
    press_until_at(page, page.get_by_text("Có nội dung đã hứa"))
    page.keyboard.press("Enter")
    page.get_by_label("Nội dung đã hứa").fill("Kè tạm bằng rọ đá")
    page.get_by_label("Cơ quan thực hiện").select_option("ubnd-90001")
    due_on = (timezone.localdate() + timedelta(days=20)).isoformat()
    page.get_by_label("Thời hạn").fill(due_on)
    save = page.get_by_role("button", name="Lưu buổi gặp dân")
    press_until_at(page, save)
    page.keyboard.press("Enter")
    page.get_by_text("Mã tra cứu", exact=False).first.wait_for()

    kept = Visit.objects.order_by("-pk").first()
    assert (kept.kind, kept.people) == ("hamlet", 42)
    promise = Promise.objects.get(visit=kept)
    assert promise.opinion.case.first_report.words.words == "Duong vao lang bi sat lo"


@pytest.mark.parametrize(
    "path", ["", "ghi/", "cam-ket/", "cam-ket/?loc=qua-han", "dia-ban/", "che-do/", "so/"]
)
def test_pages_are_accessible_and_fit(visit, house, meeting, path):
    make_duty(body_kind="ubnd")
    make_locality(house.world, f"Thôn {path}")
    visit().sign_in(house.world.officer).open(f"/gap-dan/{path}").look(
        f"grassroots-{path.strip('/?')[:8] or 'list'}".replace("/", "-")
    )


def test_one_meeting_and_one_promise_are_accessible_and_fit(visit, house, meeting):
    desk = visit().sign_in(house.world.officer)
    desk.open(f"/gap-dan/{meeting.pk}/").look("grassroots-meeting")
    desk.open(f"/gap-dan/cam-ket/{meeting.promises.get().pk}/").look("grassroots-promise")
    desk.open(f"/gap-dan/cam-ket/{meeting.promises.get().pk}/da-thuc-hien/").look("grassroots-keep")


def test_what_must_be_asked_again_is_accessible_and_fits(visit, house):
    desk = visit("phone").sign_in(house.world.officer).open("/gap-dan/ghi/")
    desk.page.get_by_label("Ý kiến của người dân").fill("Gọi tôi số 0905 123 456")
    desk.page.get_by_role("button", name="Lưu buổi gặp dân").click()
    desk.page.get_by_text("[số điện thoại]").first.wait_for()
    desk.look("grassroots-again")
    desk.complaints.clear()  # the browser notes the 422 itself


def test_anybody_reads_when_people_are_received(visit, house):
    make_rule(house.world.commune_body)
    make_rule(house.world.province_body, weekday=5, weeks=[5], receiver="Chủ tịch UBND tỉnh")
    page = visit("phone").open("/gap-dan/lich/?area=90001")
    page.look("grassroots-schedule")
    assert page.page.get_by_text("Chủ tịch UBND xã").first.is_visible()

    keeper = visit().sign_in(house.world.officer).open("/gap-dan/lich-cua-co-quan/")
    keeper.look("grassroots-keep-schedule")
    keeper.open("/gap-dan/lich-cua-co-quan/ubnd-90001/them/").look("grassroots-add-rule")
