"""Showing a meeting: its papers as pages and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from langnghe.core.paper.html import STYLESHEET
from langnghe.ground.papers import MEDIA_TYPES, CannotTypeset, as_download
from langnghe.meetings import papers
from langnghe.meetings.views.meetings import meeting_for
from langnghe.people.requests import StaffRequest


@login_required
@require_GET
def paper_page(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Show the invitation or the notice of conclusions; each number opens."""
    meeting, _rights = meeting_for(request, pk)
    article, problem = "", ""
    try:
        article = papers.paper_of(meeting, name, "article", now=timezone.now()).decode()
    except CannotTypeset as error:
        problem = str(error)
    context = {
        "meeting": meeting,
        "name": name,
        "article": mark_safe(article),  # noqa: S308 - our own renderer wrote and escaped it
        "problem": problem,
        "stylesheet": mark_safe(STYLESHEET),  # noqa: S308 - a constant of ours
    }
    return render(request, "meetings/paper_page.html", context, status=503 if problem else 200)


@login_required
@require_GET
def download(request: StaffRequest, pk: int, name: str, kind: str) -> HttpResponse:
    """Give the invitation or the notice as a file."""
    meeting, _rights = meeting_for(request, pk)
    if kind not in MEDIA_TYPES:
        raise Http404
    try:
        paper = papers.paper_of(meeting, name, kind, now=timezone.now())
    except CannotTypeset as problem:
        messages.error(request, str(problem))
        return redirect("meetings:paper_page", pk=meeting.pk, name=name)
    return as_download(paper, name=f"{name}-{meeting.pk}", kind=kind)
