"""The command `python -m langnghe.core.sameness FILE.csv`."""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from langnghe.core.sameness.judge import judge


def main(arguments: Sequence[str], target: TextIO) -> int:
    """
    Judge each row of a CSV file with the columns `a` and `b`; print {"score", "same", "reasons"} a
    line.
    """
    parser = argparse.ArgumentParser(prog="python -m langnghe.core.sameness", description=main.__doc__)
    parser.add_argument("file", type=Path, help="CSV file in UTF-8 with the columns a and b")
    file = parser.parse_args(arguments).file
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            if not {"a", "b"} <= set(rows.fieldnames or ()):
                sys.stderr.write(f"{file}: the first line must name the columns a and b.\n")
                return 2
            for row in rows:
                told = asdict(judge(row["a"] or "", row["b"] or ""))
                target.write(json.dumps(told, ensure_ascii=False) + "\n")
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be read ({error.strerror}).\n")
        return 2
    return 0
