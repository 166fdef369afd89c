"""`langnghe load_duties [FILE]`: how often bodies have to meet people."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.grassroots.actions.duties import load_duties
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load duties."""

    help = "Load how often each kind of body has to meet people; without FILE the shipped table."
    loads = "duties"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_duties(file, now=timezone.now(), dry_run=dry_run)
