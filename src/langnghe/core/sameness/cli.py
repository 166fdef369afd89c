"""The command `python -m langnghe.core.sameness FILE.csv`."""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TextIO

from langnghe.core.sameness.judge import judge

_LONGEST_CELL = 10_000_000


class BadFile(ValueError):
    """The file is no table of pairs; the sentence says where, and what to do."""


def main(arguments: Sequence[str], target: TextIO) -> int:
    """
    Judge each row of a CSV file with the columns `a` and `b`; print {"score", "same", "reasons"} a
    line.
    """
    parser = argparse.ArgumentParser(prog="python -m langnghe.core.sameness", description=main.__doc__)
    parser.add_argument("file", type=Path, help="CSV file in UTF-8 with the columns a and b")
    file = parser.parse_args(arguments).file
    try:
        for a, b in _pairs(_text(file)):
            target.write(json.dumps(asdict(judge(a, b)), ensure_ascii=False) + "\n")
    except BadFile as error:
        sys.stderr.write(f"{file}: {error}\n")
        return 2
    return 0


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise BadFile(f"cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(f"line {line}: this is not UTF-8 text: save the file again as “CSV UTF-8”.") from None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        if not {"a", "b"} <= set(rows.fieldnames or ()):
            raise BadFile("line 1: the first line must name the columns a and b.")
        for row in rows:
            yield row["a"] or "", row["b"] or ""
    except csv.Error as error:
        raise BadFile(f"line {rows.line_num}: this cannot be read as a table ({error}).") from None
