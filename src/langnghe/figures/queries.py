"""Asking figures, with the names beside the numbers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.figures import engine
from langnghe.figures.catalogue import FIGURES, Figure
from langnghe.figures.engine import CUTS, Item, Question
from langnghe.places.models import Area, AreaAncestor
from langnghe.reports.models import Channel
from langnghe.topics.models import Topic

__all__ = [
    "CUTS",
    "Answer",
    "Item",
    "NoSuchFigure",
    "Part",
    "Question",
    "figure_named",
    "items_behind",
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
    parts = _named(by, rows, question)
    return Answer(
        figure,
        question,
        sum(part.value for part in parts),
        sum(part.base for part in parts) if figure.has_base else None,
        parts,
    )


def items_behind(name: str, question: Question) -> list[Item]:
    """Return the rows behind a number and its base; those with `counted` make up the number."""
    return engine.items(figure_named(name), question)


def _named(by: str, rows: Sequence[tuple[object, int, int]], question: Question) -> tuple[Part, ...]:
    if by == "area":
        return _by_area(rows, question)
    labels = _labels(by, [key for key, _value, _base in rows])
    return tuple(Part(*labels.get(key, (UNKNOWN, _("not known"))), value, base) for key, value, base in rows)


def _labels(by: str, keys: list[object]) -> dict[object, tuple[str, str]]:
    match by:
        case "topic":
            return {topic.pk: (topic.code, str(topic)) for topic in Topic.objects.filter(pk__in=keys)}
        case "body":
            known = Body.objects.filter(pk__in=[key for key in keys if key is not None])
            return {body.pk: (body.slug, body.name) for body in known}
        case "channel":
            return {value: (value, str(label)) for value, label in Channel.choices}
        case _:
            return {day: (day.isoformat(), day.isoformat()) for day in keys}  # type: ignore[attr-defined]


def _by_area(rows: Sequence[tuple[object, int, int]], question: Question) -> tuple[Part, ...]:
    """Gather places under the areas directly below the question's own (or, for a body, under provinces)."""
    above = AreaAncestor.objects.filter(descendant__in=[key for key, _v, _b in rows if key is not None])
    if question.area is not None:
        above = above.filter(ancestor__parent=question.area)
    else:
        above = above.filter(distance=0)
    shown: dict[object, Area] = {row.descendant_id: row.ancestor for row in above.select_related("ancestor")}
    values: dict[str, int] = defaultdict(int)
    bases: dict[str, int] = defaultdict(int)
    labels: dict[str, str] = {}
    for place, value, base in rows:
        area = shown.get(place)
        key = area.code if area else UNKNOWN
        labels[key] = area.name if area else _("not placed")
        values[key] += value
        bases[key] += base
    return tuple(
        Part(key, labels[key], values[key], bases[key])
        for key in sorted(labels, key=lambda k: (k == UNKNOWN, k))
    )
