"""Asking figures, with the names beside the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.figures import engine
from langnghe.figures.catalogue import FIGURES, Figure
from langnghe.figures.engine import CUTS, Item, Question, states_built_once
from langnghe.places.models import AreaAncestor
from langnghe.reports.models import Channel
from langnghe.topics.models import Topic

__all__ = [
    "CUTS",
    "Answer",
    "Item",
    "NoSuchFigure",
    "Part",
    "Question",
    "address_of",
    "figure_named",
    "items_behind",
    "states_built_once",
    "value_of",
]

UNKNOWN = ""


class NoSuchFigure(KeyError):
    """There is no figure of this name; `langnghe figures` lists them all."""

    def __str__(self) -> str:
        return f"There is no figure “{self.args[0]}”: `langnghe figures` lists them all."


@dataclass(frozen=True)
class Part:
    """One part of a number; the parts add up to the number itself."""

    key: str
    label: str
    value: int
    base: int


@dataclass(frozen=True)
class Answer:
    """A number with its base, its parts, and the question that it answers."""

    figure: Figure
    question: Question
    value: int
    base: int | None
    parts: tuple[Part, ...] = field(default=())

    @property
    def share(self) -> float | None:
        """The number as a share of its base, from 0 to 1; None without a base, or where it is 0."""
        return self.value / self.base if self.base else None


def address_of(name: str, question: Question, *, by: str = "", part: str = "") -> str:
    """Return the address of the page that a number opens, or one of its parts."""
    asked = {
        "area": question.area.code if question.area else "",
        "body": question.body.slug if question.body else "",
        "from": question.first_on.isoformat(),
        "to": question.last_on.isoformat(),
        "known-at": question.known_at.isoformat() if question.known_at else "",
        "boundaries-on": question.boundaries_on.isoformat() if question.boundaries_on else "",
        "by": by,
    }
    given = {key: value for key, value in asked.items() if value} | ({"part": part} if by else {})
    return f"{reverse('figures:show', args=[name])}?{urlencode(given)}"


def figure_named(name: str) -> Figure:
    """Return a figure by its name. Raise NoSuchFigure."""
    try:
        return FIGURES[name]
    except KeyError:
        raise NoSuchFigure(name) from None


def value_of(name: str, question: Question, *, by: str = "") -> Answer:
    """
    Return a number, cut by topic, area, body, channel or day where `by` says so.

    Parts by area are the areas directly below the question's own; what cannot be placed in one of them
    is a part of its own with an empty key.
    """
    figure = figure_named(name)
    if not by:
        [(_key, value, base)] = engine.counts(figure, question) or [(None, 0, 0)]
        return Answer(figure, question, value, base if figure.has_base else None)
    rows = engine.counts(figure, question, cut=CUTS[by])
    parts = _gathered(by, rows, question)
    return Answer(
        figure,
        question,
        sum(part.value for part in parts),
        sum(part.base for part in parts) if figure.has_base else None,
        parts,
    )


def items_behind(name: str, question: Question, *, by: str = "", part: str = "") -> list[Item]:
    """
    Return the rows behind a number and its base; those with `counted` make up the number.

    With `by`, only the rows of that one part: exactly as many as its value says.
    """
    rows = engine.items(figure_named(name), question)
    if not by:
        return rows
    names = _names(by, {_cut_of(row, by) for row in rows}, question)
    return [row for row in rows if names[_cut_of(row, by)][0] == part]


def _cut_of(item: Item, by: str) -> object:
    """Return the value by which the engine would cut this row."""
    if by == "day":
        return timezone.localtime(item.happened_at, ZoneInfo(settings.TIME_ZONE)).date()
    column = {"topic": item.topic_id, "area": item.place_id, "body": item.body_id, "channel": item.channel}
    return column[by]


def _gathered(by: str, rows: Sequence[tuple[object, int, int]], question: Question) -> tuple[Part, ...]:
    """Gather the engine's rows under the keys that people read; what has none comes last."""
    names = _names(by, {raw for raw, _value, _base in rows}, question)
    sums: dict[tuple[str, str], list[int]] = {}
    for raw, value, base in rows:
        so_far = sums.setdefault(names[raw], [0, 0])
        so_far[0] += value
        so_far[1] += base
    in_order = sorted(sums.items(), key=lambda pair: (pair[0][0] == UNKNOWN, pair[0][0]))
    return tuple(Part(key, label, value, base) for (key, label), (value, base) in in_order)


def _names(by: str, raws: set, question: Question) -> dict[object, tuple[str, str]]:
    """Return (key, label) for each value of a cut."""
    known: dict[object, tuple[str, str]] = {}
    unknown = (UNKNOWN, _("not known"))
    match by:
        case "topic":
            known = {topic.pk: (topic.code, str(topic)) for topic in Topic.objects.filter(pk__in=raws)}
        case "body":
            bodies = Body.objects.filter(pk__in=[raw for raw in raws if raw is not None])
            known = {body.pk: (body.slug, body.name) for body in bodies}
        case "channel":
            known = {value: (value, str(label)) for value, label in Channel.choices}
        case "day":
            known = {day: (day.isoformat(), day.isoformat()) for day in raws}
        case "area":
            known, unknown = _areas_shown(raws, question), (UNKNOWN, _("not placed"))
    return {raw: known.get(raw, unknown) for raw in raws}


def _areas_shown(places: set, question: Question) -> dict[object, tuple[str, str]]:
    """Return the area directly below the question's own that shows each place; for a body, itself."""
    above = AreaAncestor.objects.filter(descendant__in=[place for place in places if place is not None])
    above = above.filter(ancestor__parent=question.area) if question.area else above.filter(distance=0)
    return {
        row.descendant_id: (row.ancestor.code, row.ancestor.name) for row in above.select_related("ancestor")
    }
