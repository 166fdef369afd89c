"""
Erasing words, for administrators: they choose a part of a case by kind, time and length, and say why.

Who administers does not read the words by doing so.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from langnghe.cases.erasing import Part, erase_words, parts_of
from langnghe.cases.forms import EraseForm, NumberForm
from langnghe.cases.queries import case_to_erase_in
from langnghe.ground.steps import NotPossible
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of


@login_required
def find(request: StaffRequest) -> HttpResponse:
    """Ask for the number of the case in which something is to be erased."""
    scope = scope_of(request.user)
    if not scope.bodies(Action.ADMINISTER):
        raise Http404
    form = NumberForm(request.GET or None)
    if form.is_valid():
        if case := case_to_erase_in(scope, form.cleaned_data["number"].strip()):
            return redirect("cases:erase", number=case.number)
        form.add_error("number", _("There is no case of this number below your body."))
    context = {"form": form, "title": _("Erase words")}
    return render(request, "cases/find_to_erase.html", context, status=422 if form.errors else 200)


@login_required
def erase(request: StaffRequest, number: str) -> HttpResponse:
    """What can be erased of a case; a POST erases one part for good."""
    case = case_to_erase_in(scope_of(request.user), number)
    if case is None:
        raise Http404
    parts = parts_of(case)
    form = EraseForm(request.POST or None, parts=[(part.key, _told(part)) for part in parts])
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        try:
            erase_words(case, chosen["part"], reason=chosen["words"], by=request.user, now=timezone.now())
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Erased for good. The history of the case says who did it and why."))
            return redirect("cases:erase", number=case.number)
    context = {"case": case, "form": form, "parts": parts}
    return render(request, "cases/erase.html", context, status=422 if form.errors else 200)


def _told(part: Part) -> str:
    told = f"{part.name} · {date_format(timezone.localtime(part.at), 'H:i d/m/Y')}"
    if part.characters is None:
        return told
    length = ngettext("%(count)d character", "%(count)d characters", part.characters)
    return f"{told} · {length % {'count': part.characters}}"
