"""How django-allauth fits in: staff are created by their administrators, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up, and no mail of its own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the morning's work; who edits the portal and has no cases, to the portal's articles."""
        scope = scope_of(request.user)  # type: ignore[arg-type]
        if scope.bodies(Action.EDIT_PORTAL) and not scope.bodies(Action.SEE_CASES):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that its owner chose: the code from the table is used up."""
        user.must_change_password = False
        super().set_password(user, password)
