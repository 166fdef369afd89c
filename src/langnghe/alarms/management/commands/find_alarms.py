"""`langnghe find_alarms`: scan the reports received up to a day for unusual clusters."""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground import arguments
from langnghe.topics.models import Topic


class Command(BaseCommand):
    """Find alarms."""

    help = "Scan the reports received up to a day, raise new alarms and follow the known ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day, the topic, and how to simulate."""
        parser.add_argument("--on", type=arguments.day, metavar="DATE", help="last day scanned (yesterday)")
        parser.add_argument("--topic", metavar="CODE", help="only this topic and those below it")
        parser.add_argument("--seed", type=int, help="of the random numbers; by default made from the day")
        parser.add_argument(
            "--replicates", type=int, default=999, help="shuffled copies of the reports (999)"
        )
        parser.add_argument("--dry-run", action="store_true", help="find, but keep nothing")

    def handle(
        self,
        *,
        on: date | None,
        topic: str | None,
        seed: int | None,
        replicates: int,
        dry_run: bool,
        **options: Any,
    ) -> None:
        """Find, and say what was found, one line for each alarm."""
        from langnghe.alarms.detection import Settings, find_alarms

        if replicates < 19:
            raise CommandError("Fewer than 19 replicates show nothing: give --replicates 19 or more.")
        if seed is not None and seed < 0:
            raise CommandError("The seed is a whole number from 0 on.")
        now = timezone.now()
        night = find_alarms(
            on=on or timezone.localdate(now) - timedelta(days=1),
            now=now,
            topic=_topic(topic, on or timezone.localdate(now)),
            seed=seed,
            keep=not dry_run,
            settings=replace(Settings(), replicates=replicates),
            progress=self.stderr.write if options.get("verbosity", 1) > 1 else lambda _: None,
        )
        for found in night.found:
            cluster = found.cluster
            self.stdout.write(
                f"{found.band}: {found.node.topic}, {len(cluster.units)} areas, "
                f"{cluster.first_day} to {cluster.last_day}, {cluster.observed} reports, "
                f"{cluster.expected:.1f} usual"
            )
        would = "dry run, nothing kept: " if dry_run else ""
        new = sum(alarm.state == "new" for alarm in night.alarms)
        self.stdout.write(
            f"{would}{night.on}: {len(night.found)} alarms ({new} new) in {night.topics} topics, "
            f"{night.reports} reports scanned, {night.unplaced} without a place."
        )


def _topic(code: str | None, day: date) -> Topic | None:
    if code is None:
        return None
    found = Topic.objects.on(day).filter(code=code).first()
    if found is None:
        raise CommandError(f"No topic “{code}” is in force on {day}.")
    return found
