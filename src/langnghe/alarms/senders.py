"""
How many people sent these reports, as far as contact details tell: "same sender or not", and nothing more.

Tokens are made with a key of this one call and thrown away with it. Only the reports of a cluster that is
about to become an alarm are looked at, each look is noted in the vault, and what comes out is a number.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from langnghe.ground.encrypted import Unreadable
from langnghe.people.models import Contact
from langnghe.people.queries import look_up_contact
from langnghe.reports.models import Report

REASON = "same sender or not, for one detection run"


def count_senders(report_ids: Sequence[int]) -> int | None:
    """
    Return how many distinct senders these reports have; None where no report has contact details.

    A report without details, or whose details were erased, counts as a sender of its own.
    """
    reports = Report.objects.filter(pk__in=report_ids).select_related("contact").only("pk", "contact")
    contacts = [report.contact for report in reports if report.contact is not None]
    if not contacts:
        return None
    key = secrets.token_bytes(32)
    tokens = {token for contact in contacts if (token := _token(contact, key)) is not None}
    nameless = len(report_ids) - sum(_is_reachable(contact) for contact in contacts)
    return len(tokens) + nameless


def _is_reachable(contact: Contact) -> bool:
    return contact.erased_at is None and (contact.has_telephone or contact.has_email)


def _token(contact: Contact, key: bytes) -> bytes | None:
    if not _is_reachable(contact):
        return None
    try:
        details = look_up_contact(contact, by=None, reason=REASON)
    except Unreadable:
        return secrets.token_bytes(32)
    trait = details.get("telephone") or details.get("email") or ""
    plain = "".join(trait.split()).lower()
    return hmac.digest(key, plain.encode(), hashlib.sha256)
