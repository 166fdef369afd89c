"""
What of an officer's cases needs a hand today, each case under the most pressing heading, in one statement.

Only the first few of each heading are read, and how many there are.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from langnghe.cases.models import OPEN_STATUSES, Case, CaseEvent, EventKind, Rating, Status
from langnghe.people.rights import Action, Scope

RATED_WITHIN = timedelta(days=14)  # an older bad rating has been read, or never will be


class Heading(StrEnum):
    """Why a case is on the list, the most pressing first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    RETURNED = "returned"
    BADLY_RATED = "badly_rated"
    NEW = "new"


@dataclass
class Pressing:
    """The cases under one heading: how many there are, and the first of them."""

    count: int = 0
    cases: list[Case] = field(default_factory=list)


def pressing_cases(
    scope: Scope, *, now: datetime, day_ends_at: datetime, most: int
) -> dict[Heading, Pressing]:
    """Return, under each heading, the first `most` cases that this person may handle, soonest due first."""
    cases = _under_headings(scope, now=now, day_ends_at=day_ends_at)
    found: dict[Heading, Pressing] = {heading: Pressing() for heading in Heading}
    for case in _first_of_each(cases, most):
        pressing = found[Heading(case.heading)]
        pressing.count = case.of_heading
        pressing.cases.append(case)
    return found


@dataclass(frozen=True)
class AtWork:
    """A body with open cases: how many, and how many of them are past their date."""

    body_id: int
    slug: str
    name: str
    open: int
    overdue: int


def bodies_at_work(scope: Scope, *, now: datetime) -> list[AtWork]:
    """Return the bodies with open cases that this person may handle, by name, in one statement."""
    cases = Case.objects.filter(scope.narrow(Action.HANDLE), status__in=OPEN_STATUSES)
    counted = cases.values_list("body_id", "body__slug", "body__name").annotate(
        open=Count("pk"), overdue=Count("pk", filter=Q(answer_due_at__lt=now))
    )
    return [AtWork(*row) for row in counted.order_by("body__folded", "body_id")]


def _under_headings(scope: Scope, *, now: datetime, day_ends_at: datetime) -> QuerySet:
    ratings = Rating.objects.filter(case=OuterRef("pk")).order_by("-rated_at", "-pk")
    newest = Subquery(ratings.values("level__satisfied")[:1])
    since = now - RATED_WITHIN
    unhappy = Q(satisfied=False, status=Status.ANSWERED, closed_at__gte=since)
    still_open = Q(status__in=OPEN_STATUSES)
    returned = Exists(CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.REOPENED))
    heading = models.Case(
        When(still_open & Q(answer_due_at__lt=now), then=Value(Heading.OVERDUE)),
        When(still_open & Q(answer_due_at__lt=day_ends_at), then=Value(Heading.DUE_TODAY)),
        When(still_open & Q(returned), then=Value(Heading.RETURNED)),
        When(unhappy, then=Value(Heading.BADLY_RATED)),
        When(status=Status.RECEIVED, then=Value(Heading.NEW)),
        output_field=CharField(),
    )
    mine = Case.objects.filter(scope.narrow(Action.HANDLE)).filter(still_open | Q(closed_at__gte=since))
    return mine.annotate(satisfied=newest).annotate(heading=heading).filter(heading__isnull=False)


def _first_of_each(cases: QuerySet, most: int) -> QuerySet:
    order = [F("answer_due_at").asc(), F("pk").asc()]
    return (
        cases.annotate(
            place=Window(RowNumber(), partition_by=F("heading"), order_by=order),
            of_heading=Window(Count("pk"), partition_by=F("heading")),
        )
        .filter(place__lte=most)
        .select_related("topic", "area", "body")
        .order_by("heading", "place")
    )
