"""Loading how many people live where: a denominator for rates, shown with its year and source."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from langnghe.ground.copying import copy_rows
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.places.models import Population
from langnghe.places.queries import areas_by_code

YEAR_IN_NAME = re.compile(r"population_(\d{4})")
MOST_PEOPLE = 2_000_000_000


@transaction.atomic
def load_population(path: Path, *, on: date, source: str = "", dry_run: bool = False) -> Loaded:
    """
    Keep the numbers of a table for the areas in force on `on`; an empty cell is left out.

    The table has `code` and either `people` and `year` (and may have `source`), or a column whose name holds
    the year: `population_2025`. Raises BadTable with a sentence for each faulty line.
    """
    rows = read_table(path, required=["code"])
    areas = areas_by_code([row["code"] for row in rows], on)
    faults: list[Fault] = []
    numbers: dict[tuple[int, int], tuple[int, str]] = {}
    for row in rows:
        if row["code"] not in areas:
            faults.append(Fault(row.line, "code", f"no area “{row['code']}” was in force on {on}."))
            continue
        for year, people in _numbers(row, faults):
            numbers[areas[row["code"]].pk, year] = people, row["source"] or source or path.name
    if not faults and rows and not numbers:
        faults.append(Fault(1, "", "write the numbers in columns “people” and “year”, or “population_2025”."))
    stop_on(faults, path=path)
    loaded = _keep(numbers)
    if dry_run:
        transaction.set_rollback(True)
    return loaded


def _numbers(row: Row, faults: list[Fault]) -> Sequence[tuple[int, int]]:
    if row["people"]:
        cells = [("people", row["year"], row["people"])]
    else:
        cells = [(name, m[1], row[name]) for name in row.cells if (m := YEAR_IN_NAME.fullmatch(name))]
    found = []
    for column, year, people in cells:
        if not people:
            continue
        if not (year.isdigit() and 1800 <= int(year) <= 2200):
            faults.append(Fault(row.line, "year", f"“{year}” is not a year."))
        elif not (people.isdigit() and int(people) <= MOST_PEOPLE):
            faults.append(
                Fault(row.line, column, f"“{people}” is not a number of people: write it as 65023.")
            )
        else:
            found.append((int(year), int(people)))
    return found


def _keep(numbers: dict[tuple[int, int], tuple[int, str]]) -> Loaded:
    rows = Population.objects.order_by("pk").values_list("area_id", "year", "people", "source")
    held = {(area, year): (people, source) for area, year, people, source in rows}
    new = {key: value for key, value in numbers.items() if held.get(key) != value}
    rows_to_write = ([area, year, people, source] for (area, year), (people, source) in new.items())
    copy_rows(Population, ["area_id", "year", "people", "source"], rows_to_write)
    corrected = sum(key in held for key in new)
    return Loaded(len(new) - corrected, corrected, len(numbers) - len(new))
