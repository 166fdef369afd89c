"""The first page, and the pages that explain."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from langnghe.portal import queries as portal


@dataclass(frozen=True)
class HomeNumber:
    """A number that anybody may see: what it counts, how it is written, and where it opens."""

    label: str
    text: str
    url: str = ""


# Each source returns numbers that are public already: from the fixed weekly tables, small counts suppressed.
number_sources: list[Callable[[], Iterable[HomeNumber]]] = []


def home(request: HttpRequest) -> HttpResponse:
    """Show what a person can do here, say something or follow what was said; the news; the numbers."""
    numbers = [number for source in number_sources for number in source()]
    context = {
        "numbers": numbers,
        "numbers_note": _("Counts below 5 are not shown.") if numbers else "",
        "newest": portal.newest(),
        "most_read": portal.most_read(),
    }
    return render(request, "site/home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    """Explain what becomes of a report."""
    return render(request, "site/about.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Explain how the sender is protected."""
    return render(request, "site/privacy.html")
