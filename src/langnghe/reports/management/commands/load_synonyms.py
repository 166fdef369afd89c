"""`langnghe load_synonyms [FILE]`: words that stand for each other when somebody searches."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground.tables import BadTable
from langnghe.reports import actions


class Command(BaseCommand):
    """Load synonyms from a table, or those that are shipped."""

    help = "Load words that stand for each other in a search, from CSV or XLSX; without a file, the shipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=actions.SYNONYMS, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: object) -> None:
        try:
            loaded = actions.load_synonyms(file, now=timezone.now(), dry_run=dry_run)
        except BadTable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"synonyms: {loaded}{' (dry run, nothing written)' if dry_run else ''}")
