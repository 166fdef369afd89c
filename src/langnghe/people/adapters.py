"""How django-allauth fits in: staff are created by their administrators, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from langnghe.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up, and no mail of its own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that its owner chose: the code from the table is used up."""
        user.must_change_password = False
        super().set_password(user, password)
