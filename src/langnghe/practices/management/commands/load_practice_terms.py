"""`langnghe load_practice_terms [FILE]`: fields, criteria and levels of practices."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.practices.term_tables import load_terms


class Command(LoadingCommand):
    """Load practice terms."""

    help = "Load the fields, criteria and levels of practices; without FILE the shipped table."
    loads = "practice terms"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_terms(file, now=timezone.now(), dry_run=dry_run)
