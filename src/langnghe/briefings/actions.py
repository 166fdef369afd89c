"""Writing briefings."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from langnghe.bodies.models import Body, Cluster, Line, PaperFormat
from langnghe.briefings import outline
from langnghe.briefings.models import Briefing, BriefingPart, BriefingText
from langnghe.briefings.queries import contents_of, handed_up, issuer_of, newest_texts
from langnghe.core.paper.apart import MEDIA_TYPES, rendered
from langnghe.people.models import User
from langnghe.places.models import Area

# The Party and the Front hold no cases: they report on what happens in their area.
LINES_OF_THE_AREA = (Line.PARTY, Line.FRONT)


class EndsBeforeItBegins(ValueError):
    """The last day of the period lies before the first."""


class StillToCome(ValueError):
    """The period lies in the future, where there is nothing to report."""


class NoSuchPart(KeyError):
    """The outline has no part of this name."""


def draft_for_area(
    area: Area, *, first_on: date, last_on: date, now: datetime, boundaries_on: date | None = None
) -> Briefing:
    """Draft the briefing of an area, written by its people's committee."""
    _check_period(first_on, last_on, now)
    body = issuer_of(area, on=min(last_on, now.date()))
    return Briefing.objects.create(
        body=body,
        scope_area=area,
        first_on=first_on,
        last_on=last_on,
        known_at=now,
        boundaries_on=boundaries_on or last_on,
        form=body.paper_format if body else PaperFormat.STATE,
    )


def draft_for_body(
    body: Body,
    *,
    first_on: date,
    last_on: date,
    now: datetime,
    by: User | None = None,
    boundaries_on: date | None = None,
) -> Briefing:
    """Draft a body's own briefing: over what it holds, or for the Party and the Front over its area."""
    _check_period(first_on, last_on, now)
    of_the_area = body.line in LINES_OF_THE_AREA
    return Briefing.objects.create(
        body=body,
        scope_area=body.area if of_the_area else None,
        scope_body=None if of_the_area else body,
        first_on=first_on,
        last_on=last_on,
        known_at=now,
        boundaries_on=boundaries_on or last_on,
        form=body.paper_format,
        created_by=by,
    )


@transaction.atomic
def draft_for_cluster(
    cluster: Cluster, host: Body, *, first_on: date, last_on: date, now: datetime, by: User | None = None
) -> Briefing:
    """Draft the synthesis of a cluster, written by the body that hosts it, of its provinces' briefings."""
    _check_period(first_on, last_on, now)
    briefing = Briefing.objects.create(
        body=host,
        scope_cluster=cluster,
        first_on=first_on,
        last_on=last_on,
        known_at=now,
        boundaries_on=last_on,
        form=host.paper_format,
        created_by=by,
    )
    gather(briefing, by=by)
    return briefing


@transaction.atomic
def gather(briefing: Briefing, *, by: User | None) -> int:
    """Take the newest briefings of the cluster's provinces over the same days in; return how many are new."""
    known = set(briefing.parts.values_list("part_id", flat=True))
    new = [part for part in handed_up(briefing) if part.pk not in known]
    BriefingPart.objects.bulk_create([BriefingPart(whole=briefing, part=part, by=by) for part in new])
    return len(new)


@transaction.atomic
def write(briefing: Briefing, words: dict[str, str], *, by: User) -> int:
    """Keep what somebody wrote into parts of a briefing; return how many parts changed. Raise NoSuchPart."""
    names = {part.name for part in outline.PARTS}
    if unknown := words.keys() - names:
        raise NoSuchPart(f"The outline has no part {', '.join(sorted(unknown))}.")
    before = {part: text.words for part, text in newest_texts(briefing).items()}
    changed = {part: text for part, text in words.items() if before.get(part) != text}
    BriefingText.objects.bulk_create(
        [BriefingText(briefing=briefing, part=part, words=text, by=by) for part, text in changed.items()]
    )
    return len(changed)


def save_papers(briefing: Briefing, folder: Path, *, base_url: str) -> list[Path]:
    """Write the briefing as HTML, DOCX and PDF into a folder; return the files."""
    from langnghe.briefings.drawing.half_year import half_year_report  # heavy: not in a web process

    document = half_year_report(contents_of(briefing, base_url=base_url))
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{file_name(briefing)}.{kind}" for kind in MEDIA_TYPES]
    for file, kind in zip(files, MEDIA_TYPES, strict=True):
        file.write_bytes(rendered(document, kind))
    return files


def file_name(briefing: Briefing) -> str:
    """Return the name of a briefing's files, without its ending."""
    scope = getattr(briefing.scope, "slug", "") or briefing.scope.code  # type: ignore[union-attr]
    return f"bao-cao-{scope}-{briefing.first_on}-{briefing.last_on}"


def _check_period(first_on: date, last_on: date, now: datetime) -> None:
    if last_on < first_on:
        raise EndsBeforeItBegins(f"The period ends on {last_on}, before it begins on {first_on}.")
    if first_on > now.date():
        raise StillToCome(f"The period begins on {first_on}, after today ({now.date()}).")
