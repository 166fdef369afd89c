"""What every page of the frame knows."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Return whether this installation shows demonstration data."""
    return {"demo_mode": settings.DEMO_MODE}
