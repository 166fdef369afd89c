"""`langnghe load_area_changes FILE`: what a decree does to areas."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from langnghe.ground import arguments
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places import shipped
from langnghe.places.actions.changes import load_area_changes


class Command(LoadingCommand):
    """Load area changes."""

    help = (
        "Load what a decree does to areas. FILE is a table, the official conversion table as printed, "
        f"or the name of a shipped decree: {', '.join(shipped.decree_names())}."
    )
    loads = "area changes"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take also the day from which an undated or unconfirmed table holds."""
        super().add_arguments(parser)
        parser.add_argument(
            "--in-force-from",
            type=arguments.day,
            metavar="DATE",
            help="first day of what the table leaves without a date or marks as unconfirmed",
        )

    def load(
        self, file: Path | None, *, dry_run: bool, in_force_from: date | None = None, **options: Any
    ) -> Loaded:
        """Load FILE; a shipped decree may be named by its name alone."""
        path = Path(file or "")
        found = path if path.is_file() else shipped.decree(path.name) or path
        return load_area_changes(found, in_force_from=in_force_from, dry_run=dry_run)
