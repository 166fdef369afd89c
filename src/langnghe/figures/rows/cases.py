"""Rows that are cases, or belong to one: reports and ratings."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from langnghe.cases.models import Case
from langnghe.figures.rows.row import RowSeen


def cases_seen(numbers: Sequence[str]) -> dict[str, RowSeen]:
    """Return cases by their number."""
    return {case.number: _seen(case) for case in _cases().filter(number__in=numbers)}


def reports_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return reports by their id, each under the number of its first case."""
    return {
        str(case.first_report_id): _seen(case) for case in _cases().filter(first_report__in=map(int, ids))
    }


def ratings_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return ratings by their id, each under the number of its case."""
    rated = _cases().filter(ratings__in=map(int, ids)).prefetch_related("ratings")
    return {str(rating.pk): _seen(case) for case in rated for rating in case.ratings.all()}


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("topic", "area", "body")


def _seen(case: Case) -> RowSeen:
    return RowSeen(
        name=case.number,
        url=reverse("cases:show", args=[case.number]),
        topic=str(case.topic),
        where=case.area.name if case.area else "",
        body=case.body.name,
    )
