"""Loading the outlines of areas from TopoJSON or GeoJSON whose features carry a `code`."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from langnghe.ground.tables import BadTable, Fault, Loaded, stop_on
from langnghe.places.geometry import BadOutline, Geometry, box_of, outlines
from langnghe.places.models import Area, AreaChange, Boundary
from langnghe.places.queries import areas_by_code

BATCH = 500
_SAME_GROUND = [AreaChange.Kind.RENAMED, AreaChange.Kind.KIND_CHANGED, AreaChange.Kind.UNCHANGED]


@transaction.atomic
def load_boundaries(path: Path, *, on: date, source: str = "", dry_run: bool = False) -> Loaded:
    """
    Keep the outlines of a file for the areas in force on `on`; an area's earlier outline is replaced.

    An area that only changed its name or kind keeps the outline in all its times. Raises BadTable: one
    sentence for each feature whose code names no area that day.
    """
    found = _read(path)
    areas = areas_by_code(found, on)
    stop_on(
        (
            Fault(0, "code", f"no area “{code}” was in force on {on}; nothing can be drawn for it.")
            for code in sorted(found.keys() - areas.keys())
        ),
        path=path,
    )
    boundaries = [
        _boundary(area, found[code], source or path.name)
        for code, same_ground in _through_time(areas).items()
        for area in same_ground
    ]
    replaced, _ = Boundary.objects.filter(area__in=[boundary.area_id for boundary in boundaries]).delete()
    Boundary.objects.bulk_create(boundaries, batch_size=BATCH)
    if dry_run:
        transaction.set_rollback(True)
    return Loaded(created=len(boundaries) - replaced, changed=replaced)


def _read(path: Path) -> dict[str, Geometry]:
    """Return the geometry of each code. Raise BadTable."""
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        features = [
            (str(properties.get("code") or ""), geometry) for properties, geometry in outlines(document)
        ]
    except FileNotFoundError:
        raise BadTable([Fault(0, "", "there is no such file.")], path=path) from None
    except OSError as error:
        raise BadTable([Fault(0, "", f"this cannot be read ({error.strerror}).")], path=path) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise BadTable([Fault(0, "", "this is not JSON text.")], path=path) from None
    except (BadOutline, KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        sentence = str(error) if isinstance(error, BadOutline) else "the outlines cannot be read."
        raise BadTable([Fault(0, "", sentence)], path=path) from None
    found = dict(features)
    if "" in found:
        raise BadTable([Fault(0, "code", "a feature has no property “code”.")], path=path)
    if len(found) < len(features):
        twice = min(code for code, times in Counter(code for code, _ in features).items() if times > 1)
        raise BadTable([Fault(0, "code", f"two features have the code “{twice}”: join them.")], path=path)
    return found


def _through_time(areas: dict[str, Area]) -> dict[str, list[int]]:
    """Return for each code the keys of the area and of those before and after it on the same ground."""
    links = AreaChange.objects.filter(kind__in=_SAME_GROUND, withdrawn_at=None)
    after: dict[int, int] = dict(links.values_list("old_id", "new_id"))
    before = {new: old for old, new in after.items()}
    return {
        code: [area.pk, *_follow(area.pk, before), *_follow(area.pk, after)] for code, area in areas.items()
    }


def _follow(pk: int, links: dict[int, int]) -> Iterable[int]:
    while pk := links.get(pk, 0):
        yield pk


def _boundary(area_id: int, geometry: Geometry, source: str) -> Boundary:
    box = box_of(geometry)
    return Boundary(
        area_id=area_id,
        geometry=geometry,
        west=box.west,
        south=box.south,
        east=box.east,
        north=box.north,
        source=source,
    )
