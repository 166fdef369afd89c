"""What readers send from an article: to a friend, or what they have to say about it. Works without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from langnghe.portal import actions
from langnghe.portal.forms import FeedbackForm, SendToFriendForm
from langnghe.portal.views import published


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an article to a friend."""
    article = published(pk)
    form = SendToFriendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if not form.filled_by_a_program:
                actions.send_to_friend(
                    article,
                    friend=data["friend"],
                    own=data["own"],
                    note=data["note"],
                    network=request.META.get("REMOTE_ADDR", ""),
                    now=timezone.now(),
                )
        except actions.TooMany:
            form.add_error(None, _("Very many articles were sent this week: please try again next week."))
        else:
            return redirect("portal_thanks", pk=pk, what="ban-be")
    context = {
        "article": article,
        "form": form,
        "title": _("Send to a friend"),
        "button": _("Send the article"),
    }
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a reader says about an article."""
    article = published(pk)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not form.filled_by_a_program:
                actions.take_feedback(
                    article,
                    words=form.cleaned_data["words"],
                    contact=form.contact(),
                    network=request.META.get("REMOTE_ADDR", ""),
                    now=timezone.now(),
                )
        except actions.TooMany:
            form.add_error(None, _("Very much came from here this week: please send a report instead."))
        else:
            return redirect("portal_thanks", pk=pk, what="gop-y")
    context = {
        "article": article,
        "form": form,
        "title": _("Comment on this article"),
        "note": _(
            "Your details are optional, kept apart and encrypted; only who answers you may look at them. "
            "If something in your commune is to be dealt with, send a report: it has a date for the answer."
        ),
        "button": _("Send the comment"),
    }
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)


def thanks(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Say that it is done."""
    return render(request, "portal/thanks.html", {"article": published(pk), "to_friend": what == "ban-be"})
