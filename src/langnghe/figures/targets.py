"""
Counting the targets of programmes that name a figure.

Pages of programmes read what was counted here: a page asks two statements, not one question for each target
and area. Each result keeps the address that opens it as known at the moment of counting.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import Question, address_of, value_of
from langnghe.places.models import Area
from langnghe.programmes import queries
from langnghe.programmes.actions.targets import keep_counted
from langnghe.programmes.models import CountedResult, Plan, Programme, Target
from langnghe.programmes.queries import Line


def count_all(*, now: datetime) -> int:
    """Count the targets of every programme that runs today; return how many results there are."""
    today = timezone.localdate(now)
    running = Programme.objects.filter(first_on__lte=today, last_on__gte=today)
    counted = running.filter(targets__year=today.year, targets__figure__gt="").distinct()
    return sum(count_programme(programme, year=today.year, now=now) for programme in counted)


def count_programme(programme: Programme, *, year: int, now: datetime) -> int:
    """Count the targets of a programme in a year, for each body with a plan and for all; return how many."""
    targets = queries.targets_of(programme, year, today=timezone.localdate(now))
    counted = [target for target in targets if target.figure in FIGURES]
    plans = list(programme.plans.filter(year=year).select_related("body__area"))
    lines = queries.lines_of(plans, counted)
    return keep_counted(programme, year, [*_of_plans(lines, now), *_of_all(programme, counted, now)])


def _of_plans(lines: list[Line], now: datetime) -> Iterator[CountedResult]:
    """Yield the result of each body in its own area: one question for each figure and each area above."""
    values: dict[tuple[str, int], dict[str, int]] = {}
    for line in lines:
        name, area = line.target.figure, line.plan.body.area
        around = area.parent_id or area.pk
        if (name, around) not in values:
            values[name, around] = _by_area(name, Area.objects.get(pk=around), line.plan.year, now)
        value = values[name, around].get(area.code, 0)
        yield _result(line.target, area, value, now, plan=line.plan)


def _of_all(programme: Programme, targets: list[Target], now: datetime) -> Iterator[CountedResult]:
    """Yield the result of each target in the whole area of the bodies that lead."""
    leading = programme.owners.select_related("area").order_by("area__level", "pk").first()
    if leading is None:
        return
    for target in {target.code: target for target in targets}.values():
        value = value_of(target.figure, _question(leading.area, target.year, now)).value
        yield _result(target, leading.area, value, now)


def _by_area(name: str, area: Area, year: int, now: datetime) -> dict[str, int]:
    """Return a figure of the year for each area below one, and for that one itself."""
    answer = value_of(name, _question(area, year, now), by="area")
    return {**{part.key: part.value for part in answer.parts}, area.code: answer.value}


def _result(
    target: Target, area: Area, value: int, now: datetime, *, plan: Plan | None = None
) -> CountedResult:
    return CountedResult(
        programme_id=target.programme_id,
        plan=plan,
        code=target.code,
        year=target.year,
        value=Decimal(value),
        address=address_of(target.figure, _question(area, target.year, now)),
        counted_at=now,
    )


def _question(area: Area, year: int, now: datetime) -> Question:
    return Question(area=area, first_on=date(year, 1, 1), last_on=date(year, 12, 31), known_at=now)
