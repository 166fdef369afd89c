"""What the figures of meetings with people count."""

import ibis
from ibis import _ as row
from ibis.expr.types import BooleanValue, Table

from langnghe.figures.definitions.parameters import in_period, known_at, period_until

visits = ibis.table(
    {
        "id": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "withdrawn_at": "timestamp",
        "area_id": "int64",
        "province_id": "int64",
        "body_id": "int64",
    },
    name="grassroots_visit",
)
events = ibis.table(
    {
        "id": "int64",
        "promise_id": "int64",
        "seq": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "state": "string",
        "falls_due_at": "timestamp",
        "area_id": "int64",
        "province_id": "int64",
        "body_id": "int64",
    },
    name="grassroots_promiseevent",
)


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.grassroots`."""
    return {
        "meetings_with_people": _meetings(),
        "receptions_held": _meetings("reception"),
        "dialogues_held": _meetings("dialogue"),
        "promises_made": _promises_made(),
        "promises_kept": _promises_kept(),
    }


def _meetings(kind: str = "") -> Table:
    held = visits.filter(
        in_period(visits.happened_at),
        visits.recorded_at <= known_at(),
        visits.withdrawn_at.isnull() | (visits.withdrawn_at > known_at()),
    )
    if kind:
        held = held.filter(held.kind == kind)
    return _rows(held, item="id", counted=ibis.literal(True), happened="happened_at")


def _as_known() -> Table:
    """One row for each promise: its newest event of the period or before, as far as was known."""
    known = events.filter(events.recorded_at <= known_at(), events.happened_at < period_until())
    newest = known.mutate(
        place=ibis.row_number().over(group_by=row.promise_id, order_by=row.seq.desc())
    ).filter(row.place == 0)
    return newest.filter(row.state != "withdrawn")


def _promises_made() -> Table:
    made = events.filter(events.kind == "made", in_period(events.happened_at))
    standing = _as_known().select("promise_id", "body_id")
    counted = made.drop("body_id").join(standing, "promise_id")
    return _rows(counted, item="promise_id", counted=ibis.literal(True), happened="happened_at")


def _promises_kept() -> Table:
    due = _as_known().filter(in_period(row.falls_due_at))
    return _rows(due, item="promise_id", counted=due.state == "kept", happened="falls_due_at")


def _rows(source: Table, *, item: str, counted: BooleanValue, happened: str) -> Table:
    return source.select(
        item_id=source[item].cast("string"),
        counted=counted,
        happened_at=source[happened],
        area_id=source.area_id,
        province_id=source.province_id,
        topic_id=ibis.null("int64"),
        body_id=source.body_id,
        channel=ibis.literal(""),
    )
