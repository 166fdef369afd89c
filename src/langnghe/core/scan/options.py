"""What the commands have in common: how options are read, and how a table is printed for people."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any


def share(text: str) -> float:
    """Read a share above 0 and at most 1."""
    number = _number(text)
    if not 0.0 < number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not a share above 0 and at most 1")
    return number


def probability(text: str) -> float:
    """Read a number between 0 and 1, neither included."""
    number = _number(text)
    if not 0.0 < number < 1.0:
        raise argparse.ArgumentTypeError(f"{text} does not lie between 0 and 1")
    return number


def amount(text: str) -> float:
    """Read a number of 0 or more."""
    number = _number(text)
    if not 0.0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of 0 or more")
    return number


def at_least(least: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` on."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number") from None
        if not least <= number < 2**63:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from {least} on")
        return number

    return read


def add_simulation(parser: argparse.ArgumentParser) -> None:
    """Add the options of every simulation, and how its answer is printed."""
    parser.add_argument("--replicates", type=at_least(0), default=999, help="shuffled copies (999)")
    parser.add_argument("--seed", type=at_least(0), default=1, help="replicate r uses the stream (seed, r)")
    parser.add_argument(
        "--threads", type=at_least(1), help="default: one per processor; the answer does not change"
    )
    parser.add_argument("--min-cases", type=at_least(1), default=2, help="least cases of a high cluster (2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def in_columns(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a table whose columns stand under each other, numbers to the right and None as a dash."""
    cells = [list(header), *([_shown(value) for value in row] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(header))]
    is_number = [all(isinstance(row[at], int | float | None) for row in rows) for at in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        ).rstrip()
        for line in cells
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from None


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
