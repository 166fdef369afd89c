"""How a case comes to stand somewhere else: the one function that writes its history."""

from datetime import datetime
from typing import Any

from langnghe.cases.models import Case, CaseEvent, CaseWords
from langnghe.people.models import User


def event_of(
    case: Case,
    kind: str,
    *,
    happened_at: datetime,
    by: User | None = None,
    words: CaseWords | None = None,
    **facts: Any,
) -> CaseEvent:
    """
    Return the unsaved event that says what happened and copies how `case` stands afterwards.

    The caller changes the case first and saves both in one transaction; the case's own `last_seq` is
    moved on here, so that two events can never take the same place.
    """
    case.last_seq += 1
    return CaseEvent(
        case=case,
        seq=case.last_seq,
        kind=kind,
        happened_at=happened_at,
        by=by,
        words=words,
        status=case.status,
        outcome=case.outcome,
        body_id=case.body_id,
        area_id=case.area_id,
        province_id=case.province_id,
        topic_id=case.topic_id,
        promised_at=case.promised_at,
        answer_due_at=case.answer_due_at,
        body_due_at=case.body_due_at,
        **facts,
    )
