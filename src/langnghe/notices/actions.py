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
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from langnghe.cases.models import CaseEvent, EventKind, ReportLink
from langnghe.ground import encrypted
from langnghe.ground.cursors import read_on
from langnghe.notices.models import Notice
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
)
# Without public words only the holder's date moved, or only the province: nothing changes for the sender.
TOLD_WHERE_PUBLIC = (EventKind.DUE_RECOUNTED, EventKind.AREA_CHANGED)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440)]
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
        _send(notice, now=now) for notice in waiting.select_related("case__body", "report__contact")[:at_most]
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


def _send(notice: Notice, *, now: datetime) -> bool:
    claimed = Notice.objects.filter(pk=notice.pk, state=Notice.State.WAITING, tries=notice.tries).update(
        tries=F("tries") + 1, next_try_at=now + PAUSES[min(notice.tries, len(PAUSES) - 1)]
    )
    if not claimed:  # another worker has it
        return False
    try:
        _message(notice).send()
    except encrypted.Unreadable as error:
        return _failed(notice, str(error), for_good=True)
    except Exception as error:  # a mail server may fail in any way: the reason is kept, the next try follows
        return _failed(notice, f"{type(error).__name__}: {error}", for_good=notice.tries + 1 >= len(PAUSES))
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, sent_at=now, reason="")
    return True


def _failed(notice: Notice, reason: str, *, for_good: bool) -> bool:
    state = Notice.State.FAILED if for_good else Notice.State.WAITING
    Notice.objects.filter(pk=notice.pk).update(state=state, reason=reason[:300])
    return False


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
