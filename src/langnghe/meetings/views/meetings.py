"""Preparing, holding and concluding a meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from langnghe.bodies.models import Cluster
from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.ground.steps import NotPossible, taken
from langnghe.meetings import queries
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.forms import (
    AgendaForm,
    ChangeForm,
    ConcludeForm,
    HeldForm,
    InviteForm,
    MinutesForm,
    NewForm,
    PaperForm,
    PracticeForm,
)
from langnghe.meetings.models import Conclusion, Meeting, Paper, Series
from langnghe.meetings.queries import Rights
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.practices.queries import matching, may_see, recognised_for


@login_required
@require_GET
def meeting_list(request: StaffRequest) -> HttpResponse:
    """Show the meetings this person may see, the newest day first."""
    if not scope_of(request.user).bodies(Action.SEE_WORK):
        raise Http404
    context = {
        "page": _page(request, queries.visible_meetings(request.user), ["-begins_at", "-id"]),
        "may_prepare": bool(scope_of(request.user).bodies(Action.RECORD_WORK)),
        "all_series": queries.series_of(request.user),
    }
    return render(request, "meetings/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Plan a meeting, the first of a series, the next of one, or for itself."""
    series = _series(request)
    today = timezone.localdate()
    hosts = queries.hosts_of(request.user, on=today)
    if not hosts:
        raise Http404
    form = NewForm(
        request.POST or None,
        hosts=queries.hosts_in(series, hosts) if series else hosts,
        clusters=Cluster.objects.on(today).filter(members__area__bodies__in=hosts).distinct(),
        in_series=series is not None,
        initial=_next_of(series) if series else {},
    )
    if form.is_valid():
        meeting = _planned(request, form, series)
        messages.success(request, _("The meeting is planned: invite the bodies now."))
        return redirect("meetings:show", meeting.pk)
    context = {"form": form, "title": _("New meeting"), "series": series, "back": "meetings:list"}
    return render(request, "meetings/new.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one meeting: what stands over, the agenda, papers, conclusions, and what can be done now."""
    meeting, rights = meeting_for(request, pk)
    now = timezone.now()
    drafts = list(meeting.conclusions.select_related("body").order_by("position"))
    links = queries.links_of(drafts)
    context = {
        "meeting": meeting,
        "rights": rights,
        "events": queries.history_of(meeting),
        "invitations": meeting.invitations.select_related("body").order_by("body__area__code", "body__name"),
        "earlier": queries.followed_up(meeting, at=meeting.concluded_at or now),
        "agenda": meeting.agenda.select_related("body"),
        "papers": queries.on_the_table(meeting),
        "minutes": queries.newest_minutes(meeting),
        "conclusions": [(one, links[one.pk]) for one in drafts],
        "today": timezone.localdate(),
    }
    return render(request, "meetings/show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Change time, place, name or chair."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    initial = {name: getattr(meeting, name) for name in ("name", "begins_at", "place", "chair")}
    form = ChangeForm(request.POST or None, initial=initial)
    return meeting_step(
        request,
        meeting,
        form,
        title=_("Change time or place"),
        act=lambda: meetings.change(meeting, form.plan(), by=request.user, now=timezone.now()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Invite bodies."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    invited = meeting.invitations.values("body")
    form = InviteForm(
        request.POST or None, candidates=queries.who_can_be_invited(meeting).exclude(pk__in=invited)
    )

    def act() -> None:
        asked_for = form.cleaned_data["asked_for"]
        count = meetings.invite(
            meeting, form.chosen(), asked_for=asked_for, by=request.user, now=timezone.now()
        )
        messages.success(request, _("Invited: %(count)s.") % {"count": count})

    return meeting_step(request, meeting, form, title=_("Invite bodies"), act=act)


@login_required
@require_http_methods(["GET", "POST"])
def agenda(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a point on the agenda."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    form = AgendaForm(request.POST or None, bodies=queries.taking_part(meeting))
    return meeting_step(
        request,
        meeting,
        form,
        title=_("Add a point to the agenda"),
        act=lambda: meetings.add_to_agenda(meeting, **form.cleaned_data),
    )


@login_required
@require_POST
def move_point(request: StaffRequest, pk: int, item: int, where: str) -> HttpResponse:
    """Move a point of the agenda up, or take it off."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    point = get_object_or_404(meeting.agenda.select_related("meeting"), pk=item)
    act = meetings.move_up if where == "len" else meetings.take_off_agenda
    return _at_once(request, meeting, lambda: act(point))


@login_required
@require_http_methods(["GET", "POST"])
def hand_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a paper of one's own body on the table."""
    meeting, rights = meeting_for(request, pk)
    if not rights.hand_in or meeting.is_over:
        raise Http404
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        bodies=queries.taking_part(meeting).filter(pk__in=rights.hand_in),
        briefings=queries.briefings_to_hand_in(rights.hand_in),
    )

    def act() -> None:
        given = form.handed_in()
        meetings.hand_in(meeting, form.cleaned_data["body"], **given, by=request.user, now=timezone.now())

    return meeting_step(request, meeting, form, title=_("Hand in a paper"), act=act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def put_practice(request: StaffRequest, pk: int) -> HttpResponse:
    """Find a recognised practice by a few words of its name or place, and put it on the table."""
    meeting, rights = meeting_for(request, pk)
    if not rights.hand_in or meeting.is_over:
        raise Http404
    bodies = queries.taking_part(meeting).filter(pk__in=rights.hand_in)
    practices = recognised_for(request.user)
    if request.method == "POST":
        chosen = get_object_or_404(practices, pk=_whole(request.POST.get("practice")))
        body = get_object_or_404(bodies, slug=request.POST.get("body", ""))
        given: dict[str, Any] = {"kind": Paper.Kind.PRACTICE, "title": chosen.name, "practice": chosen}
        return _at_once(
            request,
            meeting,
            lambda: meetings.hand_in(meeting, body, **given, by=request.user, now=timezone.now()),
        )
    asked = request.GET.get("body", "")
    body = bodies.filter(slug=asked).first() or bodies[0]
    words = request.GET.get("words", "")[:120]
    on_the_table = meeting.papers.filter(withdrawn_at=None, practice__isnull=False).values("practice")
    found = matching(practices.exclude(pk__in=on_the_table), words).select_related("area", "body", "level")
    context = {
        "meeting": meeting,
        "form": PracticeForm(bodies=bodies, initial={"words": words, "body": body.slug}),
        "body": body,
        "page": _page(request, found, ["-recognised_year", "-id"], size=20),
    }
    part = "#table" if request.headers.get("HX-Request") else ""
    return render(request, f"meetings/practice.html{part}", context)


@login_required
@require_GET
def paper(request: StaffRequest, pk: int, paper: int) -> HttpResponse:
    """Read a paper; a briefing, and a practice that this person may see, open on their own pages."""
    meeting, rights = meeting_for(request, pk)
    found = _paper(meeting, paper)
    if found.briefing_id is not None:
        return redirect("briefings:show", found.briefing_id)
    if found.practice is not None and may_see(request.user, found.practice):
        return redirect("practices:show", found.practice_id)
    context = {"meeting": meeting, "paper": found, "may_take_back": _may_take_back(found, meeting, rights)}
    return render(request, "meetings/paper.html", context)


@login_required
@require_POST
def take_back(request: StaffRequest, pk: int, paper: int) -> HttpResponse:
    """Take a paper from the table: its own body, or the host."""
    meeting, rights = meeting_for(request, pk)
    found = _paper(meeting, paper)
    if not _may_take_back(found, meeting, rights):
        raise Http404
    return _at_once(request, meeting, lambda: meetings.take_back(found, now=timezone.now()))


@login_required
@require_http_methods(["GET", "POST"])
def held(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that the meeting was held."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    form = HeldForm(request.POST or None, initial={"attended": meeting.attended})

    def act() -> None:
        attended = form.cleaned_data["attended"]
        meetings.hold(meeting, attended=attended, by=request.user, now=timezone.now())

    return meeting_step(request, meeting, form, title=_("The meeting was held"), act=act)


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the minutes, each time a new version."""
    meeting, _rights = meeting_for(request, pk, "prepare")
    newest = queries.newest_minutes(meeting)
    form = MinutesForm(request.POST or None, initial={"words": newest.words.words if newest else ""})

    def act() -> None:
        words = form.cleaned_data["words"]
        meetings.write_minutes(meeting, words, by=request.user, now=timezone.now())

    return meeting_step(request, meeting, form, title=_("Minutes"), act=act)


@login_required
@require_GET
def read_minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the minutes with all their versions, the newest first."""
    meeting, _rights = meeting_for(request, pk)
    versions = meeting.minutes.select_related("words", "by").order_by("-pk")
    return render(request, "meetings/minutes.html", {"meeting": meeting, "versions": versions})


@login_required
@require_http_methods(["GET", "POST"])
def conclude(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue the notice of conclusions; what is left undecided is listed first."""
    meeting, _rights = meeting_for(request, pk, "conclude")
    form = ConcludeForm(request.POST or None)

    def act() -> None:
        number = form.cleaned_data["number"]
        conclusions.conclude(meeting, number=number, by=request.user, now=timezone.now())

    if taken(form, act):
        messages.success(request, _("The notice of conclusions is issued."))
        return redirect("meetings:paper_page", pk=meeting.pk, name="thong-bao")
    context = {
        "meeting": meeting,
        "form": form,
        "undecided": queries.left_undecided(meeting),
        "conclusions": meeting.conclusions.select_related("body").order_by("position"),
    }
    return render(request, "meetings/conclude.html", context, status=422 if form.is_bound else 200)


def meeting_for(request: StaffRequest, pk: int, right: str = "") -> tuple[Meeting, Rights]:
    """Return a visible meeting and the rights there. Raise Http404, also where the named right is missing."""
    meeting = get_object_or_404(queries.visible_meetings(request.user), pk=pk)
    rights = queries.rights_at(meeting, request.user)
    if right and not getattr(rights, right):
        raise Http404
    return meeting, rights


def meeting_step(
    request: StaffRequest,
    meeting: Meeting,
    form: Any,
    *,
    title: str,
    act: Callable[[], object],
    about: Conclusion | None = None,
) -> HttpResponse:
    """Show a form on a page of its own; when it went through, go back to the meeting or to its conclusion."""
    if meeting.is_over:
        raise Http404
    if taken(form, act):
        return redirect("meetings:conclude" if about else "meetings:show", meeting.pk)
    context = {"meeting": meeting, "form": form, "title": title, "about": about}
    return render(request, "meetings/step.html", context, status=422 if form.is_bound else 200)


def _series(request: StaffRequest) -> Series | None:
    number = request.GET.get("loat", "")
    return get_object_or_404(queries.series_of(request.user), pk=number) if number.isdecimal() else None


def _next_of(series: Series) -> dict[str, Any]:
    """Return what the form proposes for the next meeting of a series."""
    last = series.meetings.select_related("body").order_by("-begins_at").first()
    return {
        "name": series.name,
        "begins_at": queries.proposed_for(series),
        "place": last.place if last and series.body_id else "",
        "chair": last.chair if last and series.body_id else "",
        "body": series.body.slug if series.body else "",
    }


def _planned(request: StaffRequest, form: NewForm, series: Series | None) -> Meeting:
    data, by = form.cleaned_data, request.user
    cluster, every = data.get("cluster"), data.get("every")
    if every:
        body = None if cluster else data["body"]
        series = meetings.begin_series(data["name"], every=every, body=body, cluster=cluster, by=by)
    return meetings.plan(data["body"], form.plan(), series=series, cluster=cluster, by=by, now=timezone.now())


def _paper(meeting: Meeting, pk: int) -> Paper:
    papers = meeting.papers.filter(withdrawn_at=None).select_related("body", "meeting", *_PRACTICE)
    return get_object_or_404(papers, pk=pk)


_PRACTICE = tuple(f"practice__{name}" for name in ("area", "body", "field", "level", "aim", "measures"))


def _whole(written: str | None) -> int:
    """Return a number from an address or a form; none is no number of ours."""
    return int(written) if written and written.isdecimal() and len(written) < 12 else 0


def _page(request: StaffRequest, rows: QuerySet, order: list[str], *, size: int = 50) -> Page:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(rows, order=order, after=after, before=before, size=size)
    except BadKey:
        raise Http404 from None


def _may_take_back(paper: Paper, meeting: Meeting, rights: Rights) -> bool:
    return not meeting.is_over and (rights.prepare or paper.body_id in rights.hand_in)


def _at_once(request: StaffRequest, meeting: Meeting, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("meetings:show", meeting.pk)
