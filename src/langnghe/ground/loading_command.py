"""The shape of every command that loads a table: a file, a dry run, one line at the end, or sentences."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from langnghe.ground.tables import BadTable, Loaded

MOST_SENTENCES = 40


class LoadingCommand(BaseCommand):
    """Load a table. A command says what it loads in `loads` and does it in `load`."""

    loads = "rows"
    file_may_be_left_out = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, if need be, and the dry run."""
        nargs = "?" if self.file_may_be_left_out else None
        parser.add_argument("file", metavar="FILE", type=Path, nargs=nargs, help="CSV or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Do the work; the commands write this."""
        raise CommandError(f"{type(self).__module__} loads nothing.")

    def handle(self, *, file: Path | None, dry_run: bool, **options: Any) -> None:
        """Load, and say what was done; on a bad table say where and exit with 1."""
        try:
            loaded = self.load(file, dry_run=dry_run, **options)
        except BadTable as error:
            raise CommandError(_sentences(error)) from None
        for remark in loaded.remarks[:MOST_SENTENCES]:
            self.stderr.write(remark)
        if (more := len(loaded.remarks) - MOST_SENTENCES) > 0:
            self.stderr.write(f"… and {more} more remarks.")
        would = "dry run, nothing kept: " if dry_run else ""
        self.stdout.write(f"{would}{self.loads}: {loaded}.")


def _sentences(error: BadTable) -> str:
    sentences = str(error).splitlines()
    shown = sentences[:MOST_SENTENCES]
    if (more := len(sentences) - len(shown)) > 0:
        shown.append(f"… and {more} more faults.")
    return "\n".join([*shown, "Nothing was loaded."])
