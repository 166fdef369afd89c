"""
What is sealed, and by what it would be noticed if anybody changed it afterwards.

The columns are named one by one: a column added later begins a list of its own, so that old seals stay valid.
"""

from django.db import models

from langnghe.cases.models import CaseEvent
from langnghe.ground import seals
from langnghe.reports.models import Report

SEALED: dict[type[models.Model], tuple[str, ...]] = {
    CaseEvent: (
        *("recorded_at", "case_id", "seq", "kind", "happened_at", "by_id", "report_id", "words_id"),
        *("words_are_public", "amount", "first_answer", "status", "outcome", "body_id", "area_id"),
        *("province_id", "topic_id", "promised_at", "answer_due_at", "body_due_at"),
    ),
    Report: (
        *("recorded_at", "words_id", "language", "channel", "kind_id", "received_at", "happened_at"),
        *("time_as_said", "locality_said", "place_said", "client_id", "source", "source_id"),
    ),
}


def seal_all() -> int:
    """Seal what is not sealed yet; return the number of rows that were."""
    made = [seals.seal(model, columns=columns) for model, columns in SEALED.items()]
    return sum(seal.rows for seal in made if seal)


def broken() -> list[tuple[str, seals.Seal]]:
    """Return the first broken seal of each table that has one."""
    found = [
        (model._meta.db_table, seals.first_broken_seal(model, columns=columns))
        for model, columns in SEALED.items()
    ]
    return [(table, seal) for table, seal in found if seal]
