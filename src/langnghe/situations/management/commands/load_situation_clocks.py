"""Load by when superiors must speak to situation reports."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground.tables import BadTable
from langnghe.situations.actions.clocks import load_clocks


class Command(BaseCommand):
    help = "Load by when superiors must speak to situation reports, for each urgency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="a CSV or XLSX file; the shipped table without it"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *, file: Path | None, dry_run: bool, **options: object) -> None:
        try:
            loaded = load_clocks(file, now=timezone.now(), dry_run=dry_run)
        except BadTable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"situation clocks: {loaded}{' (dry run, nothing written)' if dry_run else ''}")
