"""The pages of figures: all numbers of a place or body and period, and the rows behind each of them."""

from datetime import date, timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from langnghe.bodies.models import Body
from langnghe.figures.catalogue import FIGURES, Counts
from langnghe.figures.pictures import chart_of, map_of
from langnghe.figures.queries import (
    CUTS,
    Answer,
    Item,
    NoSuchFigure,
    Question,
    address_of,
    figure_named,
    items_behind,
    value_of,
)
from langnghe.figures.rows import RowSeen, seen
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area, AreaAncestor

PAGE = 100


class AskForm(forms.Form):
    """For which place or body, and which days."""

    area = forms.CharField(label=gettext_lazy("Area code"), required=False)
    body = forms.CharField(label=gettext_lazy("Body"), required=False)
    first_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))
    known_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    boundaries_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """A period ends on or after the day it begins."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The period ends before it begins."))
        return data


@login_required
def figures_list(request: StaffRequest) -> HttpResponse:
    """Every figure of one place or body in one period, the same period of last year beside it."""
    form = AskForm(_asked(request) if "from" in request.GET else _usual(request))
    if not form.is_valid():
        return render(request, "figures/list.html", {"form": form, "answers": []}, status=422)
    question = _question(request, form.cleaned_data)
    earlier = question.a_year_earlier()
    answers = [
        {
            "answer": value_of(name, question),
            "earlier": value_of(name, earlier),
            "url": address_of(name, question),
        }
        for name in FIGURES
    ]
    context = {"form": form, "answers": answers, "question": question, "places": _places(request)}
    return render(request, "figures/list.html", context)


@login_required
def figure(request: StaffRequest, name: str) -> HttpResponse:
    """One number: its formula, its parts, and every row behind it."""
    by, part = _by(request), request.GET.get("part")
    answer = _answer(request, name, by)
    question = answer.question
    rows = items_behind(name, question) if part is None else items_behind(name, question, by=by, part=part)
    counted = [row for row in rows if row.counted]
    shown = Paginator(rows if "base" in request.GET else counted, PAGE).get_page(request.GET.get("page"))
    context = {
        "answer": answer,
        "earlier": value_of(name, question.a_year_earlier()),
        "question": question,
        "rows": _described(figure_named(name).counts, list(shown)),
        "page": shown,
        "counted": len(counted),
        "base_rows": len(rows),
        "cuts": CUTS,
        "by": by,
        "part": next((one for one in answer.parts if one.key == part), None),
    }
    return render(request, "figures/figure.html", context)


@require_safe
@login_required
def figure_chart(request: StaffRequest, name: str) -> HttpResponse:
    """The parts of a number as a chart, for the page to draw."""
    by = _by(request)
    return JsonResponse(chart_of(_answer(request, name, by), by))


@require_safe
@login_required
def figure_map(request: StaffRequest, name: str) -> HttpResponse:
    """The areas of a number, for the page's map to draw."""
    return JsonResponse(map_of(_answer(request, name, "area")))


def _by(request: StaffRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in CUTS else "area"


def _answer(request: StaffRequest, name: str, by: str) -> Answer:
    """Return the number that the address asks for; not found where it makes no question, or a hidden one."""
    form = AskForm(_asked(request))
    if not form.is_valid():
        raise Http404
    try:
        return value_of(name, _question(request, form.cleaned_data), by=by)
    except NoSuchFigure:
        raise Http404 from None


def _asked(request: StaffRequest) -> dict[str, str]:
    """Return what stands in the address, under the names of the form."""
    names = {"from": "first_on", "to": "last_on", "known-at": "known_at", "boundaries-on": "boundaries_on"}
    return {names.get(name, name): str(value) for name, value in request.GET.items()}


def _question(request: StaffRequest, data: dict) -> Question:
    """Return the question, for a place or body within this person's rights; else not found."""
    allowed = scope_of(request.user).bodies(Action.SEE_FIGURES)
    area, body = None, None
    if data["body"]:
        body = Body.objects.known().filter(slug=data["body"], pk__in=allowed).order_by("-valid_from").first()
    else:
        area = _area(data["area"], data["boundaries_on"] or data["last_on"])
        if area is not None and not _covers(allowed, area):
            area = None
    if area is None and body is None:
        raise Http404
    return Question(
        first_on=data["first_on"],
        last_on=data["last_on"],
        area=area,
        body=body,
        known_at=data["known_at"],
        boundaries_on=data["boundaries_on"],
    )


def _area(code: str, day: date) -> Area | None:
    bearers = Area.objects.known().filter(code=code)
    return (
        bearers.filter(valid_from__lte=day).order_by("-valid_from").first()
        or bearers.order_by("valid_from").first()
    )


def _covers(bodies: frozenset[int], area: Area) -> bool:
    """Whether one of the bodies acts in the area or above it."""
    above = AreaAncestor.objects.filter(descendant=area).values("ancestor")
    return Body.objects.filter(pk__in=bodies, area__in=above).exists()


def _places(request: StaffRequest) -> list[Area]:
    """Return the areas of the bodies in which this person has a role, to choose from."""
    user_bodies = Body.objects.filter(grants__user=request.user, grants__withdrawn_at=None)
    return list(Area.objects.filter(bodies__in=user_bodies).distinct().order_by("level", "code"))


def _usual(request: StaffRequest) -> dict[str, str]:
    today = timezone.localdate()
    places = _places(request)
    first = today.replace(day=1) - timedelta(days=1)
    return {
        "area": places[0].code if places else "",
        "first_on": first.replace(day=1).isoformat(),
        "last_on": today.isoformat(),
    }


def _described(counts: Counts, rows: list[Item]) -> list[dict]:
    """Add to each row what a reader recognises it by."""
    known = seen(counts, [row.item_id for row in rows])
    return [{"row": row, "seen": known.get(row.item_id, RowSeen(row.item_id))} for row in rows]
