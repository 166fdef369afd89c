"""The pages on which a body keeps its own lists."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from langnghe.bodies.actions.bodies import load_bodies
from langnghe.bodies.queries import body_on
from langnghe.people.models import Responsibility, Role, RoleGrant, User
from langnghe.places.actions.areas import load_areas
from langnghe.places.actions.localities import note_unlisted
from langnghe.places.models import Locality
from langnghe.places.queries import area_on

SINCE = date(2025, 7, 1)
AREAS = """code,name,kind,parent_code,valid_from,valid_to,lat,lon
90,Tỉnh Mẫu,tỉnh,,2025-07-01,,,
90001,Xã Hương Sen,xã,90,2025-07-01,,,
90002,Xã Bến Xanh,xã,90,2025-07-01,,,
"""


@pytest.fixture
def province(db, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(AREAS, encoding="utf-8")
    load_areas(path)
    load_bodies()


def sign_in(client, role: str, slug: str) -> User:
    user = User.objects.create_user(f"{role}-{slug}", full_name="Người Mẫu")
    RoleGrant.objects.create(user=user, role=role, body=body_on(slug, timezone.localdate()), valid_from=SINCE)
    client.force_login(user)
    return user


def put_in_charge(slug: str) -> Responsibility:
    body = body_on(slug, timezone.localdate())
    return Responsibility.objects.create(body=body, officer_name="Lê Mẫu", valid_from=SINCE)


def test_the_page_of_nobody_in_charge_lists_a_body_until_somebody_is(province, client):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    page = "/can-bo/phan-cong/?loc=chua-phan-cong"
    assert "Ủy ban nhân dân xã Hương Sen" in client.get(page).content.decode()

    answer = client.post(
        "/can-bo/phan-cong/ubnd-xa-90001/them/", {"officer_name": "Trần Thị Mẫu", "valid_from": "2026-01-05"}
    )

    assert answer.status_code == 302
    assert "Ủy ban nhân dân xã Hương Sen" not in client.get(page).content.decode()
    assert "Trần Thị Mẫu" in client.get("/can-bo/phan-cong/").content.decode()


def test_a_responsibility_that_ended_yesterday_leaves_the_body_with_nobody(province, client):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    ended = put_in_charge("ubnd-xa-90001")
    Responsibility.objects.filter(pk=ended.pk).update(valid_to=timezone.localdate() - timedelta(days=1))

    page = client.get("/can-bo/phan-cong/?loc=chua-phan-cong").content.decode()

    assert "Ủy ban nhân dân xã Hương Sen" in page


def test_ending_a_responsibility_keeps_it_with_its_last_day(province, client):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    responsibility = put_in_charge("ubnd-xa-90001")

    client.post(f"/can-bo/phan-cong/{responsibility.pk}/thoi/")

    responsibility.refresh_from_db()
    assert responsibility.valid_to == timezone.localdate()


def test_a_list_of_many_responsibilities_takes_few_statements(
    province, client, django_assert_max_num_queries
):
    sign_in(client, Role.LEADER, "ubnd-tinh-90")
    for _ in range(60):
        put_in_charge("ubnd-xa-90001")

    with django_assert_max_num_queries(8):
        client.get("/can-bo/phan-cong/")


@pytest.mark.parametrize("slug", ["ubnd-xa-90002", "no-such-body"])
def test_a_hidden_body_looks_like_one_that_does_not_exist(province, client, slug):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")

    assert client.get(f"/can-bo/phan-cong/{slug}/them/").status_code == 404


def test_a_reader_can_neither_add_nor_end_nor_keep_localities(province, client):
    sign_in(client, Role.READER, "ubnd-xa-90001")
    responsibility = put_in_charge("ubnd-xa-90001")

    assert client.get("/can-bo/phan-cong/ubnd-xa-90001/them/").status_code == 404
    assert client.post(f"/can-bo/phan-cong/{responsibility.pk}/thoi/").status_code == 404
    assert client.get("/can-bo/thon-lang/").status_code == 404


@pytest.mark.parametrize("page", ["/can-bo/phan-cong/", "/can-bo/thon-lang/"])
def test_a_stranger_is_asked_to_sign_in(province, client, page):
    answer = client.get(page)

    assert (answer.status_code, "dang-nhap" in answer.url or "login" in answer.url) == (302, True)


def test_a_name_people_said_is_added_by_one_click_and_waits_no_longer(province, client):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    area = area_on("90001", timezone.localdate())
    note_unlisted(area, "Làng Krêl", now=timezone.now())
    said = area.unlisted_localities.get()
    assert "Làng Krêl" in client.get("/can-bo/thon-lang/").content.decode()

    client.post(f"/can-bo/thon-lang/{said.pk}/", {"add": "1"})

    assert Locality.objects.get().name == "Làng Krêl"
    assert not list(area.unlisted_localities.filter(locality=None))


def test_a_name_said_in_another_commune_cannot_be_settled(province, client):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    note_unlisted(area_on("90002", timezone.localdate()), "Thôn 4", now=timezone.now())
    said = area_on("90002", timezone.localdate()).unlisted_localities.get()

    assert client.post(f"/can-bo/thon-lang/{said.pk}/", {"add": "1"}).status_code == 404


def test_the_localities_page_takes_few_statements(province, client, django_assert_max_num_queries):
    sign_in(client, Role.OFFICER, "ubnd-xa-90001")
    for number in range(30):
        client.post("/can-bo/thon-lang/?xa=90001", {"name": f"Thôn {number + 1}"})

    with django_assert_max_num_queries(9):
        page = client.get("/can-bo/thon-lang/").content.decode()

    assert "Thôn 14" in page
