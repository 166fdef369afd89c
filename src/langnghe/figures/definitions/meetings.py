"""What the figures of conclusions count."""

import ibis
from ibis import _ as row
from ibis.expr.types import Table

from langnghe.figures.definitions.parameters import cuts, in_period, known_at, period_until

events = ibis.table(
    {
        "conclusion_id": "int64",
        "seq": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "standing": "string",
        "due_at": "timestamp",
        "body_id": "int64",
        "area_id": "int64",
        "province_id": "int64",
    },
    name="meetings_conclusionevent",
)


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.meetings`."""
    return {"conclusions_made": _made(), "conclusions_done": _done()}


def _made() -> Table:
    made = _known().filter(row.kind == "made", in_period(row.happened_at))
    return cuts(made, item="conclusion_id", counted=ibis.literal(True), happened="happened_at")


def _done() -> Table:
    """One row for each conclusion whose day, as last set before the end of the period, lies in it."""
    last = (
        _known()
        .filter(row.happened_at < period_until())
        .mutate(place=ibis.row_number().over(group_by=row.conclusion_id, order_by=row.seq.desc()))
        .filter(row.place == 0)
    )
    due = last.filter(in_period(last.due_at), last.standing.isin(["open", "done"]))
    return cuts(due, item="conclusion_id", counted=due.standing == "done", happened="due_at")


def _known() -> Table:
    known = events.filter(events.recorded_at <= known_at())
    return known.mutate(topic_id=ibis.null("int64"), channel=ibis.literal(""))
