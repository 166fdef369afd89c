"""Columns that the database itself fills in: the moment of writing and the transaction that wrote."""

from django.db import models
from django.db.models import Func


class ClockTimestamp(Func):
    """The real time at which a row is written, also late in a long transaction."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class CurrentTransaction(Func):
    """The number of the writing transaction (`xid8`), as a big integer; see `cursors`."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


def recorded_at_field() -> models.DateTimeField:
    """Return a column that keeps when the row became known to this installation."""
    return models.DateTimeField(db_default=ClockTimestamp(), editable=False)


def xid_field() -> models.BigIntegerField:
    """Return a column that keeps which transaction wrote the row."""
    return models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
