"""
What each figure counts, as ibis expressions: the one language from which the SQL is made.

Each expression returns one row for each item of the base: `item_id`, `counted` (whether it belongs to
the number itself), `happened_at`, and the columns by which the number can be cut. `make_figure_sql`
compiles them into `sql/`; processes that serve pages never import this module.

`case_state` is how each case stands as far as was known, `case_at_end` how it stood at the end of the
period; the engine puts both in front. The three functions stand for the question's parameters.
"""

import ibis
from ibis import _ as row
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


_STATE = {
    "case_id": "int64",
    "number": "string",
    "status": "string",
    "area_id": "int64",
    "province_id": "int64",
    "topic_id": "int64",
    "body_id": "int64",
    "answer_due_at": "timestamp",
    "received_at": "timestamp",
    "report_id": "int64",
    "channel": "string",
}
case_state = ibis.table(_STATE, name="case_state")
case_at_end = ibis.table(_STATE, name="case_at_end")
reports = ibis.table(
    {"id": "int64", "received_at": "timestamp", "recorded_at": "timestamp", "channel": "string"},
    name="reports_report",
)
events = ibis.table(
    {
        "id": "int64",
        "case_id": "int64",
        "seq": "int64",
        "kind": "string",
        "happened_at": "timestamp",
        "recorded_at": "timestamp",
        "first_answer": "boolean",
        "outcome": "string",
        "body_id": "int64",
        "promised_at": "timestamp",
        "answer_due_at": "timestamp",
    },
    name="cases_caseevent",
)
ratings = ibis.table(
    {
        "id": "int64",
        "case_id": "int64",
        "report_id": "int64",
        "level_id": "int64",
        "rated_at": "timestamp",
        "recorded_at": "timestamp",
    },
    name="cases_rating",
)
levels = ibis.table({"id": "int64", "satisfied": "boolean"}, name="cases_ratinglevel")
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

STAFF_CHANNELS = ["counter", "hotline", "meeting"]
OPEN_STATUSES = ["received", "accepted", "paused"]


def _in_period(moment: TimestampValue) -> BooleanValue:
    return (moment >= period_from()) & (moment < period_until())


def _cuts(source: Table, *, item: str, counted: BooleanValue, happened: str, body: str = "body_id") -> Table:
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


def _received(*, by_staff_only: bool = False) -> Table:
    known = reports.filter(_in_period(reports.received_at), reports.recorded_at <= known_at())
    placed = known.join(case_state.drop("received_at", "channel"), known.id == case_state.report_id)
    return _cuts(
        placed,
        item="id",
        counted=placed.channel.isin(STAFF_CHANNELS) if by_staff_only else ibis.literal(True),
        happened="received_at",
    )


def _events(kind: str) -> Table:
    return events.filter(
        events.kind == kind, _in_period(events.happened_at), events.recorded_at <= known_at()
    )


def _cases_with(kind: str) -> Table:
    """One row for each case with at least one such event, under the body of the first of them."""
    first = (
        _events(kind)
        .mutate(place=ibis.row_number().over(group_by=row.case_id, order_by=row.seq))
        .filter(row.place == 0)
    )
    placed = first.join(case_state.drop("body_id", "answer_due_at"), "case_id")
    return _cuts(placed, item="number", counted=ibis.literal(True), happened="happened_at")


def _first_answers() -> Table:
    answers = _events("answered").filter(row.first_answer)
    return answers.join(case_state.drop("body_id", "answer_due_at"), "case_id")


def _of_first_answers(condition: BooleanValue) -> Table:
    return _cuts(_first_answers(), item="number", counted=condition, happened="happened_at")


def _open_at_end() -> Table:
    return case_at_end.filter(case_at_end.status.isin(OPEN_STATUSES))


def _satisfied() -> Table:
    newest = (
        ratings.filter(_in_period(ratings.rated_at), ratings.recorded_at <= known_at())
        .mutate(
            place=ibis.row_number().over(
                group_by=[row.case_id, row.report_id], order_by=[row.rated_at.desc(), row.id.desc()]
            )
        )
        .filter(row.place == 0)
    )
    steps = levels.rename(level_id="id")
    rated = newest.join(steps, "level_id").join(case_state.drop("report_id"), "case_id")
    return _cuts(rated, item="id", counted=rated.satisfied, happened="rated_at")


def _alarms() -> Table:
    known = alarms.filter(_in_period(alarms.first_found_at), alarms.recorded_at <= known_at())
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


def definitions() -> dict[str, Table]:
    """Return the expression of every figure in `catalogue.FIGURES`."""
    first, at_end = _first_answers(), _open_at_end()
    in_time = first.happened_at <= first.answer_due_at
    moved = first.answer_due_at > first.promised_at
    return {
        "reports_received": _received(),
        "reports_entered_by_staff": _received(by_staff_only=True),
        "cases_open": _cuts(at_end, item="number", counted=ibis.literal(True), happened="received_at"),
        "cases_overdue": _cuts(
            at_end, item="number", counted=at_end.answer_due_at < period_until(), happened="received_at"
        ),
        "cases_answered": _of_first_answers(ibis.literal(True)),
        "answered_on_time": _of_first_answers(in_time & ~moved),
        "answered_on_time_extended": _of_first_answers(in_time & moved),
        "answered_late": _of_first_answers(~in_time),
        "answered_solved": _of_first_answers(first.outcome == "solved"),
        "cases_refused": _cases_with("refused"),
        "cases_withdrawn": _cases_with("withdrawn"),
        "cases_reopened": _cases_with("reopened"),
        "cases_extended": _cases_with("extended"),
        "cases_paused": _cases_with("paused"),
        "cases_handed_over": _cases_with("handed_over"),
        "satisfied": _satisfied(),
        "alarms": _alarms(),
    }


def compiled() -> dict[str, str]:
    """Return the SQL of every figure, with the question's parameters as psycopg placeholders."""
    return {name: _sql(expression) for name, expression in definitions().items()}


def _sql(expression: Table) -> str:
    sql = str(ibis.to_sql(expression, dialect="postgres"))
    for function in ("PERIOD_FROM", "PERIOD_UNTIL", "KNOWN_AT"):
        sql = sql.replace(f"{function}()", f"%({function.lower()})s")
    return sql.rstrip() + "\n"
