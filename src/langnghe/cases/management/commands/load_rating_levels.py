"""`langnghe load_rating_levels [FILE]`: the steps on which people rate an answer."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.cases.rule_tables import load_rating_levels
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load rating levels."""

    help = "Load the steps on which people rate an answer; without FILE the shipped table."
    loads = "rating levels"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_rating_levels(file, now=timezone.now(), dry_run=dry_run)
