"""Who is in charge in a commune, with the telephone of the office: for everybody, by the commune's name."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from langnghe.bodies.queries import bodies_in
from langnghe.people.models import Responsibility
from langnghe.people.queries import responsibilities_of
from langnghe.places.models import Area
from langnghe.places.queries import areas_by_code, find_areas

LONGEST_NAME = 120


@require_safe
def in_charge(request: HttpRequest) -> HttpResponse:
    """Find a commune, and show who deals with what in its offices and those of its province."""
    today = timezone.localdate()
    words, code = (
        request.GET.get(name, "").replace("\x00", " ").strip()[:LONGEST_NAME] for name in ("xa", "ma")
    )
    found = find_areas(words, on=today) if words else []
    area = areas_by_code([code], today).get(code) if code else None
    if area is None and len(found) == 1:
        area = found[0]
    context: dict[str, object] = {"typed": words, "found": found, "area": area}
    if area is not None:
        context["offices"] = [(place, _held_in(place, today)) for place in (area, area.parent) if place]
    return render(request, "portal/in_charge.html", context)


def _held_in(area: Area, today: date) -> list[Responsibility]:
    bodies = [body.pk for body in bodies_in(area, on=today)]
    return list(responsibilities_of(bodies, on=today))
