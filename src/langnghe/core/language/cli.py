"""
The commands of `python -m langnghe.core.language`: lines in, lines out.

fold, normal     the text of each line
sort             all lines in Vietnamese order (`sort --people`: by given name)
personal-data    for each line {"text", "masked", "spans": [{"start", "end", "kind", "text", "reason"}]}
place-tokens     for each line [{"kind", "name"}]
typing-hints     for each line [{"start", "end", "written", "meant", "method"}]
decode-legacy    one object for all lines, which are one column: {"encoding", "confidence", "values"}
decode-table     the CSV table, each column decided on its own; what it was taken for goes to standard error
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from io import StringIO
from itertools import zip_longest
from typing import BinaryIO, TextIO

from langnghe.core.language.legacy import decode_legacy
from langnghe.core.language.letters import fold, normal
from langnghe.core.language.order import person_sort_key, sort_key
from langnghe.core.language.personal_data import find_personal_data, mask_personal_data
from langnghe.core.language.place_tokens import place_tokens
from langnghe.core.language.typing_hints import typing_hints


class BadInput(ValueError):
    """Standard input is not lines of text; the sentence says where, and what to do."""


def main(arguments: Sequence[str], source: BinaryIO, target: TextIO, told: TextIO) -> int:
    """Run one command on the lines of `source`; return the exit code, 2 with a sentence on bad input."""
    options = _parser().parse_args(arguments)
    reconfigure = getattr(target, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8")
    try:
        if options.command == "decode-table":
            _decode_table(source.read(), target, told)
            return 0
        lines = _lines(source.read(), of_any_encoding=options.command == "decode-legacy")
    except BadInput as error:
        told.write(f"{error}\n")
        return 2
    if options.command == "sort":
        written: Iterable[str] = sorted(lines, key=person_sort_key if options.people else sort_key)
    elif options.command == "decode-legacy":
        written = [_json(asdict(decode_legacy(lines)))]
    else:
        written = map(_EACH_LINE[options.command], lines)
    for line in written:
        target.write(line + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m langnghe.core.language",
        description="Reads lines from standard input and writes lines.",
        epilog=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=[*_EACH_LINE, "sort", "decode-legacy", "decode-table"])
    parser.add_argument("--people", action="store_true", help="sort names of people, by given name")
    return parser


def _decode_table(data: bytes, target: TextIO, told: TextIO) -> None:
    """Write a table whose columns are in old encodings in Unicode; the first line names the columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise BadInput(f"Line {reader.line_num}: this cannot be read as a table ({error}).") from None
    columns = []
    for number, cells in enumerate(zip_longest(*rows, fillvalue=""), start=1):
        decoded = decode_legacy(cells)
        columns.append(decoded.values)
        told.write(f"column {number}, {decoded.values[0]}: {decoded.encoding}, {decoded.confidence}\n")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows(cells[: len(row)] for cells, row in zip(zip(*columns, strict=True), rows, strict=True))


def _lines(data: bytes, *, of_any_encoding: bool) -> list[str]:
    """Return the lines of `data`, which are UTF-8; a column from an old file may come byte by byte."""
    lines = data.removesuffix(b"\n").split(b"\n") if data else []
    return [
        _line(line.rstrip(b"\r"), number, of_any_encoding=of_any_encoding)
        for number, line in enumerate(lines, start=1)
    ]


def _line(line: bytes, number: int, *, of_any_encoding: bool) -> str:
    if (column := line.find(b"\0")) >= 0:
        raise BadInput(f"Line {number}, byte {column + 1}: a NUL stands in the text. Save the text as UTF-8.")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if of_any_encoding:
            return line.decode("latin-1")
        raise BadInput(
            f"Line {number}, byte {error.start + 1}: this is not UTF-8. Save the text as UTF-8; "
            "a column in TCVN3 or VNI goes to decode-legacy."
        ) from None


def _personal_data(line: str) -> str:
    spans = find_personal_data(line)
    told = [asdict(span) | {"text": line[span.start : span.end]} for span in spans]
    return _json({"text": line, "masked": mask_personal_data(line, spans), "spans": told})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_EACH_LINE: dict[str, Callable[[str], str]] = {
    "fold": fold,
    "normal": normal,
    "personal-data": _personal_data,
    "place-tokens": lambda line: _json([asdict(token) for token in place_tokens(line)]),
    "typing-hints": lambda line: _json([asdict(hint) for hint in typing_hints(line)]),
}
