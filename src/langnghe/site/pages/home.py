"""The first page, and the pages that explain."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from langnghe.figures import public
from langnghe.figures.models import Measure
from langnghe.portal import queries as portal
from langnghe.site.written import number


@dataclass(frozen=True)
class HomeNumber:
    """A number that anybody may see: what it counts, how it is written, and where it opens."""

    label: str
    text: str
    url: str


def weekly_numbers() -> list[HomeNumber]:
    """Return the totals of the latest published week; a total that is not public is left out."""
    totals = public.totals_of_latest_week()
    address = reverse("figures:public")
    language = (get_language() or "vi")[:2]
    labels = {
        Measure.RECEIVED: _("reports received last week"),
        Measure.ANSWERED: _("reports answered last week"),
    }
    return [
        HomeNumber(label, number(count, language=language), address)
        for measure, label in labels.items()
        if (count := totals.get(measure)) is not None
    ]


def home(request: HttpRequest) -> HttpResponse:
    """Show what a person can do here, say something or follow what was said; the news; the numbers."""
    numbers = weekly_numbers()
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
