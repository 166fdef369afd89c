"""Ask one figure, with its parts and the rows behind it."""

import json
from argparse import ArgumentParser
from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError

from langnghe.bodies.models import Body
from langnghe.figures.queries import CUTS, Answer, NoSuchFigure, Question, items_behind, value_of
from langnghe.ground import arguments
from langnghe.places.models import Area


class Command(BaseCommand):
    help = "Ask one figure: its number, base, parts and the rows behind it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--area", metavar="CODE")
        where.add_argument("--body", metavar="SLUG")
        parser.add_argument("--from", dest="first_on", type=arguments.day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last_on", type=arguments.day, required=True, metavar="DATE")
        parser.add_argument("--by", choices=sorted(CUTS), default="")
        parser.add_argument("--known-at", type=arguments.moment, metavar="T")
        parser.add_argument("--boundaries-on", type=arguments.day, metavar="DATE")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self,
        *,
        name: str,
        area: str | None,
        body: str | None,
        first_on: date,
        last_on: date,
        by: str,
        known_at: datetime | None,
        boundaries_on: date | None,
        as_json: bool,
        **options: object,
    ) -> None:
        if last_on < first_on:
            raise CommandError(f"The period ends on {last_on}, before it begins on {first_on}.")
        question = Question(
            first_on=first_on,
            last_on=last_on,
            area=_area(area, boundaries_on or last_on) if area else None,
            body=_body(body) if body else None,
            known_at=known_at,
            boundaries_on=boundaries_on,
        )
        try:
            answer = value_of(name, question, by=by)
            earlier = value_of(name, question.a_year_earlier())
        except NoSuchFigure as error:
            raise CommandError(str(error)) from None
        if as_json:
            self.stdout.write(json.dumps(_as_json(answer, earlier), ensure_ascii=False))
        else:
            self.stdout.write(_as_lines(answer, earlier))


def _as_json(answer: Answer, earlier: Answer) -> dict[str, object]:
    behind = items_behind(answer.figure.name, answer.question)
    return {
        "name": answer.figure.name,
        "value": answer.value,
        "base": answer.base,
        "counts": str(answer.figure.counts),
        "parts": [{"key": part.key, "label": part.label, "value": part.value} for part in answer.parts],
        "formula": str(answer.figure.formula),
        "items": [item.item_id for item in behind if item.counted],
        "base_items": [item.item_id for item in behind] if answer.figure.has_base else [],
        "same_period_last_year": {"value": earlier.value, "base": earlier.base},
    }


def _as_lines(answer: Answer, earlier: Answer) -> str:
    base = f" / {answer.base}" if answer.base is not None else ""
    lines = [f"{answer.figure.label}: {answer.value}{base}", f"{answer.figure.formula}", f"({earlier.value})"]
    lines += [f"  {part.key}\t{part.label}\t{part.value}" for part in answer.parts]
    return "\n".join(lines)


def _area(code: str, day: date) -> Area:
    found = Area.objects.known().filter(code=code)
    area = (
        found.filter(valid_from__lte=day).order_by("-valid_from").first()
        or found.order_by("valid_from").first()
    )
    if area is None:
        raise CommandError(f"There is no area with the code {code}.")
    return area


def _body(slug: str) -> Body:
    body = Body.objects.known().filter(slug=slug).order_by("-valid_from").first()
    if body is None:
        raise CommandError(f"There is no body “{slug}”.")
    return body
