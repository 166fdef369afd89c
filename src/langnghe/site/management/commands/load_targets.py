"""Load the targets of a programme; here, because a target may be counted by any figure of the house."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from langnghe.figures.catalogue import FIGURES
from langnghe.figures.targets import count_programme
from langnghe.ground.tables import BadTable
from langnghe.programmes.models import Programme
from langnghe.programmes.target_tables import load_groups, load_targets


class Command(BaseCommand):
    help = "Load the targets of a programme from a CSV or XLSX table, and the groups they hold for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--programme", type=int, required=True, metavar="N", help="the number in its address"
        )
        parser.add_argument("--groups", type=Path, metavar="GROUPS.csv", help="which body is in which group")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(
        self, *, file: Path, programme: int, groups: Path | None, dry_run: bool, **options: object
    ) -> None:
        found = Programme.objects.filter(pk=programme).first()
        if found is None:
            raise CommandError(f"There is no programme {programme}: its number stands in its address.")
        now = timezone.now()
        would = "dry run, nothing kept: " if dry_run else ""
        try:
            with transaction.atomic():
                members = groups and load_groups(found, groups, now=now, dry_run=dry_run)
                loaded = load_targets(found, file, figures=FIGURES, now=now, dry_run=dry_run)
        except BadTable as error:
            raise CommandError(str(error)) from None
        if not dry_run:
            for year in found.targets.values_list("year", flat=True).distinct():
                count_programme(found, year=year, now=now)
        if members:
            self.stdout.write(f"{would}groups: {members}")
        self.stdout.write(f"{would}targets of {found}: {loaded}")
