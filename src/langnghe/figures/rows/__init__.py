"""
What opens behind a number: for each kind of thing that is counted, how a reader recognises one.

One file for each room, as in `catalogue` and `definitions`. A room above this one says itself how its rows
are recognised: its AppConfig calls `described_by` when the program starts.
"""

from collections.abc import Callable, Sequence

from langnghe.figures.catalogue import Counts
from langnghe.figures.rows.alarms import alarms_seen
from langnghe.figures.rows.cases import cases_seen, ratings_seen, reports_seen
from langnghe.figures.rows.grassroots import meetings_seen, promises_seen
from langnghe.figures.rows.practices import practices_seen
from langnghe.figures.rows.programmes import items_seen, plans_seen
from langnghe.figures.rows.row import RowSeen
from langnghe.figures.rows.situations import hot_spots_seen, situations_seen

__all__ = ["RowSeen", "described_by", "seen"]

_SEEN: dict[Counts, Callable[[Sequence[str]], dict[str, RowSeen]]] = {
    Counts.CASES: cases_seen,
    Counts.REPORTS: reports_seen,
    Counts.RATINGS: ratings_seen,
    Counts.ALARMS: alarms_seen,
    Counts.SITUATIONS: situations_seen,
    Counts.HOT_SPOTS: hot_spots_seen,
    Counts.MEETINGS: meetings_seen,
    Counts.PROMISES: promises_seen,
    Counts.PRACTICES: practices_seen,
    Counts.PLANS: plans_seen,
    Counts.PLAN_ITEMS: items_seen,
}


def described_by(counts: Counts, describe: Callable[[Sequence[str]], dict[str, RowSeen]]) -> None:
    """Let a room above this one describe the rows of one kind."""
    _SEEN[counts] = describe


def seen(counts: Counts, ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return by id how a reader recognises each counted row."""
    return _SEEN[counts](ids)
