"""Cases that may be about the same matter: proposed with reasons, side by side, decided by an officer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from langnghe.cases import actions, duplicates, queries
from langnghe.cases.forms import DuplicateForm
from langnghe.cases.models import Case
from langnghe.cases.rulebook import rulebook
from langnghe.cases.search import is_searchable
from langnghe.cases.views.staff import case_for_request, may
from langnghe.ground.steps import NotPossible
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope


@login_required
def alike(request: StaffRequest, number: str) -> HttpResponse:
    """Show which cases may be about the same matter: a page, or the part that the case page fetches."""
    scope, case = case_for_request(request, number, Action.HANDLE)
    found = duplicates.cases_alike(case, scope=scope, rules=rulebook())
    template = "cases/alike.html#found" if request.htmx else "cases/alike.html"  # type: ignore[attr-defined]
    response = render(request, template, {"case": case, "found": found})
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
def side_by_side(request: StaffRequest, number: str, other: str) -> HttpResponse:
    """Lay two cases side by side; an officer says whether they are about the same matter."""
    scope, case = case_for_request(request, number, Action.HANDLE)
    other_case = _comparable(scope, case, other)
    pair = duplicates.pair_alike(case, other_case)
    may_join = case.is_open and may(scope, other_case, Action.HANDLE)
    words = _("This is dealt with under %(number)s, to which your message was joined. Your code shows both.")
    form = DuplicateForm(request.POST or None, initial={"words": words % {"number": other_case.number}})
    if request.method == "POST" and "apart" in request.POST:
        actions.keep_apart(case, other_case, score=pair.judgement.score, by=request.user)
        messages.success(request, _("Remembered: these are two matters."))
        return redirect("cases:show", number=case.number)
    if request.method == "POST" and may_join and form.is_valid():
        given = {"of": other_case, "words": form.cleaned_data["words"], "score": pair.judgement.score}
        try:
            actions.close_as_duplicate(case, **given, by=request.user, now=timezone.now())
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(number)s was joined.") % {"number": case.number})
            return redirect("cases:show", number=other_case.number)
    context = {
        "case": case,
        "pair": pair,
        "sides": [(one, list(queries.reports_of(one))) for one in (case, other_case)],
        "form": form,
        "may_join": may_join,
    }
    return render(request, "cases/side_by_side.html", context, status=422 if form.errors else 200)


def _comparable(scope: Scope, case: Case, number: str) -> Case:
    """Return the other case; what is hidden, confidential or the same looks as if it did not exist."""
    other, rules = queries.case_for(scope, number), rulebook()
    if other is None or other.pk == case.pk:
        raise Http404
    if not is_searchable(case, rules=rules) or not is_searchable(other, rules=rules):
        raise Http404
    return other
