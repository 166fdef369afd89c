"""`langnghe load_routes [FILE]`: which body deals with which topic where."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.cases.rule_tables import load_routes
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load routes."""

    help = "Load which body deals with which topic where; without FILE the shipped table."
    loads = "routes"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_routes(file, now=timezone.now(), dry_run=dry_run)
