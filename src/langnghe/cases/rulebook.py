"""
The rules in force, in memory: topics and what suggests them, kinds, deadlines, routes and calendar days.

They change a few times a year and are needed for every report. A process keeps one copy and asks the
database with a single statement whether it is still the newest (a trigger on each of the tables counts up,
and so do those of areas and bodies, of which a rulebook remembers the ones it was asked for).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from langnghe.bodies.models import CalendarDay
from langnghe.cases.models import DeadlineRule, DuplicateWindow, Route, Urgency
from langnghe.core.workdays import CalendarDay as DayRule
from langnghe.core.workdays import DayKind, WorkCalendar, vietnam_calendar
from langnghe.ground.dated import Dated
from langnghe.reports.finding import Synonyms
from langnghe.reports.queries import synonym_groups
from langnghe.topics.models import Kind, Topic, TopicPhrase
from langnghe.topics.suggesting import Suggester


class NoRule(Exception):
    """The rules that are loaded do not say what to do; the message names the command that loads them."""


@dataclass(frozen=True, eq=False)  # told apart by identity: its caches must not hash hundreds of rows
class Rulebook:
    """The rules as they stood at one version; rows are never changed, and withdrawn ones are left out."""

    version: int
    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
    deadlines: tuple[DeadlineRule, ...]
    routes: tuple[Route, ...]
    calendar_days: tuple[CalendarDay, ...]
    duplicate_windows: tuple[DuplicateWindow, ...]
    suggester: Suggester
    synonyms: Synonyms
    surroundings: dict = field(default_factory=dict)  # places already asked for: kept by `offices.around`

    @cached_property
    def topic_by_id(self) -> dict[int, Topic]:
        return {topic.pk: topic for topic in self.topics}

    def topic(self, code: str, *, on: date) -> Topic | None:
        """Return the topic of this code that is in force on a day."""
        return next((topic for topic in self._topics_on(on) if topic.code == code), None)

    def topics_below(self, code: str) -> list[int]:
        """Return the ids of the topics of a code, through time, and of those below them."""
        chosen = {topic.pk for topic in self.topics if topic.code == code}
        return [topic.pk for topic in self.topics if topic.pk in chosen or topic.parent_id in chosen]

    def kind(self, code: str, *, on: date) -> Kind | None:
        """Return the kind of this code that is in force on a day."""
        return next((kind for kind in self.kinds if kind.code == code and _holds(kind, on)), None)

    def kinds_on(self, day: date) -> list[Kind]:
        """Return the kinds in force on a day, in the order in which people are asked."""
        return [kind for kind in self.kinds if _holds(kind, day)]

    def branch(self, topic: Topic) -> tuple[int, ...]:
        """Return the ids of a topic and of those above it, the nearest first."""
        ids = [topic.pk]
        while topic.parent_id and topic.parent_id in self.topic_by_id:
            topic = self.topic_by_id[topic.parent_id]
            ids.append(topic.pk)
        return tuple(ids)

    def deadline(
        self, clock: str, *, kind: Kind, topic: Topic, urgency: str, area_ids: tuple[int, ...], on: date
    ) -> DeadlineRule | None:
        """
        Return the rule of a clock that fits best: the nearest area first, then urgency, topic and kind.

        What is urgent does not wait for the usual time of its topic: a rule for urgent matters goes before
        one for a topic or a kind that does not speak of urgency. The rules of an area go before those of
        the areas above it; among equals the newest counts.
        """
        branch = self.branch(topic)

        def fit(rule: DeadlineRule) -> tuple[int, bool, int, bool, bool, date] | None:
            fits = (
                rule.clock == clock
                and _holds(rule, on)
                and (rule.kind is None or rule.kind.code == kind.code)
                and (not rule.urgency or rule.urgency == urgency)
                and (rule.topic_id is None or rule.topic_id in branch)
                and (rule.area_id is None or rule.area_id in area_ids)
            )
            if not fits:
                return None
            near = len(area_ids) - area_ids.index(rule.area_id) if rule.area_id else 0
            narrow = len(branch) - branch.index(rule.topic_id) if rule.topic_id else 0
            urgent, of_kind = rule.urgency == Urgency.URGENT, rule.kind_id is not None
            return near, urgent, narrow, of_kind, bool(rule.urgency), rule.valid_from

        fitting = [(found, rule) for rule in self.deadlines if (found := fit(rule))]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def duplicate_window(self, topic: Topic, *, on: date) -> DuplicateWindow | None:
        """Return how near two reports on a topic must be to be compared: the narrowest topic's own first."""
        branch = (*self.branch(topic), None)
        fitting = [one for one in self.duplicate_windows if one.topic_id in branch and _holds(one, on)]
        return min(fitting, key=lambda one: branch.index(one.topic_id), default=None)

    def calendar(self, area_ids: tuple[int, ...]) -> WorkCalendar:
        """Return the working calendar of an area: the nation's, then the days that areas above it decided."""
        own = {day.area_id for day in self.calendar_days if day.area_id in area_ids}
        return self._calendar(frozenset(own))

    @lru_cache(maxsize=64)  # noqa: B019 - a rulebook lives as long as its process needs it
    def _calendar(self, area_ids: frozenset[int]) -> WorkCalendar:
        days = [day for day in self.calendar_days if day.area_id is None or day.area_id in area_ids]
        days.sort(key=lambda day: day.area_id is not None)
        overrides = [DayRule(day.day, DayKind(day.kind), day.reason, day.source) for day in days]
        return vietnam_calendar(overrides=overrides, zone=ZoneInfo(settings.TIME_ZONE))

    def _topics_on(self, day: date) -> list[Topic]:
        return [topic for topic in self.topics if _holds(topic, day)]


def rulebook() -> Rulebook:
    """Return the newest rulebook; one statement when nothing has changed."""
    global _known
    version = _version()
    with _loading:
        if _known is None or _known.version != version:
            _known = _load()
        return _known


def _load() -> Rulebook:
    with transaction.atomic():
        version = _version()
        return Rulebook(
            version=version,
            topics=tuple(Topic.objects.known()),
            kinds=tuple(Kind.objects.known()),
            deadlines=tuple(DeadlineRule.objects.known().select_related("kind")),
            routes=tuple(Route.objects.known()),
            calendar_days=tuple(CalendarDay.objects.filter(withdrawn_at=None)),
            duplicate_windows=tuple(DuplicateWindow.objects.known()),
            suggester=Suggester(TopicPhrase.objects.known().select_related("topic")),
            synonyms=Synonyms(synonym_groups(timezone.localdate())),
        )


def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM cases_rulebook_version")
        return cursor.fetchone()[0]


def _holds(row: Dated, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


_known: Rulebook | None = None
_loading = Lock()
