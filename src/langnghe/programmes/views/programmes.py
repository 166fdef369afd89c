"""A list of programmes, a page for each, and the steps by which it is launched, changed and ended."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from langnghe.people.queries import own_bodies
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.programmes import queries
from langnghe.programmes.actions import plans, programmes
from langnghe.programmes.forms import (
    CallForm,
    ChangeForm,
    FilterForm,
    LaunchForm,
    ReasonForm,
    RegisterForm,
    ReviewForm,
)
from langnghe.programmes.models import Kind, Programme
from langnghe.programmes.views.steps import get_or_post, one_page, page_at, programme_for, step, year_of

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
    found = queries.open_to(request.user).prefetch_related("owners")
    if form.is_valid() and form.cleaned_data["kind"]:
        found = found.filter(kind=form.cleaned_data["kind"])
    page = one_page(request, found, ["-first_on", "-id"])
    context = {"page": page, "filter_form": form, "may_launch": scope.bodies(Action.RECORD_WORK)}
    template = "programmes/list.html#table" if request.headers.get("HX-Request") else "programmes/list.html"
    return render(request, template, context)


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a programme: who leads it, what was reached, whose plans are in, who joined, what was reviewed."""
    programme = programme_for(request, pk)
    now, scope = timezone.now(), scope_of(request.user)
    year = year_of(request, programme)
    seen = queries.plans_seen(request.user, programme).filter(year=year)
    targets = queries.targets_of(programme, year, today=timezone.localdate())
    counted = queries.counted_in(programme, year)
    plans = list(seen)
    lines = queries.lines_of(plans, targets, counted)
    runs = programme.ended_at is None
    context = {
        **_facts(programme),
        "year": year,
        "years": range(programme.first_on.year, programme.last_on.year + 1),
        "page": one_page(request, queries.with_item_counts(seen, now=now), ["due_at", "id"]),
        "submitted": queries.submitted_of(plans, now=now),
        "summaries": queries.summaries_of(lines, targets, counted),
        "lines": lines if len({line.plan.pk for line in lines}) == 1 else [],
        "now": now,
        "may_change": runs and queries.leads(request.user, programme, Action.RECORD_WORK),
        "may_end": runs and queries.leads(request.user, programme, Action.DIRECT),
        "may_join": runs and programme.kind == Kind.MOVEMENT and scope.bodies(Action.RECORD_WORK),
    }
    return render(request, "programmes/show.html", context)


@require_safe
@login_required
def print_programme(request: StaffRequest, pk: int) -> HttpResponse:
    """Print whose plans are in and whose are late, as one table."""
    programme = programme_for(request, pk)
    now, year = timezone.now(), year_of(request, programme)
    seen = queries.plans_seen(request.user, programme).filter(year=year)
    rows = queries.with_item_counts(seen, now=now).order_by("due_at", "body__name", "pk")
    context = {
        **_facts(programme),
        "year": year,
        "plans": list(rows[:LONGEST_PRINT]),
        "submitted": queries.submitted_of(seen, now=now),
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
    return step(
        request,
        form,
        _("Launch a programme"),
        reverse("programmes:list"),
        lambda data, **given: reverse(
            "programmes:show", args=[programmes.launch(**{name: data[name] for name in names}, **given).pk]
        ),
    )


@get_or_post
@login_required
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a programme says, who leads it or when it ends."""
    programme = programme_for(request, pk, leading=Action.RECORD_WORK)
    first = {
        "name": programme.name,
        "owners": [body.slug for body in programme.owners.all()],
        "basis": programme.basis,
        "aim": programme.aim.words,
        "last_on": programme.last_on,
    }
    form = ChangeForm(
        request.POST or None,
        user=request.user,
        programme=programme,
        today=timezone.localdate(),
        initial=first,
    )
    names = ("name", "owners", "basis", "aim", "last_on", "words")
    return step(
        request,
        form,
        _("Change the programme"),
        page_at(programme),
        lambda data, **given: programmes.change(programme, **{name: data[name] for name in names}, **given),
    )


@get_or_post
@login_required
def end_early(request: StaffRequest, pk: int) -> HttpResponse:
    """End a programme before its last day."""
    programme = programme_for(request, pk, leading=Action.DIRECT)
    form = ReasonForm(request.POST or None)
    return step(
        request,
        form,
        _("End the programme early"),
        page_at(programme),
        lambda data, **given: programmes.end_early(programme, words=data["words"], **given),
        note=_("Plans and tasks due later are no longer awaited; what was due before stays as it was."),
    )


@require_safe
@login_required
def history(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what happened to a programme, and what changed each time."""
    programme = programme_for(request, pk)
    context = {"programme": programme, "changes": queries.history_of(programme)}
    return render(request, "programmes/history.html", context)


@get_or_post
@login_required
def call_for_plans(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the bodies of one kind for their plans of a year."""
    programme = programme_for(request, pk, leading=Action.RECORD_WORK)
    today = timezone.localdate()
    form = CallForm(
        request.POST or None,
        programme=programme,
        today=today,
        initial={"year": min(max(today.year, programme.first_on.year), programme.last_on.year)},
    )

    def act(data: dict, **given: Any) -> None:
        bodies = queries.bodies_to_ask(programme, data["body_kind"], on=today)
        plans.call_for_plans(programme, bodies, year=data["year"], due_on=data["due_on"], **given)

    return step(request, form, _("Call for plans"), page_at(programme), act)


@get_or_post
@login_required
def register(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a body of this person's join a movement."""
    programme = programme_for(request, pk)
    _own_or_404(request)
    form = RegisterForm(request.POST or None, user=request.user, today=timezone.localdate())
    return step(
        request,
        form,
        _("Join the movement"),
        page_at(programme),
        lambda data, **given: programmes.register(programme, data["body"], pledge=data["pledge"], **given),
    )


@get_or_post
@login_required
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep an interim review of a movement."""
    programme = programme_for(request, pk)
    _own_or_404(request)
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, user=request.user, today=today, initial={"held_on": today})
    return step(
        request,
        form,
        _("Keep an interim review"),
        page_at(programme),
        lambda data, **given: programmes.review(
            programme,
            data["body"],
            held_on=data["held_on"],
            words=data["words"],
            totals=form.totals(),
            **given,
        ),
    )


def _own_or_404(request: StaffRequest) -> None:
    if not own_bodies(request.user, Action.RECORD_WORK, on=timezone.localdate()).exists():
        raise Http404


def _facts(programme: Programme) -> dict[str, Any]:
    """Return what stands on the page and on paper; only movements are joined and reviewed."""
    owners = sorted(programme.owners.all(), key=lambda body: (body.line, body.name))
    if programme.kind != Kind.MOVEMENT:
        return {"programme": programme, "owners": owners}
    registrations = programme.registrations.select_related("body", "pledge", "takes_over__body")
    reviews = programme.reviews.select_related("body", "words").order_by("-held_on", "-pk")
    return {
        "programme": programme,
        "owners": owners,
        "registrations": registrations.order_by("-registered_at", "-pk")[:MOST_SHOWN],
        "reviews": reviews[:MOST_SHOWN],
    }
