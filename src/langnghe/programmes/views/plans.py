"""The plans bodies owe, their tasks, and the results they report."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from langnghe.ground.steps import NotPossible
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.programmes import queries
from langnghe.programmes.actions import plans
from langnghe.programmes.forms import ActualForm, ChangeItemForm, ItemForm, ProofForm, ReasonForm
from langnghe.programmes.models import Plan, PlanItem, PlanStatus
from langnghe.programmes.views.steps import done, get_or_post, status_of, step


@get_or_post
@login_required
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a body's plan with its tasks; who records for the body adds tasks here."""
    plan = _plan(request, pk)
    may_record = _records_for(request, plan) and plan.status != PlanStatus.EXCUSED
    form = ItemForm(request.POST or None)
    if request.method == "POST":
        if not may_record:
            raise Http404
        if form.is_valid() and done(
            request,
            form,
            lambda data, **given: plans.add_item(
                plan, task=data["task"], owner=data["owner"], due_on=data["due_on"], **given
            ),
        ):
            return redirect("programmes:plan", pk=plan.pk)
    context = {
        **_plan_facts(plan),
        "form": form,
        "may_record": may_record,
        "may_excuse": plan.status == PlanStatus.CALLED
        and queries.leads(request.user, plan.programme, Action.DIRECT),
    }
    return render(request, "programmes/plan.html", context, status=status_of(request))


@require_safe
@login_required
def print_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Print a plan as one table."""
    return render(request, "programmes/print_plan.html", _plan_facts(_plan(request, pk)))


@require_POST
@login_required
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Submit a plan."""
    plan = _plan(request, pk)
    if not _records_for(request, plan):
        raise Http404
    try:
        plans.submit(plan, by=request.user, now=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The plan is submitted."))
    return redirect("programmes:plan", pk=plan.pk)


@get_or_post
@login_required
def excuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Excuse a body from a plan."""
    plan = _plan(request, pk)
    if not queries.leads(request.user, plan.programme, Action.DIRECT):
        raise Http404
    form = ReasonForm(request.POST or None)
    return step(
        request,
        form,
        _("Excuse from the plan"),
        reverse("programmes:plan", args=[plan.pk]),
        lambda data, **given: plans.excuse(plan, words=data["words"], **given),
    )


@get_or_post
@login_required
def report_actual(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Report what a body reached of a target that the house does not count itself."""
    plan = _plan(request, pk)
    lines = queries.lines_of(
        [plan], queries.targets_of(plan.programme, plan.year, today=timezone.localdate())
    )
    line = next((line for line in lines if line.target.code == code and not line.target.figure), None)
    if line is None or not _records_for(request, plan):
        raise Http404
    form = ActualForm(request.POST or None, initial={"as_of": timezone.localdate()})
    return step(
        request,
        form,
        _("Report a result: %(target)s (%(unit)s)") % {"target": line.target.name, "unit": line.target.unit},
        reverse("programmes:plan", args=[plan.pk]),
        lambda data, **given: plans.report_actual(
            plan, code, value=data["value"], as_of=data["as_of"], source=data["source"], **given
        ),
    )


@get_or_post
@login_required
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a task is done, and what shows it."""
    item = _item(request, pk)
    form = ProofForm(request.POST or None)
    return step(
        request,
        form,
        _("Done: %(task)s") % {"task": item.task.words},
        reverse("programmes:plan", args=[item.plan_id]),
        lambda data, **given: plans.finish(item, proof=data["words"], **given),
    )


@get_or_post
@login_required
def change_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a task is, who does it or until when."""
    item = _item(request, pk)
    first = {
        "task": item.task.words,
        "owner": item.owner,
        "due_on": timezone.localdate(item.due_at),
    }
    form = ChangeItemForm(request.POST or None, initial=first)
    names = ("task", "owner", "due_on", "words")
    return step(
        request,
        form,
        _("Change the task: %(task)s") % {"task": item.task.words},
        reverse("programmes:plan", args=[item.plan_id]),
        lambda data, **given: plans.change_item(item, **{name: data[name] for name in names}, **given),
    )


@get_or_post
@login_required
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop a task, with the reason."""
    item = _item(request, pk)
    form = ReasonForm(request.POST or None)
    return step(
        request,
        form,
        _("Drop: %(task)s") % {"task": item.task.words},
        reverse("programmes:plan", args=[item.plan_id]),
        lambda data, **given: plans.drop(item, words=data["words"], **given),
    )


def _plan(request: StaffRequest, pk: int) -> Plan:
    plan = queries.plan_for(pk, request.user)
    if plan is None:
        raise Http404
    return plan


def _item(request: StaffRequest, pk: int) -> PlanItem:
    item = queries.item_for(pk, request.user)
    if item is None:
        raise Http404
    return item


def _records_for(request: StaffRequest, plan: Plan) -> bool:
    return plan.body_id in scope_of(request.user).bodies(Action.RECORD_WORK)


def _plan_facts(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "programme": plan.programme,
        "items": queries.items_of(plan),
        "lines": queries.lines_of(
            [plan], queries.targets_of(plan.programme, plan.year, today=timezone.localdate())
        ),
        "now": timezone.now(),
    }
