"""Requests of people who have signed in, for views behind `login_required`."""

from django.http import HttpRequest

from langnghe.people.models import User


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User
