"""The pages of alarms: a list, a card for each, and the verdict."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from langnghe.alarms import actions, queries
from langnghe.alarms.card import card_of, lines_of
from langnghe.alarms.forms import VerdictForm
from langnghe.alarms.models import Alarm
from langnghe.ground.paging import BadKey, page_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.places.shapes import shapes_of

ALL = "tat-ca"


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the alarms that touch this person's areas, those going on or all of them."""
    if not scope_of(request.user).bodies(Action.SEE_ALARMS):
        raise Http404
    shows_all = request.GET.get("loc") == ALL
    alarms = queries.visible_to(request.user).select_related("topic", "centre")
    if not shows_all:
        alarms = alarms.exclude(state=Alarm.State.CLOSED).filter(settled_at=None)
    try:
        page = page_of(
            alarms,
            order=["-last_found_at", "-id"],
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    lines = lines_of(page.rows)
    return render(request, "alarms/list.html", {"page": page, "lines": lines, "shows_all": shows_all})


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the card of one alarm."""
    alarm = _alarm(request, pk)
    return _card(request, alarm, VerdictForm())


@require_safe
@login_required
def shapes(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the card's map: the communes of the cluster by their reports, the others small and grey."""
    finding = queries.last_two_findings(_alarm(request, pk))[0]
    counts, members = queries.reports_by_area(finding.reports), set(finding.areas)
    areas = queries.areas_round(finding)
    facts: dict[int, dict] = {area.pk: {"quiet": True} for area in areas}
    for area in areas:
        if area.pk in members:
            n = counts.get(area.pk, 0)
            name = ngettext("%(area)s: %(n)d report", "%(area)s: %(n)d reports", n)
            facts[area.pk] = {"weight": n, "named": True, "name": name % {"area": area.name, "n": n}}
    return JsonResponse(shapes_of(areas, facts))


@require_POST
@login_required
def give_verdict(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was found on the spot."""
    alarm = _alarm(request, pk)
    if not alarm.may_judge:  # type: ignore[attr-defined]
        raise Http404
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _card(request, alarm, form, status=422)
    actions.give_verdict(
        alarm,
        form.cleaned_data["result"],
        note=form.cleaned_data["note"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Your finding is recorded."))
    return redirect("alarms:show", pk=alarm.pk)


def _alarm(request: StaffRequest, pk: int) -> Alarm:
    alarm = queries.alarm_for(pk, request.user)
    if alarm is None:
        raise Http404
    return alarm


def _card(request: StaffRequest, alarm: Alarm, form: VerdictForm, *, status: int = 200) -> HttpResponse:
    card = card_of(alarm, request.user)
    return render(request, "alarms/card.html", {"card": card, "alarm": alarm, "form": form}, status=status)
