"""The area picker, for pages with script and without."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from langnghe.places import queries
from langnghe.places.models import Area, AreaChange
from langnghe.places.shapes import shapes_of

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
def search(request: HttpRequest) -> HttpResponse:
    """Find an area of today or of the past by its name, with or without tone marks."""
    words = request.GET.get("q", "")[:MOST_LETTERS]
    today = timezone.localdate()
    areas = queries.find_areas(words, on=today, leaves_only=False)
    past = queries.past_areas_named(words, on=today, limit=20)
    return render(request, "places/search.html", {"words": words, "areas": areas, "past": past})


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show what carried a code, when, what each began from and what became of it."""
    histories = queries.histories_of(code)
    if not histories:
        raise Http404
    if _wants_json(request):
        return JsonResponse({"code": code, "areas": [_history_as_json(history) for history in histories]})
    return render(
        request, "places/history.html", {"code": code, "histories": histories, "today": timezone.localdate()}
    )


@require_safe
def localities(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the list of localities of a commune, as options for a text field."""
    today: date = timezone.localdate()
    area = queries.areas_by_code([code], today).get(code)
    listed = list(queries.localities_of(area, on=today)) if area else []
    if _wants_json(request):
        return JsonResponse({"results": [{"id": locality.pk, "name": locality.name} for locality in listed]})
    return render(request, "places/locality_options.html", {"localities": listed})


@require_safe
@cache_control(public=True, max_age=3600)
def shapes(request: HttpRequest) -> HttpResponse:
    """
    Answer a map that people set a point on: the communes of the province around one, else those at home.

    `?quanh=CODE` names the commune that was chosen; it is marked, and the map looks there.
    """
    today = timezone.localdate()
    chosen = queries.areas_by_code([request.GET.get("quanh", "")], today)
    area = next(iter(chosen.values()), None) or queries.areas_by_code([settings.HOME_PROVINCE], today).get(
        settings.HOME_PROVINCE
    )
    if area is not None and area.is_leaf and area.parent_id:
        around = queries.children(queries.top_of(area, on=today), on=today)
    else:
        around = queries.children(area, on=today)
    facts = {one.pk: {"quiet": True} for one in around}
    if area is not None and area.is_leaf:
        facts[area.pk] = {"named": True}
    return JsonResponse(shapes_of(around, facts))


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


def _history_as_json(history: queries.History) -> dict[str, Any]:
    area = history.area
    return {
        **_as_json(area),
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "began_from": [_change_as_json(change, change.old) for change in history.began_from],
        "became": [_change_as_json(change, change.new) for change in history.became],
    }


def _change_as_json(change: AreaChange, other: Area) -> dict[str, Any]:
    return {
        "code": other.code,
        "name": other.name,
        "above": other.parent.name if other.parent else "",
        "kind": change.kind,
        "share": change.share,
        "decree": change.decree,
        "effective_on": change.effective_on,
    }
