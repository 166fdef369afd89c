"""The parameters of every question, and the columns by which every number can be cut."""

from ibis import udf
from ibis.expr.types import BooleanValue, Table, TimestampValue


@udf.scalar.builtin(signature=((), "timestamp"))
def period_from():
    """The first moment of the period."""


@udf.scalar.builtin(signature=((), "timestamp"))
def period_until():
    """The first moment after the period."""


@udf.scalar.builtin(signature=((), "timestamp"))
def known_at():
    """What was recorded later is not counted."""


def in_period(moment: TimestampValue) -> BooleanValue:
    """Whether a moment lies in the period."""
    return (moment >= period_from()) & (moment < period_until())


def cuts(source: Table, *, item: str, counted: BooleanValue, happened: str, body: str = "body_id") -> Table:
    """
    Return one row for each item of the base, with the columns by which every number can be cut.

    `source` must hold `area_id`, `province_id`, `topic_id`, `channel` and the named columns; a room whose
    rows have no such column gives `ibis.null("int64")`, or "" for the channel.
    """
    return source.select(
        item_id=source[item].cast("string"),
        counted=counted,
        happened_at=source[happened],
        area_id=source.area_id,
        province_id=source.province_id,
        topic_id=source.topic_id,
        body_id=source[body],
        channel=source.channel,
    )
