"""A mail server that cannot be reached."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class BrokenBackend(BaseEmailBackend):
    """Fails as a dead network does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise OSError("no route to host")
