"""From a point on the map to the lowest area it lies in, and how sure that is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import cos, floor, radians

from django.db.models import F
from django.db.models.functions import Power

from langnghe.places.geometry import Geometry, contains, distance_km
from langnghe.places.models import Area, Boundary
from langnghe.places.queries import areas_on

FARTHEST_KM = 60.0  # a point farther from every area's middle lies in none; special zones of islands aside
CELL_DEGREES = 0.25
OUTLINES_REMEMBERED = 500  # some 20 kB each; a province has fewer

Cell = tuple[int, int]


class How(StrEnum):
    """By what a point was placed."""

    BOUNDARY = "boundary"
    NEAREST = "nearest"


@dataclass(frozen=True)
class Placed:
    """The area of a point; `sureness` runs from 0.5 (halfway to the next area) to 1."""

    area: Area
    how: How
    sureness: float


def place_point(latitude: float, longitude: float, *, on: date) -> Placed | None:
    """Return the lowest area of a point on a day: by outline where loaded, else by the nearest middle."""
    around = Boundary.objects.filter(
        west__lte=longitude,
        east__gte=longitude,
        south__lte=latitude,
        north__gte=latitude,
        area__is_leaf=True,
        area__withdrawn_at=None,
        area__valid_from__lte=on,
    ).exclude(area__valid_to__lt=on)
    for boundary in around.select_related("area"):
        if contains(boundary.geometry, longitude=longitude, latitude=latitude):
            return Placed(boundary.area, How.BOUNDARY, 1.0)
    squeeze = cos(radians(latitude))
    leaves = areas_on(on).filter(is_leaf=True, latitude__isnull=False, longitude__isnull=False)
    squared = Power(F("latitude") - latitude, 2) + Power((F("longitude") - longitude) * squeeze, 2)
    return _nearest(leaves.order_by(squared, "code")[:2], latitude, longitude)


class Placer:
    """Places many points as `place_point` does, with the areas of one day read once."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.pk: area for area in areas if area.is_leaf}
        self._cells: dict[Cell, list[Area]] = defaultdict(list)
        for area in self._areas.values():
            if area.latitude is not None and area.longitude is not None:
                self._cells[_cell(area.latitude, area.longitude)].append(area)
        self._boxes: dict[Cell, list[Boundary]] = defaultdict(list)
        for boundary in Boundary.objects.filter(area__in=self._areas).defer("geometry"):
            for cell in _cells_under(boundary):
                self._boxes[cell].append(boundary)
        self._outline = lru_cache(maxsize=OUTLINES_REMEMBERED)(_outline)

    @classmethod
    def on(cls, day: date) -> "Placer":
        """Return a placer over the lowest areas of a day."""
        return cls(areas_on(day).filter(is_leaf=True).order_by("code"))

    def place(self, latitude: float, longitude: float) -> Placed | None:
        """Return the area of a point: by outline where loaded, else by the nearest middle."""
        for box in self._boxes.get(_cell(latitude, longitude), ()):
            is_near = box.south <= latitude <= box.north and box.west <= longitude <= box.east
            if is_near and contains(self._outline(box.pk), longitude=longitude, latitude=latitude):
                return Placed(self._areas[box.area_id], How.BOUNDARY, 1.0)
        candidates = list(self._around(latitude, longitude))
        candidates.sort(key=lambda area: _distance_km(area, latitude, longitude))
        return _nearest(candidates[:2], latitude, longitude)

    def _around(self, latitude: float, longitude: float) -> Iterator[Area]:
        """Yield the areas of rings of cells around the point: one ring past that in which two were found."""
        row, column = _cell(latitude, longitude)
        found, past = 0, 0
        for reach in range(1 + int(FARTHEST_KM / 25)):
            for area in self._ring(row, column, reach):
                found += 1
                yield area
            past += found >= 2
            if past > 2:
                return

    def _ring(self, row: int, column: int, reach: int) -> Iterator[Area]:
        for down in range(-reach, reach + 1):
            for right in range(-reach, reach + 1):
                if max(abs(down), abs(right)) == reach:
                    yield from self._cells.get((row + down, column + right), ())


def _nearest(areas: Iterable[Area], latitude: float, longitude: float) -> Placed | None:
    near = [(_distance_km(area, latitude, longitude), area) for area in areas]
    if not near or near[0][0] > FARTHEST_KM:
        return None
    first = near[0][0]
    second = near[1][0] if len(near) > 1 else FARTHEST_KM
    sureness = 1.0 if first + second == 0 else second / (first + second)
    return Placed(near[0][1], How.NEAREST, round(sureness, 3))


def _distance_km(area: Area, latitude: float, longitude: float) -> float:
    if area.latitude is None or area.longitude is None:
        return FARTHEST_KM
    return distance_km(latitude, longitude, area.latitude, area.longitude)


def _outline(pk: int) -> Geometry:
    return Boundary.objects.values_list("geometry", flat=True).get(pk=pk)


def _cells_under(box: Boundary) -> Iterator[Cell]:
    (south, west), (north, east) = _cell(box.south, box.west), _cell(box.north, box.east)
    return ((row, column) for row in range(south, north + 1) for column in range(west, east + 1))


def _cell(latitude: float, longitude: float) -> Cell:
    return floor(latitude / CELL_DEGREES), floor(longitude / CELL_DEGREES)
