"""
Telling people what became of their report.

Steps of cases are read in the order in which they became visible (`ground.cursors`), each once. A message
is written down in one transaction and sent in none: a mail server that hangs holds nothing up, and a
failure is tried again with growing pauses, with its reason kept.
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from langnghe.cases.models import CaseEvent, EventKind, ReportLink
from langnghe.ground import encrypted
from langnghe.ground.cursors import read_on
from langnghe.notices.models import Notice
from langnghe.notices.sending import send
from langnghe.people.queries import look_up_contact

CONSUMER = "notices"
TOLD = (
    EventKind.ANSWERED,
    EventKind.REFUSED,
    EventKind.EXTENDED,
    EventKind.HANDED_OVER,
    EventKind.REOPENED,
    EventKind.DUE_RECOUNTED,
    EventKind.AREA_CHANGED,
    EventKind.RAISED,
    EventKind.PROMISE,
)
# Without public words only the holder's date moved, or only the province: nothing changes for the sender.
TOLD_WHERE_PUBLIC = (EventKind.DUE_RECOUNTED, EventKind.AREA_CHANGED)
OLD_NEWS = timedelta(days=30)


def write_down(*, now: datetime) -> int:
    """Read on in the steps of cases and write down who is to be told; return how many steps were read."""
    read = 0
    while step := read_on(CaseEvent.objects.all(), consumer=CONSUMER, handle=partial(_write_down, now=now)):
        read += step
    return read


def send_waiting(*, now: datetime, at_most: int = 100) -> int:
    """Send what is due; return how many messages left."""
    waiting = Notice.objects.filter(state=Notice.State.WAITING, next_try_at__lte=now).order_by("next_try_at")
    return sum(
        send(notice, partial(_message, notice), now=now)
        for notice in waiting.select_related("case__body", "report__contact")[:at_most]
    )


def try_again(notices: QuerySet[Notice], *, now: datetime) -> int:
    """Let failed messages be tried again at once; return how many."""
    return notices.filter(state=Notice.State.FAILED).update(
        state=Notice.State.WAITING, tries=0, next_try_at=now
    )


def _write_down(event: CaseEvent, *, now: datetime) -> None:
    if event.kind not in TOLD or event.happened_at < now - OLD_NEWS:
        return
    if event.kind in TOLD_WHERE_PUBLIC and not event.words_are_public:
        return
    links = ReportLink.objects.filter(
        case=event.case_id, undone_at=None, report__contact__has_email=True, report__contact__erased_at=None
    )
    for link in links:
        Notice.objects.get_or_create(
            report_id=link.report_id,
            event_id=event.pk,
            defaults={"case_id": event.case_id, "kind": event.kind, "next_try_at": now},
        )


def _message(notice: Notice) -> EmailMessage:
    contact = notice.report.contact
    if contact is None:
        raise encrypted.Unreadable("The sender left no address.")
    details = look_up_contact(contact, by=None, reason=f"notice {notice.pk}")
    event = CaseEvent.objects.select_related("words", "body").get(pk=notice.event_id)
    with override(notice.report.language):
        context = {
            "case": notice.case,
            "event": event,
            "address": f"{settings.SITE_URL}{reverse('cases:follow')}",
            "demo_mode": settings.DEMO_MODE,
        }
        return EmailMessage(
            subject=_("Your message %(number)s: %(step)s")
            % {"number": notice.case.number, "step": event.get_kind_display()},
            body=render_to_string("notices/step.txt", context),
            to=[details["email"]],
        )
