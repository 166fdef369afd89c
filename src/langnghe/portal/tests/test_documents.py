"""Papers that articles let people take home: what may come in, and who gets them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from wagtail.documents.models import Document

from langnghe.cases.tests.world import small_province
from langnghe.core.paper import Letterhead
from langnghe.portal.tests.world import make_article, make_editor, make_section, pass_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    editor = make_editor(small_province().commune_body)
    client.force_login(editor)
    pass_second_step(client, editor)
    return editor


def paper(words: str) -> bytes:
    """Return a PDF with words, a property and a file hidden in it."""
    from datetime import date

    from langnghe.core.paper import STATE, Document, Paragraph, Signature
    from langnghe.core.paper.pdf import to_pdf

    head = Letterhead("state", "UBND xã", "", "UBND", "Hương Sen", "ubnd_xa", "xã Hương Sen")
    made = to_pdf(
        Document(
            form=STATE, issuer=head.issuer, number="01/TB-UBND", place=head.place, date=date(2026, 6, 19),
            type_name="Thông báo", summary="Lịch cấp nước", blocks=(Paragraph(words),),
            signature=Signature("Chủ tịch"),
        )
    )  # fmt: skip
    writer, packed = PdfWriter(clone_from=io.BytesIO(made)), io.BytesIO()
    writer.add_metadata({"/Author": "Nguyễn Văn Máy Tính"})
    writer.add_attachment("ghi-chu.txt", b"0905 123 456")
    writer.write(packed)
    return packed.getvalue()


def upload(client, data: bytes, name: str = "thong-bao.pdf"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("wagtaildocs:add"), {"title": "Thông báo", "file": file, "collection": ""})


def test_of_a_paper_the_pages_alone_are_kept(client, editor):
    answer = upload(client, paper("Cấp nước từ 6 giờ."))

    assert answer.status_code == 302, answer.text
    with Document.objects.get().file.open("rb") as file:
        stored = PdfReader(file)
        assert "Cấp nước từ 6 giờ." in stored.pages[0].extract_text()
        assert "Máy Tính" not in str(stored.metadata)
        assert "/Names" not in stored.trailer["/Root"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04 not a paper", "thong-bao.docx"),
        (b"MZ\x90", "thong-bao.exe"),
        (b"<html><script>alert(1)</script>", "thong-bao.pdf"),
        (b"%PDF-1.7 broken", "thong-bao.pdf"),
    ],
)
def test_what_is_no_pdf_is_refused_and_not_stored(client, editor, data, name):
    upload(client, data, name)

    assert not Document.objects.exists()


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_paper_stamped_secret_is_refused_with_a_sentence_and_not_stored(client, editor, stamp):
    answer = upload(client, paper(f"{stamp}"))

    assert stamp in answer.text
    assert not Document.objects.exists()


def test_readers_get_the_papers_of_published_articles_and_no_others(client):
    section = make_section()
    found = Document.objects.create(title="Lịch", file=ContentFile(paper("Lịch cấp nước"), name="lich.pdf"))
    address = found.url
    assert client.get(address).status_code == 404

    block = ("document", {"document": found, "title": "Lịch cấp nước tuần này"})
    article = make_article(section, body=[block])

    assert "Lịch cấp nước tuần này" in client.get(article.address).text
    got = client.get(address)
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Content-Type"] == "application/pdf"
    assert b"".join(got).startswith(b"%PDF")
    article.unpublish()
    assert client.get(address).status_code == 404
    got.close()  # and the database with it
