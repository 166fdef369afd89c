"""
The officer's side: the work list, one case, and the reception desk.

A case that is hidden from this person and one that does not exist look the same: not found.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from langnghe.cases import actions, queries
from langnghe.cases.forms import (
    URGENCY_OF,
    AnswerForm,
    CorrectForm,
    EnterForm,
    FilterForm,
    HandOverForm,
    PublishForm,
    ReasonForm,
    clean_pictures,
)
from langnghe.cases.intake import NotTaken, ReportIn, take_in
from langnghe.cases.models import OPEN_STATUSES, Case, Status
from langnghe.cases.queries import LONGEST_OVERDUE_FIRST, NEWEST_FIRST, Filters
from langnghe.cases.rulebook import rulebook
from langnghe.cases.views.public import receipt_context
from langnghe.core.language import find_personal_data, mask_personal_data
from langnghe.ground import encrypted
from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.steps import NotPossible, taken
from langnghe.people.queries import look_up_contact
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.reports.models import Report, ReportFile

PAGE = 50


@login_required
def work_list(request: StaffRequest) -> HttpResponse:
    """The cases this person may see, newest first, narrowed by what stands in the address."""
    return _list(request, title=_("Work"), overdue=False)


@login_required
def overdue(request: StaffRequest) -> HttpResponse:
    """Open cases whose date has passed, the longest overdue first."""
    return _list(request, title=_("Overdue"), overdue=True)


@login_required
def show(request: StaffRequest, number: str) -> HttpResponse:
    """One case: words, dates, history, and what can be done now."""
    scope, case = case_for_request(request, number)
    return render(request, "cases/case.html", _case_context(scope, case, AnswerForm()))


@login_required
def ledger(request: StaffRequest, number: str) -> HttpResponse:
    """How the date was counted, day by day."""
    _scope, case = case_for_request(request, number)
    context = {"case": case, "ledger": queries.ledger_for(case, now=timezone.now())}
    return render(request, "cases/ledger.html", context)


@login_required
@require_POST
def answer(request: StaffRequest, number: str) -> HttpResponse:
    """Give the final answer."""
    scope, case = case_for_request(request, number, Action.HANDLE)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = {"outcome": form.cleaned_data["outcome"], "words": form.cleaned_data["words"]}
        if taken(form, lambda: actions.answer(case, **given, by=request.user, now=timezone.now())):
            return _back(case)
    return render(request, "cases/case.html", _case_context(scope, case, form), status=422)


@login_required
@require_POST
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """Accept a case."""
    return _at_once(request, number, actions.accept)


@login_required
@require_POST
def resume(request: StaffRequest, number: str) -> HttpResponse:
    """Let the clocks run on."""
    return _at_once(request, number, actions.resume)


# Steps that need a reason: their address, title, and what happens.
STEPS: dict[str, tuple[Any, Callable]] = {
    "refuse": (gettext_lazy("Refuse with a reason"), actions.refuse),
    "extend": (gettext_lazy("Extend the date"), actions.extend),
    "pause": (gettext_lazy("Pause the clock"), actions.pause),
    "reopen": (gettext_lazy("Open again"), actions.reopen),
    "note": (gettext_lazy("Leave a note for staff"), actions.note),
}


@login_required
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """A step with a reason, on a page of its own."""
    _scope, case = case_for_request(request, number, Action.HANDLE)
    title, act = STEPS[name]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if taken(form, lambda: act(case, words=words, by=request.user, now=timezone.now())):
            return _back(case)
    return _form_page(request, case, form, title=str(title), status=422 if request.method == "POST" else 200)


@login_required
def hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Hand a case over to another body."""
    _scope, case = case_for_request(request, number, Action.HANDLE)
    today = timezone.localdate()
    form = HandOverForm(request.POST or None, initial={"to": queries.body_by_rules(case, on=today)})
    form.fields["to"].queryset = queries.possible_holders(case, on=today)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = {"to": form.cleaned_data["to"], "words": form.cleaned_data["words"]}
        if taken(form, lambda: actions.hand_over(case, **given, by=request.user, now=timezone.now())):
            messages.success(request, _("%(number)s was handed over.") % {"number": case.number})
            return redirect("cases:list")
    return _form_page(
        request, case, form, title=_("Hand over"), status=422 if request.method == "POST" else 200
    )


