"""
The targets of a programme: one of them for every body, and the forms that set them.

They stand here because a target may name a figure of the house, which the room of programmes does not know.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from langnghe.bodies.models import Body
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.targets import count_programme
from langnghe.ground.careful import CarefulForm
from langnghe.ground.steps import taken
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action
from langnghe.places.words import folded_words
from langnghe.programmes import queries
from langnghe.programmes.actions import targets as actions
from langnghe.programmes.forms import NumberField
from langnghe.programmes.models import Programme, Target
from langnghe.programmes.views.steps import programme_for, year_of

MOST_BODIES = 300
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TargetForm(CarefulForm):
    """A target of a year: for every body with a plan, or for one of them."""

    name = forms.CharField(label=gettext_lazy("Target"), max_length=240)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40)
    direction = forms.ChoiceField(
        label=gettext_lazy("To be reached"), choices=Target.Direction.choices, widget=forms.RadioSelect
    )
    value = NumberField(label=gettext_lazy("Value of the year"), max_length=40)
    body = forms.ModelChoiceField(
        label=gettext_lazy("Only for"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("every body with a plan"),
    )
    figure = forms.ChoiceField(
        label=gettext_lazy("Where the result comes from"),
        required=False,
        help_text=gettext_lazy("A figure is counted by the system in the area of each body, and opens."),
    )
    source = forms.CharField(label=gettext_lazy("Document that sets it"), max_length=400)

    free_texts = ("name", "source")

    def __init__(self, *args: Any, programme: Programme, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["body"].queryset = Body.objects.filter(plans__programme=programme, plans__year=year).order_by(
            "name"
        )
        fields["figure"].choices = [
            ("", _("bodies report it")),
            *((name, figure.label) for name, figure in FIGURES.items()),
        ]

    def line(self, year: int) -> Target:
        """Return the line, not saved yet; its code is made of its name."""
        data = self.cleaned_data
        names = ("name", "unit", "direction", "value", "body", "figure", "source")
        return Target(code=code_of(data["name"]), year=year, **{name: data[name] for name in names})


class ValueForm(CarefulForm):
    """Another value of a target, from a day of its year on."""

    value = NumberField(label=gettext_lazy("New value"), max_length=40)
    from_on = forms.DateField(label=gettext_lazy("From"), widget=_DAY)
    source = forms.CharField(label=gettext_lazy("Document that sets it"), max_length=400)

    free_texts = ("source",)


def code_of(name: str) -> str:
    """Return the code of a target made of its name: "Tỷ lệ hồ sơ" is "ty-le-ho-so"."""
    return folded_words(name).replace(" ", "-")[:60].strip("-")


@require_safe
@login_required
def programme_targets(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one target of a programme for every body: plan, result, share, and where the number comes from."""
    programme = queries.visible_to(request.user).filter(pk=pk).prefetch_related("owners").first()
    if programme is None:
        raise Http404
    year = year_of(request, programme)
    targets = queries.targets_of(programme, year, today=timezone.localdate())
    names = {target.code: target.name for target in targets}
    code = request.GET.get("chi-tieu", "")
    code = code if code in names else next(iter(names), "")
    of_code = [target for target in targets if target.code == code]
    plans = list(
        queries.plans_seen(request.user, programme)
        .filter(year=year)
        .order_by("body__name", "pk")[:MOST_BODIES]
    )
    context = {
        "programme": programme,
        "year": year,
        "names": names,
        "code": code,
        "lines": queries.lines_of(plans, of_code, queries.counted_in(programme, year)),
        "of_code": of_code,
        "earlier": [one for one in queries.target_history(programme, year) if one.code == code],
        "may_set": programme.ended_at is None and queries.leads(request.user, programme, Action.RECORD_WORK),
    }
    return render(request, "site/programme_targets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_target(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a target of a year."""
    programme = programme_for(request, pk, leading=Action.RECORD_WORK)
    year = year_of(request, programme)
    initial = {"direction": Target.Direction.AT_LEAST}
    form = TargetForm(request.POST or None, programme=programme, year=year, initial=initial)

    def act() -> str:
        line = actions.set_target(programme, form.line(year), by=request.user, now=timezone.now())
        return line.code

    return _set(request, form, _("Add a target of %(year)s") % {"year": year}, programme, year, act)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_target(request: StaffRequest, pk: int) -> HttpResponse:
    """Set another value of a target from a day on."""
    target = queries.target_for(pk, request.user)
    if target is None:
        raise Http404
    today = timezone.localdate()
    from_on = min(max(today, date(target.year, 1, 1)), date(target.year, 12, 31))
    form = ValueForm(request.POST or None, initial={"from_on": from_on})

    def act() -> str:
        actions.change_target(target, **_given(form), by=request.user, now=timezone.now())
        return target.code

    title = _("Another value: %(target)s (%(unit)s)") % {"target": target.name, "unit": target.unit}
    return _set(request, form, title, target.programme, target.year, act)


def _given(form: forms.Form) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("value", "from_on", "source")}


def _set(
    request: StaffRequest,
    form: forms.Form,
    title: str,
    programme: Programme,
    year: int,
    act: Callable[[], str],
) -> HttpResponse:
    """Show the form; when its step was taken, count what the house counts and go to the target."""
    back = f"{reverse('programme_targets', args=[programme.pk])}?nam={year}"
    codes: list[str] = []
    if taken(form, lambda: codes.append(act())):
        count_programme(programme, year=year, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(f"{back}&chi-tieu={codes[0]}")
    context = {"form": form, "title": title, "back": back, "programme": programme}
    return render(request, "programmes/step.html", context, status=422 if form.is_bound else 200)
