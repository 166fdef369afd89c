"""The morning page as officers and leaders use it: on a telephone, by keyboard, on one sheet of paper."""

import io

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.browser.test_officer import press_until_at

from langnghe.situations.actions.hot_spots import declare
from langnghe.situations.actions.reports import report
from langnghe.situations.tests.world import load_shipped_clocks, situation_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def pressed(house) -> None:
    """A report that waits for the leader's word, and a hot spot that stands."""
    world, now = house.world, timezone.now()
    load_shipped_clocks()
    report(situation_in(world, since_on=timezone.localdate(now)), by=world.officer, now=now)
    declare(
        name="Bồi thường tuyến tránh", area=world.commune, owner=world.commune_body, reason="Kéo dài.",
        by=world.leader, now=now,
    )  # fmt: skip


def test_an_officer_opens_the_most_pressing_case_by_keyboard_on_a_telephone(visit, house):
    seen = visit("phone").sign_in(house.world.officer).open("/sang-nay/").look("morning-officer")

    press_until_at(seen.page, seen.page.get_by_role("link", name=house.late.number))
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("h1")).to_contain_text(house.late.number)


def test_a_leader_goes_from_the_morning_to_a_situation_by_keyboard(visit, house, pressed):
    seen = visit("phone").sign_in(house.world.leader).open("/sang-nay/").look("morning-leader")
    main = seen.page.locator("main")
    expect(main).to_contain_text("Bồi thường tuyến tránh")

    press_until_at(seen.page, main.locator("a[href*='/tinh-hinh/']").first)
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator("h1")).to_contain_text("Báo cáo nhanh số")


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_the_sheet_is_one_sheet(visit, house, pressed, who):
    seen = visit().sign_in(getattr(house.world, who)).open("/sang-nay/to-in/").look(f"morning-sheet-{who}")

    sheet = seen.page.pdf(format="A4")

    assert len(PdfReader(io.BytesIO(sheet)).pages) == 1
