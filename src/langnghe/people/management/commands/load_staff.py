"""Make accounts of staff from a table."""

import csv
import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground.tables import BadTable
from langnghe.people.staff_tables import NewAccount, load_staff


class Command(BaseCommand):
    help = "Make accounts of staff from a CSV or XLSX table, with codes that open each account once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--codes", type=Path, metavar="OUT.csv", help="where the codes go; printed without it"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *, file: Path, codes: Path | None, dry_run: bool, **options: object) -> None:
        try:
            loaded = load_staff(file, today=timezone.localdate(), dry_run=dry_run)
        except BadTable as error:
            raise CommandError(str(error)) from None
        if not dry_run:
            self._hand_out(loaded.accounts, codes)
        would = "dry run, nothing kept: " if dry_run else ""
        self.stdout.write(f"{would}staff: {loaded}")

    def _hand_out(self, accounts: tuple[NewAccount, ...], codes: Path | None) -> None:
        if codes is None:
            for account in accounts:
                self.stdout.write(f"{account.username}\t{account.code}\t{account.full_name}")
            return
        descriptor = os.open(codes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["username", "code", "full_name"])
            writer.writerows([account.username, account.code, account.full_name] for account in accounts)
