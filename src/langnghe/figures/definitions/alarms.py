"""What the figures of alarms count."""

import ibis
from ibis.expr.types import Table

from langnghe.figures.definitions.parameters import in_period, known_at

alarms = ibis.table(
    {
        "id": "int64",
        "first_found_at": "timestamp",
        "recorded_at": "timestamp",
        "topic_id": "int64",
        "centre_id": "int64",
    },
    name="alarms_alarm",
)


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.alarms`."""
    return {"alarms": _alarms()}


def _alarms() -> Table:
    known = alarms.filter(in_period(alarms.first_found_at), alarms.recorded_at <= known_at())
    return known.select(
        item_id=known.id.cast("string"),
        counted=ibis.literal(True),
        happened_at=known.first_found_at,
        area_id=known.centre_id,
        province_id=known.centre_id,
        topic_id=known.topic_id,
        body_id=ibis.null("int64"),
        channel=ibis.literal(""),
    )
