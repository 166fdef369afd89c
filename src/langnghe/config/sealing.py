"""
What is sealed, and by what it would be noticed if anybody changed it afterwards.

The columns are named one by one: a column added later begins a list of its own, so that old seals stay valid.
"""

from django.db import connection, models

from langnghe.cases.models import CaseEvent, CaseWords
from langnghe.ground import seals
from langnghe.ground.erasable import PARTED_BY, Erasable
from langnghe.reports.models import Report, ReportWords

SEALED: dict[type[models.Model], tuple[str, ...]] = {
    CaseEvent: (
        *("recorded_at", "case_id", "seq", "kind", "happened_at", "by_id", "report_id", "words_id"),
        *("words_are_public", "amount", "first_answer", "status", "outcome", "body_id", "area_id"),
        *("province_id", "topic_id", "promised_at", "answer_due_at", "body_due_at", "words.words_hash"),
    ),
    Report: (
        *("recorded_at", "words_id", "language", "channel", "kind_id", "received_at", "happened_at"),
        *("time_as_said", "client_id", "source", "source_id", "words.words_hash"),
    ),
}

# Whose words must fit the hash that is sealed with the row that points at them.
SEALED_WORDS: tuple[type[Erasable], ...] = (CaseWords, ReportWords)


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


def changed_words() -> list[tuple[str, int]]:
    """Return table and id of words that do not fit their hash; erased ones are gone, not changed."""
    found = []
    for model in SEALED_WORDS:
        table = connection.ops.quote_name(model._meta.db_table)
        written = f" || '{PARTED_BY}' || ".join(["words", *model.beside])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {table} WHERE erased_at IS NULL "  # noqa: S608 - a table of ours
                f"AND sha256(salt || convert_to({written}, 'UTF8')) <> words_hash ORDER BY id LIMIT 10"
            )
            found += [(model._meta.db_table, row[0]) for row in cursor.fetchall()]
    return found
