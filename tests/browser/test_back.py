"""The Back and Forward buttons, after the list was narrowed without loading a new page."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATUS, NOTHING = "Tình trạng", "Không có hồ sơ nào phù hợp"


@pytest.fixture
def narrowed(visit, house):
    """Return a list that was narrowed twice: to what was withdrawn, then to what was answered."""
    desk = visit().sign_in(house.world.officer).open("/viec/")
    for status in ("withdrawn", "refused"):
        desk.page.get_by_label(STATUS).select_option(status)
        expect(desk.page).to_have_url(re.compile(f"status={status}"))
    return desk.page


def step(page, direction):
    """Press Back or Forward. Playwright's own wait for a page to load, and here none does."""
    page.evaluate(f"history.{direction}()")


@pytest.mark.parametrize("_again", range(5))  # it failed once in ten times
def test_back_shows_the_list_that_stood_there_with_its_filters(narrowed, house, _again):
    step(narrowed, "back")
    expect(narrowed.get_by_label(STATUS)).to_have_value("withdrawn")
    expect(narrowed.get_by_text(NOTHING)).to_be_visible()

    step(narrowed, "back")
    expect(narrowed.get_by_role("link", name=house.late.number)).to_be_visible()
    expect(narrowed.get_by_label(STATUS)).to_have_value("")

    step(narrowed, "forward")
    expect(narrowed.get_by_label(STATUS)).to_have_value("withdrawn")
    expect(narrowed.get_by_text(NOTHING)).to_be_visible()
    expect(narrowed).to_have_url(re.compile("status=withdrawn"))
    assert narrowed.get_by_role("heading", level=1).count() == 1


def test_the_list_still_narrows_after_a_step_back(narrowed, house):
    step(narrowed, "back")
    expect(narrowed.get_by_label(STATUS)).to_have_value("withdrawn")

    narrowed.get_by_label(STATUS).select_option("open")

    expect(narrowed.get_by_role("link", name=house.late.number)).to_be_visible()
    expect(narrowed).to_have_url(re.compile("status=open"))


def test_two_quick_steps_back_end_where_they_should(narrowed, house):
    narrowed.evaluate("setTimeout(() => history.go(-1)); setTimeout(() => history.go(-1))")

    expect(narrowed.get_by_role("link", name=house.late.number)).to_be_visible()
    expect(narrowed.get_by_label(STATUS)).to_have_value("")
    assert "status" not in narrowed.url


def test_back_from_a_case_shows_the_narrowed_list(visit, house):
    page = visit().sign_in(house.world.officer).open("/viec/").page
    page.get_by_label(STATUS).select_option("open")
    expect(page).to_have_url(re.compile("status=open"))
    page.get_by_role("link", name=house.late.number).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(house.late.number)

    page.go_back()

    expect(page.get_by_role("link", name=house.late.number)).to_be_visible()
    expect(page.get_by_label(STATUS)).to_have_value("open")
    assert page.get_by_role("heading", level=1).count() == 1
