"""The pages of programmes: a list, a page for each, the plans bodies owe, their tasks and results."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.people.queries import own_bodies
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.programmes import actions, queries
from langnghe.programmes.forms import (
    ActualForm,
    CallForm,
    FilterForm,
    ItemForm,
    LaunchForm,
    ProofForm,
    ReasonForm,
    RegisterForm,
    ReviewForm,
)
from langnghe.programmes.models import Kind, Plan, PlanItem, PlanStatus, Programme

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MOST_SHOWN = 50
LONGEST_PRINT = 1000


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the programmes this person's bodies lead, plan for, or may join; the newest first."""
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    form = FilterForm(request.GET or None)
    programmes = queries.open_to(request.user).prefetch_related("owners")
    if form.is_valid() and form.cleaned_data["kind"]:
        programmes = programmes.filter(kind=form.cleaned_data["kind"])
    page = _page(request, programmes, ["-first_on", "-id"])
    context = {"page": page, "filter_form": form, "may_launch": scope.bodies(Action.RECORD_WORK)}
    template = "programmes/list.html#table" if request.headers.get("HX-Request") else "programmes/list.html"
    return render(request, template, context)


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one programme: who leads it, whose plans are in, who joined, what was reviewed."""
    programme = _programme(request, pk)
    now, scope = timezone.now(), scope_of(request.user)
    year = _year(request, programme)
    plans = queries.plans_seen(request.user, programme).filter(year=year)
    page = _page(request, queries.with_item_counts(plans, now=now), ["due_at", "id"])
    context = {
        **_facts(programme),
        "year": year,
        "years": range(programme.first_on.year, programme.last_on.year + 1),
        "page": page,
        "submitted": queries.submitted_of(plans, now=now),
        "now": now,
        "may_call": queries.leads(request.user, programme, Action.RECORD_WORK),
        "may_join": programme.kind == Kind.MOVEMENT and scope.bodies(Action.RECORD_WORK),
    }
    return render(request, "programmes/show.html", context)


@require_safe
@login_required
def print_programme(request: StaffRequest, pk: int) -> HttpResponse:
    """Print whose plans are in and whose are late, as one table."""
    programme = _programme(request, pk)
    now, year = timezone.now(), _year(request, programme)
    plans = queries.plans_seen(request.user, programme).filter(year=year)
    rows = queries.with_item_counts(plans, now=now).order_by("due_at", "body__name", "pk")
    context = {
        **_facts(programme),
        "year": year,
        "plans": rows[:LONGEST_PRINT],
        "submitted": queries.submitted_of(plans, now=now),
        "now": now,
    }
    return render(request, "programmes/print.html", context)


@get_or_post
@login_required
def launch(request: StaffRequest) -> HttpResponse:
    """Launch a programme, a theme year or a movement."""
    today = timezone.localdate()
    own = list(own_bodies(request.user, Action.RECORD_WORK, on=today)[:2])
    if not own:
        raise Http404
    first = {
        "kind": Kind.PROGRAMME,
        "owners": [own[0].slug],
        "first_on": today.replace(month=1, day=1),
        "last_on": today.replace(month=12, day=31),
    }
    form = LaunchForm(request.POST or None, user=request.user, today=today, initial=first)
    names = ("kind", "name", "owners", "basis", "aim", "first_on", "last_on")
    return _step(
        request,
        form,
        _("Launch a programme"),
        reverse("programmes:list"),
        lambda data, **given: reverse(
            "programmes:show", args=[actions.launch(**{name: data[name] for name in names}, **given).pk]
        ),
    )


@get_or_post
@login_required
def call_for_plans(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the bodies of one kind for their plans of a year."""
    programme = _programme(request, pk)
    if not queries.leads(request.user, programme, Action.RECORD_WORK):
        raise Http404
    today = timezone.localdate()
    form = CallForm(
        request.POST or None,
        programme=programme,
        today=today,
        initial={"year": min(max(today.year, programme.first_on.year), programme.last_on.year)},
    )

    def act(data: dict, **given: Any) -> None:
        bodies = queries.bodies_to_ask(programme, data["body_kind"], on=today)
        actions.call_for_plans(programme, bodies, year=data["year"], due_on=data["due_on"], **given)

    return _step(request, form, _("Call for plans"), _at(programme), act)


