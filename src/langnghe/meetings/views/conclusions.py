"""Drafting conclusions, and following them until they are done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from langnghe.alarms.queries import visible_to as visible_alarms
from langnghe.briefings.models import Briefing
from langnghe.briefings.queries import visible_to as visible_briefings
from langnghe.cases.queries import visible_cases
from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.steps import NotPossible, taken
from langnghe.meetings import queries
from langnghe.meetings.actions import conclusions
from langnghe.meetings.forms import ConclusionForm, DecisionForm, DoneForm, ExtendForm, LinkForm, ReasonForm
from langnghe.meetings.models import Conclusion, Meeting, Standing
from langnghe.meetings.queries import Rights
from langnghe.meetings.views.meetings import meeting_for, meeting_step
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of

LISTS = {"": "open", "qua-han": "overdue", "tat-ca": "all"}
MOST_BRIEFINGS = 60


@login_required
@require_GET
def conclusion_list(request: StaffRequest) -> HttpResponse:
    """Show the conclusions to carry out, the oldest date first."""
    shown = request.GET.get("loc", "")
    if shown not in LISTS or not scope_of(request.user).bodies(Action.SEE_WORK):
        raise Http404
    today = timezone.localdate()
    try:
        page = page_of(
            queries.to_carry_out(request.user, of=LISTS[shown], today=today),
            order=["due_on", "id"],
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    return render(request, "meetings/conclusions.html", {"page": page, "shown": shown, "today": today})


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one conclusion: what led to it, what became of it, and what can be done now."""
    conclusion = _conclusion(request, pk)
    mine = _mine(request, conclusion)
    events = queries.conclusion_history(conclusion)
    seen = visible_briefings(request.user).order_by().values_list("pk", flat=True)
    proofs = [event.briefing_id for event in events if event.briefing_id]
    context = {
        "conclusion": conclusion,
        "meeting": conclusion.meeting,
        "events": events,
        "open_briefings": set(seen.filter(pk__in=proofs)) if proofs else set(),
        "links": queries.links_of([conclusion])[conclusion.pk],
        "today": timezone.localdate(),
        "may_report": mine.report,
        "may_direct": mine.direct,
        "may_draft": mine.draft,
    }
    return render(request, "meetings/conclusion.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft a conclusion of a meeting."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    form = ConclusionForm(request.POST or None, bodies=queries.taking_part(meeting))
    return meeting_step(
        request,
        meeting,
        form,
        title=_("New conclusion"),
        act=lambda: conclusions.draft(meeting, **_drafted(form)),
    )


@login_required
@require_http_methods(["GET", "POST"])
def redraft(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    conclusion = _draft(request, pk)
    initial = {
        "words": conclusion.words,
        "public_words": conclusion.public_words,
        "body": conclusion.body.slug,
        "due_on": conclusion.due_on,
    }
    form = ConclusionForm(
        request.POST or None, bodies=queries.taking_part(conclusion.meeting), initial=initial
    )
    return _step(
        request,
        conclusion,
        form,
        title=_("Change the conclusion"),
        act=lambda: conclusions.redraft(conclusion, **_drafted(form)),
    )


@login_required
@require_POST
def strike_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a draft."""
    conclusion = _draft(request, pk)
    try:
        conclusions.strike_out(conclusion)
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("meetings:show", conclusion.meeting_id)


@login_required
@require_http_methods(["GET", "POST"])
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """Note what led to a conclusion."""
    conclusion = _draft(request, pk)
    form = LinkForm(
        request.POST or None,
        cases=visible_cases(scope_of(request.user)),
        alarms=_alarms_to_choose(request),
        briefings=_briefings_to_choose(request, conclusion.meeting),
    )
    return _step(
        request,
        conclusion,
        form,
        title=_("What led to it"),
        act=lambda: conclusions.link(conclusion, **form.linked(), by=request.user),
    )


@login_required
@require_POST
def unlink(request: StaffRequest, pk: int, link: int) -> HttpResponse:
    """Undo a link of a draft."""
    conclusion = _draft(request, pk)
    conclusions.unlink(get_object_or_404(conclusion.links.select_related("conclusion__meeting"), pk=link))
    return redirect("meetings:conclusion", conclusion.pk)


@login_required
@require_http_methods(["GET", "POST"])
def report_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Report a conclusion as done, with what shows it."""
    conclusion = _conclusion(request, pk)
    if not _mine(request, conclusion).report or conclusion.standing != Standing.OPEN:
        raise Http404
    form = DoneForm(
        request.POST or None,
        request.FILES or None,
        cases=visible_cases(scope_of(request.user)),
        briefings=queries.briefings_that_may_prove(conclusion, request.user),
    )
    return _step(
        request,
        conclusion,
        form,
        title=_("Report as done"),
        act=lambda: conclusions.report_done(conclusion, **form.proof(), by=request.user, now=timezone.now()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def return_to_owner(request: StaffRequest, pk: int) -> HttpResponse:
    """Return what was reported as done."""
    return _directed(request, pk, Standing.DONE, _("Return it"), conclusions.return_to_owner)


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a conclusion more time."""
    return _directed(request, pk, Standing.OPEN, _("Give more time"), conclusions.extend, to_a_day=True)


@login_required
@require_http_methods(["GET", "POST"])
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop following a conclusion."""
    return _directed(request, pk, Standing.OPEN, _("Stop following it"), conclusions.drop)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, pk: int, conclusion: int) -> HttpResponse:
    """Write down what a meeting decides about an unfinished conclusion of an earlier one."""
    meeting, _rights = meeting_for(request, pk, "conclude")
    found = next((one for one in queries.left_undecided(meeting) if one.pk == conclusion), None)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None, after=found.due_on)
    return meeting_step(
        request,
        meeting,
        form,
        title=_("Decide about an earlier conclusion"),
        act=lambda: _decided(request, meeting, found, form),
        about=found,
    )


@login_required
@require_GET
def picture(request: StaffRequest, pk: int, event: int) -> FileResponse:
    """Show the photo that proves a result."""
    conclusion = _conclusion(request, pk)
    found = get_object_or_404(conclusion.events.exclude(picture=""), pk=event)
    response = FileResponse(found.picture.open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class _Mine:
    """What one person may do with one conclusion."""

    def __init__(self, conclusion: Conclusion, rights: Rights, recording: frozenset[int]) -> None:
        issued = conclusion.standing != Standing.DRAFT
        self.report = issued and (conclusion.body_id in recording or rights.conclude)
        self.direct = issued and rights.conclude
        self.draft = not issued and rights.prepare


def _mine(request: StaffRequest, conclusion: Conclusion) -> _Mine:
    rights = queries.rights_at(conclusion.meeting, request.user)
    return _Mine(conclusion, rights, scope_of(request.user).bodies(Action.RECORD_WORK))


def _conclusion(request: StaffRequest, pk: int) -> Conclusion:
    return get_object_or_404(queries.visible_conclusions(request.user), pk=pk)


def _draft(request: StaffRequest, pk: int) -> Conclusion:
    conclusion = _conclusion(request, pk)
    if not _mine(request, conclusion).draft:
        raise Http404
    return conclusion


def _directed(
    request: StaffRequest,
    pk: int,
    standing: str,
    title: str,
    act: Callable[..., object],
    *,
    to_a_day: bool = False,
) -> HttpResponse:
    """Let a leader of the host take a step that needs a reason, and a later day where it says so."""
    conclusion = _conclusion(request, pk)
    if not _mine(request, conclusion).direct or conclusion.standing != standing:
        raise Http404
    data = request.POST or None
    form = ExtendForm(data, after=conclusion.due_on) if to_a_day else ReasonForm(data)
    return _step(
        request,
        conclusion,
        form,
        title=title,
        act=lambda: act(conclusion, **form.cleaned_data, by=request.user, now=timezone.now()),
    )


def _drafted(form: ConclusionForm) -> dict[str, Any]:
    names = ("words", "body", "due_on", "public_words")
    return {name: form.cleaned_data[name] for name in names}


def _decided(request: StaffRequest, meeting: Meeting, conclusion: Conclusion, form: DecisionForm) -> None:
    data = form.cleaned_data
    given = {"words": data["words"], "meeting": meeting, "by": request.user, "now": timezone.now()}
    match data["decision"]:
        case DecisionForm.KEEP:
            conclusions.keep_on(conclusion, **given)
        case DecisionForm.EXTEND:
            conclusions.extend(conclusion, due_on=data["due_on"], **given)
        case DecisionForm.DONE:
            conclusions.report_done(conclusion, **given)
        case _:
            conclusions.drop(conclusion, **given)


def _alarms_to_choose(request: StaffRequest) -> Any:
    alarms = visible_alarms(request.user).filter(settled_at=None).select_related("topic", "centre")
    return alarms.order_by("-last_found_at", "-id")


def _briefings_to_choose(request: StaffRequest, meeting: Meeting) -> Any:
    on_the_table = meeting.papers.filter(withdrawn_at=None).values("briefing")
    seen = visible_briefings(request.user).filter(pk__in=on_the_table)
    return Briefing.objects.filter(pk__in=seen.values("pk")).select_related(
        "scope_area", "scope_body", "scope_cluster"
    )


def _step(
    request: StaffRequest, conclusion: Conclusion, form: Any, *, title: str, act: Callable[[], object]
) -> HttpResponse:
    if taken(form, act):
        return redirect("meetings:conclusion", conclusion.pk)
    context = {"conclusion": conclusion, "form": form, "title": title}
    return render(request, "meetings/conclusion_step.html", context, status=422 if form.is_bound else 200)
