"""What another system hears when it speaks Open311 GeoReport v2."""

import io
import json
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from langnghe.cases import actions
from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, make_topic, report_in, small_province
from langnghe.ground.encrypted import unlock
from langnghe.reports.models import Report, ReportFile
from langnghe.reports.secrets import hash_of
from langnghe.site.models import ApiKey
from langnghe.site.open311.answers import Answer, as_json, as_xml
from langnghe.site.open311.keys import make_key
from langnghe.site.open311.questions import moment_from
from langnghe.topics.models import Publicness

WORDS = "Cầu treo bị gãy, gọi ông Bảy số 0905 123 456"


@pytest.fixture
def world(db) -> World:
    return small_province()


@pytest.fixture
def key(db) -> str:
    return make_key("ứng dụng thử")


def asked(client, path: str, **arguments: str) -> list | dict:
    response = client.get(f"/open311/{path}", arguments)
    assert response.status_code == 200, response.content
    return response.json()


def taken(world: World, words: str = WORDS, **fields) -> Case:
    fields.setdefault("latitude", 16.01234)
    fields.setdefault("longitude", 108.04321)
    now = fields.pop("now", timezone.now())
    return take_in(report_in(world, words, **fields), by=None, now=now).case


def sent(client, key: str, form: str = "json", **fields):
    given = {"service_code": "giao-thong", "lat": "16.01", "long": "108.01", "description": WORDS}
    return client.post(f"/open311/requests.{form}", {"api_key": key, **given, **fields})


