"""Import reports from a table of another system."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.cases.import_map import BadMap, read_map
from langnghe.cases.importing import BadFile, import_reports
from langnghe.cases.rulebook import NoRule


class Command(BaseCommand):
    help = "Import reports from a CSV or XLSX file, read as a map says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path, required=True, dest="layout", metavar="MAP.toml")
        parser.add_argument("--errors", type=Path, help="where faulty rows go; beside the file without it")
        parser.add_argument("--dry-run", action="store_true", help="read and check every row, write nothing")

    def handle(
        self, *, file: Path, layout: Path, errors: Path | None, dry_run: bool, **options: object
    ) -> None:
        errors = errors or file.with_name(f"{file.stem}.errors.csv")
        try:
            tally = import_reports(
                file,
                read_map(layout),
                errors=errors,
                dry_run=dry_run,
                now=timezone.now(),
                say=lambda sentence: self.stderr.write(sentence),
            )
        except (BadMap, BadFile, NoRule) as error:
            raise CommandError(str(error)) from None
        told = f"; they stand in {errors.name}" if tally.faulty else ""
        would = "dry run, nothing kept: " if dry_run else ""
        self.stdout.write(f"{would}{file.name}: {tally}{told}")
