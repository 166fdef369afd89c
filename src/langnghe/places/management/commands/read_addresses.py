"""`langnghe read_addresses FILE.csv`: which commune of today each address means."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground.tables import BadTable, read_table
from langnghe.places.address_book import address_reader
from langnghe.places.addresses import ANY, NEW, OLD


class Command(BaseCommand):
    """Read addresses."""

    help = "Print one JSON object for each line of FILE (column address); codes are today's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the era."""
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV or XLSX with a column address")
        parser.add_argument(
            "--era", choices=[OLD, NEW, ANY], default=ANY, help="units before or since July 2025"
        )

    def handle(self, *, file: Path, era: str, **options: Any) -> None:
        """Read every address of the file."""
        try:
            rows = read_table(file, required=["address"])
        except BadTable as error:
            raise CommandError(str(error)) from None
        reader = address_reader(on=timezone.localdate(), home=settings.HOME_PROVINCE)
        for row in rows:
            reading = asdict(reader.read(row["address"], era=era))
            self.stdout.write(json.dumps({"address": row["address"], **reading}, ensure_ascii=False))
