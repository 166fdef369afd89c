"""Hot spots: the list, one of them, and the leader's two acts. Never public."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from langnghe.ground.paging import BadKey, page_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.situations.actions import hot_spots as actions
from langnghe.situations.forms import HotSpotForm, WordsForm
from langnghe.situations.models import HotSpot, Situation
from langnghe.situations.queries import hot_spots as queries
from langnghe.situations.queries.reports import situation_for


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the hot spots of this person's bodies, newest first."""
    scope = _scope(request)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = page_of(
            queries.hot_spot_list(scope), order=("-declared_at", "-id"), after=after, before=before
        )
    except BadKey:
        raise Http404 from None
    context = {"page": page, "may_declare": bool(scope.bodies(Action.DIRECT))}
    return render(request, "situations/hot_spots.html", context)


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one hot spot: who declared it, when, why, who must settle it."""
    scope = _scope(request)
    hot_spot = _hot_spot(scope, pk)
    may_close = hot_spot.closed_at is None and hot_spot.owner_id in scope.bodies(Action.DIRECT)
    return render(request, "situations/hot_spot.html", {"hot_spot": hot_spot, "may_close": may_close})


@require_http_methods(["GET", "POST"])
@login_required
def declare(request: StaffRequest) -> HttpResponse:
    """Let a leader declare a hot spot, from a situation report or not."""
    scope, today = _scope(request), timezone.localdate()
    if not scope.bodies(Action.DIRECT):
        raise Http404
    situation = _asked(scope, request.GET.get("bao-cao", ""))
    owners = queries.possible_owners(
        scope, area_id=situation.area_id if situation else None, on=today
    ).select_related("area")
    initial = {}
    if situation:
        initial = {
            "area_name": situation.area.name,
            "area": situation.area.code,
            "topic": situation.topic.code,
        }
    form = HotSpotForm(request.POST or None, today=today, owners=owners, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        hot_spot = actions.declare(
            name=data["name"],
            area=data["found_area"],
            owner=data["owner"],
            reason=data["reason"],
            topic=data["found_topic"],
            situation=situation,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Declared in your name."))
        return redirect("situations:hot_spot", pk=hot_spot.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "situations/declare.html", {"form": form, "situation": situation}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a leader close a hot spot."""
    scope = _scope(request)
    hot_spot = _hot_spot(scope, pk)
    if hot_spot.owner_id not in scope.bodies(Action.DIRECT):
        raise Http404
    form = WordsForm(request.POST or None, label=_("Why it is closed"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(hot_spot, reason=form.cleaned_data["words"], by=request.user, now=timezone.now())
        except actions.ClosedAlready:
            messages.error(request, _("This hot spot was closed before."))
        return redirect("situations:hot_spot", pk=hot_spot.pk)
    context = {"hot_spot": hot_spot, "form": form, "title": _("Close the hot spot")}
    status = 422 if request.method == "POST" else 200
    return render(request, "situations/step.html", context, status=status)


def _asked(scope: Scope, number: str) -> Situation | None:
    """Return the situation named in the address; one that may not be seen does not exist."""
    if not number:
        return None
    situation = situation_for(scope, int(number)) if number.isdecimal() and len(number) < 10 else None
    if situation is None:
        raise Http404
    return situation


def _hot_spot(scope: Scope, pk: int) -> HotSpot:
    hot_spot = queries.hot_spot_for(scope, pk)
    if hot_spot is None:
        raise Http404
    return hot_spot


def _scope(request: StaffRequest) -> Scope:
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    return scope
