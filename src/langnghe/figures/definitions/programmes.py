"""
What the figures of plans count.

The base is what falls due in the period; how it stood at the end of the period decides, so that a plan or
task finished later does not change what was reported.
"""

import ibis
from ibis import _ as row
from ibis.expr.types import Table

from langnghe.figures.definitions.parameters import cuts, in_period, known_at, period_until

_EVENT = {
    "seq": "int64",
    "happened_at": "timestamp",
    "recorded_at": "timestamp",
    "status": "string",
    "due_at": "timestamp",
    "area_id": "int64",
    "body_id": "int64",
}
plan_events = ibis.table({"plan_id": "int64", **_EVENT}, name="programmes_planevent")
item_events = ibis.table({"item_id": "int64", **_EVENT}, name="programmes_itemevent")


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.programmes`."""
    plans = _due_in_period(plan_events, "plan_id").filter(row.status != "excused")
    items = _due_in_period(item_events, "item_id")
    return {
        "plans_submitted": cuts(
            plans, item="plan_id", counted=plans.status == "submitted", happened="due_at"
        ),
        "plan_items_done": cuts(items, item="item_id", counted=items.status == "done", happened="due_at"),
    }


def _due_in_period(events: Table, key: str) -> Table:
    """One row for each plan or task due in the period, as it stood at the end of the period."""
    happened = events.filter(events.happened_at < period_until(), events.recorded_at <= known_at())
    newest = happened.mutate(
        place=ibis.row_number().over(group_by=happened[key], order_by=happened.seq.desc()),
        province_id=row.area_id,
        topic_id=ibis.null("int64"),
        channel=ibis.literal(""),
    ).filter(row.place == 0)
    return newest.filter(in_period(newest.due_at))
