"""`langnghe load_situation_clocks [FILE]`: by when superiors must speak to situation reports."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.situations.actions.clocks import load_clocks


class Command(LoadingCommand):
    """Load situation clocks."""

    help = "Load by when superiors must speak to situation reports; without FILE the shipped table."
    loads = "situation clocks"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_clocks(file, now=timezone.now(), dry_run=dry_run)
