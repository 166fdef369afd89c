"""Pictures of a number's parts for the page: a Vega-Lite description for the chart, GeoJSON for the map."""

from typing import Any

from django.utils.translation import gettext as _

from langnghe.figures.queries import Answer, address_of
from langnghe.places.models import Area
from langnghe.places.shapes import shapes_of

MOST_BARS = 20


def chart_of(answer: Answer, by: str) -> dict[str, Any]:
    """Return a bar chart (Vega-Lite 5): days upright in order, else the largest parts lying."""
    parts = [part for part in answer.parts if part.value]
    value: dict[str, Any] = {"field": "value", "type": "quantitative", "title": str(answer.figure.label)}
    value["axis"] = {"tickMinStep": 1, "format": "d"}
    axis: dict[str, Any] = {"field": "part", "title": None}
    if by == "day":
        encoding = {"x": {**axis, "type": "temporal", "axis": {"format": "%d/%m"}}, "y": value}
    else:
        parts = sorted(parts, key=lambda part: -part.value)[:MOST_BARS]
        encoding = {"x": value, "y": {**axis, "type": "nominal", "sort": None, "axis": {"labelLimit": 220}}}
    size = {"height": 220} if by == "day" else {"height": {"step": 24}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": _("%(figure)s, part by part") % {"figure": answer.figure.label},
        "width": "container",
        **size,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [{"part": part.label, "value": part.value} for part in parts]},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": encoding,
    }


def map_of(answer: Answer) -> dict[str, Any]:
    """Return the areas of an answer cut by area; each is filled and sized by its number, and opens it."""
    question = answer.question
    values = {part.key: part for part in answer.parts if part.key}
    largest = max((part.value for part in values.values()), default=0) or 1
    areas = list(Area.objects.on(question.boundaries_on or question.last_on).filter(code__in=values))
    facts = {}
    for area in areas:
        part = values[area.code]
        facts[area.pk] = {
            "name": f"{area.name}: {part.value}",
            "shade": part.value / largest,
            "weight": 100 * part.value / largest,
            "url": address_of(answer.figure.name, question, by="area", part=area.code),
        }
    return shapes_of(areas, facts)
