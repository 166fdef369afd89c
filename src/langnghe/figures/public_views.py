"""The page of the public counts: for everybody, one week at a time, as it was published."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from langnghe.figures import public
from langnghe.figures.models import K


@require_safe
def public_counts(request: HttpRequest) -> HttpResponse:
    """Show the counts of a week, the latest one where none is asked for. Raises Http404 for others."""
    weeks = public.weeks()
    wanted = request.GET.get("tuan", "")
    week = next((week for week in weeks if week.isoformat() == wanted), None) if wanted else _first(weeks)
    if wanted and week is None:
        raise Http404
    context = {"weeks": weeks, "week": week, "most": K - 1, "tables": public.tables_of(week) if week else []}
    return render(request, "figures/public.html", context)


def _first(weeks: list[date]) -> date | None:
    return weeks[0] if weeks else None
