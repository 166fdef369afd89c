"""A code opens an account once: whoever came in with one chooses a password before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class OwnPasswordFirst:
    """Lead accounts that still have a temporary code to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # Only a page of staff has looked at who asks; residents' pages must not begin to.
        user = request.__dict__.get("_cached_user")
        if user is None or not user.is_authenticated or not user.must_change_password:
            return answer
        if request.path in (reverse("account_change_password"), reverse("account_logout")):
            return answer
        return redirect("account_change_password")
