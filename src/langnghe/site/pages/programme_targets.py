"""The targets of a programme beside what was reached: reported by bodies, or counted by the house."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import Question, address_of, value_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area
from langnghe.programmes import queries
from langnghe.programmes.models import Programme
from langnghe.programmes.queries import Line

MOST_BODIES = 300


@require_safe
@login_required
def programme_targets(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one target of a programme for every body: plan, result, share, and where the number comes from."""
    programme = queries.visible_to(request.user).filter(pk=pk).first()
    if programme is None:
        raise Http404
    year = _year(request.GET.get("nam", ""), programme)
    targets = queries.targets_of(programme, year)
    names = {target.code: target.name for target in targets}
    code = request.GET.get("chi-tieu", "")
    code = code if code in names else next(iter(names), "")
    plans = list(
        queries.plans_seen(request.user, programme)
        .filter(year=year)
        .select_related("body__area")
        .order_by("body__name", "pk")[:MOST_BODIES]
    )
    lines = queries.lines_of(plans, [target for target in targets if target.code == code])
    sees = scope_of(request.user).bodies(Action.SEE_FIGURES)
    context = {
        "programme": programme,
        "year": year,
        "names": names,
        "code": code,
        "lines": counted(lines, year=year, sees=sees),
    }
    return render(request, "site/programme_targets.html", context)


def counted(lines: Sequence[Line], *, year: int, sees: frozenset[int]) -> list[Line]:
    """
    Return the lines with the results that the house counts itself, for the area of each body.

    One question for each figure and each area above the bodies, however many bodies there are. Only for
    bodies whose figures this person may see.
    """
    values: dict[tuple[str, int | None], dict[str, int]] = {}
    done = []
    for line in lines:
        name, body = line.target.figure, line.plan.body
        if name not in FIGURES or body.pk not in sees:
            done.append(line)
            continue
        area = body.area
        around = area.parent_id or area.pk
        if (name, around) not in values:
            values[name, around] = _by_area(name, around, year)
        whole = Question(area=area, first_on=date(year, 1, 1), last_on=date(year, 12, 31))
        value = values[name, around].get(area.code, 0)
        done.append(replace(line, actual=Decimal(value), url=address_of(name, whole)))
    return done


def _by_area(name: str, around: int, year: int) -> dict[str, int]:
    """Return a figure of the year for each area below one, and for that one itself."""
    area = Area.objects.get(pk=around)
    question = Question(area=area, first_on=date(year, 1, 1), last_on=date(year, 12, 31))
    answer = value_of(name, question, by="area")
    return {**{part.key: part.value for part in answer.parts}, area.code: answer.value}


def _year(asked: str, programme: Programme) -> int:
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, programme.first_on.year), programme.last_on.year)
