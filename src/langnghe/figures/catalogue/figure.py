"""What a figure is. No SQL and no ibis here."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Counts(StrEnum):
    """What the number counts, and so what opens behind it."""

    REPORTS = "reports"
    CASES = "cases"
    RATINGS = "ratings"
    ALARMS = "alarms"
    SITUATIONS = "situations"
    HOT_SPOTS = "hot_spots"
    MEETINGS = "meetings"
    PROMISES = "promises"
    PRACTICES = "practices"
    CONCLUSIONS = "conclusions"
    PLANS = "plans"
    PLAN_ITEMS = "plan items"


@dataclass(frozen=True)
class Figure:
    """A named number. With a base it is also printed as a share of the base."""

    name: str
    label: Promise
    counts: Counts
    formula: Promise
    base_label: Promise | None = None

    @property
    def has_base(self) -> bool:
        """Whether the number is a part of a base."""
        return self.base_label is not None
