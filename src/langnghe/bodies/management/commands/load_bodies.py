"""`langnghe load_bodies [FILE]`: the bodies of every area by the shipped kinds, or those of a table."""

from pathlib import Path
from typing import Any

from langnghe.bodies.actions.bodies import load_bodies
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load bodies."""

    help = "Load bodies: without FILE those that the shipped kinds give to every area loaded before."
    loads = "bodies"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load the bodies of the shipped kinds, or FILE."""
        return load_bodies(file, dry_run=dry_run)
