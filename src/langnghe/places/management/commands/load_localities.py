"""`langnghe load_localities FILE`: the lists of localities."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground import arguments
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places.actions.localities import load_localities


class Command(LoadingCommand):
    """Load localities."""

    help = "Load localities: columns area_code, name, other_spellings, lat, lon, valid_from."
    loads = "localities"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take also the day whose areas are meant."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=arguments.day, metavar="DATE", help="areas of this day; today")

    def load(self, file: Path | None, *, dry_run: bool, on: date | None = None, **options: Any) -> Loaded:
        """Load FILE for the areas of a day."""
        return load_localities(Path(file or ""), on=on or timezone.localdate(), dry_run=dry_run)
