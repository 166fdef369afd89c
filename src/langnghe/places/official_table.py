"""
The statistics office's conversion table of communes of 1 July 2025, read as it was printed.

Where a code and the name beside it disagree, the name decides if it is the only one of that district or
province; each such reading is told as a remark. An island district without communes became a special zone as
a whole: its own code is the old one.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from langnghe.ground.tables import Row
from langnghe.places.records import AreaRecord
from langnghe.places.words import folded_words

OFFICIAL_COLUMNS = (
    *("old_ward_code", "old_ward", "old_district_code"),
    *("new_ward_code", "new_ward", "new_province_code", "note"),
)
EFFECTIVE_ON = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)


def rows_of_official_table(rows: Sequence[Row], areas: Iterable[AreaRecord]) -> tuple[list[Row], list[str]]:
    """Return the lines as those of a table of changes, and a remark for each put right or left out."""
    areas = list(areas)
    old = _Names(area for area in areas if area.holds_on(LAST_DAY_BEFORE))
    new = _Names(area for area in areas if area.holds_on(EFFECTIVE_ON))
    found: list[tuple[Row, str, str]] = []
    remarks: list[str] = []
    for row in rows:
        old_code = row["old_ward_code"]
        if not old_code and not row["old_ward"]:
            old_code = row["old_district_code"]
        elif not old_code:
            remarks.append(f"line {row.line}: “{row['old_ward']}” was no commune and is left out.")
            continue
        else:
            old_code = old.right_code(row, old_code, row["old_ward"], row["old_district_code"], remarks)
        new_code = new.right_code(
            row, row["new_ward_code"], row["new_ward"], row["new_province_code"], remarks
        )
        found.append((row, old_code, new_code))
    lines_of = Counter(old_code for _, old_code, _ in found)
    return [_change(*line, is_split=lines_of[line[1]] > 1) for line in found], remarks


class _Names:
    """Areas of one day, found by code, and by name within what stands above them."""

    def __init__(self, areas: Iterable[AreaRecord]) -> None:
        self._by_code: dict[str, AreaRecord] = {}
        self._by_name: dict[tuple[str, str], list[AreaRecord]] = defaultdict(list)
        for area in areas:
            self._by_code[area.code] = area
            self._by_name[area.parent_code, _composed(area.name)].append(area)

    def right_code(self, row: Row, code: str, name: str, above: str, remarks: list[str]) -> str:
        """Return the code meant by `code` and `name` together."""
        area = self._by_code.get(code)
        if area is not None and _same(area, name):
            return code
        named = self._by_name[above, _composed(name)]
        if len(named) != 1:
            return code
        remarks.append(f"line {row.line}: code {code} stands beside {name}; read as {named[0].code}.")
        return named[0].code


def _change(row: Row, old_code: str, new_code: str, *, is_split: bool) -> Row:
    kind = "part" if is_split or not _is_whole(row["note"]) else "whole"
    cells = {"old_code": old_code, "new_code": new_code, "kind": kind, "effective_on": str(EFFECTIVE_ON)}
    return Row(row.line, cells)


def _is_whole(note: str) -> bool:
    folded = folded_words(note)
    return not ("mot phan" in folded or "phan con lai" in folded or "1 phan" in folded)


def _same(area: AreaRecord, name: str) -> bool:
    folded = folded_words(name)
    return folded == folded_words(area.name) or folded in area.other_names


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().lower()
