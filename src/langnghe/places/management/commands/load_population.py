"""`langnghe load_population FILE`: how many people live in each area."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground import arguments
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places.actions.populations import load_population


class Command(LoadingCommand):
    """Load numbers of people."""

    help = "Load numbers of people: columns code and people, year, source, or code and population_2025."
    loads = "numbers of people"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take also the day whose areas are meant, and the source."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=arguments.day, metavar="DATE", help="areas of this day; today")
        parser.add_argument("--source", default="", help="where the numbers come from; the file's name")

    def load(
        self, file: Path | None, *, dry_run: bool, on: date | None = None, source: str = "", **options: Any
    ) -> Loaded:
        """Load FILE for the areas of a day."""
        return load_population(
            Path(file or ""), on=on or timezone.localdate(), source=source, dry_run=dry_run
        )
