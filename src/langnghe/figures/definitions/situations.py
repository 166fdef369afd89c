"""What the figures of situation reports and hot spots count."""

import ibis
from ibis import _ as row
from ibis.expr.types import BooleanValue, Table

from langnghe.figures.definitions.parameters import in_period, known_at, period_until

events = ibis.table(
    {
        "id": "int64",
        "situation_id": "int64",
        "seq": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "state": "string",
        "area_id": "int64",
        "province_id": "int64",
        "topic_id": "int64",
        "body_id": "int64",
    },
    name="situations_situationevent",
)
hot_spots = ibis.table(
    {
        "id": "int64",
        "declared_at": "timestamp",
        "recorded_at": "timestamp",
        "area_id": "int64",
        "province_id": "int64",
        "topic_id": "int64",
        "owner_id": "int64",
    },
    name="situations_hotspot",
)


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.situations`."""
    return {
        "situations_reported": _reported(),
        "situations_concluded": _concluded(),
        "hot_spots_declared": _declared(),
    }


def _sent() -> Table:
    return events.filter(
        events.kind == "sent", in_period(events.happened_at), events.recorded_at <= known_at()
    )


def _reported() -> Table:
    return _rows(_sent(), counted=ibis.literal(True))


def _concluded() -> Table:
    """One row for each report of the period, counted where its newest event of then had concluded it."""
    known = events.filter(events.recorded_at <= known_at(), events.happened_at < period_until())
    newest = known.mutate(
        place=ibis.row_number().over(group_by=row.situation_id, order_by=row.seq.desc())
    ).filter(row.place == 0)
    stood = newest.select("situation_id", state_then="state")
    sent = _sent().join(stood, "situation_id")
    return _rows(sent, counted=sent.state_then == "concluded")


def _rows(source: Table, *, counted: BooleanValue) -> Table:
    return source.select(
        item_id=source.situation_id.cast("string"),
        counted=counted,
        happened_at=source.happened_at,
        area_id=source.area_id,
        province_id=source.province_id,
        topic_id=source.topic_id,
        body_id=source.body_id,
        channel=ibis.literal(""),
    )


def _declared() -> Table:
    known = hot_spots.filter(in_period(hot_spots.declared_at), hot_spots.recorded_at <= known_at())
    return known.select(
        item_id=known.id.cast("string"),
        counted=ibis.literal(True),
        happened_at=known.declared_at,
        area_id=known.area_id,
        province_id=known.province_id,
        topic_id=known.topic_id,
        body_id=known.owner_id,
        channel=ibis.literal(""),
    )
