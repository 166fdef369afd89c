"""Words are erased by one action alone, and leave an event that says who did it and why."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

import langnghe
from langnghe.cases import actions
from langnghe.cases.erasing import erase_words, parts_of
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case, CaseWords, EventKind, RatingLevel
from langnghe.cases.tests.world import World, make_user, report_in, small_province
from langnghe.ground.steps import NotPossible
from langnghe.people.models import Role, User
from langnghe.reports.erasing import delete_erased_files
from langnghe.reports.models import PublicCopy, PublicWords, ReportFile, ReportWords
from langnghe.reports.pictures import CleanPicture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.fixture
def administrator(world) -> User:
    return make_user("quan-tri", Role.ADMINISTRATOR, world.province_body)


@pytest.fixture
def case(world, settings, tmp_path) -> Case:
    """A case with words of every kind, and a picture."""
    settings.MEDIA_ROOT = tmp_path
    picture = CleanPicture(ContentFile(b"a picture", name="anh.jpg"), b"digest", 4, 3)
    said = {"locality": "thôn Hạ", "place": "trước nhà ông Mẫu"}
    given = report_in(world, "Ông Mẫu ở thôn Hạ lấn đường", pictures=(picture,), **said)
    case, now = take_in(given, by=None, now=timezone.now()).case, timezone.now()
    report = case.first_report
    actions.publish(case, report, words="Có người lấn đường", by=world.officer, now=now)
    actions.note(case, words="Đã gọi ông Mẫu", by=world.officer, now=now)
    actions.answer(case, outcome="solved", words="Ông Mẫu đã trả lại đường", by=world.officer, now=now)
    level = RatingLevel.objects.get(code="good")
    actions.rate(case, report, level=level, words="Cảm ơn, ông Mẫu", now=now)
    return case


def key_of(case: Case, beginning: str) -> str:
    return next(part.key for part in parts_of(case) if part.key.startswith(beginning))


def erase(case: Case, key: str, by: User):
    return erase_words(case, key, reason="Theo đơn của ông M.", by=by, now=timezone.now())


def test_the_words_of_a_sender_go_with_every_copy_made_public(case, administrator, client, world):
    event = erase(case, key_of(case, "report"), administrator)

    assert ReportWords.objects.get().words == PublicWords.objects.get().words == ""
    words = ReportWords.objects.get()
    assert (words.search, words.locality, words.place) == ("", "", "")  # nor be found, nor where it was
    assert PublicCopy.objects.get().withdrawn_by == administrator
    assert (event.kind, event.by, event.report_id) == (
        EventKind.WORDS_ERASED,
        administrator,
        case.first_report_id,
    )
    assert "Theo đơn của ông M." in event.words.words
    client.force_login(world.officer)
    for address in (reverse("cases:show", args=[case.number]), reverse("cases:list")):
        assert "lấn đường" not in client.get(address).content.decode()


def test_a_picture_is_gone_from_the_pages_and_from_the_disk(
    case, administrator, client, world, django_capture_on_commit_callbacks
):
    file = ReportFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(case, f"file-{file.pk}", administrator)

    assert not Path(file.file.path).exists()
    client.force_login(world.officer)
    assert client.get(reverse("cases:picture", args=[case.number, file.pk])).status_code == 404
    assert "ln-photo" not in client.get(reverse("cases:show", args=[case.number])).content.decode()


def test_a_file_that_an_interruption_left_is_deleted_later(case, administrator):
    erase(case, key_of(case, "file"), administrator)  # the transaction of a test never ends

    assert (delete_erased_files(), delete_erased_files()) == (1, 0)


def test_every_part_can_be_erased_and_then_only_the_reasons_are_left(case, administrator):
    for part in parts_of(case):
        erase(case, part.key, administrator)

    left = CaseWords.objects.exclude(words="")
    assert all("Theo đơn của ông M." in words.words for words in left)
    assert len(left) == 5  # said, photo, note, answer, rating


def test_every_case_of_a_report_tells_that_its_words_are_gone(case, administrator, world):
    other = take_in(report_in(world), by=None, now=timezone.now()).case
    actions.link_report(other, case.first_report, by=world.officer, now=timezone.now())

    erase(case, key_of(case, "report"), administrator)

    assert other.events.filter(kind=EventKind.WORDS_ERASED, report_id=case.first_report_id).exists()


def test_what_was_erased_cannot_be_erased_again_and_a_reason_is_needed(case, administrator):
    key = key_of(case, "report")
    with pytest.raises(NotPossible):
        erase_words(case, key, reason="  ", by=administrator, now=timezone.now())
    erase(case, key, administrator)

    with pytest.raises(NotPossible):
        erase(case, key, administrator)


def test_erased_words_cannot_be_published(case, administrator, world):
    erase(case, key_of(case, "report"), administrator)

    with pytest.raises(NotPossible):
        actions.publish(case, case.first_report, words="Có người", by=world.officer, now=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        {"words": "khác"},
        {"words": "", "erased_at": timezone.now()},
        {"words": "", "salt": b"", "erased_at": timezone.now()},
        {"words_hash": b"another"},
        {"salt": b"another"},
    ],
)
@pytest.mark.parametrize("model", [ReportWords, CaseWords, PublicWords])
def test_the_database_refuses_every_other_change_of_words(case, model, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)

    assert not model.objects.filter(words="").exists()


def test_the_leave_to_blank_ends_with_the_blanking(case, administrator):
    erase(case, key_of(case, "report"), administrator)

    with pytest.raises(DatabaseError), transaction.atomic():
        CaseWords.objects.update(words="", salt=b"", erased_at=timezone.now())


def test_only_the_two_files_of_erasing_blank_what_people_said():
    package = Path(langnghe.__file__).parent
    calling = {
        str(path.relative_to(package))
        for room in ("reports", "cases", "notices", "alarms", "site")
        for path in (package / room).rglob("*.py")
        if "tests" not in path.parts and re.search(r"\.blank\(", path.read_text(encoding="utf-8"))
    }

    assert calling == {"cases/erasing.py", "reports/erasing.py"}


def test_an_administrator_erases_without_reading(case, administrator, client):
    client.force_login(administrator)
    found = client.get(reverse("cases:find_to_erase"), {"number": case.number})
    page = client.get(found["Location"]).content.decode()
    assert "ông Mẫu" not in page
    assert "lấn đường" not in page

    given = {"part": key_of(case, "report"), "words": "Theo đơn yêu cầu số 12"}
    answer = client.post(found["Location"], given, follow=True)

    assert answer.status_code == 200
    assert ReportWords.objects.get().words == ""


@pytest.mark.parametrize("given", [{"words": ""}, {"part": "report-0", "words": "Lý do"}, {"words": "Lý do"}])
def test_a_form_that_is_not_complete_erases_nothing(case, administrator, client, given):
    client.force_login(administrator)

    answer = client.post(reverse("cases:erase", args=[case.number]), given)

    assert answer.status_code == 422
    assert ReportWords.objects.get().words


def test_who_does_not_administer_finds_no_such_page(case, world, client):
    for user in (world.officer, world.leader, world.reader):
        client.force_login(user)
        for address in (reverse("cases:find_to_erase"), reverse("cases:erase", args=[case.number])):
            assert client.get(address).status_code == 404
        assert reverse("cases:find_to_erase") not in client.get(reverse("cases:list")).content.decode()
