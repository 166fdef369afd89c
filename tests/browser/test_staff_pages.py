"""Pages that officers, leaders and administrators use beside their cases: accessible, and fit for a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from langnghe.briefings.actions import draft_for_area
from langnghe.cases.tests.world import make_user
from langnghe.people.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/sang-nay/",
    "/sang-nay/to-in/",
    "/so-lieu/",
    "/canh-bao/?loc=tat-ca",
    "/bao-cao/",
    "/bao-cao/moi/",
    "/can-bo/phan-cong/",
    "/can-bo/thon-lang/",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_leader_are_accessible_and_fit(visit, house, path):
    seen = visit().sign_in(house.world.leader).open(path)

    assert seen.page.get_by_role("heading", level=1).count() == 1
    seen.look("leader" + path.split("?")[0].replace("/", "-").rstrip("-"))


def test_a_responsibility_is_added_and_shown(visit, house):
    seen = visit("phone").sign_in(house.world.leader).open("/can-bo/phan-cong/ubnd-90001/them/")
    seen.look("responsibility-new")

    seen.page.get_by_label("Họ và tên").fill("Trần Văn Mẫu")
    seen.page.get_by_role("button", name="Lưu").click()
    seen.page.wait_for_load_state("networkidle")

    expect(seen.page.locator("main")).to_contain_text("Trần Văn Mẫu", use_inner_text=True)


def test_an_administrator_keeps_the_lists_on_a_phone(visit, house):
    keeper = make_user("quan-tri", Role.ADMINISTRATOR, house.world.province_body)

    visit("phone").sign_in(keeper).open("/can-bo/thon-lang/").look("localities")


def test_a_briefing_is_read_and_its_number_opened(visit, house):
    day = timezone.localdate()
    draft_for_area(
        house.world.province,
        first_on=day.replace(day=1),
        last_on=day,
        now=timezone.now(),
    )
    seen = visit().sign_in(house.world.leader).open("/bao-cao/")
    seen.page.locator("main table a, main .card a").first.click()
    seen.page.wait_for_load_state("networkidle")
    seen.look("briefing")

    seen.page.locator("main a[href*='/so-lieu/']").first.click()
    seen.page.wait_for_load_state("networkidle")

    assert "/so-lieu/" in seen.page.url
