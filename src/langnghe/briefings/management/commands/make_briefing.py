"""Draft the briefing of an area or a body and write it as HTML, DOCX and PDF."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from langnghe.bodies.models import Body
from langnghe.briefings import actions, queries
from langnghe.briefings.models import Briefing
from langnghe.core.paper.fonts import FontsMissing, font_files
from langnghe.ground import arguments
from langnghe.places.models import Area


class Command(BaseCommand):
    help = "Draft the briefing of an area or a body over a period and write it as HTML, DOCX and PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--area", metavar="CODE", help="everything in an area, by its people's committee")
        whose.add_argument("--body", metavar="SLUG", help="a body's own briefing, in its form")
        parser.add_argument("--from", dest="first_on", type=arguments.day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last_on", type=arguments.day, required=True, metavar="DATE")
        parser.add_argument("--boundaries-on", type=arguments.day, metavar="DATE")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(
        self,
        *,
        area: str | None,
        body: str | None,
        first_on: date,
        last_on: date,
        boundaries_on: date | None,
        out: Path,
        **options: object,
    ) -> None:
        try:
            font_files()
            briefing = _drafted(area, body, first_on, last_on, boundaries_on)
            files = actions.save_papers(briefing, out, base_url=settings.SITE_URL)
        except (actions.EndsBeforeItBegins, actions.StillToCome, FontsMissing, OSError) as problem:
            raise CommandError(str(problem)) from None
        names = ", ".join(file.name for file in files)
        self.stdout.write(f"Briefing {briefing.pk} of {briefing.scope.name}: {names} in {out}.")


def _drafted(
    area: str | None, body: str | None, first_on: date, last_on: date, boundaries_on: date | None
) -> Briefing:
    if area:
        return actions.draft_for_area(
            _area(area, boundaries_on or last_on),
            first_on=first_on,
            last_on=last_on,
            now=queries.now(),
            boundaries_on=boundaries_on,
        )
    return actions.draft_for_body(
        _body(body or ""),
        first_on=first_on,
        last_on=last_on,
        now=queries.now(),
        boundaries_on=boundaries_on,
    )


def _area(code: str, day: date) -> Area:
    area = Area.objects.on(day).filter(code=code).first() or Area.objects.known().filter(code=code).last()
    if area is None:
        raise CommandError(f"There is no area with the code {code}.")
    return area


def _body(slug: str) -> Body:
    body = Body.objects.known().filter(slug=slug).order_by("-valid_from").first()
    if body is None:
        raise CommandError(f"There is no body “{slug}”.")
    return body
