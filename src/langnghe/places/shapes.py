"""Areas as GeoJSON for our own maps: outlines where they are loaded, else the points that stand for them."""

from collections.abc import Iterable
from typing import Any

from langnghe.places.models import Area, Boundary


def shapes_of(areas: Iterable[Area], facts: dict[int, dict[str, Any]] | None = None) -> dict[str, Any]:
    """
    Return a GeoJSON FeatureCollection of areas, in one statement besides their own.

    `facts` adds to the properties of an area, by its key, what a map draws: `shade` (0 to 1), `weight`,
    `url`, `named`, `quiet`. A weighted area is drawn as a point also where its outline is loaded. An area
    that has neither outline nor point is left out.
    """
    areas, facts = list(areas), facts or {}
    boundaries = Boundary.objects.filter(area__in=areas).values_list("area_id", "geometry")
    outlines = dict(boundaries)
    features = []
    for area in areas:
        properties = {"code": area.code, "name": area.name, **facts.get(area.pk, {})}
        if area.pk in outlines:
            features.append(_feature(outlines[area.pk], properties))
        if area.longitude is not None and (area.pk not in outlines or "weight" in properties):
            features.append(
                _feature({"type": "Point", "coordinates": [area.longitude, area.latitude]}, properties)
            )
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
