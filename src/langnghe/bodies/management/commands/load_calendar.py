"""`langnghe load_calendar [FILE]`: days off and made-up working days; without FILE the shipped ones."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from langnghe.bodies.actions.calendars import SHIPPED, load_calendar
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded


class Command(LoadingCommand):
    """Load calendar days."""

    help = (
        "Load days off and made-up working days: columns day, kind (off, worked), reason, area_code, source."
    )
    loads = "calendar days"
    file_may_be_left_out = True

    def load(self, file: Path | None, *, dry_run: bool, **options: Any) -> Loaded:
        """Load FILE, or the days that come with the program."""
        return load_calendar(file or SHIPPED, on=timezone.localdate(), dry_run=dry_run)
