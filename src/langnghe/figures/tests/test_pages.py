"""A number on a page opens, and what opens has exactly as many rows as it says."""

import re
from datetime import date

import pytest

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, World, make_user, report_in, small_province
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import Question, address_of, items_behind, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = small_province()
    for n in range(7):
        area = (world.commune, world.neighbour, None)[n % 3]
        take_in(report_in(world, f"Việc {n}", area=area), by=None, now=NOW)
    return world


@pytest.fixture
def analyst(world):
    return make_user("chuyen-vien", "analyst", world.province_body)


def march(world: World) -> Question:
    return Question(area=world.province, first_on=date(2026, 3, 1), last_on=date(2026, 3, 31))


def rows_on(page: str) -> int:
    table = page[page.index('id="rows"') :]
    return table.count('<th scope="row">')


@pytest.mark.parametrize("name", FIGURES)
def test_a_number_opens_as_many_rows_as_it_says(client, world, analyst, name):
    client.force_login(analyst)

    page = client.get(address_of(name, march(world))).content.decode()

    assert rows_on(page) == value_of(name, march(world)).value


def test_each_part_opens_as_many_rows_as_it_says(client, world, analyst):
    client.force_login(analyst)
    answer = value_of("reports_received", march(world), by="area")
    assert len(answer.parts) == 3

    for part in answer.parts:
        page = client.get(
            address_of("reports_received", march(world), by="area", part=part.key)
        ).content.decode()
        assert (
            rows_on(page)
            == part.value
            == len(items_behind("reports_received", march(world), by="area", part=part.key))
        )


def test_the_list_links_every_number(client, world, analyst):
    client.force_login(analyst)

    page = client.get("/so-lieu/?area=90&from=2026-03-01&to=2026-03-31").content.decode()

    assert set(re.findall(r'href="/so-lieu/([a-z_]+)/', page)) == set(FIGURES)


def test_nobodys_words_stand_on_the_page(client, world, analyst):
    client.force_login(analyst)

    assert "Việc 1" not in client.get(address_of("reports_received", march(world))).content.decode()


def test_an_area_outside_ones_rights_and_one_that_does_not_exist_look_the_same(client, world):
    client.force_login(world.officer)

    statuses = [
        client.get(f"/so-lieu/reports_received/?area={code}&from=2026-03-01&to=2026-03-31").status_code
        for code in ("90", "90002", "nowhere")
    ]

    assert statuses == [404, 404, 404]
    assert (
        client.get("/so-lieu/reports_received/?area=90001&from=2026-03-01&to=2026-03-31").status_code == 200
    )
