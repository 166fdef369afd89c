"""`langnghe demo_year`: one believable year of nine provinces, the same every time."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from langnghe.demo.accounts import accounts_text
from langnghe.ground import arguments

UNTIL = "2026-06-19T07:30"


class Command(BaseCommand):
    """Make the demo year."""

    help = "Fill an empty installation with one demo year: areas, bodies, reports, cases, alarms, a briefing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seed, the size and the last moment."""
        parser.add_argument("--seed", type=int, default=2026, help="another seed, another year (2026)")
        parser.add_argument("--reports", type=int, default=20_000, help="about so many reports (20000)")
        parser.add_argument(
            "--until", type=arguments.moment, default=UNTIL, help="the last moment (2026-06-19T07:30)"
        )
        parser.add_argument("--small", action="store_true", help="Gia Lai alone, 1,500 reports, one scan")
        parser.add_argument(
            "--accounts", action="store_true", help="only tell the demo accounts, make nothing"
        )

    def handle(
        self, *, seed: int, reports: int, until: datetime, small: bool, accounts: bool, **options: Any
    ) -> None:
        """Make the year, say what it holds and who can sign in."""
        if accounts:
            self.stdout.write(accounts_text())
            return
        from langnghe.demo import actions

        if seed < 0 or reports < 1:
            raise CommandError("The seed is a whole number from 0 on, and a year needs at least one report.")
        try:
            made = actions.make_year(
                seed=seed,
                reports=min(reports, 1_500) if small else reports,
                until=until,
                small=small,
                say=self.stderr.write,
            )
        except actions.MadeBefore as known:
            self.stdout.write(str(known))
            return
        except actions.RealReportsHere as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"Demo year made: {made.reports} reports until {until:%d/%m/%Y}, {made.alarms} alarms, "
            f"{made.briefings} briefing."
        )
        self.stdout.write(accounts_text())
