"""`langnghe load_boundaries FILE`: outlines of areas from TopoJSON or GeoJSON."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground import arguments
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places.actions.outlines import load_boundaries


class Command(LoadingCommand):
    """Load boundaries."""

    help = "Load outlines of areas from TopoJSON or GeoJSON whose features carry a code."
    loads = "boundaries"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take also the day whose areas are meant, and the source."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=arguments.day, metavar="DATE", help="areas of this day; today")
        parser.add_argument("--source", default="", help="where the numbers come from; the file's name")

    def load(
        self, file: Path | None, *, dry_run: bool, on: date | None = None, source: str = "", **options: Any
    ) -> Loaded:
        """Load FILE for the areas of a day."""
        return load_boundaries(
            Path(file or ""), on=on or timezone.localdate(), source=source, dry_run=dry_run
        )
