"""
Every page of the project is opened in Chromium on a phone: it fits, has one heading, axe-core is content.

The addresses are those of `tests/test_hidden_pages.py`, which fails where a new one has no entry.
"""

from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse
from tests.test_hidden_pages import LISTS, NO_ID, OBJECTS, PUBLIC, Made

from langnghe.cases.tests.world import make_area, make_body, make_user
from langnghe.people.models import Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Reached only by a form, in a demonstration, with a code of one's own, or no page at all.
NOT_OPENED_BY_ADDRESS = {
    *("set_language", "healthz", "places:find", "places:locality_options"),
    "cases:similar",
    *("cases:review", "cases:send", "cases:followed", "cases:rate", "cases:not_solved", "cases:withdraw"),
    *("demo:tour", "demo:look"),
}
NAMES = sorted(
    name
    for name in chain(PUBLIC, LISTS, OBJECTS)
    if not name.endswith(":") and name not in NOT_OPENED_BY_ADDRESS
)


@pytest.fixture(scope="package")
def made(house, django_db_blocker) -> Made:
    """Return one of everything, made once for all pages."""
    with django_db_blocker.unblock():
        there = make_area("92001", "Xã Xa", parent=make_area("92", "Tỉnh Khác"))
        return Made(
            house.world, make_user("can-bo-xa", Role.OFFICER, make_body("ubnd-92001", "UBND Xã Xa", there))
        )


@pytest.fixture(scope="package")
def staff(house, made, django_db_blocker) -> list[User]:
    """Return those with whose eyes a page is tried, one after the other."""
    with django_db_blocker.unblock():
        return [
            house.world.leader,
            house.world.officer,
            make_user("quan-tri-trang", Role.ADMINISTRATOR, house.world.province_body),
        ]


def address_of(name: str, made: Made) -> str:
    if name in OBJECTS:
        return reverse(name, args=OBJECTS[name].made(made))
    needs = {"practices:public": [made.practice.pk], "practices:public_picture": [made.practice.pk]}
    needs |= {f"portal_{what}": [made.article.pk] for what in ("print", "send", "feedback")}
    needs |= {"portal_thanks": [made.article.pk, "gop-y"], "portal_picture": ["images/khong-co.jpg"]}
    needs["wagtaildocs_serve"] = [NO_ID, "khong-co.pdf"]
    needs["wagtail_serve"] = [made.article.address.removeprefix("/")]
    needs["grassroots:calendar_file"] = [made.world.commune_body.slug]
    needs["places:history"] = [made.world.commune.code]
    return reverse(name, args=needs.get(name, []))


def who_opens(path: str, staff: list[User]) -> tuple[User | None, str]:
    """Return who is shown a page there, and what kind of content it is; nobody where it is none."""
    kind = ""
    for user in staff:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        answer = client.get(path)
        if answer.status_code == 200:
            return user, answer["Content-Type"]
        kind = kind or str(answer.status_code)
    return None, kind


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_on_a_phone(visit, made, staff, name):
    path = address_of(name, made)
    user, kind = who_opens(path, staff)
    if user is None or "html" not in kind:  # a form leads here, or a map or a file is fetched
        assert kind in ("405", "404") or user is not None, f"{name} answers {kind}"
        return

    seen = visit("phone").sign_in(user).open(path)

    assert seen.page.get_by_role("heading", level=1).count() == 1, name
    seen.assert_fits()
    seen.assert_accessible()
