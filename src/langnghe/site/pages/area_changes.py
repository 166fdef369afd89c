"""Pages for administrators: decrees that changed areas, what each touches room by room, and the button."""

from contextlib import suppress
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from langnghe.people.requests import StaffRequest
from langnghe.people.rights import scope_of
from langnghe.places.decrees import DecreeKey, decree_of
from langnghe.site.area_changes import decrees_for, states_of, touches_of
from langnghe.site.jobs import follow_area_changes

LINES_OF_A_SORT = 20


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the decrees about this person's areas, newest first, and how far each has been followed."""
    return render(request, "site/area_changes/list.html", {"states": states_of(_decrees(request))})


@require_http_methods(["GET", "POST"])
@login_required
def show(request: StaffRequest, day: str) -> HttpResponse:
    """Show what a decree touches in every room; when the button is pressed, let the worker move it."""
    key = _key(request, day)
    if request.method == "POST":
        with suppress(AlreadyEnqueued), transaction.atomic():  # pressed twice: one run does it
            follow_area_changes.defer(
                effective_on=str(key.effective_on), number=key.number, by=request.user.pk
            )
        messages.success(request, _("This is being carried out. Load the page again to see how far it is."))
        return redirect(f"{reverse('area_change', args=[day])}?so={key.number}")
    decree = decree_of(key)
    touches = touches_of(decree, at_most=LINES_OF_A_SORT)
    [state] = states_of([key])
    context = {
        "key": key,
        "fates": sorted(decree.fates.values(), key=lambda fate: fate.old.code),
        "touches": touches,
        "total": sum(touch.total for touch in touches),
        "state": state,
    }
    return render(request, "site/area_changes/show.html", context)


def _decrees(request: StaffRequest) -> list[DecreeKey]:
    found = decrees_for(scope_of(request.user), on=timezone.localdate())
    if not found:
        raise Http404
    return found


def _key(request: StaffRequest, day: str) -> DecreeKey:
    try:
        key = DecreeKey(date.fromisoformat(day), request.GET.get("so", ""))
    except ValueError:
        raise Http404 from None
    if key not in _decrees(request):
        raise Http404
    return key
