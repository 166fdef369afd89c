"""What the arguments of commands say: days and moments, refused with a sentence."""

from argparse import ArgumentTypeError
from datetime import date, datetime

from django.utils import timezone


def day(written: str) -> date:
    """Return an ISO date. Raise ArgumentTypeError."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"“{written}” is not a date: write it as 2026-03-05.") from None


def moment(written: str) -> datetime:
    """Return an ISO moment, local where it names no offset. Raise ArgumentTypeError."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"“{written}” is not a moment: write it as 2026-03-05T08:00.") from None
    return timezone.make_aware(read) if timezone.is_naive(read) else read
