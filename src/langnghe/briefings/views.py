"""Pages of briefings: the list, a new one, the paper with every number a link, its words, its files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from langnghe.briefings import actions, papers, queries
from langnghe.briefings.forms import BriefingWords, NewBriefing
from langnghe.briefings.models import Briefing
from langnghe.core.paper.html import STYLESHEET
from langnghe.figures.queries import NoSuchFigure, figure_named
from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.papers import MEDIA_TYPES, CannotTypeset, as_download
from langnghe.people.models import User


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
@require_GET
def briefing_list(request: StaffRequest) -> HttpResponse:
    """Show the briefings this person may see, newest first."""
    try:
        page = page_of(
            queries.visible_to(request.user),
            order=["-created_at", "-id"],
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    may_write = queries.may_write_any(request.user)
    return render(request, "briefings/list.html", {"page": page, "may_write": may_write})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Begin a briefing of a body for which this person may write."""
    bodies = queries.bodies_writable_by(request.user)
    if not queries.may_write_any(request.user):
        raise Http404
    now = queries.now()
    clusters = queries.clusters_writable_by(request.user)
    form = NewBriefing(request.POST or None, bodies=bodies, clusters=clusters, today=now.date())
    if form.is_valid():
        given = {**form.cleaned_data, "now": now, "by": request.user}
        cluster, body = given.pop("cluster", None), given.pop("body")
        briefing = (
            actions.draft_for_cluster(cluster, body, **given)
            if cluster
            else actions.draft_for_body(body, **given)
        )
        return redirect("briefings:show", briefing.pk)
    return render(request, "briefings/new.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the paper; each number opens the rows behind it."""
    briefing = _visible(request, pk)
    article, problem = "", ""
    try:
        article = papers.paper_of(briefing, "article").decode()
    except CannotTypeset as error:
        problem = str(error)
    context = {
        "briefing": briefing,
        "article": mark_safe(article),  # noqa: S308 - our own renderer wrote and escaped it
        "problem": problem,
        "stylesheet": mark_safe(STYLESHEET),  # noqa: S308 - a constant of ours
        "may_write": queries.may_write(request.user, briefing),
        "parts": queries.parts_of(briefing) if briefing.scope_cluster_id else [],
    }
    return render(request, "briefings/show.html", context, status=503 if problem else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the words of a briefing over the proposals."""
    briefing = _visible(request, pk)
    if not queries.may_write(request.user, briefing):
        raise Http404
    form = BriefingWords(request.POST or None, texts=queries.texts_of(briefing))
    if form.is_valid():
        changed = actions.write(briefing, form.written(), by=request.user)
        messages.success(request, _("Saved: %(count)s parts changed.") % {"count": changed})
        return redirect("briefings:show", briefing.pk)
    context = {"briefing": briefing, "form": form}
    return render(request, "briefings/edit.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def sum_of(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Open a number of a cluster's synthesis: the numbers of its provinces, which add up to it."""
    briefing = _visible(request, pk)
    if briefing.scope_cluster_id is None:
        raise Http404
    topic = request.GET.get("linh-vuc")
    before = request.GET.get("ky") == "truoc"
    try:
        shares = queries.shares_of(briefing, name, before=before, topic=topic, user=request.user)
    except NoSuchFigure:
        raise Http404 from None
    context = {
        "briefing": briefing,
        "figure": figure_named(name),
        "before": before,
        "topic": queries.topic_named(topic) if topic is not None else "",
        "shares": shares,
        "total": sum(share.value for share in shares),
        "base": sum(share.base or 0 for share in shares),
    }
    return render(request, "briefings/sum.html", context)


@login_required
@require_POST
def gather(request: StaffRequest, pk: int) -> HttpResponse:
    """Take newer briefings of the provinces into the synthesis of their cluster."""
    briefing = _visible(request, pk)
    if briefing.scope_cluster is None or not queries.may_write(request.user, briefing):
        raise Http404
    count = actions.gather(briefing, by=request.user)
    messages.success(request, _("Briefings of provinces taken in: %(count)s.") % {"count": count})
    return redirect("briefings:show", briefing.pk)


@login_required
@require_GET
def download(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Give the paper as a file."""
    briefing = _visible(request, pk)
    if kind not in MEDIA_TYPES:
        raise Http404
    try:
        paper = papers.paper_of(briefing, kind)
    except CannotTypeset as problem:
        messages.error(request, str(problem))
        return redirect("briefings:show", briefing.pk)
    return as_download(paper, name=actions.file_name(briefing), kind=kind)


def _visible(request: StaffRequest, pk: int) -> Briefing:
    """Return a briefing this person may see; what is hidden and what does not exist look the same."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
