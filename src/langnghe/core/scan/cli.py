"""The command line of the scan engine; exit status 2 and one sentence where the input cannot be used."""

import argparse
from collections.abc import Sequence

from langnghe.core.scan import cli_models, cli_series, cli_tree

COMMANDS = (cli_models, cli_tree, cli_series)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m langnghe.core.scan",
        description="Scan statistics and count surveillance on CSV files.",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_arguments(subparsers)
    arguments = parser.parse_args(argv)
    status: int = arguments.run(arguments)
    return status
