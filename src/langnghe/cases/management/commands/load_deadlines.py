"""Load one set of deadlines."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.cases.rule_tables import load_deadlines
from langnghe.ground.tables import BadTable
from langnghe.places.models import Area


class Command(BaseCommand):
    help = "Load one set of deadlines, for everywhere or for one area and everything below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="a CSV or XLSX file; the shipped table without it"
        )
        parser.add_argument("--set", dest="rule_set", default="langnghe-default", metavar="NAME")
        parser.add_argument("--area", metavar="CODE", help="let the set hold only here and below")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(
        self, *, file: Path | None, rule_set: str, area: str | None, dry_run: bool, **options: object
    ) -> None:
        try:
            loaded = load_deadlines(
                file,
                rule_set=rule_set,
                area=_area(area) if area else None,
                now=timezone.now(),
                dry_run=dry_run,
            )
        except BadTable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"deadlines: {loaded}{' (dry run, nothing written)' if dry_run else ''}")


def _area(code: str) -> Area:
    area = Area.objects.on(timezone.localdate()).filter(code=code).first()
    if area is None:
        raise CommandError(f"There is no area with the code {code} today.")
    return area
