"""
The door of the editors' area.

Who may enter is decided here, before Wagtail sees the request: signed in, with the right to edit the portal,
and with the second step of signing in passed in this session. The area has a content policy of its own, since
Wagtail has inline scripts and styles; no other page gets it (docs/decisions/0070).
"""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from langnghe.people.rights import Action, scope_of
from langnghe.portal import actions


class EditorsArea:
    """Let editors through, and give what they see its own content policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.area = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self.area):
            return self.get_response(request)
        if refused := _refused(request):
            return refused
        actions.let_in(request.user)  # type: ignore[arg-type]
        return _with_own_policy(self.get_response(request))


def _with_own_policy(response: HttpResponse) -> HttpResponse:
    # A preview is a page of the portal that went through all middleware once: it stands in a frame here.
    response.headers.pop("Content-Security-Policy", None)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = settings.EDITORS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
    return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Return what somebody sees instead. Raises Http404: to those without the right there is no such area."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not scope_of(user).bodies(Action.EDIT_PORTAL):
        raise Http404
    if not is_mfa_enabled(user):
        return render(request, "portal/second_step.html", status=403)
    if not any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
    return None
