"""`langnghe load_duplicate_windows [FILE]`: how near two reports must be to be asked about."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.cases.rule_tables import load_duplicate_windows
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load windows for duplicates."""

    help = "Load how near in time and place two reports must be for the question whether they say the same."
    loads = "windows for duplicates"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the table that comes with the program."""
        return load_duplicate_windows(file, now=timezone.now(), dry_run=dry_run)
