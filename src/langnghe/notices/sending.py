"""One message out: claimed first, sent outside any transaction, with its state and why it failed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import F

from langnghe.ground import encrypted
from langnghe.notices.models import Outgoing

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440)]


class NoAddress(Exception):
    """Nobody has an address to which this could go."""


def send(row: Outgoing, message_of: Callable[[], EmailMessage], *, now: datetime) -> bool:
    """Send a message that is due; return whether it left. Another worker that has it is not disturbed."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    claimed = rows.filter(state=Outgoing.State.WAITING, tries=row.tries).update(
        tries=F("tries") + 1, next_try_at=now + PAUSES[min(row.tries, len(PAUSES) - 1)]
    )
    if not claimed:
        return False
    for_good = row.tries + 1 >= len(PAUSES)
    try:
        message_of().send()
    except (encrypted.Unreadable, NoAddress) as error:
        reason, for_good = str(error), True
    except Exception as error:  # a mail server may fail in any way: the reason is kept, the next try follows
        reason = f"{type(error).__name__}: {error}"
    else:
        rows.update(state=Outgoing.State.SENT, sent_at=now, reason="")
        return True
    state = Outgoing.State.FAILED if for_good else Outgoing.State.WAITING
    rows.update(state=state, reason=reason[:300])
    return False
