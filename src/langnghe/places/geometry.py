"""Outlines of areas in plain Python: TopoJSON to GeoJSON, boxes, and whether a point lies inside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

EARTH_RADIUS_KM = 6371.0
DECIMALS = 6  # a tenth of a metre

Point = Sequence[float]  # longitude, latitude, in degrees
Geometry = dict[str, Any]


class BadOutline(ValueError):
    """The file is neither GeoJSON nor TopoJSON with polygons; the message says what is wrong."""


@dataclass(frozen=True)
class Box:
    """The least box around an outline, in degrees."""

    west: float
    south: float
    east: float
    north: float


def outlines(document: Any) -> Iterator[tuple[dict[str, Any], Geometry]]:
    """Yield the properties and the GeoJSON geometry of every feature. Raise BadOutline."""
    for number, (properties, geometry) in enumerate(_features(document), start=1):
        if fault := _fault_of(geometry):
            raise BadOutline(f"feature {number} {fault}.")
        yield properties, geometry


def _features(document: Any) -> Iterator[tuple[dict[str, Any], Geometry]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        for feature in document.get("features", []):
            yield feature.get("properties") or {}, _polygons(feature.get("geometry"))
    elif kind == "Topology":
        arcs = _arcs(document)
        for collection in document.get("objects", {}).values():
            for geometry in collection.get("geometries", []):
                yield geometry.get("properties") or {}, _from_arcs(geometry, arcs)
    else:
        raise BadOutline("the file is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.")


def box_of(geometry: Geometry) -> Box:
    """Return the least box around a geometry."""
    points = [point for polygon in _parts(geometry) for point in polygon[0]]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def contains(geometry: Geometry, *, longitude: float, latitude: float) -> bool:
    """Say whether a point lies inside; holes are outside (even-odd rule over all rings)."""
    inside = False
    for polygon in _parts(geometry):
        for ring in polygon:
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (y1 > latitude) != (y2 > latitude):
                    crossing = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
                    inside ^= longitude < crossing
    return inside


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two points on the globe (haversine)."""
    half_lat = radians(other_latitude - latitude) / 2
    half_lon = radians(other_longitude - longitude) / 2
    scale = cos(radians(latitude)) * cos(radians(other_latitude))
    return 2 * EARTH_RADIUS_KM * asin(sqrt(sin(half_lat) ** 2 + scale * sin(half_lon) ** 2))


def _polygons(geometry: Any) -> Geometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadOutline("a feature has no polygon.")
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _fault_of(geometry: Geometry) -> str:
    """Return what makes an outline useless, or nothing."""
    rings = [ring for polygon in _parts(geometry) for ring in polygon]
    if not rings or any(len(ring) < 3 for ring in rings):
        return "has a ring of fewer than three points"
    for longitude, latitude, *_ in (point for ring in rings for point in ring):
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            return f"lies at {longitude}, {latitude}: write longitude first, then latitude, in degrees"
    return ""


def _parts(geometry: Geometry) -> list[Any]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _arcs(topology: dict[str, Any]) -> list[list[list[float]]]:
    """Return the arcs in degrees; quantised ones are sums of small steps (TopoJSON 2.1.3, 2.1.4)."""
    transform = topology.get("transform")
    if transform is None:
        return topology["arcs"]
    (scale_x, scale_y), (origin_x, origin_y) = transform["scale"], transform["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append([round(x * scale_x + origin_x, DECIMALS), round(y * scale_y + origin_y, DECIMALS)])
        arcs.append(arc)
    return arcs


def _from_arcs(geometry: dict[str, Any], arcs: list[list[list[float]]]) -> Geometry:
    if geometry.get("type") == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring, arcs) for ring in geometry["arcs"]]}
    if geometry.get("type") == "MultiPolygon":
        polygons = [[_ring(ring, arcs) for ring in polygon] for polygon in geometry["arcs"]]
        return {"type": "MultiPolygon", "coordinates": polygons}
    raise BadOutline("a feature has no polygon.")


def _ring(indexes: Sequence[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring
