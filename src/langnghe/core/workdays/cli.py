"""The command line of working time: reads a CSV file, prints deadlines, changes nothing."""

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from langnghe.core.workdays.calendar import CalendarEnds, WorkCalendar
from langnghe.core.workdays.deadlines import due_at
from langnghe.core.workdays.vietnam import vietnam_calendar

BAD_INPUT = 2
COLUMNS = ("received", "working_days")
WHOLE_NUMBER = re.compile(r"0*[1-9][0-9]{0,5}")  # no promise reaches a million days


class BadTable(ValueError):
    """A file that cannot be counted; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell, with the place an error message names."""

    path: Path
    line: int
    column: str
    text: str

    def wrong(self, why: str) -> BadTable:
        return BadTable(f"{self.path}, line {self.line}, column {self.column}: {why}")

    def moment(self) -> datetime:
        if not self.text:
            raise self.wrong("the cell is empty; write a date such as 2026-03-02 or 2026-03-02 09:00.")
        try:
            return datetime.fromisoformat(self.text)
        except ValueError:
            raise self.wrong(f"“{self.text}” is no date; write 2026-03-02 or 2026-03-02 09:00.") from None

    def amount(self) -> int:
        if not WHOLE_NUMBER.fullmatch(self.text):
            raise self.wrong(f"“{self.text}” is no number of working days; write a whole number from 1 up.")
        return int(self.text)


def main(argv: Sequence[str], out: TextIO | None = None) -> int:
    """Print the deadlines of a file as CSV; return 0, or 2 after one sentence about bad input."""
    parser = argparse.ArgumentParser(prog="python -m langnghe.core.workdays", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    due = commands.add_parser("due", help="print received,working_days,due for every row of FILE")
    due.add_argument("file", type=Path, metavar="FILE", help="CSV with the columns received and working_days")
    arguments = parser.parse_args(argv)
    try:
        rows = list(_deadlines(arguments.file, vietnam_calendar()))
    except BadTable as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    writer = csv.writer(out or sys.stdout, lineterminator="\n")
    writer.writerow([*COLUMNS, "due"])
    writer.writerows(rows)
    return 0


def _deadlines(path: Path, calendar: WorkCalendar) -> Iterator[tuple[str, str, str]]:
    for received, amount in _cells(path):
        yield received.text, amount.text, _due(received, amount, calendar).isoformat()


def _due(received: _Cell, amount: _Cell, calendar: WorkCalendar) -> datetime:
    received_at, working_days = received.moment(), amount.amount()
    try:
        return due_at(received_at, working_days=working_days, calendar=calendar)
    except CalendarEnds as error:
        blamed = amount if _covers(calendar, received_at.date()) else received
        raise blamed.wrong(str(error)) from None
    except OverflowError:
        raise received.wrong(f"“{received.text}” lies outside the years a calendar can hold.") from None


def _covers(calendar: WorkCalendar, day: date) -> bool:
    return calendar.first_on <= day <= calendar.last_on


def _cells(path: Path) -> Iterator[tuple[_Cell, _Cell]]:
    """Yield the cells of both columns, row by row; blank lines are passed over."""
    reader = csv.reader(_lines(path), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        positions = [_position(path, header, name) for name in COLUMNS]
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise BadTable(
                    f"{path}, line {reader.line_num}, column {header[min(len(row), len(header) - 1)]}: "
                    f"the row has {len(row)} cells, the header {len(header)}."
                )
            received, amount = (
                _Cell(path, reader.line_num, name, row[position].strip())
                for name, position in zip(COLUMNS, positions, strict=True)
            )
            yield received, amount
    except csv.Error as error:
        raise BadTable(f"{path}, line {reader.line_num}, column {COLUMNS[0]}: no CSV ({error}).") from None


def _position(path: Path, header: list[str], name: str) -> int:
    if header.count(name) != 1:
        said = "is missing from" if name not in header else "stands more than once in"
        raise BadTable(f"{path}, line 1, column {name}: the column {said} the header.")
    return header.index(name)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadTable(f"{path}, line {line}, column {COLUMNS[0]}: the file is not UTF-8 text.") from None
    except OSError as error:
        raise BadTable(f"{path}: the file cannot be read ({error.strerror}).") from None
