"""
Same sender or not: told for the reports of one cluster, where contact details tell, and forgotten at once.

Tokens are made with a key of this one call and thrown away with it; what comes out are numbers in the order
of the reports. Only reports of a cluster that is about to become an alarm are looked at, and each look is
noted in the vault. Nothing here is stored, and nothing can be asked about a person.
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


def tell_senders_apart(report_ids: Sequence[int]) -> dict[int, int] | None:
    """
    Return a number for each report, equal where the sender is the same; None where no report has details.

    A report without details, or whose details were erased, has a sender of its own.
    """
    chosen = Report.objects.filter(pk__in=report_ids).select_related("contact").only("pk", "contact")
    reports = list(chosen.order_by("pk"))
    if not any(report.contact is not None for report in reports):
        return None
    key = secrets.token_bytes(32)
    number_of: dict[bytes, int] = {}
    return {
        report.pk: number_of.setdefault(_token(report.contact, key), len(number_of)) for report in reports
    }


def _token(contact: Contact | None, key: bytes) -> bytes:
    """Return a keyed hash of how the sender can be reached; a new one where that is not known."""
    nobody_else = secrets.token_bytes(32)
    if contact is None or contact.erased_at is not None or not (contact.has_telephone or contact.has_email):
        return nobody_else
    try:
        details = look_up_contact(contact, by=None, reason=REASON)
    except Unreadable:
        return nobody_else
    trait = "".join((details.get("telephone") or details.get("email") or "").split()).lower()
    return hmac.digest(key, trait.encode(), hashlib.sha256) if trait else nobody_else