def test_discovery_names_the_endpoint_in_both_forms(client, world):
    told = asked(client, "discovery.json")
    root = ET.fromstring(client.get("/open311/discovery.xml").content)

    assert told["endpoints"][0]["url"] == root.findtext("endpoints/endpoint/url")
    assert told["endpoints"][0]["url"].endswith("/open311")
    assert told["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert [form.text for form in root.iter("format")] == ["text/xml", "application/json"]
    assert datetime.fromisoformat(told["changeset"]).tzinfo is not None


def test_services_are_the_topics_that_may_become_public(client, world):
    codes = [service["service_code"] for service in asked(client, "services.json")]

    assert codes == ["giao-thong", "khac"]
    assert asked(client, "services/giao-thong.json") == {"service_code": "giao-thong", "attributes": []}
    assert client.get("/open311/services/thai-do.json").status_code == 404


def test_a_case_is_shown_without_the_words_contact_and_exact_place(client, world):
    case = taken(world, contact=ContactIn(name="Trần Thị Tám", telephone="0905123456"))

    (told,) = asked(client, f"requests/{case.number}.json")

    assert told["service_request_id"] == case.number
    assert (told["status"], told["status_notes"]) == ("open", "đã tiếp nhận")
    assert (told["service_code"], told["address"]) == ("giao-thong", "Xã Hương Sen, Tỉnh Mẫu")
    assert (told["lat"], told["long"]) == (16.012, 108.043)
    assert (told["description"], told["media_url"]) == (None, None)
    assert datetime.fromisoformat(told["expected_datetime"]) == case.answer_due_at


def test_description_is_the_masked_copy_once_an_officer_published_it(client, world):
    case = taken(world)
    now = timezone.now()
    actions.publish(case, case.first_report, words="Cầu treo bị gãy", by=world.officer, now=now)

    assert asked(client, f"requests/{case.number}.json")[0]["description"] == "Cầu treo bị gãy"

    actions.unpublish(case, case.first_report, reason="nhầm", by=world.officer, now=now)
    assert asked(client, f"requests/{case.number}.json")[0]["description"] is None


def test_topics_that_are_never_public_do_not_appear_at_all(client, world):
    case = taken(world, topic="thai-do")

    assert asked(client, "requests.json") == []
    assert client.get(f"/open311/requests/{case.number}.json").status_code == 404


def test_the_point_stays_away_where_the_topic_or_the_office_touched_asks_for_a_coarser_place(client, world):
    make_topic("dat-dai", "Đất đai", publicness=Publicness.COARSE)
    taken(world, topic="dat-dai")
    taken(world, touches_office=True)

    assert [(row["lat"], row["long"]) for row in asked(client, "requests.json")] == [(None, None)] * 2


def test_a_finished_case_is_closed_with_its_outcome_in_words(client, world):
    case = taken(world)
    now = timezone.now()
    actions.accept(case, by=world.officer, now=now)
    actions.answer(case, outcome="solved", words="Đã sửa xong.", by=world.officer, now=now)

    (told,) = asked(client, "requests.json", status="closed")

    case.refresh_from_db()
    assert (told["status"], told["status_notes"]) == ("closed", case.get_outcome_display())
    assert asked(client, "requests.json", status="open") == []
    assert len(asked(client, "requests.json", status="open,closed")) == 1


def test_xml_and_json_tell_the_same(client, world):
    taken(world)

    (told,) = asked(client, "requests.json")
    response = client.get("/open311/requests.xml")

    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    (request,) = ET.fromstring(response.content)
    assert {field.tag: field.text for field in request} == {
        name: None if value is None else str(value) for name, value in told.items()
    }


def test_pages_are_full_until_the_last_one_and_newest_first(client, world):
    now = timezone.now()
    numbers = [taken(world, now=now - timedelta(hours=hour)).number for hour in range(5)]

    pages = [
        [row["service_request_id"] for row in asked(client, "requests.json", page=str(page), page_size="2")]
        for page in (1, 2, 3, 4)
    ]

    assert pages == [numbers[:2], numbers[2:4], numbers[4:], []]


def test_lists_with_commas_and_numbers_override_everything_else(client, world):
    first, second = taken(world), taken(world, topic="khac")

    by_service = asked(client, "requests.json", service_code="giao-thong,khac")
    by_number = asked(
        client,
        "requests.json",
        service_request_id=f"{first.number},{second.number}",
        status="closed",
        start_date="not a date",
    )

    assert len(by_service) == len(by_number) == 2
    assert len(asked(client, "requests.json", service_code="khac")) == 1


def test_only_the_latest_ninety_days_are_told_unless_asked(client, world):
    long_ago = timezone.now() - timedelta(days=100)
    case = taken(world, received_at=long_ago)

    assert asked(client, "requests.json") == []
    told = asked(client, "requests.json", start_date=(long_ago - timedelta(days=1)).isoformat())
    assert [row["service_request_id"] for row in told] == [case.number]


@pytest.mark.parametrize(
    ("arguments", "faults"),
    [
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, 1),
        ({"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 1),
        ({"start_date": "hôm qua", "status": "done", "page": "0"}, 3),
        ({"page_size": "1001"}, 1),
        ({"start_date": "0001-01-01T00:00:00Z"}, 1),
        ({"end_date": "9999-12-31T23:59:59-14:00"}, 1),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence_for_each_fault(client, world, arguments, faults):
    response = client.get("/open311/requests.json", arguments)

    assert response.status_code == 400
    assert [error["code"] for error in response.json()] == ["400"] * faults


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02T02:00:00Z",
        "2026-03-02T09:00:00+07:00",
        "2026-03-02T09:00:00 07:00",  # a plus sign that was not escaped
        "2026-03-02T02:00:00.000000Z",
        "2026-03-02T09:00:00",  # without an offset: our own time
    ],
)
def test_one_moment_may_be_written_in_many_ways(written):
    assert moment_from(written) == datetime.fromisoformat("2026-03-02T02:00:00+00:00")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/26-999999.json", 404),
        ("requests.json?service_request_id=26-999999", 404),
        ("tokens/abc.json", 404),
        ("services/none.json", 404),
        ("nothing.json", 404),
        ("requests/%00.json", 404),
    ],
)
def test_what_does_not_exist_is_told_in_the_standard_form(client, world, path, status):
    response = client.get(f"/open311/{path}")

    assert response.status_code == status
    (error,) = response.json()
    assert error["code"] == str(status)
    assert error["description"]


def test_an_unknown_form_is_refused_in_xml(client, world):
    response = client.get("/open311/services.yaml")

    assert response.status_code == 404
    assert ET.fromstring(response.content).findtext("error/code") == "404"


def test_a_report_that_is_sent_becomes_a_case_with_number_and_secret(client, world, key):
    response = sent(
        client, key, last_name="Trần Thị", first_name="Tám", phone="0905123456", address_string="Cầu số 2"
    )

    assert response.status_code == 200
    (told,) = response.json()
    report = Report.objects.get()
    case = Case.objects.get(number=told["service_request_id"])
    assert (report.words.words, report.channel, report.words.place) == (WORDS, "open311", "Cầu số 2")
    assert (case.body, case.area) == (world.commune_body, world.commune)
    assert unlock(report.contact.wrapped_key, report.contact.cipher)["name"] == "Trần Thị Tám"
    secret = told["service_notice"].split(": ")[1].split(".")[0]
    assert hash_of(secret) == bytes(report.secret_hash)


def test_sending_answers_in_xml_too(client, world, key):
    (request,) = ET.fromstring(sent(client, key, "xml").content)

    assert [field.tag for field in request] == ["service_request_id", "service_notice", "account_id"]


