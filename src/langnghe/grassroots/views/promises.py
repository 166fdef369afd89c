"""Promises: the list by how they stand, one promise with its history, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from langnghe.grassroots.actions import promises as actions
from langnghe.grassroots.forms import MoveForm, PassOnForm, ProofForm, ReasonForm, ToldForm
from langnghe.grassroots.models import Promise, PromiseState
from langnghe.grassroots.queries import promises as queries
from langnghe.grassroots.queries.promises import SHOWN
from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.steps import taken
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of

TABS = {
    "open": _("Being carried out"),
    "due": _("Due within a week"),
    "overdue": _("Overdue"),
    "untold": _("People not told yet"),
    "kept": _("Kept"),
}

# The steps: their title, form, and what happens.
STEPS: dict[str, tuple[Any, type[ReasonForm], Callable]] = {
    "keep": (_("The promise was kept"), ProofForm, actions.keep),
    "give_up": (_("It could not be kept"), ReasonForm, actions.give_up),
    "move": (_("Move the day"), MoveForm, actions.move),
    "pass_on": (_("Pass on to another body"), PassOnForm, actions.pass_on),
    "tell": (_("The people were told"), ToldForm, actions.tell),
}


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show promises by the day on which they fall due."""
    scope, today = _scope(request), timezone.localdate()
    shown = {address: name for name, address in SHOWN.items()}.get(request.GET.get("loc", ""), "open")
    order = ("-due_on", "-id") if shown == "kept" else ("due_on", "id")
    try:
        page = page_of(
            queries.promise_list(scope, shown, today=today),
            order=order,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    tabs = [(SHOWN[name], label, name == shown) for name, label in TABS.items()]
    return render(request, "grassroots/promises.html", {"page": page, "tabs": tabs, "today": today})


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one promise with everything that happened to it."""
    scope = _scope(request)
    promise = _promise(scope, pk)
    case = promise.opinion.case if promise.opinion else None
    may = {promise.body_id, promise.visit.body_id} & scope.bodies(Action.RECORD_WORK)
    context = {
        "promise": promise,
        "events": list(queries.history_of(promise)),
        "case": case if case and case.body_id in scope.bodies(Action.SEE_CASES) else None,
        "may_change": bool(may),
        "is_open": promise.state == PromiseState.OPEN,
        "may_tell": promise.told_on is None and promise.state in (PromiseState.KEPT, PromiseState.NOT_KEPT),
        "may_see_visit": promise.visit.body_id in scope.bodies(Action.SEE_WORK),
        "today": timezone.localdate(),
    }
    return render(request, "grassroots/promise.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def step(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """A step that needs words, on a page of its own."""
    promise = _promise(_scope(request), pk, Action.RECORD_WORK)
    title, form_class, act = STEPS[name]
    first = {"on": timezone.localdate()} if name == "tell" else {}
    form = form_class(request.POST or None, initial=first)
    if isinstance(form, PassOnForm):
        form.fields["to"].queryset = queries.keepers_for(promise.visit, on=timezone.localdate())  # type: ignore[attr-defined]
    if taken(form, lambda: act(promise, **form.cleaned_data, by=request.user, now=timezone.now())):
        return redirect("grassroots:promise", pk=promise.pk)
    context = {"promise": promise, "form": form, "title": title}
    return render(request, "grassroots/step.html", context, status=422 if request.method == "POST" else 200)


def _scope(request: StaffRequest) -> Scope:
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    return scope


def _promise(scope: Scope, pk: int, action: Action = Action.SEE_WORK) -> Promise:
    promise = queries.promise_for(scope, pk, action)
    if promise is None:
        raise Http404
    return promise
