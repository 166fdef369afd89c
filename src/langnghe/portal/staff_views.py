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
from langnghe.people.rights import Action, scope_of
from langnghe.portal import actions
from langnghe.portal.forms import LookForm
from langnghe.portal.models import Feedback


@require_safe
@login_required
def feedback_list(request: StaffRequest) -> HttpResponse:
    """Show what readers said, what waits first asked for, newest first."""
    _only_editors(request)
    rows = Feedback.objects.select_related("words", "article", "contact", "case", "settled_by")
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
    _only_editors(request)
    feedback = get_object_or_404(Feedback, pk=pk)
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
    _only_editors(request)
    feedback = get_object_or_404(
        Feedback.objects.select_related("contact"), pk=pk, contact__wrapped_key__isnull=False
    )
    form, details = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid() and feedback.contact:
        try:
            details = look_up_contact(feedback.contact, by=request.user, reason=form.cleaned_data["reason"])
        except encrypted.Unreadable as problem:
            messages.error(request, str(problem))
            return redirect("portal_feedback_list")
    context = {"feedback": feedback, "form": form, "details": details}
    return render(request, "portal/look.html", context, status=422 if form.errors else 200)


def _only_editors(request: StaffRequest) -> None:
    """Raise Http404 for whoever does not edit the portal."""
    if not scope_of(request.user).bodies(Action.EDIT_PORTAL):
        raise Http404
