"""`langnghe index_words`: make the index of the words of reports anew."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from langnghe.reports import actions


class Command(BaseCommand):
    """Index words that came in before there was an index, or all of them."""

    help = "Index the words of reports that are not yet found by search; with --all, those of every report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="every", help="index every report anew")

    def handle(self, *, every: bool, **options: object) -> None:
        done = 0
        for done in actions.index_words(every=every):
            self.stderr.write(f"{done} indexed", ending="\r")
        self.stdout.write(f"{done} reports indexed")
