"""Vietnamese editors read Vietnamese: a walk through the pages of Wagtail that an editor uses."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import trans_real
from PIL import Image
from wagtail.documents.models import Document

from langnghe.cases.tests.world import small_province
from langnghe.portal.models import Picture
from langnghe.portal.tests.world import make_article, make_editor, make_section, pass_second_step

pytestmark = pytest.mark.django_db

# What stays as it is: names, sentences of settings that are off here, and those for the project's developers.
LEFT = re.compile(
    r"snippet|user selected|users (selected|on this screen|in listing)|avatar|JavaScript is required|Wagtail"
    r"|^Application$|Root|byte$"
)


@pytest.fixture
def in_english(monkeypatch) -> set[str]:
    """Collect the sentences that a page in Vietnamese asks for and gets back in English."""
    found: set[str] = set()
    for name, at in (("gettext", 0), ("pgettext", 1), ("ngettext", 0), ("npgettext", 1)):
        asked = getattr(trans_real.DjangoTranslation, name)

        def noted(self, *args, asked=asked, at=at):
            said = asked(self, *args)
            if self.language() == "vi" and said in args and re.search("[a-z]{3}", args[at]):
                found.add(args[at])
            return said

        monkeypatch.setattr(trans_real.DjangoTranslation, name, noted)
    return found


def test_what_an_editor_uses_is_in_vietnamese(client, settings, tmp_path, in_english):
    settings.MEDIA_ROOT = tmp_path
    editor = make_editor(small_province().commune_body)
    client.force_login(editor)
    pass_second_step(client, editor)
    client.get("/bien-tap/")
    section = make_section()
    one, two = (make_article(section, f"{number}. Thông báo") for number in (1, 2))
    old = one.save_revision(user=editor)
    picture = Picture.objects.create(
        title="Ảnh", credit="Ảnh: xã", file=ContentFile(_photo(), name="a.jpg"), width=40, height=30
    )
    document = Document.objects.create(title="Lịch", file=ContentFile(b"%PDF-1.7", name="lich.pdf"))
    in_english.clear()

    for address in (
        "",
        *(f"pages/{section.pk}/{part}" for part in ("", "edit/", "?ordering=ord")),
        f"pages/add/portal/article/{section.pk}/",
        *(
            f"pages/{one.pk}/{part}"
            for part in ("edit/", "history/", "delete/", "unpublish/", "move/", "copy/", "usage/")
        ),
        f"pages/{one.pk}/revisions/{old.pk}/revert/",
        *("pages/search/?q=thong", "pages/search/?q=khong-co", "choose-page/", "choose-external-link/"),
        *(f"bulk/wagtailcore/page/{act}/?id={two.pk}" for act in ("publish", "unpublish", "delete", "move")),
        *(f"images/{part}" for part in ("", "add/", "multiple/add/", "chooser/")),
        *(f"images/{picture.pk}/{part}" for part in ("", "delete/")),
        *(f"documents/{part}" for part in ("", "add/", "multiple/add/", "chooser/")),
        *(f"documents/{act}/{document.pk}/" for act in ("edit", "delete")),
    ):
        assert client.get(f"/bien-tap/{address}").status_code == 200, address
    assert "Tiêu đề" in client.get(f"/bien-tap/pages/{one.pk}/edit/").text  # and not another sense of “title”
    for address, given in _tries(one.pk, two.pk, document.pk, picture.pk):
        answer = client.post(f"/bien-tap/{address}", given)
        if answer.status_code == 302:
            client.get(answer["Location"])

    assert not {sentence for sentence in in_english if not LEFT.search(sentence)}


def _tries(one: int, two: int, document: int, picture: int) -> list[tuple[str, dict[str, str]]]:
    """Return what is sent: first what does not fit, then drafts, publishing now and later, deleting."""
    words = {"title": "Tin", "own_date": "2026-06-19", "lead": "Tin.", "source": "UBND xã"}
    whole = {**words, "body-count": "0", "related-count": "0"}
    return [
        (f"pages/{one}/edit/", {**whole, "title": ""}),
        ("documents/add/", {"title": ""}),
        ("images/add/", {"title": ""}),
        (f"pages/{one}/edit/", whole),
        (f"pages/{one}/edit/", {**whole, "action-publish": "1"}),
        (f"pages/{one}/edit/", {**whole, "action-publish": "1", "go_live_at": "2099-01-01 10:00"}),
        (f"pages/{one}/unpublish/", {}),
        (f"pages/{two}/delete/", {}),
        (f"documents/delete/{document}/", {}),
        (f"images/{picture}/delete/", {}),
    ]


def _photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "JPEG")
    return content.getvalue()
