"""What the figures of practices count."""

import ibis
from ibis import _ as row
from ibis.expr.types import Table

from langnghe.figures.definitions.parameters import cuts, in_period, known_at

events = ibis.table(
    {
        "practice_id": "int64",
        "seq": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "area_id": "int64",
        "body_id": "int64",
        "copy_of_id": "int64",
    },
    name="practices_practiceevent",
)


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.practices`."""
    return {
        "practices_registered": _practices("registered"),
        "practices_copied": _practices("registered", copies_only=True),
        "practices_recognised": _practices("recognised"),
    }


def _practices(kind: str, *, copies_only: bool = False) -> Table:
    """One row for each practice with such an event in the period, as it stood at the first of them."""
    happened = events.filter(events.kind == kind, in_period(events.happened_at))
    known = happened.filter(happened.recorded_at <= known_at())
    first = known.mutate(
        place=ibis.row_number().over(group_by=row.practice_id, order_by=row.seq),
        province_id=row.area_id,
        topic_id=ibis.null("int64"),
        channel=ibis.literal(""),
    ).filter(row.place == 0)
    counted = first.copy_of_id.notnull() if copies_only else ibis.literal(True)
    return cuts(first, item="practice_id", counted=counted, happened="happened_at")
