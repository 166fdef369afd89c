"""`langnghe evaluate_topics`: how well suggested topics did, measured by what officers decided."""

import json
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand

from langnghe.reports.measuring import Measure, decisions, measures

COLUMNS = "{:<32} {:>8} {:>10} {:>10} {:>8} {:>11}"


class Command(BaseCommand):
    """Print a line for each topic, and one for all."""

    help = "Print precision, recall and abstention of suggested topics on what officers have decided so far."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--version-of-rules", default="", metavar="VERSION", dest="rules")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line")

    def handle(self, *, rules: str, as_json: bool, **options: object) -> None:
        found = measures(decisions(version=rules))
        if found[-1].decided == 0:
            self.stderr.write("No officer has yet corrected or confirmed a suggested topic.")
        if not as_json:
            header = "topic", "decided", "suggested", "precision", "recall", "abstention"
            self.stdout.write(COLUMNS.format(*header))
        for measure in found:
            self.stdout.write(_as_json(measure) if as_json else _as_line(measure))


def _as_json(measure: Measure) -> str:
    shares = {name: getattr(measure, name) for name in ("precision", "recall", "abstention")}
    return json.dumps({**asdict(measure), "topic": measure.topic or None, **shares})


def _as_line(measure: Measure) -> str:
    shares = measure.precision, measure.recall, measure.abstention
    written = ["–" if share is None else f"{share:.2f}" for share in shares]
    return COLUMNS.format(measure.topic or "all", measure.decided, measure.suggested, *written)
