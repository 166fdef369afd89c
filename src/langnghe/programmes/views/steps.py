"""What the pages of this room share: who may, which year, one page of a list, and the form of a step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.ground.steps import taken
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action
from langnghe.programmes import queries
from langnghe.programmes.models import Programme

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def programme_for(request: StaffRequest, pk: int, *, leading: Action | None = None) -> Programme:
    """Return a programme this person sees, and for one of whose leading bodies they may do this, or 404."""
    found = queries.open_to(request.user).select_related("aim", "launched_by").filter(pk=pk)
    programme = found.prefetch_related("owners").first()
    if programme is None or (leading and not queries.leads(request.user, programme, leading)):
        raise Http404
    return programme


def year_of(request: StaffRequest, programme: Programme) -> int:
    """Return the year asked for, else this one, as far as the programme runs in it."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, programme.first_on.year), programme.last_on.year)


def page_at(programme: Programme) -> str:
    """Return where the page of a programme is."""
    return reverse("programmes:show", args=[programme.pk])


def one_page(request: StaffRequest, rows: Any, order: list[str]) -> Page:
    """Return the page of a list that the address asks for."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(rows, order=order, after=after, before=before)
    except BadKey:
        raise Http404 from None


def step(
    request: StaffRequest, form: Any, title: str, back: str, act: Callable[..., object], note: str = ""
) -> HttpResponse:
    """Show the form of a step; when it is complete, take the step and go on to what it names, else back."""
    gone_to: list[object] = []
    if done(request, form, lambda data, **given: gone_to.append(act(data, **given))):
        return redirect(gone_to[0] if isinstance(gone_to[0], str) else back)
    context = {"form": form, "title": title, "back": back, "note": note}
    return render(request, "programmes/step.html", context, status=status_of(request))


def done(request: StaffRequest, form: Any, act: Callable[..., object]) -> bool:
    """Return whether the step of a complete form was taken; then it says so."""
    went = taken(form, lambda: act(form.cleaned_data, by=request.user, now=timezone.now()))
    if went:
        messages.success(request, _("Saved."))
    return went


def status_of(request: StaffRequest) -> int:
    """Return the status of a page with a form: 422 where the form came back."""
    return 422 if request.method == "POST" else 200
