"""`langnghe load_deadlines [FILE]`: one set of deadlines; without FILE a shipped one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from langnghe.cases.rule_tables import load_deadlines
from langnghe.ground.loading_command import LoadingCommand
from langnghe.ground.tables import Loaded
from langnghe.places.models import Area


class Command(LoadingCommand):
    """Load deadlines."""

    help = "Load one set of deadlines, for everywhere or for one area and everything below it."
    loads = "deadlines"
    file_may_be_left_out = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take also the name of the set, and the area in which it holds."""
        super().add_arguments(parser)
        parser.add_argument("--set", dest="rule_set", default="langnghe-default", metavar="NAME")
        parser.add_argument("--area", metavar="CODE", help="let the set hold only here and below")

    def load(
        self,
        file: Path | None,
        *,
        dry_run: bool,
        rule_set: str = "langnghe-default",
        area: str | None = None,
        **options: Any,
    ) -> Loaded:
        """Load one set of FILE, or of the table that comes with the program."""
        here = _area(area) if area else None
        return load_deadlines(file, rule_set=rule_set, area=here, now=timezone.now(), dry_run=dry_run)


def _area(code: str) -> Area:
    area = Area.objects.on(timezone.localdate()).filter(code=code).first()
    if area is None:
        raise CommandError(f"There is no area with the code {code} today.")
    return area
