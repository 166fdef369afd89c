"""The command line of the scan engine; exit status 2 and one sentence where the input cannot be used."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from langnghe.core.scan import cli_models, cli_series, cli_tree
from langnghe.core.scan.errors import ScanError

COMMANDS = (cli_models, cli_tree, cli_series)
CANNOT = 2


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT, f"{message[0].upper()}{message[1:]}; see {self.prog} --help.\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, print its answer, and return the exit status."""
    parser = _Parser(
        prog="python -m langnghe.core.scan",
        description="Scan statistics and count surveillance on CSV files.",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_arguments(subparsers)
    arguments = parser.parse_args(argv)
    try:
        answer: str = arguments.run(arguments)
    except ScanError as problem:
        return _refuse(str(problem))
    except MemoryError:
        return _refuse("This machine has not enough memory for so much data or so many replicates.")
    sys.stdout.write(f"{answer}\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return CANNOT
