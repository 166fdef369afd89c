"""Count the dates of open cases again, now, after days of the calendar changed."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from langnghe.cases.recounting import recount_due


class Command(BaseCommand):
    help = "Count open cases again for days that changed; the worker does the same within ten seconds."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{recount_due(now=timezone.now())} dates moved.")
