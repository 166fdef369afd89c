"""Rows that are plans, or tasks of plans."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import Truncator

from langnghe.figures.rows.row import RowSeen
from langnghe.programmes.models import Plan, PlanItem


def plans_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return plans by their id."""
    plans = Plan.objects.filter(pk__in=ids).select_related("programme", "body", "area")
    return {str(plan.pk): _seen(plan, str(plan)) for plan in plans}


def items_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return tasks by their id, each opening the plan that it stands in."""
    items = PlanItem.objects.filter(pk__in=ids)
    items = items.select_related("task", "plan__programme", "plan__body", "plan__area")
    return {str(item.pk): _seen(item.plan, Truncator(item.task.words).chars(120)) for item in items}


def _seen(plan: Plan, name: str) -> RowSeen:
    return RowSeen(
        name=name,
        url=reverse("programmes:plan", args=[plan.pk]),
        where=plan.area.name,
        body=plan.body.name,
    )
