"""
What is sealed, and by what it would be noticed if anybody changed it afterwards.

The columns are named one by one: a column added later begins a list of its own, so that old seals stay valid.
"""

from django.db import connection, models

from langnghe.alarms.models import Verdict
from langnghe.cases.models import CaseEvent, CaseWords, Rating, RatingWords
from langnghe.grassroots.models import PromiseEvent, PromiseWords
from langnghe.ground import seals
from langnghe.ground.erasable import PARTED_BY, Erasable
from langnghe.meetings.models import ConclusionEvent, MeetingWords
from langnghe.people.models import ContactLook
from langnghe.practices.models import PracticeEvent, PracticeWords
from langnghe.programmes.models import Actual, ItemEvent, PlanEvent, ProgrammeEvent, ProgrammeWords
from langnghe.reports.models import Reading, Report, ReportWords
from langnghe.situations.models import SituationEvent, SituationWords

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
    Reading: (
        *("recorded_at", "report_id", "topic_id", "area_id", "locality_id", "latitude", "longitude"),
        *("suggested_id", "kind_id", "urgency", "method", "version", "by_id"),
    ),
    Rating: ("recorded_at", "case_id", "report_id", "level_id", "rated_at", "words.words_hash"),
    ContactLook: ("recorded_at", "contact_id", "by_id", "reason"),
    Verdict: ("recorded_at", "alarm_id", "result", "note", "by_id", "given_at"),
    SituationEvent: (
        *("recorded_at", "situation_id", "seq", "kind", "happened_at", "by_id", "spoke_in_time", "state"),
        *("urgency", "body_id", "with_body_id", "topic_id", "area_id", "due_at", "words.words_hash"),
    ),
    PromiseEvent: (
        *("recorded_at", "promise_id", "seq", "kind", "happened_at", "by_id", "state", "body_id"),
        *("area_id", "promised_on", "due_on", "falls_due_at", "words.words_hash"),
    ),
    ProgrammeEvent: (
        *("recorded_at", "programme_id", "seq", "kind", "happened_at", "by_id", "name", "basis", "first_on"),
        *("last_on", "owners", "words.words_hash", "aim.words_hash"),
    ),
    PlanEvent: (
        *("recorded_at", "plan_id", "seq", "kind", "happened_at", "by_id", "status", "due_at", "body_id"),
        "words.words_hash",
    ),
    ItemEvent: (
        *("recorded_at", "item_id", "seq", "kind", "happened_at", "by_id", "status", "due_at", "body_id"),
        "words.words_hash",
    ),
    Actual: ("recorded_at", "plan_id", "code", "value", "as_of", "source", "by_id", "reported_at"),
    PracticeEvent: (
        *(
            "recorded_at",
            "practice_id",
            "seq",
            "kind",
            "happened_at",
            "by_id",
            "status",
            "body_id",
            "level_id",
        ),
        *("recognised_by_id", "recognised_year", "taking_part", "working", "checked_on", "words.words_hash"),
    ),
    ConclusionEvent: (
        *("recorded_at", "conclusion_id", "seq", "kind", "happened_at", "by_id", "meeting_id", "case_id"),
        *("briefing_id", "standing", "due_on", "body_id", "area_id", "words.words_hash"),
    ),
}

# Whose words must fit the hash that is sealed with the row that points at them.
SEALED_WORDS: tuple[type[Erasable], ...] = (
    *(CaseWords, ReportWords, RatingWords, SituationWords, PromiseWords),
    *(ProgrammeWords, PracticeWords, MeetingWords),
)


def seal_all() -> int:
    """Seal what is not sealed yet; return the number of rows that were."""
    rows = 0
    for model, columns in SEALED.items():
        while made := seals.seal(model, columns=columns):
            rows += made.rows
    return rows


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
