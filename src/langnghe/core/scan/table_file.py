"""CSV files of a scan, read by column names; whatever is wrong is said with file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from langnghe.core.scan.errors import ScanError

DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%Y%m%d")


class BadCell(ScanError):
    """A cell, or the place where one should be, cannot be used; the sentence names file, line and column."""

    def __init__(self, file: Path, line: int, column: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, column {column}: {problem}.")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, with its number as an editor counts it."""

    file: Path
    line: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def has(self, column: str) -> bool:
        """Return whether the file has this column."""
        return column in self.cells

    def text(self, column: str) -> str:
        """Return the cell without outer spaces; raise BadCell if it is empty."""
        value = self.cells[column]
        if not value:
            raise self.fault(column, "the cell is empty")
        return value

    def whole(self, column: str) -> int:
        """Return the cell as a count, 0 or more; raise BadCell."""
        number = self.number(column)
        if number != int(number):
            raise self.fault(column, f"“{self.cells[column]}” is not a whole number")
        if number < 0:
            raise self.fault(column, f"{int(number)} is negative")
        return int(number)

    def number(self, column: str) -> float:
        """Return the cell as a finite number; raise BadCell."""
        value = self.text(column)
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if number - number != 0:
            raise self.fault(column, f"“{value}” is not a number")
        return number

    def day(self, column: str) -> date:
        """Return the cell as a date, written 2026-03-05, 2026/3/5 or 05/03/2026; raise BadCell."""
        value = self.text(column)
        for form in DATE_FORMS:
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise self.fault(column, f"“{value}” is not a date such as 2026-03-05")

    def fault(self, column: str, problem: str) -> BadCell:
        """Return the error that says what is wrong with a cell of this row."""
        return BadCell(self.file, self.line, self.headings.get(column, column), problem)


def rows_of(
    file: Path,
    *,
    needs: Sequence[str | tuple[str, ...]],
    may_have: Sequence[str] = (),
) -> Iterator[Row]:
    """
    Yield the rows of a CSV file with a header line, columns in any order.

    Parameters
    ----------
    file : Path
        Text in UTF-8.
    needs : names
        Columns that must be there; of a tuple the first present is taken, and found under the first name.
    may_have : names
        Columns that are read when they are there. Others are passed over.

    Raises
    ------
    BadCell
        If a column is missing or named twice, or a line has too few or too many cells.
    ScanError
        If the file cannot be read as text.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            header = [name.strip() for name in next(reader, [])]
            places = _places(file, [name.lower() for name in header], needs, may_have)
            headings = {column: header[place] for column, place in places.items()}
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    found = _cells(file, reader.line_num, cells, places)
                    yield Row(file, reader.line_num, found, headings)
    except OSError as error:
        raise ScanError(f"{file} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ScanError(f"{file} is not text in UTF-8; save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise ScanError(f"{file}, line {reader.line_num}: the line is not CSV ({error}).") from error


def header_of(file: Path) -> list[str]:
    """Return the names of a file's columns, in lower case; raise ScanError if it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [name.strip().lower() for name in next(csv.reader(lines), [])]
    except OSError as error:
        raise ScanError(f"{file} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ScanError(f"{file} is not text in UTF-8; save it as CSV in UTF-8.") from error


def _places(
    file: Path, names: list[str], needs: Sequence[str | tuple[str, ...]], may_have: Sequence[str]
) -> dict[str, int]:
    places = {}
    for wanted in [*needs, *may_have]:
        choices = wanted if isinstance(wanted, tuple) else (wanted,)
        name = next((name for name in choices if name in names), None)
        if name is not None and names.count(name) > 1:
            raise BadCell(file, 1, name, "the header names this column more than once")
        if name is not None:
            places[choices[0]] = names.index(name)
        elif wanted in needs:
            raise BadCell(file, 1, " or ".join(choices), "the header has no such column")
    return places


def _cells(file: Path, line: int, cells: list[str], places: dict[str, int]) -> dict[str, str]:
    for column, place in places.items():
        if place >= len(cells):
            raise BadCell(file, line, column, "the line ends before this column")
    return {column: cells[place].strip() for column, place in places.items()}
