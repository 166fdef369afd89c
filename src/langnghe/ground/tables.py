"""
Reading tables that people prepared (CSV or XLSX), with one clear sentence for each faulty line.

A loader reads with `read_table`, collects `Fault`s while it turns rows into objects, calls `stop_on(faults)`
before it writes anything (all or nothing), and returns what it did as `Loaded`.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from openpyxl import load_workbook


@dataclass(frozen=True)
class Fault:
    """What is wrong, where (line 0 is the whole file), and what to do about it."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = [f"line {self.line}"] * bool(self.line) + [f"column {self.column}"] * bool(self.column)
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


class BadTable(Exception):
    """The table cannot be loaded; `faults` holds a sentence for each faulty line."""

    def __init__(self, faults: Sequence[Fault], *, path: Path | None = None) -> None:
        self.faults = list(faults)
        self.path = path
        super().__init__("\n".join(f"{path.name}: {fault}" if path else str(fault) for fault in faults))


@dataclass(frozen=True)
class Loaded:
    """How many rows a loader made, changed and found as they were, and its remarks on some lines."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    remarks: list[str] = field(default_factory=list)

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            [*self.remarks, *other.remarks],
        )

    def __str__(self) -> str:
        return f"{self.created} new, {self.changed} changed, {self.unchanged} as they were"


@dataclass(frozen=True)
class Row:
    """One line: its number as a text editor counts it, and its cells without blanks around them."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def day(self, column: str, *, faults: list[Fault]) -> date | None:
        """Return an ISO date, None for an empty cell; a wrong one is added to `faults`."""
        written = self[column]
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            faults.append(Fault(self.line, column, f"“{written}” is not a date: write it as 2026-03-05."))
            return None

    def number(self, column: str, *, faults: list[Fault]) -> float | None:
        """Return a number, None for an empty cell; a wrong one is added to `faults`."""
        written = self[column]
        if not written:
            return None
        try:
            return float(written)
        except ValueError:
            faults.append(Fault(self.line, column, f"“{written}” is not a number: write it as 16.05."))
            return None

    def whole(self, column: str, *, faults: list[Fault], least: int = 0) -> int:
        """Return a whole number, 0 for an empty cell unless `least` forbids it; a fault is added."""
        written = self[column]
        if not written and not least:
            return 0
        if not written.isdecimal() or int(written) < least:
            faults.append(Fault(self.line, column, f"“{written}” is not a whole number of at least {least}."))
            return least
        return int(written)

    def choice(self, column: str, allowed: Sequence[str], *, faults: list[Fault]) -> str:
        """Return what a cell chooses among `allowed`; anything else is added to `faults`."""
        written = self[column]
        if written not in allowed:
            names = ", ".join(name for name in allowed if name)
            faults.append(Fault(self.line, column, f"“{written}” is not known: write one of {names}."))
        return written


def read_table(path: Path, *, required: Sequence[str]) -> list[Row]:
    """
    Read a CSV (UTF-8, comma or semicolon) or an XLSX file whose first line names the columns.

    Raises BadTable when the file cannot be read or a required column is missing.
    """
    lines = _lines_of(path)
    try:
        _, header = next(lines)
    except StopIteration:
        raise BadTable(
            [Fault(1, "", "the file is empty: its first line must name the columns.")], path=path
        ) from None
    names = [name.strip() for name in header]
    if missing := [name for name in required if name not in names]:
        sentence = f"the columns {', '.join(missing)} are missing: the first line must name them."
        raise BadTable([Fault(1, "", sentence)], path=path)
    found = [(line, [cell.strip() for cell in cells]) for line, cells in lines]
    sentence = "there are more cells than the first line names: put a text with commas in quotes."
    stop_on((Fault(line, "", sentence) for line, cells in found if any(cells[len(names) :])), path=path)
    return [Row(line, dict(zip(names, cells, strict=False))) for line, cells in found if any(cells)]


def stop_on(faults: Iterable[Fault], *, path: Path | None = None) -> None:
    """Raise BadTable when there is any fault."""
    if found := list(faults):
        raise BadTable(found, path=path)


def _lines_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    if not path.is_file():
        raise BadTable([Fault(0, "", "there is no such file.")], path=path)
    return _xlsx_lines(path) if path.suffix.lower() == ".xlsx" else _csv_lines(path)


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        sentence = "this is not UTF-8 text: save the file again as “CSV UTF-8”."
        raise BadTable([Fault(line, "", sentence)], path=path) from None
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        sentence = f"this cannot be read as a table ({error}): save the file again as “CSV UTF-8”."
        raise BadTable([Fault(reader.line_num, "", sentence)], path=path) from None


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # openpyxl lets many kinds pass: a broken zip, a wrong part, a missing sheet
        raise BadTable(
            [Fault(0, "", "this is not a readable XLSX file: save it again.")], path=path
        ) from None
    for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        yield line, [_cell_text(cell) for cell in cells]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat(" ") if hasattr(value, "hour") and hasattr(value, "day") else value.isoformat()
    return str(value)
