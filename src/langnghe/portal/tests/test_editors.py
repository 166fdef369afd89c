"""Who gets into the editors' area, under which policy, and what may come in with a picture."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from langnghe.cases.tests.world import small_province
from langnghe.portal import actions
from langnghe.portal.models import Article, Picture
from langnghe.portal.tests.world import make_editor, make_section, pass_second_step

pytestmark = pytest.mark.django_db
AREA = "/bien-tap/"


@pytest.fixture
def editor(client):
    editor = make_editor(small_province().commune_body)
    client.force_login(editor)
    return editor


def test_a_stranger_is_led_to_our_own_sign_in(client):
    for address in (AREA, "/bien-tap/login/", "/bien-tap/password_reset/", "/bien-tap/pages/1/"):
        assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


def test_to_staff_without_the_right_there_is_no_such_area(client):
    leader = small_province().leader
    client.force_login(leader)
    pass_second_step(client, leader)

    assert client.get(AREA).status_code == 404


def test_membership_of_the_group_alone_opens_nothing(client):
    leader = small_province().leader
    actions.let_in(leader)
    client.force_login(leader)
    pass_second_step(client, leader)

    assert client.get(AREA).status_code == 404


def test_an_editor_without_the_second_step_is_told_how_to_set_it_up(client, editor):
    page = client.get(AREA)

    assert page.status_code == 403
    assert reverse("mfa_activate_totp") in page.text


def test_an_editor_who_did_not_pass_the_second_step_in_this_session_is_asked_for_it(client, editor):
    pass_second_step(client, editor)
    client.force_login(editor)
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()

    assert client.get(AREA)["Location"].startswith(reverse("mfa_reauthenticate"))


def test_an_editor_enters_and_the_area_alone_has_the_looser_policy(client, editor):
    pass_second_step(client, editor)

    area, home = client.get(AREA), client.get("/")

    assert area.status_code == 200
    assert "'unsafe-inline'" in area["Content-Security-Policy"]
    assert "default-src 'none'" in area["Content-Security-Policy"]
    assert "unsafe" not in home["Content-Security-Policy"]


def test_an_editor_keeps_articles_and_pictures_and_nothing_else(client, editor):
    pass_second_step(client, editor)
    client.get(AREA)

    assert client.get("/bien-tap/images/").status_code == 200
    for address in ("/bien-tap/users/", "/bien-tap/groups/", "/bien-tap/collections/"):
        assert client.get(address).status_code in (302, 404), address
    assert client.get("/bien-tap/account/")["Location"] == reverse("account_change_password")


def test_an_editor_writes_and_publishes_an_article(client, editor):
    pass_second_step(client, editor)
    section = make_section()
    address = reverse("wagtailadmin_pages:add", args=["portal", "article", section.pk])

    answer = client.post(
        address,
        {
            "title": "Đã thông đường vào làng",
            "own_date": "2026-06-19",
            "lead": "Xe máy đi lại được từ sáng nay.",
            "source": "UBND xã Hương Sen",
            "body-count": "0",
            "related-count": "0",
            "action-publish": "1",
        },
    )

    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.live, article.owner, article.slug) == (True, editor, "da-thong-duong-vao-lang")


def test_an_editor_gives_an_article_to_an_own_body_and_to_no_other(client):
    world = small_province()
    editor = make_editor(world.commune_body)
    client.force_login(editor)
    pass_second_step(client, editor)
    address = reverse("wagtailadmin_pages:add", args=["portal", "article", make_section().pk])
    words = {"title": "Tin", "own_date": "2026-06-19", "lead": "Tin.", "source": "UBND xã"}
    given = {**words, "body-count": "0", "related-count": "0", "action-publish": "1"}

    offered = client.get(address).context["form"].fields["office"].queryset
    assert list(offered) == [world.commune_body]
    client.post(address, {**given, "office": world.neighbour_body.pk})
    assert not Article.objects.filter(live=True).exists()
    client.post(address, {**given, "office": world.commune_body.pk})
    assert Article.objects.get(live=True).office == world.commune_body


def test_a_source_is_asked_for(client, editor):
    pass_second_step(client, editor)
    address = reverse("wagtailadmin_pages:add", args=["portal", "article", make_section().pk])

    client.post(
        address,
        {"title": "Tin", "own_date": "2026-06-19", "lead": "Tin.", "body-count": "0", "related-count": "0",
         "action-publish": "1"},
    )  # fmt: skip

    assert not Article.objects.filter(live=True).exists()


def test_a_picture_loses_what_hides_in_it(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pass_second_step(client, editor)
    client.get(AREA)

    answer = client.post(
        reverse("wagtailimages:add"),
        {"title": "Cầu", "credit": "Ảnh: UBND xã", "file": _photo_with_a_place(), "collection": ""},
    )

    assert answer.status_code == 302, answer.text
    with Image.open(Picture.objects.get().file) as stored:
        assert not stored.getexif()
        assert stored.format == "JPEG"


def test_only_pictures_of_the_portal_are_handed_out(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "reports"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jpg").write_bytes(b"picture")

    found = client.get("/tep/images/a.jpg")
    assert (found.status_code, b"".join(found)) == (200, b"picture")
    found.close()
    for address in ("/tep/reports/a.jpg", "/tep/images/../reports/a.jpg", "/tep/a.jpg"):
        assert client.get(address).status_code in (400, 404), address


def _photo_with_a_place():
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(content, "JPEG", exif=exif)
    content.seek(0)
    content.name = "anh.jpg"
    return content
