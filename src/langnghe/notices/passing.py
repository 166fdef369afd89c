"""Letters that people send through us once, after which nothing is left of them: no words, no addresses."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import F

from langnghe.ground import encrypted
from langnghe.notices.models import PassingMail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 10, 60)]


def pass_on(*, subject: str, body: str, to: str, reply_to: str = "", now: datetime) -> None:
    """Keep a letter locked until the next round of the worker, which sends it."""
    wrapped_key, cipher = encrypted.lock({"subject": subject, "body": body, "to": to, "reply_to": reply_to})
    PassingMail.objects.create(wrapped_key=wrapped_key, cipher=cipher, next_try_at=now)


def send_passing(*, now: datetime, at_most: int = 100) -> int:
    """Send what is due and forget it; return how many letters left."""
    due = PassingMail.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    return sum(_send(letter, now=now) for letter in due[:at_most])


def _send(letter: PassingMail, *, now: datetime) -> bool:
    same = PassingMail.objects.filter(pk=letter.pk)
    pause = PAUSES[min(letter.tries, len(PAUSES) - 1)]
    if not same.filter(tries=letter.tries).update(tries=F("tries") + 1, next_try_at=now + pause):
        return False  # another worker has it
    try:
        _message(letter).send()
    except Exception:  # whatever a mail server does: the letter is tried again, then forgotten
        if letter.tries + 1 >= len(PAUSES):
            same.delete()
        return False
    same.delete()
    return True


def _message(letter: PassingMail) -> EmailMessage:
    content = encrypted.unlock(letter.wrapped_key, letter.cipher)
    return EmailMessage(
        subject=content["subject"],
        body=content["body"],
        to=[content["to"]],
        reply_to=[content["reply_to"]] if content["reply_to"] else None,
    )
