"""What readers send: to a friend, or to the editors; and who is in charge."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.models import Case
from langnghe.cases.tests.world import make_kind, small_province
from langnghe.ground import encrypted
from langnghe.notices.models import PassingMail
from langnghe.notices.passing import send_passing
from langnghe.people.models import Contact, ContactLook, Responsibility
from langnghe.portal.models import Feedback
from langnghe.portal.tests.world import make_article, make_editor, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(make_section())


def send(client, article, **changed):
    form = {"friend": "ban@example.vn", "own": "toi@example.vn", "note": "Đọc nhé", **changed}
    return client.post(reverse("portal_send", args=[article.pk]), form)


def say(client, article, **changed):
    form = {"words": "Ảnh chụp ngược", "name": "Lê Mẫu", "telephone": "0100123456", "email": "toi@example.vn"}
    return client.post(reverse("portal_feedback", args=[article.pk]), {**form, **changed})


def test_an_article_reaches_a_friend_and_nothing_is_kept(client, article):
    answer = send(client, article)

    assert client.get(answer["Location"]).status_code == 200
    assert b"example" not in bytes(PassingMail.objects.get().cipher)
    assert send_passing(now=timezone.now()) == 1
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == (["ban@example.vn"], ["toi@example.vn"])
    assert article.address in letter.body
    assert not PassingMail.objects.exists()


def test_a_letter_that_cannot_leave_is_forgotten_too(client, article, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    send(client, article)

    for hours in range(4):
        send_passing(now=timezone.now() + timedelta(hours=2 * hours))

    assert not PassingMail.objects.exists()


@pytest.mark.parametrize(
    "note", ["xem http://a.vn", "www.a.b", "mua ở re.com", "viết cho toi@a.b", "evil.XYZ"]
)
def test_no_link_goes_along(client, article, note):
    assert send(client, article, note=note).status_code == 422
    assert not PassingMail.objects.exists()


def test_one_friend_is_not_flooded(client, article):
    answers = [send(client, article, own=f"toi{n}@example.vn").status_code for n in range(7)]

    assert answers == [302] * 5 + [422] * 2


def test_a_program_that_fills_in_everything_sends_nothing(client, article):
    assert send(client, article, website="x").status_code == 302
    say(client, article, website="x")

    assert not PassingMail.objects.exists()
    assert not Feedback.objects.exists()


def test_a_wrong_address_is_told_beside_its_field_and_nothing_typed_is_lost(client, article):
    page = send(client, article, friend="ban")

    assert page.status_code == 422
    assert 'id="id_friend_error"' in page.text
    assert "Đọc nhé" in page.text


def test_what_a_reader_says_waits_for_the_editors_and_the_details_lie_in_the_vault(client, article):
    say(client, article)

    feedback = Feedback.objects.get()
    assert feedback.words.words == "Ảnh chụp ngược"
    contact = feedback.contact
    assert encrypted.unlock(contact.wrapped_key, contact.cipher)["telephone"] == "0100123456"
    assert b"0100123456" not in bytes(contact.cipher)


def test_feedback_needs_no_details(client, article):
    say(client, article, name="", telephone="", email="")

    assert Feedback.objects.get().contact is None


def test_what_readers_say_about_nobodys_article_is_for_editors_alone(client, article):
    world = small_province()
    say(client, article)
    address = reverse("portal_feedback_list")

    for user in (world.leader, world.officer):
        client.force_login(user)
        assert "Ảnh chụp ngược" not in client.get(address).text
    client.force_login(world.reader)
    assert client.get(address).status_code == 404
    client.force_login(make_editor(world.commune_body))
    assert "Ảnh chụp ngược" in client.get(address).text


def test_who_works_in_the_body_in_charge_reads_it_and_makes_a_report_of_it(client):
    world = small_province()
    make_kind("gop-y", "Góp ý")
    say(client, make_article(make_section(), office=world.commune_body))
    feedback, address = Feedback.objects.get(), reverse("portal_feedback_list")
    settle = reverse("portal_feedback_settle", args=[feedback.pk])

    client.force_login(world.neighbour_officer)
    assert "Ảnh chụp ngược" not in client.get(address).text
    assert client.post(settle, {"report": "1"}).status_code == 404
    client.force_login(make_editor(world.neighbour_body, "bien-tap-ban"))
    assert client.post(settle, {"report": "1"}).status_code == 404

    client.force_login(world.officer)
    assert address in client.get(reverse("morning")).text
    assert "Ảnh chụp ngược" in client.get(address).text
    client.post(settle, {"report": "1"})
    assert Case.objects.get().area == world.commune


def test_a_look_at_the_details_has_a_reason_that_is_written_down(client, article):
    say(client, article)
    editor = make_editor(small_province().commune_body)
    client.force_login(editor)
    address = reverse("portal_feedback_look", args=[Feedback.objects.get().pk])

    assert "0100123456" not in client.get(address).text
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "0100123456" in client.post(address, {"reason": "hỏi lại ngày chụp"}).text
    look = ContactLook.objects.get()
    assert (look.by, look.reason) == (editor, "hỏi lại ngày chụp")


def test_feedback_becomes_a_report_and_takes_the_details_along(client, article):
    world = small_province()
    make_kind("gop-y", "Góp ý")
    say(client, article)
    feedback = Feedback.objects.get()
    client.force_login(make_editor(world.commune_body))

    client.post(reverse("portal_feedback_settle", args=[feedback.pk]), {"report": "1"})
    client.post(reverse("portal_feedback_settle", args=[feedback.pk]), {"report": "1"})

    case = Case.objects.get()
    feedback.refresh_from_db()
    report = case.first_report
    assert (feedback.case, report.words.words) == (case, "Ảnh chụp ngược")
    details = encrypted.unlock(report.contact.wrapped_key, report.contact.cipher)
    assert details["email"] == "toi@example.vn"
    assert Contact.objects.get(pk=feedback.contact_id).wrapped_key is None


def test_the_reader_is_sent_number_and_code_when_it_became_a_report(client, article):
    world = small_province()
    make_kind("gop-y", "Góp ý")
    say(client, article)
    client.force_login(make_editor(world.commune_body))

    client.post(reverse("portal_feedback_settle", args=[Feedback.objects.get().pk]), {"report": "1"})
    send_passing(now=timezone.now())

    [letter] = mail.outbox
    assert letter.to == ["toi@example.vn"]
    assert Case.objects.get().number in letter.body
    assert re.search(r"[A-Z2-9]{3}-[A-Z2-9]{4}-[A-Z2-9]{3}", letter.body)


def test_the_list_asks_the_database_few_questions(client, article, django_assert_max_num_queries):
    editor = make_editor(small_province().commune_body)
    for _ in range(6):
        say(client, article)
    client.force_login(editor)

    with django_assert_max_num_queries(8):
        client.get(reverse("portal_feedback_list"))


def test_a_commune_is_found_by_name_and_shows_who_is_in_charge(client, django_assert_max_num_queries):
    world = small_province()
    Responsibility.objects.create(
        body=world.commune_body,
        officer_name="Trần Mẫu",
        title="Phó Chủ tịch",
        office_telephone="0269 3 000 000",
        work="Tiếp nhận phản ánh",
        valid_from=timezone.localdate(),
    )

    with django_assert_max_num_queries(10):
        page = client.get(reverse("portal_in_charge"), {"xa": "huong sen"})

    assert "Trần Mẫu" in page.text
    assert 'href="tel:02693000000"' in page.text
    assert client.get(reverse("portal_in_charge"), {"xa": "không có xã này"}).status_code == 200
    assert client.get(reverse("portal_in_charge"), {"ma": "\x00"}).status_code == 200
