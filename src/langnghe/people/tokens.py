"""
Limits against flooding that know nobody.

What would identify somebody (a telephone number, an address) is turned into a keyed token whose key
changes every week, and only a count is kept with it. Last week's tokens cannot be linked to this week's.
"""

import hashlib
import hmac
from datetime import date, timedelta

from django.conf import settings
from django.db import connection


def count_one(purpose: str, trait: str, *, today: date) -> int:
    """Count one more for this trait this week, and return how many there are now."""
    week = today - timedelta(days=today.weekday())
    token = hmac.digest(settings.VAULT_KEY.encode(), f"{purpose} {week} {trait}".encode(), hashlib.sha256)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_contacttoken (token, week, reports) VALUES (%s, %s, 1)"
            " ON CONFLICT (token) DO UPDATE SET reports = people_contacttoken.reports + 1 RETURNING reports",
            [token, week],
        )
        return cursor.fetchone()[0]


def forget_past_weeks(*, today: date) -> int:
    """Delete the counts of past weeks; return how many."""
    week = today - timedelta(days=today.weekday())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_contacttoken WHERE week < %s", [week])
        return cursor.rowcount
