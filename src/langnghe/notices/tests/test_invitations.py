"""Bodies that are invited get a letter where somebody in charge has an address, and the host sees it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.tests.world import SINCE
from langnghe.meetings.actions import meetings
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Invitation, InvitationEvent
from langnghe.meetings.tests.world import Round, make_round
from langnghe.notices import invitations
from langnghe.notices.models import InvitationMail
from langnghe.notices.sending import PAUSES
from langnghe.notices.tests.test_notices import until_read
from langnghe.people.models import Responsibility

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_() -> Round:
    return make_round()


@pytest.fixture
def in_charge(round_):
    """Let the commune's officer be in charge of work there, with an address."""
    officer = round_.world.officer
    officer.email = "can-bo@xa.example.org"
    officer.save()
    Responsibility.objects.create(
        body=round_.world.commune_body, user=officer, officer_name=str(officer), valid_from=SINCE
    )
    return officer


@pytest.fixture
def meeting(round_):
    """A meeting in a week to which both communes are invited."""
    now, world = timezone.now(), round_.world
    plan = Plan("Giao ban công tác dân vận", now + timedelta(days=7), "Hội trường tầng 2")
    meeting = meetings.plan(world.province_body, plan, by=world.leader, now=now)
    bodies = [world.commune_body, world.neighbour_body]
    meetings.invite(meeting, bodies, asked_for="Báo cáo tháng", by=world.leader, now=now)
    return meeting


def read_and_send(now=None) -> int:
    now = now or timezone.now()
    until_read(
        lambda: invitations.write_down(now=now),
        consumer=invitations.CONSUMER,
        events=InvitationEvent.objects,
    )
    return invitations.send_waiting(now=now)


def states(meeting) -> dict[str, str]:
    return {one.body.slug: one.mail for one in meeting.invitations.select_related("body")}


def test_who_is_in_charge_of_an_invited_body_gets_a_letter_once(round_, meeting, in_charge):
    assert read_and_send() == 1
    assert read_and_send() == 0

    [letter] = mail.outbox
    assert letter.to == ["can-bo@xa.example.org"]
    assert "Giao ban công tác dân vận" in letter.subject
    for said in ("Hội trường tầng 2", "Báo cáo tháng", reverse("meetings:show", args=[meeting.pk])):
        assert said in letter.body


def test_the_host_sees_whom_a_letter_reached_and_who_has_no_address(client, round_, meeting, in_charge):
    read_and_send()
    client.force_login(round_.leader)

    page = client.get(reverse("meetings:show", args=[meeting.pk])).content.decode()

    assert states(meeting) == {
        round_.world.commune_body.slug: Invitation.Mail.SENT,
        round_.world.neighbour_body.slug: Invitation.Mail.NO_ADDRESS,
    }
    assert "chưa có địa chỉ thư điện tử" in page
    assert "đã gửi thư điện tử" in page


def test_a_letter_that_cannot_leave_is_tried_again_and_its_reason_is_shown(
    client, settings, round_, meeting, in_charge
):
    settings.EMAIL_BACKEND = "langnghe.notices.tests.broken.BrokenBackend"
    now = timezone.now()
    read_and_send(now)
    assert states(meeting)[round_.world.commune_body.slug] == Invitation.Mail.WAITING

    for pause in PAUSES:
        now += pause + timedelta(seconds=1)
        invitations.send_waiting(now=now)

    invitation = meeting.invitations.get(body=round_.world.commune_body)
    assert invitation.mail == Invitation.Mail.FAILED
    assert invitation.mail_reason
    client.force_login(round_.leader)
    page = client.get(reverse("meetings:show", args=[meeting.pk])).content.decode()
    assert "gửi thư không được" in page


def test_those_invited_hear_of_another_time(round_, meeting, in_charge):
    read_and_send()
    moved = Plan(meeting.name, meeting.begins_at + timedelta(days=1), "Phòng họp số 1")
    meetings.change(meeting, moved, by=round_.leader, now=timezone.now())

    assert read_and_send() == 1
    assert "Phòng họp số 1" in mail.outbox[-1].body


def test_nobody_is_told_of_a_meeting_that_has_begun(round_, meeting, in_charge):
    read_and_send(now=meeting.begins_at + timedelta(hours=1))

    assert not mail.outbox
    assert not InvitationMail.objects.exists()


def test_an_address_without_the_right_to_record_there_is_not_written_to(round_, meeting, in_charge):
    in_charge.grants.all().delete()

    assert read_and_send() == 0
    assert not mail.outbox


def test_the_morning_page_of_the_invited_shows_the_invitation(client, round_, meeting):
    client.force_login(round_.world.officer)
    shown = client.get(reverse("morning")).content.decode()
    client.force_login(round_.other_officer)
    elsewhere = client.get(reverse("morning")).content.decode()

    assert f'href="/giao-ban/{meeting.pk}/"' in shown
    assert f'href="/giao-ban/{meeting.pk}/"' not in elsewhere
