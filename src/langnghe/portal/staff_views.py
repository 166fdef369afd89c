"""What readers said about articles, for those who answer for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.cases.intake import NotTaken
from langnghe.ground import encrypted
from langnghe.ground.paging import BadKey, page_of
from langnghe.people.queries import look_up_contact
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.portal import actions, queries
from langnghe.portal.forms import LookForm


@require_safe
@login_required
def feedback_list(request: StaffRequest) -> HttpResponse:
    """Show what readers said, what waits first asked for, newest first."""
    scope = _scope(request)
    rows = queries.feedback_for(scope).select_related(
        "words", "article", "contact", "case", "settled_by", "office"
    )
    if waiting := request.GET.get("loc") != "tat-ca":
        rows = rows.filter(settled_at=None)
    try:
        after, before = request.GET.get("after", ""), request.GET.get("before", "")
        page = page_of(rows, order=["-received_at", "-id"], after=after, before=before)
    except BadKey:
        raise Http404 from None
    return render(request, "portal/feedback_list.html", {"page": page, "waiting": waiting})


@require_POST
@login_required
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that it was dealt with, or make a report of it."""
    feedback = get_object_or_404(queries.feedback_for(_scope(request)), pk=pk)
    try:
        if "report" in request.POST:
            receipt = actions.make_report(feedback, by=request.user, now=timezone.now())
            number = receipt.case.number
            messages.success(request, _("It is report %(number)s now.") % {"number": number})
        else:
            actions.settle(feedback, by=request.user, now=timezone.now())
            messages.success(request, _("Saved."))
    except actions.SettledBefore:
        messages.info(request, _("Somebody has dealt with it already."))
    except NotTaken as problem:
        messages.error(request, str(problem))
    return redirect("portal_feedback_list")


@require_http_methods(["GET", "POST"])
@login_required
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """A reader's details: opened for a reason, each look logged."""
    seen = queries.feedback_for(_scope(request)).select_related("contact")
    feedback = get_object_or_404(seen, pk=pk, contact__wrapped_key__isnull=False)
    form, details = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid() and feedback.contact:
        try:
            details = look_up_contact(feedback.contact, by=request.user, reason=form.cleaned_data["reason"])
        except encrypted.Unreadable as problem:
            messages.error(request, str(problem))
            return redirect("portal_feedback_list")
    context = {"feedback": feedback, "form": form, "details": details}
    return render(request, "portal/look.html", context, status=422 if form.errors else 200)


def _scope(request: StaffRequest) -> Scope:
    """Return what this person may do. Raises Http404 for whoever neither edits nor handles cases anywhere."""
    scope = scope_of(request.user)
    if not (scope.bodies(Action.EDIT_PORTAL) or scope.bodies(Action.HANDLE)):
        raise Http404
    return scope
