"""Showing a meeting: its papers as pages and files, the projection, and one sheet for each body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from langnghe.core.paper.html import STYLESHEET
from langnghe.ground.papers import MEDIA_TYPES, CannotTypeset, as_download
from langnghe.meetings import papers, queries
from langnghe.meetings.numbers import numbers_of
from langnghe.meetings.slides import slides_of
from langnghe.meetings.views.meetings import meeting_for
from langnghe.people.requests import StaffRequest


@login_required
@require_GET
def paper_page(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Show one of the meeting's papers; each number opens."""
    meeting, _rights = meeting_for(request, pk)
    if name not in papers.PAPERS:
        raise Http404
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
    """Give one of the meeting's papers as a file."""
    meeting, _rights = meeting_for(request, pk)
    if name not in papers.PAPERS or kind not in MEDIA_TYPES:
        raise Http404
    try:
        paper = papers.paper_of(meeting, name, kind, now=timezone.now())
    except CannotTypeset as problem:
        messages.error(request, str(problem))
        return redirect("meetings:paper_page", pk=meeting.pk, name=name)
    return as_download(paper, name=f"{name}-{meeting.pk}", kind=kind)


@login_required
@require_GET
def projection(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one screen of the meeting, large; the arrows of the keyboard go on and back."""
    meeting, _rights = meeting_for(request, pk)
    slides = slides_of(meeting, request.user, now=timezone.now())
    asked = request.GET.get("buoc", "1")
    at = min(max(int(asked), 1), len(slides)) if asked.isdecimal() and len(asked) < 5 else 1
    slide = slides[at - 1]
    context = {
        "meeting": meeting,
        "slide": slide,
        "numbers": numbers_of(slide.about) if slide.kind == "numbers" else [],
        "part": f"meetings/parts/slides/{slide.kind}.html",
        "at": at,
        "count": len(slides),
        "before": at - 1 if at > 1 else None,
        "after": at + 1 if at < len(slides) else None,
        "today": timezone.localdate(),
    }
    return render(request, "meetings/projection.html", context)


@login_required
@require_GET
def sheet(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """Give one body its sheet: what it is asked for, its conclusions, its points and its papers."""
    meeting, _rights = meeting_for(request, pk)
    body = get_object_or_404(queries.taking_part(meeting), slug=slug)
    context = {
        "meeting": meeting,
        "body": body,
        "invitation": meeting.invitations.filter(body=body).first(),
        "open_conclusions": queries.followed_up_by(meeting, body, at=meeting.concluded_at or timezone.now()),
        "new_conclusions": meeting.conclusions.filter(body=body).order_by("position"),
        "agenda": meeting.agenda.select_related("body"),
        "papers": meeting.papers.filter(withdrawn_at=None, body=body),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/sheet.html", context)
