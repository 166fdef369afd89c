"""`langnghe follow_area_changes`: let every room follow what decrees did to areas."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.places.decrees import Decree, Line, decree_of, decrees
from langnghe.site.area_changes import follow, touches_of


class Command(BaseCommand):
    """Follow area changes."""

    help = (
        "Move what still stands in areas that ended: bodies, localities, roles, responsibilities, open "
        "cases, alarms. What only a person can decide stays and is counted. The same twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one decree, and the dry run."""
        parser.add_argument("--decree", metavar="NUMBER", help="only this decree, e.g. 237/NQ-UBTVQH16")
        parser.add_argument("--dry-run", action="store_true", help="list everything, move nothing")

    def handle(self, *, decree: str | None, dry_run: bool, **options: Any) -> None:
        """Follow the decrees in force, earliest first."""
        keys = decrees(until=timezone.localdate(), number=decree)
        if not keys and decree is not None:
            raise CommandError(
                f"No decree “{decree}” with a change of areas is in force: load it with load_area_changes."
            )
        work = self._list if dry_run else self._follow
        number = sum(work(decree_of(key)) for key in keys)
        self.stdout.write(
            f"dry run, nothing moved: {number} touched by {len(keys)} decrees."
            if dry_run
            else f"{number} moved, {len(keys)} decrees followed."
        )

    def _list(self, decree: Decree) -> int:
        touches = [touch for touch in touches_of(decree) if touch.total]
        if touches:
            self.stdout.write(f"{decree.key}")
        for touch in touches:
            for sort in touch.sorts:
                if sort.total:
                    self.stdout.write(f"  {touch.room.title} / {sort.what}: {sort.total}")
                for line in sort.lines:
                    self.stdout.write(f"    {_sentence(line)}")
        return sum(touch.total for touch in touches)

    def _follow(self, decree: Decree) -> int:
        moved = 0
        for row in follow(decree, by=None, clock=timezone.now):
            moved += row.moved
            if row.moved or row.left:
                waits = f", {row.left} wait for a person" if row.left else ""
                self.stdout.write(f"{decree.key}: {row.room}: {row.moved} moved{waits}.")
        return moved


def _sentence(line: Line) -> str:
    goes = f"{line.here} → {line.there}" if line.there else line.here
    return f"{line.what}: {goes}" + (f" [{line.reason}]" if line.reason else "")
