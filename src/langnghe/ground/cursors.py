"""
Reading events in the order in which they became visible, each exactly once.

A cursor on the id alone loses rows: a transaction that drew its id early may commit late, after the
reader has gone past. Each event therefore carries the number of its transaction (`xid`), and a reader
takes only transactions that are older than every one still running
(PostgreSQL documentation, "Transaction ID and snapshot information functions").
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction


class EventCursor(models.Model):
    """How far one consumer has read one stream of events."""

    consumer = models.CharField(max_length=80, primary_key=True)
    last_xid = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ground_event_cursor"


def read_on(
    events: models.QuerySet, *, consumer: str, handle: Callable[[Any], None], at_most: int = 500
) -> int:
    """
    Hand the next events to `handle` and move the consumer's cursor, in one transaction.

    Returns the number of events read; 0 where none is waiting or another process reads for this
    consumer at the moment. What `handle` writes and the cursor are kept or lost together.
    """
    with transaction.atomic():
        EventCursor.objects.get_or_create(consumer=consumer)
        cursor = EventCursor.objects.select_for_update(skip_locked=True).filter(consumer=consumer).first()
        if cursor is None:
            return 0
        table = connection.ops.quote_name(events.model._meta.db_table)
        waiting = events.extra(  # noqa: S610 - the name of a table of ours, values as parameters
            where=[
                f"({table}.xid, {table}.id) > (%s, %s)",
                f"{table}.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            ],
            params=[cursor.last_xid, cursor.last_id],
        ).order_by("xid", "id")[:at_most]
        read = 0
        for event in waiting:
            handle(event)
            cursor.last_xid, cursor.last_id = event.xid, event.pk
            read += 1
        if read:
            cursor.save(update_fields=["last_xid", "last_id"])
    return read
