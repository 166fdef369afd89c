"""The area picker, for pages with script and without."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from langnghe.places import queries
from langnghe.places.models import Area

MOST_LETTERS = 80


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Answer the picker: lowest areas whose words begin like the ones typed, and what became of old ones."""
    words = request.GET.get("q", "")[:MOST_LETTERS]
    today = timezone.localdate()
    areas = queries.find_areas(words, on=today)
    past = queries.past_areas_named(words, on=today) if len(words) > 2 else []
    if _wants_json(request):
        return JsonResponse(
            {"results": [_as_json(area) for area in areas], "past": [_past(*p) for p in past]}
        )
    return render(request, "places/find.html", {"areas": areas, "past": past, "words": words})


@require_safe
def localities(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the list of localities of a commune, as options for a text field."""
    today: date = timezone.localdate()
    area = queries.areas_by_code([code], today).get(code)
    listed = list(queries.localities_of(area, on=today)) if area else []
    if _wants_json(request):
        return JsonResponse({"results": [{"id": locality.pk, "name": locality.name} for locality in listed]})
    return render(request, "places/locality_options.html", {"localities": listed})


def _wants_json(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json" or not request.accepts("text/html")


def _as_json(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "above": area.parent.name if area.parent else "",
        "lat": area.latitude,
        "lon": area.longitude,
    }


def _past(area: Area, successors: list[queries.Successor]) -> dict[str, Any]:
    return {
        "name": area.name,
        "above": area.parent.name if area.parent else "",
        "until": area.valid_to,
        "now": [{"code": s.area.code, "name": s.area.name, "whole": s.is_whole} for s in successors],
    }
