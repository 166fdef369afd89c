"""Make the SQL of the figures from their definitions, and check that both agree."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

FOLDER = Path(__file__).resolve().parents[2] / "sql"


class Command(BaseCommand):
    help = "Make the SQL of the figures from their definitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where a file would change"
        )

    def handle(self, *, check: bool, **options: object) -> None:
        from langnghe.figures.definitions import compiled  # ibis stays out of every other process

        wanted = {f"{name}.sql": sql for name, sql in compiled().items()}
        present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.sql")}
        if wanted == present:
            self.stdout.write(f"{len(wanted)} figures: the SQL fits their definitions")
            return
        if check:
            raise CommandError("The SQL no longer fits the definitions: run `langnghe make_figure_sql`.")
        for name in present.keys() - wanted.keys():
            (FOLDER / name).unlink()
        for name, sql in wanted.items():
            (FOLDER / name).write_text(sql, encoding="utf-8")
        self.stdout.write(f"{len(wanted)} figures: SQL written")
