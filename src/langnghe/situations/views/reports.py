"""Situation reports: the list, the form, one situation, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.alarms.queries import alarm_for
from langnghe.cases.queries import case_for
from langnghe.core.paper.html import STYLESHEET
from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.papers import MEDIA_TYPES, CannotTypeset, as_download
from langnghe.ground.steps import NotPossible, taken
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.situations.actions import reports as actions
from langnghe.situations.actions.reports import SituationIn
from langnghe.situations.forms import DirectForm, LinkForm, OptionalWordsForm, ReportForm, WordsForm
from langnghe.situations.models import Situation, State
from langnghe.situations.papers import paper_of
from langnghe.situations.queries import reports as queries
from langnghe.situations.queries.clocks import clock_on
from langnghe.situations.queries.reports import SHOWN

TABS = {
    "open": gettext_lazy("Open"),
    "waiting": gettext_lazy("Waiting for your word"),
    "concluded": gettext_lazy("Concluded"),
}

May = Callable[[Scope, Situation], bool]

# The steps: their title, the label of their words, form, what happens, and who may.
STEPS: dict[str, tuple[Any, Any, type[WordsForm], Callable, May]] = {
    "add": (
        gettext_lazy("Add to the report"),
        gettext_lazy("What is new in it"),
        WordsForm,
        actions.add,
        queries.may_report,
    ),
    "confirm": (
        gettext_lazy("Confirm receipt"),
        gettext_lazy("Note to the reporting body"),
        OptionalWordsForm,
        actions.confirm,
        queries.may_answer,
    ),
    "direct": (
        gettext_lazy("Direct"),
        gettext_lazy("Direction to the reporting body"),
        DirectForm,
        actions.direct,
        queries.may_direct,
    ),
    "pass_up": (
        gettext_lazy("Pass up"),
        gettext_lazy("Why it is passed up"),
        WordsForm,
        actions.pass_up,
        queries.may_answer,
    ),
    "conclude": (
        gettext_lazy("Conclude"),
        gettext_lazy("Words of the conclusion"),
        WordsForm,
        actions.conclude,
        queries.may_answer,
    ),
}


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show situations: those open, those waiting for a word, those concluded."""
    scope = _scope(request)
    shown = {address: name for name, address in SHOWN.items()}.get(request.GET.get("loc", ""), "open")
    order = ("due_at", "id") if shown == "waiting" else ("-sent_at", "-id")
    try:
        page = page_of(
            queries.situation_list(scope, shown),
            order=order,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    context = {
        "page": page,
        "tabs": [(SHOWN[name], label, name == shown) for name, label in TABS.items()],
        "may_report": bool(scope.bodies(Action.RECORD_WORK)),
        "now": timezone.now(),
    }
    return render(request, "situations/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def report(request: StaffRequest) -> HttpResponse:
    """Report what a body sees to the body above it."""
    today = timezone.localdate()
    bodies = queries.bodies_reporting(request.user, on=today)
    if not (first := bodies.first()):
        raise Http404
    initial = {"body": first.slug, "since_on": today}
    form = ReportForm(request.POST or None, today=today, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            situation = actions.report(_situation_in(form), by=request.user, now=timezone.now())
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            _mine(request, situation)
            words = _("Sent to %(body)s, which must speak by %(at)s.")
            messages.success(
                request,
                words
                % {
                    "body": situation.with_body,
                    "at": timezone.localtime(situation.due_at).strftime("%H:%M %d/%m/%Y"),
                },
            )
            return redirect("situations:show", pk=situation.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "situations/report.html", {"form": form}, status=status)


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one situation with everything that happened to it."""
    scope, situation = _situation(request, pk)
    return render(request, "situations/situation.html", _context(request, scope, situation, LinkForm()))


@require_safe
@login_required
def paper_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the report as an official paper."""
    _rights, situation = _situation(request, pk)
    article, problem = "", ""
    try:
        article = paper_of(situation, "article").decode()
    except CannotTypeset as error:
        problem = str(error)
    context = {
        "situation": situation,
        "article": mark_safe(article),  # noqa: S308 - our own renderer wrote and escaped it
        "problem": problem,
        "stylesheet": mark_safe(STYLESHEET),  # noqa: S308 - a constant of ours
    }
    return render(request, "situations/paper.html", context, status=503 if problem else 200)


@require_safe
@login_required
def download(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Give the paper as a file."""
    _rights, situation = _situation(request, pk)
    if kind not in MEDIA_TYPES:
        raise Http404
    try:
        paper = paper_of(situation, kind)
    except CannotTypeset as problem:
        messages.error(request, str(problem))
        return redirect("situations:paper", pk=situation.pk)
    return as_download(paper, name=f"bao-cao-nhanh-{situation.pk}", kind=kind)


@require_http_methods(["GET", "POST"])
@login_required
def step(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """A step with words, on a page of its own."""
    scope, situation = _situation(request, pk)
    title, label, form_class, act, may = STEPS[name]
    if not may(scope, situation):
        raise Http404
    form = form_class(request.POST or None, label=label)

    def go() -> None:
        given = {key: form.cleaned_data[key] for key in ("words", "due_on") if key in form.cleaned_data}
        act(situation, **given, by=request.user, now=timezone.now())

    if taken(form, go):
        return redirect("situations:show", pk=situation.pk)
    return _step_page(request, situation, form, title=title)


@require_http_methods(["GET", "POST"])
@login_required
def carry_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Report that a direction was carried out."""
    direction = queries.direction_for(_scope(request), pk)
    if direction is None:
        raise Http404
    form = WordsForm(request.POST or None, label=_("What was done"))

    def go() -> None:
        words = form.cleaned_data["words"]
        actions.carry_out(direction, words=words, by=request.user, now=timezone.now())

    if taken(form, go):
        return redirect("situations:show", pk=direction.situation_id)
    title = _("The direction was carried out")
    return _step_page(request, direction.situation, form, title=title, quote=direction.words.words)


@require_POST
@login_required
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """Link a case or an alarm by its number; one that this person may not see does not exist."""
    scope, situation = _situation(request, pk)
    if not (queries.may_report(scope, situation) or queries.may_answer(scope, situation)):
        raise Http404
    form = LinkForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"].strip()
        case = case_for(scope, number)
        alarm = alarm_for(int(number), request.user) if number.isdecimal() and len(number) < 10 else None
        if case or alarm:
            actions.link(
                situation, case=case, alarm=None if case else alarm, by=request.user, now=timezone.now()
            )
            return redirect("situations:show", pk=situation.pk)
        form.add_error("number", _("There is no case and no alarm of this number."))
    return render(request, "situations/situation.html", _context(request, scope, situation, form), status=422)


def _context(request: StaffRequest, scope: Scope, situation: Situation, form: LinkForm) -> dict[str, Any]:
    speaks = queries.may_answer(scope, situation)
    reports = queries.may_report(scope, situation)
    return {
        "situation": situation,
        "events": list(queries.history_of(situation)),
        "directions": list(queries.directions_of(situation)),
        "links": queries.links_seen(situation, request.user),
        "clock": clock_on(timezone.localdate(situation.sent_at), situation.urgency),
        "form": form,
        "may_report": reports,
        "may_answer": speaks and situation.is_open,
        "may_confirm": speaks and situation.state == State.WAITING,
        "may_direct": queries.may_direct(scope, situation) and situation.is_open,
        "may_pass_up": speaks and situation.is_open and situation.with_body.superior_id is not None,
        "may_link": speaks or reports,
        "may_declare": bool(scope.bodies(Action.DIRECT)),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }


def _step_page(
    request: StaffRequest, situation: Situation, form: WordsForm, *, title: object, quote: str = ""
) -> HttpResponse:
    context = {"situation": situation, "form": form, "title": title, "quote": quote}
    status = 422 if request.method == "POST" else 200
    return render(request, "situations/step.html", context, status=status)


def _situation_in(form: ReportForm) -> SituationIn:
    data = form.cleaned_data
    return SituationIn(
        client_id=data["client_id"],
        body=data["body"],
        words=data["words"],
        topic=data["found_topic"],
        area=data["found_area"],
        locality=data["locality"],
        since_on=data["since_on"],
        people=data["people"],
        done=data["done"],
        asked=data["asked"],
        urgency=data["urgency"],
    )


def _mine(request: StaffRequest, situation: Situation) -> None:
    """Hide what an id of somebody else's report leads to."""
    if situation.body_id not in scope_of(request.user).bodies(Action.RECORD_WORK):
        raise Http404


def _situation(request: StaffRequest, pk: int) -> tuple[Scope, Situation]:
    scope = _scope(request)
    situation = queries.situation_for(scope, pk)
    if situation is None:
        raise Http404
    return scope, situation


def _scope(request: StaffRequest) -> Scope:
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    return scope
