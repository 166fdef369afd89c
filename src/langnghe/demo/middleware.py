"""Every answer of a demonstration says so, also those that have no page around them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MARK = "DU LIEU MINH HOA"  # headers are plain letters; pages and papers write it with its tone marks


class DemoMark:
    """Put `X-Langnghe-Demo` on each answer while the installation shows demonstration data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMO_MODE:
            response["X-Langnghe-Demo"] = MARK
        return response