@login_required
def correct(request: StaffRequest, number: str) -> HttpResponse:
    """Correct topic and place."""
    _scope, case = case_for_request(request, number, Action.HANDLE)
    today = timezone.localdate()
    first = {
        "topic": case.topic.code,
        "area_name": case.area.name if case.area else "",
        "area": case.area.code if case.area else "",
    }
    form = CorrectForm(request.POST or None, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        topic = rulebook().topic(data["topic"], on=today)
        if topic and taken(
            form,
            lambda: actions.correct(
                case,
                topic=topic,
                area=data["found_area"],
                words=data["words"],
                by=request.user,
                now=timezone.now(),
            ),
        ):
            return _back_corrected(request, case)
    return _form_page(
        request,
        case,
        form,
        title=_("Correct topic and place"),
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def take_suggestion(request: StaffRequest, number: str) -> HttpResponse:
    """Take, or confirm, the topic that was heard in the words; the place stays."""
    _scope, case = case_for_request(request, number, Action.HANDLE)
    topic = rulebook().topic(request.POST.get("topic", ""), on=timezone.localdate())
    if topic is None:
        messages.error(request, _("This topic is no longer in force: choose one from the list."))
        return redirect("cases:correct", number=case.number)
    actions.correct(case, topic=topic, area=case.area, words="", by=request.user, now=timezone.now())
    return _back_corrected(request, case)


@login_required
def publish(request: StaffRequest, number: str, report_id: int) -> HttpResponse:
    """Publish a masked copy of a report; what looks like personal data is shown beside it."""
    _scope, case = case_for_request(request, number, Action.PUBLISH)
    report = _linked_report(case, report_id)
    form = PublishForm(request.POST or None, initial={"words": mask_personal_data(report.words.words)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if taken(
            form,
            lambda: actions.publish(case, report, words=words, by=request.user, now=timezone.now()),
        ):
            return _back(case)
    context = {
        "case": case,
        "report": report,
        "form": form,
        "found": _found(report.words.words),
        "title": _("Publish a masked copy"),
    }
    return render(request, "cases/publish.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def unpublish(request: StaffRequest, number: str, report_id: int) -> HttpResponse:
    """Take the public copy back."""
    _scope, case = case_for_request(request, number, Action.PUBLISH)
    report = _linked_report(case, report_id)
    try:
        actions.unpublish(case, report, reason="", by=request.user, now=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    return _back(case)


@login_required
@require_POST
def link(request: StaffRequest, number: str) -> HttpResponse:
    """Let the first report of another case belong to this one too."""
    scope, case = case_for_request(request, number, Action.HANDLE)
    other = queries.case_for(scope, request.POST.get("other", "").strip())
    if other is None or other.pk == case.pk:
        messages.error(request, _("There is no other case of this number."))
        return _back(case)
    try:
        actions.link_report(case, other.first_report, by=request.user, now=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    return _back(case)


@login_required
@require_POST
def unlink(request: StaffRequest, number: str, report_id: int) -> HttpResponse:
    """Undo a link."""
    _scope, case = case_for_request(request, number, Action.HANDLE)
    try:
        actions.unlink_report(case, _linked_report(case, report_id), by=request.user, now=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    return _back(case)


@login_required
def contact(request: StaffRequest, number: str, report_id: int) -> HttpResponse:
    """A sender's details: opened for a reason, each look logged. Hidden ones stay hidden from the office."""
    _scope, case = case_for_request(request, number, Action.SEE_CONTACT)
    report = _linked_report(case, report_id)
    if report.contact is None or report.contact.hidden_from_office:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            details = look_up_contact(
                report.contact, by=request.user, reason=form.cleaned_data["words"][:300]
            )
        except encrypted.Unreadable as error:
            messages.error(request, str(error))
            return _back(case)
        return render(request, "cases/contact.html", {"case": case, "details": details})
    title = _("Why do you need the sender's details?")
    return _form_page(request, case, form, title=title, status=422 if request.method == "POST" else 200)


@login_required
def picture(request: StaffRequest, number: str, file_id: int) -> FileResponse:
    """A picture of a report that belongs to a visible case."""
    _scope, case = case_for_request(request, number)
    file = get_object_or_404(
        ReportFile, pk=file_id, erasure=None, report__links__case=case, report__links__undone_at=None
    )
    response = FileResponse(file.file.open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
def enter(request: StaffRequest) -> HttpResponse:
    """The reception desk and the hotline: take down what a person says, read it back, hand out the code."""
    scope = scope_of(request.user)
    if not scope.bodies(Action.ENTER_REPORTS):
        raise Http404
    form = EnterForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        pictures, faults = clean_pictures(request.FILES.getlist("pictures"))
        try:
            receipt = take_in(_entered(form, pictures), by=request.user, now=timezone.now())
        except NotTaken as error:
            for field, sentence in error.faults.items():
                form.add_error(field if field in form.fields else None, sentence)
        else:
            context = {**receipt_context(receipt), "faults": faults, "words": form.cleaned_data["words"]}
            return render(request, "cases/entered.html", context)
    return render(
        request, "cases/enter.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


def _list(request: StaffRequest, *, title: str, overdue: bool) -> HttpResponse:
    now, scope = timezone.now(), scope_of(request.user)
    statuses = [("", _("all")), ("open", _("open")), *Status.choices]
    form = FilterForm(request.GET or None, today=timezone.localdate(), statuses=statuses)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = Filters(
        status=chosen.get("status", ""),
        topic=chosen.get("topic", ""),
        body=request.GET.get("co-quan", ""),
        overdue=overdue,
    )
    order = LONGEST_OVERDUE_FIRST if overdue else NEWEST_FIRST
    try:
        page = page_of(
            queries.work_list(scope, filters, now=now),
            order=order,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
            size=PAGE,
        )
    except BadKey as error:
        messages.error(request, str(error))
        return redirect(request.path)
    context = {
        "title": title,
        "page": page,
        "filter_form": form,
        "now": now,
        "overdue": overdue,
    }
    template = "cases/list.html#table" if request.htmx else "cases/list.html"  # type: ignore[attr-defined]
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])  # going back must not find the part where the page was
    return response


def case_for_request(
    request: StaffRequest, number: str, action: Action = Action.SEE_CASES
) -> tuple[Scope, Case]:
    """Return what this person may do, and a case to which they may do `action`; else nothing is found."""
    scope = scope_of(request.user)
    case = queries.case_for(scope, number)
    if case is None:
        raise Http404
    if not may(scope, case, action):
        raise Http404
    return scope, case


def may(scope: Scope, case: Case, action: Action) -> bool:
    """Return whether this may be done to a case."""
    return scope.allows(action, body_id=case.body_id, topic_ids=_branch(case))


def _branch(case: Case) -> frozenset[int]:
    """Return the ids of the case's topic and of the one above it."""
    return frozenset(pk for pk in (case.topic_id, case.topic.parent_id) if pk is not None)


def _case_context(scope: Scope, case: Case, form: AnswerForm) -> dict:
    events = queries.history_of(case)
    links = list(queries.reports_of(case))
    return {
        "case": case,
        "events": events,
        "links": links,
        "heard": queries.heard_of(case, links, events),
        "answer_form": form,
        "may_handle": may(scope, case, Action.HANDLE),
        "may_publish": may(scope, case, Action.PUBLISH),
        "may_see_contact": may(scope, case, Action.SEE_CONTACT),
        "may_erase": may(scope, case, Action.ADMINISTER),
        "now": timezone.now(),
        "open_statuses": OPEN_STATUSES,
    }


def _at_once(request: StaffRequest, number: str, act: Callable) -> HttpResponse:
    _scope, case = case_for_request(request, number, Action.HANDLE)
    try:
        act(case, by=request.user, now=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    return _back(case)


def _back(case: Case) -> HttpResponse:
    return redirect("cases:show", number=case.number)


def _back_corrected(request: StaffRequest, case: Case) -> HttpResponse:
    """Say who deals with a case as it was corrected; whether it goes there, the officer decides."""
    case.refresh_from_db()
    if case.is_open and (body := queries.body_by_rules(case, on=timezone.localdate())):
        said = _("By topic and place, %(body)s deals with this: hand the case over if you agree.")
        messages.warning(request, said % {"body": body.name})
    return _back(case)


def _form_page(request: StaffRequest, case: Case, form: Any, *, title: str, status: int) -> HttpResponse:
    return render(request, "cases/step.html", {"case": case, "form": form, "title": title}, status=status)


def _linked_report(case: Case, report_id: int) -> Report:
    link = (
        case.links.filter(report=report_id, undone_at=None)
        .select_related("report__words", "report__contact")
        .first()
    )
    if link is None:
        raise Http404
    return link.report


def _found(words: str) -> list[dict]:
    return [
        {"text": words[span.start : span.end], "reason": span.reason} for span in find_personal_data(words)
    ]


def _entered(form: EnterForm, pictures: list) -> ReportIn:
    data = form.cleaned_data
    return ReportIn(
        words=data["words"],
        kind=data["kind"],
        channel=data["channel"],
        topic=data["topic"],
        area=data["found_area"],
        locality=data["locality"],
        place=data["place"],
        urgency=URGENCY_OF[data["urgent"]],
        touches_office=data["touches_office"],
        contact=form.contact(),
        original_may_be_public=data["original_may_be_public"],
        client_id=data["client_id"],
        pictures=tuple(pictures),
    )
