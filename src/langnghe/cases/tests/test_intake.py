"""What happens to people's words when they come in."""

from datetime import datetime, timedelta

import pytest

from langnghe.bodies.models import Body
from langnghe.cases import actions
from langnghe.cases.intake import (
    ContactIn,
    GoesElsewhere,
    NotTaken,
    Step,
    take_in,
    take_in_many,
    where_it_would_go,
)
from langnghe.cases.models import Case, CaseEvent, EventKind, Outcome, ReportLink, Route, Status
from langnghe.cases.offices import Atlas
from langnghe.cases.tests.world import NOW, SOME_ID, VIETNAM, World, make_body, report_in, small_province
from langnghe.people.models import Contact
from langnghe.reports.models import Reading, Report
from langnghe.reports.secrets import hash_of, spelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


def test_words_become_a_report_and_a_case_with_an_owner_and_a_date(world):
    receipt = take_in(report_in(world), by=None, now=NOW)

    report = Report.objects.get()
    assert report.words.words == "Đường vào làng bị sạt lở"
    assert receipt.case.body == world.commune_body
    assert receipt.case.answer_due_at == datetime(2026, 3, 9, 17, 0, tzinfo=VIETNAM)
    assert receipt.case.promised_at == receipt.case.answer_due_at
    assert receipt.case.accept_due_at == datetime(2026, 3, 3, 9, 0, tzinfo=VIETNAM)
    event = CaseEvent.objects.get()
    assert (event.kind, event.status, event.body, event.seq) == ("opened", "received", world.commune_body, 1)


def test_the_secret_opens_the_report_but_is_stored_only_hashed(world):
    receipt = take_in(report_in(world), by=None, now=NOW)

    assert bytes(Report.objects.get().secret_hash) == hash_of(spelled(receipt.secret).lower())
    assert not set("0O1I") & set(receipt.secret)
    assert len(receipt.secret) == 10


def test_a_resend_changes_nothing_and_hears_the_same_secret(world):
    first = take_in(report_in(world, client_id=SOME_ID), by=None, now=NOW)

    again = take_in(report_in(world, client_id=SOME_ID), by=None, now=NOW + timedelta(hours=1))

    assert again.taken_before
    assert (again.case.number, again.secret) == (first.case.number, first.secret)
    assert Report.objects.count() == Case.objects.count() == ReportLink.objects.count() == 1


def test_what_touches_the_office_goes_one_body_above(world):
    touching = take_in(report_in(world, touches_office=True), by=None, now=NOW)
    conduct = take_in(report_in(world, topic="thai-do"), by=None, now=NOW)

    assert touching.case.body == conduct.case.body == world.province_body
    assert touching.case.one_above


def test_a_report_without_a_place_still_has_an_owner(world):
    receipt = take_in(report_in(world, area=None), by=None, now=NOW)

    assert receipt.case.body == world.province_body
    assert receipt.case.area is None
    assert receipt.case.province == world.province


def test_denunciations_are_shown_where_to_go_and_nothing_is_stored(world):
    with pytest.raises(GoesElsewhere, match="thanh tra"):
        take_in(report_in(world, kind="to-cao"), by=None, now=NOW)

    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("words", {"words": "   "}),
        ("words", {"words": "a" * 10_001}),
        ("words", {"words": "a\x00b"}),
        ("kind", {"kind": "khong-co"}),
        ("topic", {"topic": "khong-co"}),
        ("happened_at", {"happened_at": NOW + timedelta(days=1)}),
        ("received_at", {"received_at": NOW + timedelta(days=1)}),
        ("point", {"latitude": 16.0}),
        ("point", {"latitude": 160.0, "longitude": 108.0}),
    ],
)
def test_what_cannot_be_taken_gets_one_sentence_at_its_field(world, field, fields):
    with pytest.raises(NotTaken) as refused:
        take_in(report_in(world, **fields), by=None, now=NOW)

    assert list(refused.value.faults) == [field]
    assert not Report.objects.exists()


def test_an_area_that_ended_is_not_taken(world):
    world.commune.valid_to = NOW.date() - timedelta(days=1)

    with pytest.raises(NotTaken, match="Hương Sen"):
        take_in(report_in(world), by=None, now=NOW)


def test_html_is_kept_as_it_was_written(world):
    take_in(report_in(world, words="<script>alert(1)</script>"), by=None, now=NOW)

    assert Report.objects.get().words.words == "<script>alert(1)</script>"


def test_contact_details_lie_encrypted_in_the_vault(world):
    take_in(
        report_in(world, contact=ContactIn(name="Nguyễn Văn Mẫu", telephone="0905 123 456")), by=None, now=NOW
    )

    contact = Contact.objects.get()
    assert contact.has_telephone
    assert b"0905" not in bytes(contact.cipher)
    assert "Mẫu".encode() not in bytes(contact.cipher)


