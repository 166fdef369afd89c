"""
Letters to bodies that are invited to a meeting.

They go to whoever is in charge of work in the body and has an e-mail address; how far each came is noted
with the invitation, so that the host sees whom to call. The morning page shows every invitation anyway.
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from langnghe.ground.cursors import read_on
from langnghe.meetings.actions.meetings import mail_noted
from langnghe.meetings.models import Invitation, InvitationEvent
from langnghe.notices.models import InvitationMail
from langnghe.notices.sending import NoAddress, send
from langnghe.people.models import User
from langnghe.people.queries import in_charge_with_address

CONSUMER = "notices.invitations"
OLD_NEWS = timedelta(days=30)


def write_down(*, now: datetime) -> int:
    """Read on in what invited bodies are to hear of, write the letters down; return how many were read."""
    read = 0
    events = InvitationEvent.objects.all()
    while step := read_on(events, consumer=CONSUMER, handle=partial(_write_down, now=now)):
        read += step
    return read


def send_waiting(*, now: datetime, at_most: int = 100) -> int:
    """Send the letters that are due; return how many left."""
    waiting = InvitationMail.objects.filter(state=InvitationMail.State.WAITING, next_try_at__lte=now)
    due = waiting.select_related("event__invitation__body", "event__invitation__meeting__body")
    return sum(_send(letter, now=now) for letter in due.order_by("next_try_at")[:at_most])


def _write_down(event: InvitationEvent, *, now: datetime) -> None:
    meeting = event.invitation.meeting
    if event.happened_at < now - OLD_NEWS or meeting.begins_at < now:
        return
    _letter, is_new = InvitationMail.objects.get_or_create(event=event, defaults={"next_try_at": now})
    if is_new:
        mail_noted(event.invitation_id, Invitation.Mail.WAITING, now=now)


def _send(letter: InvitationMail, *, now: datetime) -> bool:
    invitation = letter.event.invitation
    staff = in_charge_with_address(invitation.body, on=timezone.localdate(now))
    sent = send(letter, partial(_message, letter.event, staff), now=now)
    letter.refresh_from_db()
    if sent:
        mail_noted(invitation.pk, Invitation.Mail.SENT, now=now)
    elif not staff:
        mail_noted(invitation.pk, Invitation.Mail.NO_ADDRESS, now=now)
    elif letter.state == InvitationMail.State.FAILED:
        mail_noted(invitation.pk, Invitation.Mail.FAILED, reason=letter.reason, now=now)
    return sent


def _message(event: InvitationEvent, staff: list[User]) -> EmailMessage:
    if not staff:
        raise NoAddress(_("Nobody in charge there has an e-mail address."))
    meeting = event.invitation.meeting
    with override(staff[0].language):
        context = {
            "event": event,
            "invitation": event.invitation,
            "meeting": meeting,
            "begins_at": timezone.localtime(meeting.begins_at),
            "address": f"{settings.SITE_URL}{reverse('meetings:show', args=[meeting.pk])}",
            "demo_mode": settings.DEMO_MODE,
        }
        moved = event.kind == InvitationEvent.Kind.MOVED
        subject = _("Time or place changed: %(meeting)s") if moved else _("Invitation: %(meeting)s")
        return EmailMessage(
            subject=subject % {"meeting": meeting.name},
            body=render_to_string("notices/invitation.txt", context),
            to=[user.email for user in staff],
        )
