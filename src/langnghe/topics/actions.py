"""Loading topics, kinds and phrases: all lines or none; the same file twice changes nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from langnghe.core.language import fold
from langnghe.ground.dated import Dated
from langnghe.ground.tables import Fault, Loaded, read_table, stop_on
from langnghe.topics import records
from langnghe.topics.models import Kind, Topic, TopicPhrase
from langnghe.topics.records import PhraseRecord, Record, TopicRecord

DATA = Path(__file__).with_name("data")
TOPICS, KINDS, PHRASES = DATA / "topics.csv", DATA / "kinds.csv", DATA / "topic_rules.csv"

Timed = TypeVar("Timed", bound=Record)


@transaction.atomic
def load_topics(path: Path = TOPICS) -> Loaded:
    """
    Bring the tree of topics to what a table says; topics it does not name stay as they are.

    A topic is known by its code and its first day: a line with both already held corrects that row.
    Raises BadTable with a sentence for each faulty line, before anything is written.
    """
    faults: list[Fault] = []
    new = records.topic_records(read_table(path, required=records.TOPIC_COLUMNS), faults=faults)
    stop_on(faults, path=path)
    tree = _beside_held(new, _held_topics())
    stop_on([*records.clashes(tree), *records.misplaced(tree)], path=path)
    loaded = _keep_topics([record for record in new if not record.parent_code], {})
    parents = {(topic.code, topic.valid_from): topic for topic in Topic.objects.known().filter(parent=None)}
    above = {}
    for record in new:
        if record.parent_code and (parent := records.parent_of(record, tree)):
            above[record] = parents[parent.code, parent.valid_from]
    loaded += _keep_topics([record for record in new if record.parent_code], above)
    return loaded


@transaction.atomic
def load_kinds(path: Path = KINDS) -> Loaded:
    """Bring the kinds of reports to what a table says. Raise BadTable as `load_topics` does."""
    faults: list[Fault] = []
    new = records.kind_records(read_table(path, required=records.KIND_COLUMNS), faults=faults)
    stop_on(faults, path=path)
    stop_on(records.clashes(_beside_held(new, _held_kinds())), path=path)
    return _keep(Kind, ("code", "valid_from"), [_fields(record) for record in new])


@transaction.atomic
def load_phrases(path: Path = PHRASES) -> Loaded:
    """
    Bring the phrases of the topics that a table names to exactly what it says; drop what it leaves out.

    Raises BadTable as `load_topics` does.
    """
    faults: list[Fault] = []
    new = records.phrase_records(read_table(path, required=records.PHRASE_COLUMNS), faults=faults)
    topics = {topic.code: topic for topic in Topic.objects.known().order_by("valid_from")}
    faults += _faults_of_phrases(new, topics)
    stop_on(sorted(faults, key=lambda fault: fault.line), path=path)
    rows = [_phrase_fields(record, topics[record.topic]) for record in new]
    loaded = _keep(TopicPhrase, ("topic_id", "phrase"), rows)
    loaded += _withdraw_phrases_beside(rows)
    return loaded


def _keep_topics(new: Sequence[TopicRecord], above: dict[TopicRecord, Topic]) -> Loaded:
    rows = []
    for record in new:
        fields = _fields(record)
        del fields["parent_code"]
        parent = above.get(record)
        rows.append({**fields, "folded": fold(record.name), "parent_id": parent.pk if parent else None})
    return _keep(Topic, ("code", "valid_from"), rows)


def _keep(model: type[Dated], identity: tuple[str, str], rows: Sequence[dict[str, Any]]) -> Loaded:
    """Write the rows that are new by their identity, and correct those that differ."""
    held = {tuple(getattr(row, name) for name in identity): row for row in model.objects.known()}
    created, changed = [], []
    for fields in rows:
        known = held.get(tuple(fields[name] for name in identity))
        if known is None:
            created.append(model(**fields))
        elif any(getattr(known, name) != value for name, value in fields.items()):
            changed.append(_corrected(known, fields))
    model.objects.bulk_create(created)
    if changed:
        model.objects.bulk_update(changed, [name.removesuffix("_id") for name in rows[0]], batch_size=500)
    return Loaded(len(created), len(changed), len(rows) - len(created) - len(changed))


def _corrected(row: Dated, fields: dict[str, Any]) -> Dated:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _fields(record: Record) -> dict[str, Any]:
    fields = asdict(record)
    del fields["line"]
    return fields


def _phrase_fields(record: PhraseRecord, topic: Topic) -> dict[str, Any]:
    return {
        "topic_id": topic.pk,
        "phrase": record.phrase,
        "weight": record.weight,
        "excludes": record.excludes,
        "valid_from": topic.valid_from,
        "valid_to": topic.valid_to,
    }


def _withdraw_phrases_beside(rows: Sequence[dict[str, Any]]) -> Loaded:
    kept = {(row["topic_id"], row["phrase"]) for row in rows}
    held = TopicPhrase.objects.known().filter(topic__in={row["topic_id"] for row in rows})
    dropped = [phrase.pk for phrase in held if (phrase.topic_id, phrase.phrase) not in kept]
    TopicPhrase.objects.filter(pk__in=dropped).update(withdrawn_at=timezone.now())
    return Loaded(changed=len(dropped))


def _faults_of_phrases(new: Sequence[PhraseRecord], topics: dict[str, Topic]) -> list[Fault]:
    faults = []
    seen: dict[tuple[str, str], int] = {}
    for record in new:
        if record.topic and record.topic not in topics:
            sentence = f"there is no topic “{record.topic}”: load it first with `langnghe load_topics`."
            faults.append(Fault(record.line, "topic", sentence))
        earlier = seen.setdefault((record.topic, fold(record.phrase)), record.line)
        if earlier != record.line:
            sentence = f"“{record.phrase}” stands already in line {earlier}; tone marks make no difference."
            faults.append(Fault(record.line, "phrase", sentence))
    return faults


def _beside_held(new: Sequence[Timed], held: Sequence[Timed]) -> list[Timed]:
    """Return the new records and those held that no new one corrects."""
    corrected = {(record.code, record.valid_from) for record in new}
    return [*new, *(record for record in held if (record.code, record.valid_from) not in corrected)]


def _held_topics() -> list[TopicRecord]:
    columns = "code", "name", "name_en", "severity", "publicness", "one_above", "text"
    rows = Topic.objects.known().values("parent__code", "valid_from", "valid_to", *columns)
    return [TopicRecord(line=0, parent_code=row.pop("parent__code") or "", **row) for row in rows]


def _held_kinds() -> list[records.KindRecord]:
    columns = "code", "name", "name_en", "track", "position", "text", "text_en", "valid_from", "valid_to"
    return [records.KindRecord(line=0, **row) for row in Kind.objects.known().values(*columns)]
