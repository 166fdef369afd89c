"""`langnghe suggest_topics FILE`: what the loaded phrases say of each text, without storing anything."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from langnghe.ground.tables import BadTable, read_table
from langnghe.topics import queries
from langnghe.topics.suggesting import Suggested, Suggester


class Command(BaseCommand):
    """Print one JSON object a line for each text of a table."""

    help = "Suggest topic, kind and urgency for each text of a table (column text): one JSON object a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with a column “text”")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            rows = read_table(file, required=["text"])
        except BadTable as error:
            raise CommandError(str(error)) from None
        phrases = list(queries.phrases_on(timezone.localdate()))
        if not phrases:
            raise CommandError("No phrases are loaded: load them first with `langnghe load_topics`.")
        suggester = Suggester(phrases)
        for row in rows:
            self.stdout.write(json.dumps(_told(suggester.suggest(row["text"])), ensure_ascii=False))


def _told(suggested: Suggested) -> dict[str, object]:
    reasons = {
        "": suggested.topic.reason,
        "loại: ": suggested.kind.reason if suggested.kind.answer else "",
        "mức độ: ": suggested.urgency.reason if suggested.urgency.answer else "",
    }
    return {
        "suggestion": suggested.topic.answer,
        "score": suggested.topic.score,
        "kind": suggested.kind.answer,
        "urgency": suggested.urgency.answer,
        "reason": "; ".join(f"{part}{why}" for part, why in reasons.items() if why),
    }
