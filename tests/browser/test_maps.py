"""Maps and charts: a resident marks a place, an officer looks at a cluster and at a number's picture."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import report_in
from langnghe.reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def an_alarm(house) -> Alarm:
    """Return an alarm over both communes of the small province, with three reports."""
    world, now = house.world, timezone.now()
    words = ["Rác để ba ngày không ai thu gom", "Bãi rác đầu thôn bốc mùi", "Xe rác không vào xóm"]
    areas = [world.commune, world.commune, world.neighbour]
    cases = [
        take_in(report_in(world, said, area=area), by=None, now=now).case
        for said, area in zip(words, areas, strict=True)
    ]
    today = timezone.localdate()
    run = DetectionRun.objects.create(
        topic=world.roads, scanned_on=today, first_on=today - timedelta(days=90), reports=40,
        settings={"topics": 1}, seed=1, digest="0" * 64,
    )  # fmt: skip
    alarm = Alarm.objects.create(
        topic=world.roads, centre=world.commune, first_found_at=now, last_found_at=now, band=Alarm.Band.RED
    )
    Finding.objects.create(
        alarm=alarm, run=run, areas=[world.commune.pk, world.neighbour.pk],
        reports=[case.first_report_id for case in cases], first_on=today - timedelta(days=2), last_on=today,
        radius_km=15.4, observed=3, expected=0.4, senders=None, statistic=4.2, p=0.001, p_gumbel=0.0008,
        recurrence_days=1200,
    )  # fmt: skip
    return alarm


def test_a_resident_marks_the_place_with_the_keyboard(visit, house):
    words = "Cống trước nhà văn hóa bị sập"
    seen = visit("phone").open("/gui-phan-anh/")
    seen.page.get_by_role("link", name="Phản ánh", exact=True).click()
    seen.page.get_by_label("Ông/bà muốn nói điều gì?").fill(words)
    seen.page.get_by_role("combobox", name="Xã, phường").press_sequentially("huong s", delay=20)
    seen.page.get_by_role("option", name="Xã Hương Sen").click()

    seen.page.get_by_text("Đánh dấu vị trí trên bản đồ").press("Enter")
    canvas = seen.page.locator("canvas.maplibregl-canvas")
    canvas.wait_for()
    seen.page.wait_for_load_state("networkidle")
    canvas.focus()
    seen.page.keyboard.press("Enter")
    seen.page.get_by_text("Đã đánh dấu vị trí.").wait_for()
    seen.look("say-pin")
    seen.page.get_by_role("button", name="Tiếp tục").click()
    expect(seen.page.locator("main")).to_contain_text("đã đánh dấu trên bản đồ", use_inner_text=True)
    seen.page.get_by_role("button", name="Gửi phản ánh").click()
    seen.page.get_by_text("Mã tra cứu").first.wait_for()

    report = Report.objects.get(words__words=words)
    assert (round(report.latitude, 1), round(report.longitude, 1)) == (16.0, 108.0)


def test_a_mark_can_be_taken_away(visit, house):
    seen = visit().open("/gui-phan-anh/")
    seen.page.get_by_role("link", name="Phản ánh", exact=True).click()
    seen.page.get_by_text("Đánh dấu vị trí trên bản đồ").click()
    seen.page.locator("canvas.maplibregl-canvas").click(position={"x": 150, "y": 150})
    assert seen.page.locator("input[name=latitude]").input_value()

    seen.page.get_by_role("button", name="Bỏ đánh dấu").click()

    assert seen.page.locator("input[name=latitude]").input_value() == ""
    assert not seen.page.get_by_text("Đã đánh dấu vị trí.").is_visible()


def test_without_script_there_is_no_map_and_no_dead_button(visit, house):
    seen = visit("phone", script=False).open("/gui-phan-anh/")
    seen.page.get_by_role("link", name="Phản ánh", exact=True).click()

    assert not seen.page.get_by_text("Đánh dấu vị trí trên bản đồ").is_visible()


def test_the_card_of_an_alarm_shows_where_it_is(visit, house):
    alarm = an_alarm(house)
    seen = visit().sign_in(house.world.leader).open(f"/canh-bao/{alarm.pk}/")

    seen.page.locator("canvas.maplibregl-canvas").wait_for()
    seen.page.get_by_text("Xã Hương Sen: 2 phản ánh").wait_for()
    seen.look("alarm-card")
    seen.open("/canh-bao/").look("alarms")


def test_a_number_is_drawn_as_chart_and_map(visit, house):
    today = timezone.localdate()
    address = f"/so-lieu/reports_received/?area=90&from={today - timedelta(days=60)}&to={today}"
    seen = visit().sign_in(house.world.leader).open(address)
    seen.page.get_by_text("Biểu đồ và bản đồ").click()

    seen.page.locator(".ln-chart svg").wait_for()
    seen.page.locator("canvas.maplibregl-canvas").wait_for()
    seen.look("figure-pictures")

    seen.open(address + "&by=day").page.get_by_text("Biểu đồ", exact=True).click()
    seen.page.locator(".ln-chart svg").wait_for()
    seen.look("figure-by-day")