def test_the_preview_says_who_and_when_and_stores_nothing(world):
    preview = where_it_would_go(report_in(world), now=NOW)

    assert preview.body == world.commune_body
    assert preview.answer_due_at == datetime(2026, 3, 9, 17, 0, tzinfo=VIETNAM)
    assert not Report.objects.exists()


def test_one_report_needs_at_most_eight_statements(world, django_assert_max_num_queries):
    take_in(report_in(world), by=None, now=NOW)  # rules and places are read once for each process

    with django_assert_max_num_queries(8):  # BEGIN and its end included
        take_in(report_in(world, contact=ContactIn(telephone="0905123456")), by=None, now=NOW)


def test_a_body_or_an_area_that_changes_is_seen_by_the_next_report(world):
    before = take_in(report_in(world), by=None, now=NOW).case

    Body.objects.filter(pk=world.commune_body.pk).update(valid_to=NOW.date() - timedelta(days=1))
    without_a_body = take_in(report_in(world), by=None, now=NOW).case
    make_body("ubnd-moi", "Ủy ban nhân dân mới", world.commune)
    with_a_new_one = take_in(report_in(world), by=None, now=NOW).case

    assert before.body == world.commune_body
    assert without_a_body.body == world.province_body
    assert with_a_new_one.body.slug == "ubnd-moi"


def test_the_batch_writes_the_same_rows_as_the_single_door(world):
    given = report_in(world, contact=ContactIn(email="ai@example.org"))
    single = take_in(given, by=None, now=NOW).case
    twin = report_in(world, contact=ContactIn(email="ai@example.org"))
    take_in_many([twin], atlas=Atlas(on=NOW.date()), by=None, now=NOW)
    batched = Case.objects.exclude(pk=single.pk).get()

    own = {"id", "number", "first_report", "words", "report", "case", "client_id", "secret_hash", "contact"}
    written = {"recorded_at", "xid", "since", "salt", "words_hash", "wrapped_key", "cipher"}
    for model, one, other in [
        (Case, single, batched),
        (Report, single.first_report, batched.first_report),
        (Reading, single.first_report.readings.get(), batched.first_report.readings.get()),
        (CaseEvent, single.events.get(), batched.events.get()),
    ]:
        names = [field.name for field in model._meta.concrete_fields if field.name not in own | written]
        one.refresh_from_db()
        assert {name: getattr(one, name) for name in names} == {name: getattr(other, name) for name in names}
    assert batched.first_report.words.words == given.words
    assert batched.first_report.contact.has_email


def test_a_case_that_comes_in_with_its_history_has_the_clocks_that_actions_would_have_set(world):
    steps = (
        Step(EventKind.ACCEPTED, NOW + timedelta(hours=1), Status.ACCEPTED),
        Step(EventKind.EXTENDED, NOW + timedelta(hours=2), Status.ACCEPTED, words="Chờ vật tư", amount=5),
        Step(
            EventKind.HANDED_OVER,
            NOW + timedelta(hours=3),
            Status.ACCEPTED,
            words="Đúng thẩm quyền",
            body=world.province_body,
        ),
        Step(EventKind.ANSWERED, NOW + timedelta(hours=4), Status.ANSWERED, Outcome.SOLVED, words="Đã xong"),
        Step(EventKind.RATED, NOW + timedelta(hours=5), Status.ANSWERED, Outcome.SOLVED),
    )
    later = NOW + timedelta(days=1)
    [with_history] = take_in_many(
        [report_in(world, received_at=NOW, steps=steps)], atlas=Atlas(on=NOW.date()), by=None, now=later
    )
    by_hand = take_in(report_in(world, received_at=NOW), by=None, now=NOW).case
    actions.accept(by_hand, by=world.officer, now=steps[0].happened_at)
    actions.extend(by_hand, words="Chờ vật tư", by=world.officer, now=steps[1].happened_at)
    actions.hand_over(
        by_hand, to=world.province_body, words="Đúng thẩm quyền", by=world.officer, now=steps[2].happened_at
    )
    by_hand.refresh_from_db()

    imported = with_history.case
    assert (imported.answer_due_at, imported.body_due_at) == (by_hand.answer_due_at, by_hand.body_due_at)
    assert imported.body == world.province_body
    assert imported.hand_overs == 1
    assert imported.events.get(kind=EventKind.RATED).report_id == with_history.report.pk
    assert [event.first_answer for event in imported.events.order_by("seq")][-2:] == [True, False]


def test_without_routes_the_nearest_peoples_committee_deals_with_it_not_the_council(world):
    Route.objects.all().delete()
    make_body("hdnd-xa-1", "Hội đồng nhân dân Xã Hương Sen", world.commune, kind="hdnd_xa")

    assert take_in(report_in(world), by=None, now=NOW).case.body == world.commune_body
