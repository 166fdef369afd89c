"""Is this a demonstration, and are there real reports beside it?"""

from datetime import date

from django.utils import timezone

from langnghe.demo.models import DemoYear
from langnghe.reports.models import Channel, Report

SOURCE = "demo"


def is_demo() -> bool:
    """Return whether a demo year lies in this database."""
    return DemoYear.objects.exists()


def last_day() -> date:
    """Return the day on which the demo year ends."""
    return timezone.localdate(DemoYear.objects.values_list("until", flat=True).get())


def holds_real_reports() -> bool:
    """Return whether anybody's real words lie in this database."""
    return Report.objects.exclude(source=SOURCE).exists()


def holds_imported_reports() -> bool:
    """Return whether somebody imported reports of their own; what visitors say belongs to a demonstration."""
    return Report.objects.filter(channel=Channel.IMPORT).exclude(source=SOURCE).exists()
