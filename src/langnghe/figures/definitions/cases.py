"""
What the figures of reports and cases count.

`case_state` is how each case stands as far as was known, `case_at_end` how it stood at the end of the
period; the engine puts both in front.
"""

import ibis
from ibis import _ as row
from ibis.expr.types import BooleanValue, Table

from langnghe.figures.definitions.parameters import cuts, in_period, known_at, period_until

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
STAFF_CHANNELS = ["counter", "hotline", "meeting"]
OPEN_STATUSES = ["received", "accepted", "paused"]


def _received(*, by_staff_only: bool = False) -> Table:
    known = reports.filter(in_period(reports.received_at), reports.recorded_at <= known_at())
    placed = known.join(case_state.drop("received_at", "channel"), known.id == case_state.report_id)
    return cuts(
        placed,
        item="id",
        counted=placed.channel.isin(STAFF_CHANNELS) if by_staff_only else ibis.literal(True),
        happened="received_at",
    )


def _events(kind: str) -> Table:
    return events.filter(events.kind == kind, in_period(events.happened_at), events.recorded_at <= known_at())


def _cases_with(kind: str) -> Table:
    """One row for each case with at least one such event, under the body of the first of them."""
    first = (
        _events(kind)
        .mutate(place=ibis.row_number().over(group_by=row.case_id, order_by=row.seq))
        .filter(row.place == 0)
    )
    placed = first.join(case_state.drop("body_id", "answer_due_at"), "case_id")
    return cuts(placed, item="number", counted=ibis.literal(True), happened="happened_at")


def _first_answers() -> Table:
    answers = _events("answered").filter(row.first_answer)
    return answers.join(case_state.drop("body_id", "answer_due_at"), "case_id")


def _of_first_answers(condition: BooleanValue) -> Table:
    return cuts(_first_answers(), item="number", counted=condition, happened="happened_at")


def _open_at_end() -> Table:
    return case_at_end.filter(case_at_end.status.isin(OPEN_STATUSES))


def _satisfied() -> Table:
    newest = (
        ratings.filter(in_period(ratings.rated_at), ratings.recorded_at <= known_at())
        .mutate(
            place=ibis.row_number().over(
                group_by=[row.case_id, row.report_id], order_by=[row.rated_at.desc(), row.id.desc()]
            )
        )
        .filter(row.place == 0)
    )
    steps = levels.rename(level_id="id")
    rated = newest.join(steps, "level_id").join(case_state.drop("report_id"), "case_id")
    return cuts(rated, item="id", counted=rated.satisfied, happened="rated_at")


def definitions() -> dict[str, Table]:
    """Return the expression of each figure of `catalogue.cases`."""
    first, at_end = _first_answers(), _open_at_end()
    in_time = first.happened_at <= first.answer_due_at
    moved = first.answer_due_at > first.promised_at
    return {
        "reports_received": _received(),
        "reports_entered_by_staff": _received(by_staff_only=True),
        "cases_open": cuts(at_end, item="number", counted=ibis.literal(True), happened="received_at"),
        "cases_overdue": cuts(
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
    }
