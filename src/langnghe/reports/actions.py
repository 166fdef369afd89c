"""Loading words that stand for each other, and making the index of words anew."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.places.records import BEFORE_RECORDS
from langnghe.reports.finding import lexemes, vector_of
from langnghe.reports.models import ReportWords, Synonym

SYNONYMS = Path(__file__).with_name("data") / "synonyms.csv"
LONGEST_GROUP = 300  # characters
BATCH = 1_000


def load_synonyms(path: Path = SYNONYMS, *, now: datetime, dry_run: bool = False) -> Loaded:
    """
    Bring the groups of words that stand for each other to what a table says; others stay as they are.

    Raises BadTable with a sentence for each faulty line, before anything is written.
    """
    faults: list[Fault] = []
    rows = [_synonym(row, faults) for row in read_table(path, required=["words"])]
    stop_on(faults, path=path)
    return keep_rows(rows, key=["words", "valid_from"], now=now, dry_run=dry_run)


def _synonym(row: Row, faults: list[Fault]) -> Synonym:
    phrases = [phrase.strip() for phrase in row["words"].split("|")]
    written = "|".join(phrases)
    if len(phrases) < 2 or not all(map(lexemes, phrases)):
        faults.append(Fault(row.line, "words", "write two words or more, parted by |: heo|lợn."))
    if len(written) > LONGEST_GROUP:
        faults.append(Fault(row.line, "words", "at most 300 characters fit here: part it into two lines."))
    return Synonym(
        words=written,
        valid_from=row.day("valid_from", faults=faults) or BEFORE_RECORDS,
        valid_to=row.day("valid_to", faults=faults),
    )


def index_words(*, every: bool = False, model: Any = ReportWords) -> Iterator[int]:
    """
    Make the index of words that have none, or of `every` one, in batches that may stop and run again.

    Yields how many are done so far. Erased words stay without.
    """
    words = model.objects.filter(erased_at=None).exclude(words="")
    if not every:
        words = words.annotate(index=Cast("search", TextField())).filter(index="")
    done, last = 0, 0
    while batch := list(words.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for one in batch:
            one.search = vector_of(one.words, one.locality, one.place)
        model.objects.bulk_update(batch, ["search"])
        done, last = done + len(batch), batch[-1].pk
        yield done
