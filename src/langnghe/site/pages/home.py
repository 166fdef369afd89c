"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show what a person can do here: say something, or follow what was said."""
    return render(request, "site/home.html")
