"""The official paper of a situation report: what it says, in both forms, with its stamp."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from langnghe.bodies.models import Body, PaperFormat
from langnghe.cases.tests.world import NOW, World, small_province
from langnghe.core.paper import FLASH, PARTY, STATE, URGENT, VERY_URGENT
from langnghe.situations.actions.reports import add, confirm, pass_up
from langnghe.situations.contents import Contents
from langnghe.situations.drawing import situation_report
from langnghe.situations.models import Situation, Urgency
from langnghe.situations.papers import contents_of
from langnghe.situations.tests.world import load_shipped_clocks, make_situation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    load_shipped_clocks()
    return small_province()


def read(situation: Situation) -> Contents:
    """Return the contents as they travel to the process that sets papers."""
    return Contents.from_json(contents_of(situation).to_json())


def test_it_says_what_was_seen_done_and_asked_and_what_became_known_since(world):
    situation = make_situation(world)
    add(situation, words="Các hộ đã dỡ lều.", by=world.officer, now=NOW + timedelta(hours=3))
    confirm(situation, words="Tỉnh đã nắm.", by=world.leader, now=NOW + timedelta(hours=4))

    page = situation_report(read(situation))

    words = str(page.blocks)
    for said in ("dựng lều", "đối thoại", "Đề nghị tỉnh cử đoàn", "Các hộ đã dỡ lều.", "khoảng 60 người"):
        assert said in words
    assert "Tỉnh đã nắm." not in words
    assert page.type_name == "Báo cáo nhanh"
    assert page.addressees == (world.province_body.name,)


def test_it_stays_addressed_to_whom_it_was_sent(world):
    above = Body.objects.create(
        slug="tren", name="Cơ quan trên", folded="co quan tren", kind="ubnd_tinh", line="state",
        area=world.province, name_on_paper="Cơ quan trên", valid_from=world.province_body.valid_from,
    )  # fmt: skip
    Body.objects.filter(pk=world.province_body.pk).update(superior=above)
    situation = make_situation(world)
    pass_up(situation, words="Vượt thẩm quyền.", by=world.leader, now=NOW)

    assert read(situation).addressee == world.province_body.name


@pytest.mark.parametrize(
    ("urgency", "stamp"),
    [
        (Urgency.NORMAL, None),
        (Urgency.URGENT, URGENT),
        (Urgency.VERY_URGENT, VERY_URGENT),
        (Urgency.FLASH, FLASH),
    ],
)
def test_each_urgency_has_its_stamp_and_what_is_not_urgent_has_none(world, urgency, stamp):
    assert situation_report(read(make_situation(world, urgency=urgency))).urgency == stamp


def test_a_party_body_writes_in_the_form_of_the_party(world):
    situation = make_situation(world)
    state = situation_report(read(situation))
    contents = read(situation)
    party = situation_report(
        replace(contents, letterhead=replace(contents.letterhead, form=PaperFormat.PARTY))
    )

    assert (state.form, party.form) == (STATE, PARTY)
    assert state.number.endswith("/BC-UBND")
    assert party.number.endswith("-BC/UBND")


def test_it_is_read_on_a_page_and_taken_home_as_word_and_pdf(client, world):
    situation = make_situation(world, urgency=Urgency.FLASH)
    client.force_login(world.leader)

    page = client.get(reverse("situations:paper", args=[situation.pk]))
    word, pdf = (
        client.get(reverse("situations:download", args=[situation.pk, kind])) for kind in ("docx", "pdf")
    )

    assert "HỎA TỐC" in page.text
    with ZipFile(BytesIO(word.content)) as paper:
        assert "HỎA TỐC" in paper.read("word/document.xml").decode()
    assert pdf.content.startswith(b"%PDF")
    assert client.get(reverse("situations:download", args=[situation.pk, "exe"])).status_code == 404


def test_who_may_not_see_the_report_gets_no_paper(client, world):
    situation = make_situation(world)
    client.force_login(world.neighbour_officer)

    assert client.get(reverse("situations:paper", args=[situation.pk])).status_code == 404
    assert client.get(reverse("situations:download", args=[situation.pk, "pdf"])).status_code == 404
