"""Is this a demonstration, and are there real reports beside it?"""

from langnghe.demo.models import DemoYear
from langnghe.reports.models import Report

SOURCE = "demo"


def is_demo() -> bool:
    """Return whether a demo year lies in this database."""
    return DemoYear.objects.exists()


def holds_real_reports() -> bool:
    """Return whether anybody's real words lie in this database."""
    return Report.objects.exclude(source=SOURCE).exists()
