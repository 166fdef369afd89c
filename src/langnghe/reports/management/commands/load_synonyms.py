"""`langnghe load_synonyms [FILE]`: words that stand for each other when somebody searches."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.reports import actions


class Command(LoadingCommand):
    """Load synonyms."""

    help = "Load words that stand for each other in a search; without FILE the shipped table."
    loads = "synonyms"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return actions.load_synonyms(file or actions.SYNONYMS, now=timezone.now(), dry_run=dry_run)
