"""Reading promises: which a person may see, which fall due, what became of one."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from langnghe.bodies.models import Body
from langnghe.grassroots.models import Promise, PromiseEvent, PromiseState, Visit
from langnghe.people.rights import Action, Scope
from langnghe.places.models import AreaAncestor

SOON = timedelta(days=7)
SHOWN = {"open": "", "due": "sap-den-han", "overdue": "qua-han", "kept": "da-thuc-hien", "untold": "chua-bao"}


def visible_to(scope: Scope, action: Action = Action.SEE_WORK) -> QuerySet[Promise]:
    """Return the promises that bodies of this person keep, or that were made at their meetings."""
    bodies = scope.bodies(action)
    return Promise.objects.filter(Q(body__in=bodies) | Q(visit__body__in=bodies))


def promise_list(scope: Scope, show: str, *, today: date) -> QuerySet[Promise]:
    """Return the promises of a list: those open, due within a week, overdue, kept, or ended and not told."""
    found = visible_to(scope)
    open_ones = found.filter(state=PromiseState.OPEN)
    ended = found.filter(state__in=(PromiseState.KEPT, PromiseState.NOT_KEPT))
    chosen = {
        "due": open_ones.filter(due_on__range=(today, today + SOON)),
        "overdue": open_ones.filter(due_on__lt=today),
        "kept": found.filter(state=PromiseState.KEPT),
        "untold": ended.filter(told_on=None),
    }.get(show, open_ones)
    return chosen.select_related("words", "body", "area", "visit__locality")


def falling_due(body_ids: Iterable[int], *, today: date) -> QuerySet[Promise]:
    """Return what these bodies promised to do within a week, and what is overdue, the oldest date first."""
    due = Promise.objects.filter(body__in=list(body_ids), state=PromiseState.OPEN, due_on__lte=today + SOON)
    return due.select_related("words", "area").order_by("due_on", "pk")


def promise_for(scope: Scope, pk: int, action: Action = Action.SEE_WORK) -> Promise | None:
    """Return a promise with which this person may do this, None where it is hidden or does not exist."""
    return (
        visible_to(scope, action)
        .select_related(
            "words", "body", "area", "visit__body", "visit__locality", "visit__area", "opinion__case"
        )
        .filter(pk=pk)
        .first()
    )


def history_of(promise: Promise) -> QuerySet[PromiseEvent]:
    """Return everything that happened to a promise, in order."""
    return promise.events.select_related("words", "by", "body").order_by("seq")


def keepers_for(visit: Visit, *, on: date) -> QuerySet[Body]:
    """Return the bodies that can keep a promise made at a meeting: of its place and of what is above it."""
    areas = AreaAncestor.objects.filter(descendant__in=(visit.area_id, visit.body.area_id)).values("ancestor")
    return Body.objects.on(on).filter(area__in=areas).order_by("-area__level", "name")