@get_or_post
@login_required
def register(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a body of this person's join a movement."""
    programme = _programme(request, pk)
    _own_or_404(request)
    form = RegisterForm(request.POST or None, user=request.user, today=timezone.localdate())
    return _step(
        request,
        form,
        _("Join the movement"),
        _at(programme),
        lambda data, **given: actions.register(programme, data["body"], pledge=data["pledge"], **given),
    )


@get_or_post
@login_required
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep an interim review of a movement."""
    programme = _programme(request, pk)
    _own_or_404(request)
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, user=request.user, today=today, initial={"held_on": today})
    return _step(
        request,
        form,
        _("Keep an interim review"),
        _at(programme),
        lambda data, **given: actions.review(
            programme,
            data["body"],
            held_on=data["held_on"],
            words=data["words"],
            totals=form.totals(),
            **given,
        ),
    )


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
        if form.is_valid() and _done(
            request,
            form,
            lambda data, **given: actions.add_item(
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
    return render(request, "programmes/plan.html", context, status=_status(request))


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
        actions.submit(plan, by=request.user, now=timezone.now())
    except actions.NotPossible as error:
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
    return _step(
        request,
        form,
        _("Excuse from the plan"),
        reverse("programmes:plan", args=[plan.pk]),
        lambda data, **given: actions.excuse(plan, words=data["words"], **given),
    )


@get_or_post
@login_required
def report_actual(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Report what a body reached of a target that the house does not count itself."""
    plan = _plan(request, pk)
    lines = queries.lines_of([plan], queries.targets_of(plan.programme, plan.year))
    line = next((line for line in lines if line.target.code == code and not line.target.figure), None)
    if line is None or not _records_for(request, plan):
        raise Http404
    form = ActualForm(request.POST or None, initial={"as_of": timezone.localdate()})
    return _step(
        request,
        form,
        _("Report a result: %(target)s (%(unit)s)") % {"target": line.target.name, "unit": line.target.unit},
        reverse("programmes:plan", args=[plan.pk]),
        lambda data, **given: actions.report_actual(
            plan, code, value=data["value"], as_of=data["as_of"], source=data["source"], **given
        ),
    )


@get_or_post
@login_required
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a task is done, and what shows it."""
    item = _item(request, pk)
    form = ProofForm(request.POST or None)
    return _step(
        request,
        form,
        _("Done: %(task)s") % {"task": item.task.words},
        reverse("programmes:plan", args=[item.plan_id]),
        lambda data, **given: actions.finish(item, proof=data["words"], **given),
    )


@get_or_post
@login_required
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop a task, with the reason."""
    item = _item(request, pk)
    form = ReasonForm(request.POST or None)
    return _step(
        request,
        form,
        _("Drop: %(task)s") % {"task": item.task.words},
        reverse("programmes:plan", args=[item.plan_id]),
        lambda data, **given: actions.drop(item, words=data["words"], **given),
    )


def _programme(request: StaffRequest, pk: int) -> Programme:
    programme = queries.open_to(request.user).select_related("aim", "launched_by").filter(pk=pk).first()
    if programme is None:
        raise Http404
    return programme


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


def _own_or_404(request: StaffRequest) -> None:
    if not own_bodies(request.user, Action.RECORD_WORK, on=timezone.localdate()).exists():
        raise Http404


def _year(request: StaffRequest, programme: Programme) -> int:
    """Return the year asked for, else this one, as far as the programme runs in it."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, programme.first_on.year), programme.last_on.year)


def _facts(programme: Programme) -> dict[str, Any]:
    registrations = programme.registrations.select_related("body", "pledge").order_by("-registered_at", "-pk")
    reviews = programme.reviews.select_related("body", "words").order_by("-held_on", "-pk")
    return {
        "programme": programme,
        "owners": list(programme.owners.order_by("line", "name")),
        "registrations": registrations[:MOST_SHOWN],
        "reviews": reviews[:MOST_SHOWN],
    }


def _plan_facts(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "programme": plan.programme,
        "items": queries.items_of(plan),
        "lines": queries.lines_of([plan], queries.targets_of(plan.programme, plan.year)),
        "now": timezone.now(),
    }


def _at(programme: Programme) -> str:
    return reverse("programmes:show", args=[programme.pk])


def _page(request: StaffRequest, rows: Any, order: list[str]) -> Page:
    try:
        return page_of(
            rows, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
    except BadKey:
        raise Http404 from None


def _step(
    request: StaffRequest, form: Any, title: str, back: str, act: Callable[..., object]
) -> HttpResponse:
    """Show the form of a step; when it is complete, take the step and go on to what it names, else back."""
    gone_to: list[object] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, form, lambda data, **given: gone_to.append(act(data, **given)))
    ):
        return redirect(gone_to[0] if isinstance(gone_to[0], str) else back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "programmes/step.html", context, status=_status(request))


def _done(request: StaffRequest, form: Any, act: Callable[..., object]) -> bool:
    try:
        act(form.cleaned_data, by=request.user, now=timezone.now())
    except actions.NotPossible as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Saved."))
    return True


def _status(request: StaffRequest) -> int:
    return 422 if request.method == "POST" else 200
