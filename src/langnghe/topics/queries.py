"""Questions about topics and kinds: those in force on a day, their tree, the words that point to them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from langnghe.core.language import fold
from langnghe.ground.dated import DatedQuerySet
from langnghe.topics.models import Kind, Topic, TopicPhrase, Track

UNSORTED_TOPIC = "khac"  # holds what nobody has sorted yet; it comes last in every list


@dataclass(frozen=True)
class Branch:
    """A topic of the first level with the topics below it."""

    top: Topic
    children: tuple[Topic, ...]


def topics_on(day: date) -> DatedQuerySet:
    """Return the topics in force on a day, with their parents, by code."""
    return Topic.objects.on(day).select_related("parent").order_by("code")


def topic_tree(day: date) -> list[Branch]:
    """Return the tree in force on a day, the unsorted topic last: one statement."""
    topics = list(topics_on(day))
    tops = [topic for topic in topics if topic.parent_id is None]
    tops.sort(key=lambda topic: (topic.code == UNSORTED_TOPIC, topic.code))
    return [Branch(top, tuple(topic for topic in topics if topic.parent_id == top.pk)) for top in tops]


def topics_named(text: str, *, on: date) -> DatedQuerySet:
    """Return the topics in force on a day whose name holds `text`, tone marks aside."""
    return topics_on(on).filter(Q(folded__contains=fold(text).strip()) | Q(name_en__icontains=text.strip()))


def within(topic: Topic) -> DatedQuerySet:
    """Return a topic and those below it."""
    return Topic.objects.known().filter(Q(pk=topic.pk) | Q(parent=topic))


def kinds_on(day: date) -> DatedQuerySet:
    """Return the kinds of reports in force on a day, in the order in which people are asked."""
    return Kind.objects.on(day).order_by("position", "code")


def open_kinds_on(day: date) -> DatedQuerySet:
    """Return the kinds that are handled here; the others only say where to go."""
    return kinds_on(day).filter(track=Track.OPEN)


def phrases_on(day: date) -> DatedQuerySet:
    """Return the phrases that point to the topics in force on a day."""
    return TopicPhrase.objects.on(day).select_related("topic").order_by("topic__code", "phrase")
