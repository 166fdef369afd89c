"""List the figures: name, what is counted, formula."""

from django.core.management.base import BaseCommand
from django.utils.translation import get_language, override

from langnghe.figures.catalogue import FIGURES


class Command(BaseCommand):
    help = "List the figures: name, what is counted, formula."

    def handle(self, **options: object) -> None:
        with override(get_language()):
            for figure in FIGURES.values():
                self.stdout.write(f"{figure.name}\t{figure.counts}\t{figure.label}\t{figure.formula}")