def test_without_a_working_key_nothing_is_taken(client, world, key):
    ApiKey.objects.update(active=False)

    assert sent(client, "").status_code == 403
    assert sent(client, key).status_code == 403
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"service_code": "none"}, 404),
        ({"service_code": "thai-do"}, 404),
        ({"service_code": ""}, 400),
        ({"description": "a" * 4001}, 400),
        ({"description": " "}, 400),
        ({"lat": "16.0", "long": ""}, 400),
        ({"lat": "nan", "long": "108"}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "48.85", "long": "2.35"}, 400),
        ({"lat": "", "long": "", "address_id": "none"}, 400),
        ({"address_string": "a\x00b"}, 400),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(client, world, key, fields, status):
    response = sent(client, key, **fields)

    assert response.status_code == status
    assert len(response.json()) == 1
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "place",
    [
        {"address_id": "90002"},
        {"address_string": "Xã Bến Tre Xanh, Tỉnh Mẫu"},
        {"lat": "16.1", "long": "108.1"},
    ],
)
def test_the_place_may_be_an_area_an_address_or_a_point(client, world, key, place):
    response = sent(client, key, **{"lat": "", "long": "", **place})

    assert response.status_code == 200
    assert Case.objects.get().area == world.neighbour


def test_a_resend_within_a_minute_changes_nothing_where_the_client_names_its_device(client, world, key):
    answers = [sent(client, key, device_id="may-1").json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert Report.objects.count() == 1


def test_without_the_name_of_a_device_each_sending_is_a_report(client, world, key):
    for _ in range(2):
        sent(client, key)

    assert Report.objects.count() == 2


def test_photos_come_with_the_report_and_are_drawn_anew(client, world, key, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(photo, "PNG")

    answer = sent(client, key, media=SimpleUploadedFile("anh.png", photo.getvalue(), "image/png"))

    assert answer.status_code == 200
    assert (ReportFile.objects.get().width, ReportFile.objects.get().height) == (20, 10)


def test_a_file_that_is_no_picture_is_refused(client, world, key):
    answer = sent(client, key, media=SimpleUploadedFile("anh.png", b"MZ", "image/png"))

    assert answer.status_code == 400
    assert Report.objects.count() == 0


def test_too_many_reports_with_one_contact_are_told_to_wait(client, world, key, monkeypatch):
    monkeypatch.setattr("langnghe.cases.intake.REPORTS_A_WEEK", 1)
    sent(client, key, phone="0905123456")

    answer = sent(client, key, phone="0905123456")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_demonstration_says_so(client, world, key, settings):
    settings.DEMO_MODE = True
    number = sent(client, key).json()[0]["service_request_id"]

    assert "DỮ LIỆU MINH HỌA" in asked(client, f"requests/{number}.json")[0]["service_notice"]
    assert asked(client, "discovery.json")["endpoints"][0]["type"] == "test"


def test_other_methods_are_refused(client, world):
    response = client.delete("/open311/requests.json")

    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"


def test_a_list_takes_one_statement_however_long(client, world, django_assert_num_queries):
    for _ in range(3):
        taken(world)

    with django_assert_num_queries(1):
        client.get("/open311/requests.json")


def test_no_answer_ever_holds_words_that_are_not_published(client, world, key):
    number = sent(client, key, phone="0905123456", first_name="Tám").json()[0]["service_request_id"]
    paths = ["discovery", "services", "services/giao-thong", "requests", f"requests/{number}", "tokens/a"]

    answers = [
        client.get(f"/open311/{path}.{form}").content.decode() for path in paths for form in ("xml", "json")
    ]
    answers.append(
        client.get("/open311/requests.json", {"status": "open", "extensions": "true"}).content.decode()
    )

    for private in ("Cầu treo", "0905", "Bảy", "Tám"):
        assert not [answer for answer in answers if private in answer]


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.none() | st.booleans() | st.text() | st.integers()))
)
def test_any_content_is_written_so_that_it_can_be_read(rows):
    answer = Answer("rows", rows, "row")

    assert json.loads(as_json(answer)) == rows
    assert len(ET.fromstring(as_xml(answer))) == len(rows)


def test_a_key_is_shown_once_and_can_be_revoked(db, capsys):
    call_command("make_api_key", "ứng dụng")
    key = capsys.readouterr().out.strip()

    assert key not in str(ApiKey.objects.values().get())
    with pytest.raises(CommandError, match="has a key already"):
        call_command("make_api_key", "ứng dụng")
    call_command("make_api_key", "ứng dụng", "--revoke")
    assert not ApiKey.objects.filter(active=True).exists()
    with pytest.raises(CommandError, match="No active key"):
        call_command("make_api_key", "ứng dụng", "--revoke")
