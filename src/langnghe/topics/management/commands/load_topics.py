"""`langnghe load_topics`: the tree of topics, the kinds of reports, the phrases that point to topics."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from langnghe.ground.tables import BadTable, Loaded
from langnghe.topics import actions


class Command(BaseCommand):
    """Load topics from a table, or everything that is shipped when no table is named."""

    help = "Load topics, kinds of reports and phrases from CSV or XLSX; without a file, those of Vietnam."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE", help="table of topics: code, name, …"
        )
        parser.add_argument("--kinds", type=Path, metavar="FILE", help="table of kinds: code, name, track, …")
        parser.add_argument("--phrases", type=Path, metavar="FILE", help="table of phrases: topic, phrase, …")
        parser.add_argument("--dry-run", action="store_true", help="check and count, change nothing")

    def handle(
        self, *, file: Path | None, kinds: Path | None, phrases: Path | None, dry_run: bool, **options: object
    ) -> None:
        if not (file or kinds or phrases):
            file, kinds, phrases = actions.TOPICS, actions.KINDS, actions.PHRASES
        try:
            with transaction.atomic():
                told = [f"{what}: {loaded}" for what, loaded in _load(file, kinds, phrases)]
                transaction.set_rollback(dry_run)
        except BadTable as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        would = "dry run, nothing kept: " if dry_run else ""
        self.stdout.write(would + "; ".join(told))


def _load(file: Path | None, kinds: Path | None, phrases: Path | None) -> Iterator[tuple[str, Loaded]]:
    if file:
        yield "topics", actions.load_topics(file)
    if kinds:
        yield "kinds", actions.load_kinds(kinds)
    if phrases:
        yield "phrases", actions.load_phrases(phrases)
