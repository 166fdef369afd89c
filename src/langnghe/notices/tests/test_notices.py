"""People who left an address are told what became of their report, once, whatever the mail server does."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from langnghe.cases import actions as case_actions
from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.models import Case, CaseEvent
from langnghe.cases.tests.world import report_in, small_province
from langnghe.ground.cursors import EventCursor, read_on
from langnghe.notices.actions import CONSUMER, send_waiting, try_again, write_down
from langnghe.notices.models import Notice
from langnghe.notices.sending import PAUSES
from langnghe.people.models import ContactLook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answered():
    """A case with an address and one without, both answered."""
    world, now = small_province(), timezone.now()
    told = take_in(report_in(world, contact=ContactIn(email="ai.do@example.org")), by=None, now=now).case
    silent = take_in(report_in(world), by=None, now=now).case
    for case in (told, silent):
        case_actions.answer(case, outcome="solved", words="Đã kè lại đường.", by=world.officer, now=now)
    return told


def until_read(read: Callable[[], object], *, consumer: str = CONSUMER, events=CaseEvent.objects) -> None:
    """
    Read on until every step has been read.

    A reader waits for every older transaction on the server, also for those of other databases: tests
    that run beside this one may hold it back for a moment.
    """
    last = events.order_by("-xid", "-id").first()
    for _ in range(1200):
        read()
        cursor = EventCursor.objects.filter(consumer=consumer).first()
        if cursor and (cursor.last_xid, cursor.last_id) == (last.xid, last.pk):
            return
        time.sleep(0.05)
    raise AssertionError("the steps were never read to the end")


def test_the_sender_is_told_the_answer_once(answered):
    now = timezone.now()

    until_read(lambda: write_down(now=now))
    write_down(now=now)
    assert send_waiting(now=now) == 1
    assert send_waiting(now=now) == 0

    [message] = mail.outbox
    assert message.to == ["ai.do@example.org"]
    assert answered.number in message.subject
    assert "Đã kè lại đường." in message.body


def test_the_sender_is_told_that_the_matter_was_raised_at_a_meeting(answered):
    now = timezone.now()
    words = "Đã được nêu tại hội nghị ngày 19/6/2026."
    case_actions.raised_at_meeting(answered, words=words, by=None, now=now)

    until_read(lambda: write_down(now=now))
    send_waiting(now=now)

    assert words in mail.outbox[-1].body


def test_the_address_stays_in_the_vault_and_the_look_is_written_down(answered):
    until_read(lambda: write_down(now=timezone.now()))
    send_waiting(now=timezone.now())

    notice = Notice.objects.get()
    assert "example.org" not in str(notice.__dict__)
    assert ContactLook.objects.get().reason == f"notice {notice.pk}"


def test_a_mail_server_that_fails_is_tried_again_and_the_reason_kept(answered, settings):
    settings.EMAIL_BACKEND = "langnghe.notices.tests.broken.BrokenBackend"
    now = timezone.now()
    until_read(lambda: write_down(now=now))

    assert send_waiting(now=now) == 0

    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == ("waiting", 1)
    assert "no route" in notice.reason
    assert send_waiting(now=now) == 0
    assert Notice.objects.get().tries == 1  # not before its pause is over

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting(now=now + PAUSES[0]) == 1


def test_what_failed_for_good_waits_for_a_person(answered, settings):
    settings.EMAIL_BACKEND = "langnghe.notices.tests.broken.BrokenBackend"
    now = timezone.now()
    until_read(lambda: write_down(now=now))
    for _ in PAUSES:
        send_waiting(now=now)
        now += timedelta(days=2)

    assert Notice.objects.get().state == "failed"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert try_again(Notice.objects.all(), now=now) == 1
    assert send_waiting(now=now) == 1


def test_a_transaction_that_commits_late_is_not_lost(answered):
    """A cursor on the id alone would go past a row that was drawn early and committed late."""
    early_case, late_case = Case.objects.order_by("pk")
    officer = early_case.events.get(kind="answered").by
    written, may_commit = threading.Event(), threading.Event()

    def note_slowly() -> None:
        try:
            with transaction.atomic():
                case_actions.note(early_case, words="sớm", by=officer, now=timezone.now())
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=note_slowly)
    thread.start()
    assert written.wait(10)
    case_actions.note(late_case, words="muộn", by=officer, now=timezone.now())
    seen: list[str] = []

    def read() -> None:
        read_on(
            CaseEvent.objects.select_related("words"),
            consumer="test",
            handle=lambda event: seen.append(event.words.words if event.words else ""),
        )

    read()
    assert "muộn" not in seen
    may_commit.set()
    thread.join()
    until_read(read, consumer="test")

    assert [words for words in seen if words in ("sớm", "muộn")] == ["sớm", "muộn"]
    assert len(seen) == CaseEvent.objects.count()
