"""The pages of residents and officers, as a browser without script uses them."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from langnghe.cases import actions
from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, report_in, small_province
from langnghe.people.models import ContactLook
from langnghe.places.models import Boundary
from langnghe.reports.models import Report, ReportFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.fixture
def case(world) -> Case:
    given = report_in(
        world, "Gọi tôi số 0905 123 456, đường sạt lở", contact=ContactIn(telephone="0905123456")
    )
    return take_in(given, by=None, now=timezone.now()).case


def photo() -> SimpleUploadedFile:
    content = io.BytesIO()
    picture = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    picture.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("anh.jpg", content.getvalue(), content_type="image/jpeg")


def hidden_fields(page: str) -> dict[str, str]:
    tags = re.findall(r'<input type="hidden"[^>]*>', page)
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in named if name}


def seen(answer: HttpResponse, number: str) -> str:
    """Return a page without what differs each time: tokens, nonces and the number in the address."""
    page = re.sub(r'(nonce|content|value)="[^"]*"', "", answer.content.decode())
    return page.replace(number, "")


def test_a_resident_says_something_in_three_steps_and_follows_it(client, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kinds = client.get(reverse("cases:say")).content.decode()
    assert "Phản ánh" in kinds

    step_two = client.get(reverse("cases:say"), {"loai": "phan-anh"}).content.decode()
    said = {
        **hidden_fields(step_two),
        "words": "duong vao lang bi sat lo",
        "area_name": "huong sen",
        "topic": "",
    }
    review = client.post(reverse("cases:review"), said).content.decode()
    assert "Ủy ban nhân dân Xã Hương Sen" in review
    assert not Report.objects.exists()

    sent = client.post(reverse("cases:send"), {**hidden_fields(review), "pictures": photo()}).content.decode()
    number = Case.objects.get().number
    assert number in sent
    secret = re.search(r"[A-Z2-9]{3}-[A-Z2-9]{4}-[A-Z2-9]{3}", sent)[0]
    assert "<svg" in sent
    kept = ReportFile.objects.get()
    with kept.file.open() as file:
        assert b"Secret camera" not in file.read()

    wrong = client.post(reverse("cases:follow"), {"secret": "AAA-AAAA-AAA"})
    assert wrong.status_code == 422
    followed = client.post(reverse("cases:follow"), {"secret": secret.lower()}, follow=True).content.decode()
    assert "duong vao lang bi sat lo" in followed
    assert number in followed


@pytest.mark.parametrize("path", ["cases:review", "cases:send"])
def test_what_cannot_be_taken_is_asked_again_and_nothing_typed_is_lost(client, world, path):
    answer = client.post(
        reverse(path), {"kind": "phan-anh", "words": " ", "place": "gần chợ", "area_name": "khong co"}
    )

    assert answer.status_code == 422
    assert "gần chợ" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("has_outline", [False, True])
def test_a_point_on_the_map_names_the_commune_where_nobody_did(client, world, has_outline):
    if (
        has_outline
    ):  # the point lies nearer to the middle of the commune, and inside its neighbour all the same
        square = [[107.9, 15.9], [108.2, 15.9], [108.2, 16.2], [107.9, 16.2], [107.9, 15.9]]
        Boundary.objects.create(
            area=world.neighbour,
            geometry={"type": "Polygon", "coordinates": [square]},
            west=107.9,
            south=15.9,
            east=108.2,
            north=16.2,
        )
    step_two = client.get(reverse("cases:say"), {"loai": "phan-anh"}).content.decode()
    said = {**hidden_fields(step_two), "words": "Đường sạt lở", "topic": "giao-thong"}
    said |= {"latitude": "16.01", "longitude": "108.01"}

    review = client.post(reverse("cases:review"), said).content.decode()
    client.post(reverse("cases:send"), hidden_fields(review))

    assert ("chắc chắn" in review) != has_outline
    assert Case.objects.get().area == (world.neighbour if has_outline else world.commune)


def test_a_denunciation_is_shown_where_to_go_and_nothing_is_stored(client, world):
    page = client.get(reverse("cases:say"), {"loai": "to-cao"}).content.decode()

    assert "thanh tra" in page
    client.post(reverse("cases:send"), {"kind": "to-cao", "words": "Ông ấy nhận tiền"})
    assert not Report.objects.exists()


def test_html_in_words_is_shown_as_text(client, world):
    case = take_in(report_in(world, "<script>alert(1)</script>"), by=None, now=timezone.now()).case
    client.force_login(world.officer)

    page = client.get(reverse("cases:show", args=[case.number])).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_file_that_is_no_picture_gets_one_sentence_and_the_words_stay(client, world):
    page = client.get(reverse("cases:say"), {"loai": "phan-anh"}).content.decode()
    said = {**hidden_fields(page), "words": "Đường hỏng"}

    answer = client.post(reverse("cases:send"), {**said, "pictures": SimpleUploadedFile("a.jpg", b"<html>")})

    assert answer.status_code == 422
    assert "Đường hỏng" in answer.content.decode()
    assert "a.jpg" in answer.content.decode()
    assert not Report.objects.exists()


def test_the_sender_rates_the_answer_and_can_say_that_it_is_not_solved(client, world):
    receipt = take_in(report_in(world), by=None, now=timezone.now())
    actions.answer(receipt.case, outcome="solved", words="Đã sửa.", by=world.officer, now=timezone.now())
    client.post(reverse("cases:follow"), {"secret": receipt.secret})

    client.post(reverse("cases:rate", args=[receipt.case.number]), {"level": "bad", "words": "Chưa xong"})
    client.post(reverse("cases:not_solved", args=[receipt.case.number]), {"words": "Vẫn sạt"})

    receipt.case.refresh_from_db()
    assert receipt.case.status == "accepted"
    assert receipt.case.ratings.get().level.code == "bad"
    first = receipt.case.events.get(kind="answered")
    assert first.first_answer


def test_a_code_opens_only_its_own_report(client, world):
    mine = take_in(report_in(world), by=None, now=timezone.now())
    other = take_in(report_in(world, "Việc của người khác"), by=None, now=timezone.now())
    client.post(reverse("cases:follow"), {"secret": mine.secret})

    client.post(reverse("cases:withdraw", args=[other.case.number]))

    other.case.refresh_from_db()
    assert other.case.status == "received"
    assert "Việc của người khác" not in client.get(reverse("cases:followed")).content.decode()


def test_guessing_codes_is_stopped(client, world):
    for _ in range(30):
        client.post(reverse("cases:follow"), {"secret": "AAA-AAAA-AAA"})

    page = client.post(reverse("cases:follow"), {"secret": "AAA-AAAA-AAB"}).content.decode()

    assert "bàn tiếp" in page or "reception desk" in page


def test_the_secret_never_stands_on_a_staff_page(client, world):
    receipt = take_in(report_in(world), by=None, now=timezone.now())
    client.force_login(world.officer)

    for name, arguments in [("cases:list", []), ("cases:show", [receipt.case.number])]:
        assert receipt.secret not in client.get(reverse(name, args=arguments)).content.decode()


def test_an_officer_accepts_and_answers(client, world, case):
    client.force_login(world.officer)
    assert case.number in client.get(reverse("cases:list")).content.decode()

    client.post(reverse("cases:accept", args=[case.number]))
    client.post(reverse("cases:answer", args=[case.number]), {"outcome": "solved", "words": "Đã kè lại."})

    case.refresh_from_db()
    assert (case.status, case.outcome) == ("answered", "solved")
    assert "Đã kè lại." in client.get(reverse("cases:show", args=[case.number])).content.decode()


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("refuse", {"words": "Không thuộc thẩm quyền."}, "refused"),
        ("extend", {"words": "Chờ vật tư."}, "accepted"),
        ("pause", {"words": "Chờ người gửi."}, "paused"),
        ("note", {"words": "Đã gọi."}, "accepted"),
    ],
)
def test_each_step_needs_a_reason_and_leaves_an_event(client, world, case, name, given, status):
    client.force_login(world.officer)
    actions.accept(case, by=world.officer, now=timezone.now())

    assert client.post(reverse(f"cases:{name}", args=[case.number]), {"words": ""}).status_code == 422
    assert client.post(reverse(f"cases:{name}", args=[case.number]), given).status_code == 302

    case.refresh_from_db()
    assert case.status == status
    assert case.events.count() == 3


def test_an_extension_moves_the_persons_date_and_leaves_the_first_promise(client, world, case):
    client.force_login(world.officer)
    before = case.answer_due_at

    client.post(reverse("cases:extend", args=[case.number]), {"words": "Chờ vật tư."})

    case.refresh_from_db()
    assert case.promised_at == before < case.answer_due_at
    assert client.post(reverse("cases:extend", args=[case.number]), {"words": "Nữa."}).status_code == 422


def test_handing_over_keeps_the_persons_clock_and_moves_the_case_out_of_sight(client, world, case):
    client.force_login(world.officer)
    due = case.answer_due_at

    client.post(reverse("cases:hand_over", args=[case.number]), {"to": "ubnd-90", "words": "Đường tỉnh."})

    case.refresh_from_db()
    assert (case.body, case.answer_due_at, case.hand_overs) == (world.province_body, due, 1)
    assert client.get(reverse("cases:show", args=[case.number])).status_code == 404


def test_a_published_copy_is_masked_whatever_the_officer_left_in(client, world, case):
    client.force_login(world.officer)
    address = reverse("cases:publish", args=[case.number, case.first_report.pk])
    assert "0905 123 456" in client.get(address).content.decode()

    client.post(address, {"words": "Gọi tôi số 0905 123 456, đường sạt lở"})

    assert "0905" not in case.first_report.public_copies.get().words.words


def test_a_look_at_the_senders_details_needs_a_reason_and_is_written_down(client, world, case):
    client.force_login(world.officer)
    address = reverse("cases:contact", args=[case.number, case.first_report.pk])
    assert "0905123456" not in client.get(address).content.decode()

    page = client.post(address, {"words": "Hẹn đến xem tại chỗ"}).content.decode()

    assert "0905123456" in page
    assert ContactLook.objects.get().reason == "Hẹn đến xem tại chỗ"


def test_details_hidden_from_the_office_cannot_be_opened(client, world):
    given = report_in(world, contact=ContactIn(telephone="0905123456", hidden_from_office=True))
    case = take_in(given, by=None, now=timezone.now()).case
    client.force_login(world.officer)

    assert client.get(reverse("cases:contact", args=[case.number, case.first_report.pk])).status_code == 404


def test_the_reception_desk_takes_down_reads_back_and_hands_out_the_code(client, world):
    client.force_login(world.officer)
    form = client.get(reverse("cases:enter")).content.decode()
    said = {
        **hidden_fields(form),
        "channel": "counter",
        "kind": "phan-anh",
        "words": "Mất nước ba ngày",
        "area_name": "Hương Sen",
    }

    page = client.post(reverse("cases:enter"), said).content.decode()

    assert "Mất nước ba ngày" in page
    assert re.search(r"[A-Z2-9]{3}-[A-Z2-9]{4}-[A-Z2-9]{3}", page)
    report = Report.objects.get()
    assert report.entered_by_staff
    assert report.entered_by == world.officer


def test_linking_two_cases_can_be_undone(client, world, case):
    other = take_in(report_in(world, "Cùng chỗ sạt lở"), by=None, now=timezone.now()).case
    client.force_login(world.officer)

    client.post(reverse("cases:link", args=[case.number]), {"other": other.number})
    assert case.links.filter(undone_at=None).count() == 2
    client.post(reverse("cases:unlink", args=[case.number, other.first_report.pk]))

    assert case.links.filter(undone_at=None).count() == 1
    assert Report.objects.count() == 2


def test_the_overdue_list_shows_the_longest_overdue_first(client, world):
    now = timezone.now()
    early = take_in(report_in(world, received_at=now - timedelta(days=60)), by=None, now=now).case
    late = take_in(report_in(world, received_at=now - timedelta(days=30)), by=None, now=now).case
    take_in(report_in(world), by=None, now=now)
    client.force_login(world.officer)

    page = client.get(reverse("cases:overdue")).content.decode()

    assert page.index(early.number) < page.index(late.number)
    assert page.count('class="ln-case"') == 2


def test_the_work_list_pages_by_key_without_losing_or_repeating_a_case(client, world):
    now = timezone.now()
    numbers = {
        take_in(report_in(world, received_at=now - timedelta(hours=n)), by=None, now=now).case.number
        for n in range(103)
    }
    client.force_login(world.officer)

    seen, address = [], reverse("cases:list")
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"<b>(\d\d-\d{6})</b>", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = reverse("cases:list") + onward[1].replace("&amp;", "&") if onward else ""

    assert len(seen) == len(set(seen)) == 103
    assert set(seen) == numbers


@pytest.mark.parametrize(
    "query", ["?status=open&topic=giao-thong", "?status=received", "?topic=giao-thong&after=x"]
)
def test_the_work_list_needs_at_most_eight_statements(
    client, world, case, query, django_assert_max_num_queries
):
    client.force_login(world.officer)
    client.get(reverse("cases:list") + query)

    with django_assert_max_num_queries(8):
        client.get(reverse("cases:list") + query)


def test_the_case_page_needs_at_most_six_statements(client, world, case, django_assert_max_num_queries):
    client.force_login(world.officer)
    client.get(reverse("cases:show", args=[case.number]))

    with django_assert_max_num_queries(6):
        assert client.get(reverse("cases:show", args=[case.number])).status_code == 200


STAFF = [
    ("cases:list", False),
    ("cases:overdue", False),
    ("cases:enter", False),
    *[
        (f"cases:{name}", True)
        for name in [
            "show",
            "ledger",
            "accept",
            "answer",
            "refuse",
            "extend",
            "pause",
            "resume",
            "reopen",
            "note",
        ]
    ],
    *[(f"cases:{name}", True) for name in ["hand_over", "correct", "link"]],
]


@pytest.mark.parametrize(("name", "of_case"), STAFF)
def test_a_stranger_sees_nothing_of_staff(client, world, case, name, of_case):
    answer = client.get(reverse(name, args=[case.number] if of_case else []))

    assert answer.status_code == 302
    assert "tai-khoan" in answer["Location"]


@pytest.mark.parametrize("name", [name for name, of_case in STAFF if of_case])
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_and_missing_look_the_same(client, world, case, name, method):
    client.force_login(world.neighbour_officer)

    hidden = getattr(client, method)(reverse(name, args=[case.number]))
    missing = getattr(client, method)(reverse(name, args=["26-999999"]))

    assert hidden.status_code == missing.status_code
    assert hidden.status_code in (404, 405)
    assert seen(hidden, case.number) == seen(missing, "26-999999")


@pytest.mark.parametrize(
    "name",
    [
        "accept",
        "answer",
        "refuse",
        "extend",
        "pause",
        "resume",
        "reopen",
        "note",
        "hand_over",
        "correct",
        "link",
    ],
)
def test_a_reader_can_look_but_do_nothing(client, world, case, name):
    client.force_login(world.reader)
    assert client.get(reverse("cases:show", args=[case.number])).status_code == 200

    answer = client.post(reverse(f"cases:{name}", args=[case.number]), {"words": "x", "outcome": "solved"})

    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.status == "received"
