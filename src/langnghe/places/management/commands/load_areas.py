"""`langnghe load_areas [FILE]`: Vietnam as shipped, or the areas of any other country."""

from pathlib import Path
from typing import Any

from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places.actions.areas import load_areas
from langnghe.places.actions.changes import load_vietnam


class Command(LoadingCommand):
    """Load areas."""

    help = (
        "Load areas: without FILE the areas of Vietnam before and since 1 July 2025 and the decrees in force."
    )
    loads = "areas"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load the shipped files, or FILE."""
        return load_areas(file, dry_run=dry_run) if file else load_vietnam(dry_run=dry_run)
