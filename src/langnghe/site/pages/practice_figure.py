"""
A practice beside the figure it means to move: as many months before it began as there were since.

The numbers are those of the house and open. Nothing here is public: an office that wants to tell of them
writes them into the story and vouches for it. A difference is never called an effect.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from langnghe.cases.forms import topic_choices
from langnghe.figures.catalogue import FIGURES, Figure
from langnghe.figures.queries import Question, address_of, value_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.practices import actions, queries
from langnghe.practices.models import Practice
from langnghe.topics.models import Topic

MOST_MONTHS = 6
FEW = 30


@dataclass(frozen=True)
class Side:
    """A number of the figure in the months on one side of the beginning."""

    first_on: date
    last_on: date
    value: int
    base: int | None
    url: str


@dataclass(frozen=True)
class Comparison:
    """The same number of months before a practice began and since."""

    figure: Figure
    months: int
    before: Side
    after: Side

    @property
    def n(self) -> int:
        """How many rows both numbers, or the wholes that they are parts of, come from."""
        return sum(side.value if side.base is None else side.base for side in (self.before, self.after))

    @property
    def is_few(self) -> bool:
        """Whether a few rows more or less would change the picture."""
        return self.n < FEW


class FigureForm(forms.Form):
    """Which figure the practice means to move, and on which topic."""

    figure = forms.ChoiceField(label=gettext_lazy("Figure"))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["figure"].choices = [(name, figure.label) for name, figure in FIGURES.items()]
        fields["topic"].choices = topic_choices(today, gettext_lazy("all topics"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice_figure(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a practice's figure before and after it began, and let its body choose the figure."""
    practice = queries.practice_for(pk, request.user)
    scope, today = scope_of(request.user), timezone.localdate()
    if practice is None or practice.body_id not in scope.bodies(Action.SEE_FIGURES):
        raise Http404
    may_choose = practice.body_id in scope.bodies(Action.RECORD_WORK)
    topic = practice.figure_topic
    first = {"figure": practice.figure or "reports_received", "topic": topic.code if topic else ""}
    form = FigureForm(request.POST or None, today=today, initial=first)
    if request.method == "POST":
        if not may_choose:
            raise Http404
        if form.is_valid():
            chosen = Topic.objects.on(today).filter(code=form.cleaned_data["topic"]).first()
            actions.choose_figure(
                practice,
                figure=form.cleaned_data["figure"],
                topic=chosen,
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("practice_figure", pk=practice.pk)
    context = {
        "practice": practice,
        "form": form,
        "may_choose": may_choose,
        "comparison": compared(practice, today=today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "site/practice_figure.html", context, status=status)


def compared(practice: Practice, *, today: date) -> Comparison | None:
    """Return the comparison; None without a figure, or before the practice has run for a whole month."""
    figure = FIGURES.get(practice.figure)
    months = min(MOST_MONTHS, months_since(practice.started_on, today))
    if figure is None or not months:
        return None
    start = practice.started_on
    before = (months_later(start, -months), start - timedelta(days=1))
    after = (start, months_later(start, months) - timedelta(days=1))
    return Comparison(figure, months, _side(practice, figure, *before), _side(practice, figure, *after))


def months_since(start: date, today: date) -> int:
    """Return how many whole months lie between two days, 0 where the first lies in the future."""
    months = (today.year - start.year) * 12 + today.month - start.month
    while months > 0 and months_later(start, months) > today:
        months -= 1
    return max(0, months)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later or earlier, or the last of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _side(practice: Practice, figure: Figure, first_on: date, last_on: date) -> Side:
    question = Question(area=practice.area, first_on=first_on, last_on=last_on)
    topic = practice.figure_topic
    if topic is None:
        answer = value_of(figure.name, question)
        return Side(first_on, last_on, answer.value, answer.base, address_of(figure.name, question))
    codes = {topic.code, *Topic.objects.known().filter(parent=topic).values_list("code", flat=True)}
    parts = [part for part in value_of(figure.name, question, by="topic").parts if part.key in codes]
    url = (
        address_of(figure.name, question, by="topic", part=topic.code)
        if len(codes) == 1
        else address_of(figure.name, question)
    )
    base = sum(part.base for part in parts) if figure.has_base else None
    return Side(first_on, last_on, sum(part.value for part in parts), base, url)
