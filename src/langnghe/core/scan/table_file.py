"""CSV files of a scan, read by column names; whatever is wrong is said with file, line and column."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from langnghe.core.scan.errors import ScanError

LARGEST_COUNT = 2**31 - 1
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


class BadCell(ScanError):
    """A cell, or the place where one should be, cannot be used; the sentence names file, line and column."""

    def __init__(self, file: Path, line: int, column: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, column {column}: {problem}.")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: a day, a month or a year, from its first to its last day."""

    first: date
    last: date


def moment_of(text: str) -> Moment:
    """Read 2001, 2001-11, 2001-11-05, 2001/11/5, 20011105 or 05/11/2001; raise ValueError."""
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], match[2], match[1])
    if match := _EIGHT_DIGITS.fullmatch(text):
        return _day(match[1], match[2], match[3])
    match = _YEAR_FIRST.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = match[1], match[3], match[4]
    if day is not None:
        return _day(year, month, day)
    if month is None:
        return Moment(date(int(year), 1, 1), date(int(year), 12, 31))
    first = date(int(year), int(month), 1)
    return Moment(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def _day(year: str, month: str, day: str) -> Moment:
    only = date(int(year), int(month), int(day))
    return Moment(only, only)


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
        if number > LARGEST_COUNT:
            raise self.fault(column, f"{self.cells[column]} is too large for a count")
        return int(number)

    def amount(self, column: str) -> float:
        """Return the cell as a number of 0 or more; raise BadCell."""
        number = self.number(column)
        if number < 0:
            raise self.fault(column, f"{self.cells[column]} is negative")
        return number

    def number(self, column: str) -> float:
        """Return the cell as a finite number; raise BadCell."""
        value = self.text(column)
        number = float(value) if _NUMBER.fullmatch(value) else float("nan")
        if number - number != 0:
            raise self.fault(column, f"“{value}” is not a number")
        return number

    def moment(self, column: str) -> Moment:
        """Return the cell as a day, month or year; raise BadCell."""
        value = self.text(column)
        try:
            return moment_of(value)
        except ValueError:
            forms = "2026-03-05, 2026-03 or 2026"
            raise self.fault(column, f"“{value}” is not a date such as {forms}") from None

    def fault(self, column: str, problem: str) -> BadCell:
        """Return the error that says what is wrong with a cell of this row."""
        return BadCell(self.file, self.line, self.headings.get(column, column), problem)


class TableFile:
    """
    A CSV file with a header line, columns in any order.

    Cells are parted by commas or, where the header has none, by semicolons or tabs.

    Parameters
    ----------
    path : Path
        Text in UTF-8.

    Raises
    ------
    ScanError
        If the file cannot be read as text.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = _text_of(path)
        heading = self._text.lstrip("\r\n").partition("\n")[0].partition("\r")[0]
        self._delimiter = next((mark for mark in DELIMITERS if mark in heading), ",")
        self.header = next((cells for _, cells in self._lines()), [])
        if not self.header:
            raise ScanError(f"{path}, line 1: the file is empty; it needs a header.")
        self.names = [name.lower() for name in self.header]

    def first_of(self, names: Sequence[str]) -> str | None:
        """Return the first of these names that is a column."""
        return next((name for name in names if name in self.names), None)

    def rows(self, *, needs: Sequence[str | tuple[str, ...]], may_have: Sequence[str] = ()) -> Iterator[Row]:
        """
        Yield the rows below the header.

        Parameters
        ----------
        needs : names
            Columns that must be there; of a tuple the first present is taken, and found under the first name.
        may_have : names
            Columns that are read when they are there. Others are passed over.

        Raises
        ------
        BadCell
            If a column is missing or named twice, or a line ends too early.
        """
        places = self._places(needs, may_have)
        headings = {column: self.header[place] for column, place in places.items()}
        lines = self._lines()
        next(lines, None)
        for number, cells in lines:
            for column, place in places.items():
                if place >= len(cells):
                    raise BadCell(self.path, number, headings[column], "the line ends before this column")
            yield Row(self.path, number, {column: cells[at] for column, at in places.items()}, headings)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the cells of each line that is not empty, with the number of its last line of text."""
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)
        try:
            for cells in reader:
                stripped = [cell.strip() for cell in cells]
                if any(stripped):
                    yield reader.line_num, stripped
        except csv.Error as error:
            raise ScanError(f"{self.path}, line {reader.line_num}: the line is not CSV ({error}).") from error

    def _places(self, needs: Sequence[str | tuple[str, ...]], may_have: Sequence[str]) -> dict[str, int]:
        places = {}
        for wanted in [*needs, *may_have]:
            choices = wanted if isinstance(wanted, tuple) else (wanted,)
            name = self.first_of(choices)
            if name is not None and self.names.count(name) > 1:
                raise BadCell(self.path, 1, name, "the header names this column more than once")
            if name is not None:
                places[choices[0]] = self.names.index(name)
            elif wanted in needs:
                raise BadCell(self.path, 1, " or ".join(choices), "the header has no such column")
        return places


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes().removeprefix(BYTE_ORDER_MARK)
    except OSError as error:
        raise ScanError(f"{path} cannot be opened: {error.strerror}.") from error
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScanError(
            f"{path}, line {line}: the text is not in UTF-8; save the file as CSV in UTF-8."
        ) from error
