"""`langnghe publish_counts`: make the counts of past weeks public, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from langnghe.figures import actions


class Command(BaseCommand):
    """Publish the counts of whole weeks."""

    help = "Publish the counts of each whole week that is not public yet; small counts stay hidden."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how far back the first time goes."""
        parser.add_argument(
            "--weeks", type=int, default=actions.FIRST_TIME_WEEKS, help="how many weeks back at most (52)"
        )
        parser.add_argument("--dry-run", action="store_true", help="count, but publish nothing")

    def handle(self, *, weeks: int, dry_run: bool, **options: Any) -> None:
        """Publish, and say which weeks."""
        with transaction.atomic():
            published = actions.publish_counts(now=timezone.now(), weeks=weeks)
            transaction.set_rollback(dry_run)
        which = f", from {published[0]} to {published[-1]}" if published else ""
        would = "dry run, nothing kept: " if dry_run else ""
        self.stdout.write(f"{would}{len(published)} weeks published{which}.")
