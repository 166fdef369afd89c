"""Lists of localities (thôn, làng, buôn, tổ dân phố): loaded, added by hand, learned from what people say."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.places.models import Area, Locality, UnlistedLocality
from langnghe.places.queries import areas_by_code, locality_named
from langnghe.places.words import folded_words

LOCALITY_COLUMNS = ("area_code", "name")
LONGEST_NAME = 120


class AlreadyListed(Exception):
    """The commune's list has a locality of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is on the list already.")


class EmptyName(ValueError):
    """A locality needs a name of at most 120 characters with a letter or digit in it."""


@transaction.atomic
def load_localities(path: Path, *, on: date, dry_run: bool = False) -> Loaded:
    """
    Add the localities of a table to the lists of the areas in force on `on`.

    The table has `area_code` and `name` and may have `other_spellings` (apart by "|"), `lat`, `lon` and
    `valid_from`. A name that is listed already takes over spellings and point. Raises BadTable.
    """
    rows = read_table(path, required=LOCALITY_COLUMNS)
    areas = areas_by_code([row["area_code"] for row in rows], on)
    faults: list[Fault] = []
    listed = {
        (locality.area_id, locality.name): locality
        for locality in Locality.objects.on(on).filter(area__in=[area.pk for area in areas.values()])
    }
    new: dict[tuple[int, str], Locality] = {}
    changed = []
    for row in rows:
        locality = _locality(row, areas, on, faults)
        if locality is None:
            continue
        key = locality.area_id, locality.name
        if key in new:
            faults.append(Fault(row.line, "name", f"“{row['name']}” stands in this table twice."))
        elif key not in listed:
            new[key] = locality
        elif _take_over(listed[key], locality):
            changed.append(listed[key])
    stop_on(faults, path=path)
    Locality.objects.bulk_create(new.values(), batch_size=1000)
    Locality.objects.bulk_update(changed, ["other_spellings", "latitude", "longitude"], batch_size=1000)
    if dry_run:
        transaction.set_rollback(True)
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed))


@transaction.atomic
def add_locality(area: Area, name: str, *, on: date, other_spellings: list[str] | None = None) -> Locality:
    """Put a locality on the list from `on`; names people said for it are settled. Raise AlreadyListed."""
    name = " ".join(name.split())
    folded = folded_words(name)
    if not folded or len(name) > LONGEST_NAME:
        raise EmptyName("Write a name of at most 120 characters.")
    if locality_named(area, name, on=on) is not None:
        raise AlreadyListed(name)
    spellings = other_spellings or []
    locality = Locality.objects.create(
        area=area, name=name, folded=folded, other_spellings=spellings, valid_from=on
    )
    said = {folded, *map(folded_words, spellings)}
    UnlistedLocality.objects.filter(area=area, folded__in=said).update(locality=locality)
    return locality


def dismiss_unlisted(unlisted: UnlistedLocality, *, now: datetime) -> None:
    """Take a name off what waits for the commune; the words of the reports keep it."""
    UnlistedLocality.objects.filter(pk=unlisted.pk).update(dismissed_at=now)


def note_unlisted(area: Area, name: str, *, now: datetime) -> None:
    """Remember that people said a name that is not on the list; said again, it is counted."""
    name = " ".join(name.split())[:LONGEST_NAME]
    folded = folded_words(name)
    if not folded:
        return
    said, is_new = UnlistedLocality.objects.get_or_create(
        area=area, folded=folded, defaults={"name": name, "first_said_at": now}
    )
    if not is_new:
        UnlistedLocality.objects.filter(pk=said.pk).update(times_said=F("times_said") + 1)


def _locality(row: Row, areas: dict[str, Area], on: date, faults: list[Fault]) -> Locality | None:
    area = areas.get(row["area_code"])
    if area is None:
        faults.append(Fault(row.line, "area_code", f"no area “{row['area_code']}” was in force on {on}."))
        return None
    name = " ".join(row["name"].split())
    if not folded_words(name) or len(name) > LONGEST_NAME:
        faults.append(Fault(row.line, "name", "write a name of at most 120 characters."))
    return Locality(
        area=area,
        name=name,
        folded=folded_words(name),
        other_spellings=[
            spelling.strip() for spelling in row["other_spellings"].split("|") if spelling.strip()
        ],
        latitude=row.number("lat", faults=faults),
        longitude=row.number("lon", faults=faults),
        valid_from=row.day("valid_from", faults=faults) or area.valid_from,
    )


def _take_over(listed: Locality, told: Locality) -> bool:
    """Take spellings and point from a table into a listed locality; say whether anything is new."""
    spellings = sorted({*listed.other_spellings, *told.other_spellings})
    latitude = listed.latitude if told.latitude is None else told.latitude
    longitude = listed.longitude if told.longitude is None else told.longitude
    before = (sorted(listed.other_spellings), listed.latitude, listed.longitude)
    listed.other_spellings, listed.latitude, listed.longitude = spellings, latitude, longitude
    return before != (spellings, latitude, longitude)
