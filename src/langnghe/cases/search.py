"""
Finding cases by people's words: over what this person may see, and never in what is confidential.

Matters whose topic is never public (conduct, corruption) and kinds on a legal track are left out before
anything is looked up, for everyone; they are reached by their number alone.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet
from django.utils import timezone

from langnghe.cases.models import OPEN_STATUSES, Case
from langnghe.cases.rulebook import Rulebook
from langnghe.core.language import fold
from langnghe.people.rights import Action, Scope
from langnghe.places.models import Area
from langnghe.reports.finding import Question
from langnghe.topics.models import Publicness, Track

_SHOWN = (
    "number",
    "status",
    "outcome",
    "urgency",
    "received_at",
    "topic__name",
    "topic__name_en",
)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words or a number, and what the cases must be like besides."""

    question: Question
    status: str = ""
    topic: str = ""
    area: Area | None = None
    body: str = ""
    first_on: date | None = None
    last_on: date | None = None

    def beginning(self) -> "Wanted":
        """Return the same, with the last word only begun."""
        return replace(self, question=self.question.begun())


def found_cases(scope: Scope, wanted: Wanted, *, rules: Rulebook) -> QuerySet[Case]:
    """
    Return the cases in which a report says what is wanted, each once.

    Each row carries `said`, the words in which it was found, with `area_name` and `body_name`. Rights come
    first: whatever is filtered or paged afterwards is already this person's own.
    """
    cases = searchable(Case.objects.filter(scope.narrow(Action.SEE_CASES)), rules=rules)
    cases = cases.filter(**_conditions(wanted, rules))
    if wanted.question.parts:
        found = SearchQuery(wanted.question.tsquery, search_type="raw", config="simple")
        cases = cases.filter(links__undone_at=None, links__report__words__search=found)
        cases = cases.distinct("received_at", "id").annotate(said=F("links__report__words__words"))
    else:
        cases = cases.annotate(said=F("first_report__words__words"))
    named = {"area_name": F("area__name"), "body_name": F("body__name")}
    return cases.select_related("topic").only(*_SHOWN).annotate(**named)


def is_searchable(case: Case, *, rules: Rulebook) -> bool:
    """Return whether a case may be found by words at all."""
    return searchable(Case.objects.filter(pk=case.pk), rules=rules).exists()


def searchable(cases: QuerySet[Case], *, rules: Rulebook) -> QuerySet[Case]:
    """Leave out what is confidential: topics that are never public, and legal tracks."""
    secret = [topic.pk for topic in rules.topics if topic.publicness == Publicness.NO]
    legal = [kind.pk for kind in rules.kinds if kind.track != Track.OPEN]
    return cases.exclude(topic__in=secret).exclude(kind__in=legal)


def _conditions(wanted: Wanted, rules: Rulebook) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    if wanted.question.number:
        conditions["number__startswith"] = wanted.question.number
    if wanted.status == "open":
        conditions["status__in"] = OPEN_STATUSES
    elif wanted.status:
        conditions["status"] = wanted.status
    if wanted.topic:
        conditions["topic__in"] = rules.topics_below(wanted.topic)
    if wanted.area is not None:
        conditions["area__in"] = wanted.area.below.values("descendant")
    if wanted.body:
        conditions["body__folded__contains"] = fold(wanted.body)
    if wanted.first_on:
        conditions["received_at__gte"] = _midnight(wanted.first_on)
    if wanted.last_on:
        conditions["received_at__lt"] = _midnight(wanted.last_on + timedelta(days=1))
    return conditions


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
