"""
The numbers of a briefing on the table, as a screen shows them.

A briefing's numbers never change: it is made as known at a moment. A job counts them once for each paper, as
the synthesis of a cluster asks a hundred questions; until then a screen asks them itself.
"""

from dataclasses import asdict, dataclass
from typing import Any

from langnghe.briefings.contents import Count
from langnghe.briefings.models import Briefing
from langnghe.briefings.queries import number_in
from langnghe.figures.catalogue import FIGURES
from langnghe.meetings.models import Paper, State

SHOWN = (
    "reports_received",
    "cases_answered",
    "answered_on_time",
    "cases_overdue",
    "alarms",
    "conclusions_done",
)


@dataclass(frozen=True)
class BigNumber:
    """A number of a briefing beside the same days of the year before."""

    label: str
    now: Count
    before: Count


def numbers_of(paper: Paper) -> list[BigNumber]:
    """Return the numbers of the briefing that a paper brings."""
    if paper.briefing is None:
        return []
    kept = paper.numbers or _counted(paper.briefing)
    return [
        BigNumber(str(FIGURES[name].label), Count(**kept[name]["now"]), Count(**kept[name]["before"]))
        for name in SHOWN
        if name in kept
    ]


def count_waiting() -> int:
    """Count the numbers of briefings on the table that nobody has counted; return of how many papers."""
    waiting = Paper.objects.filter(numbers__isnull=True, withdrawn_at=None, briefing__isnull=False)
    papers = waiting.exclude(meeting__state=State.CONCLUDED).select_related("briefing").order_by("pk")
    for paper in papers:
        paper.numbers = _counted(paper.briefing)  # type: ignore[arg-type]
        paper.save(update_fields=["numbers"])
    return len(papers)


def _counted(briefing: Briefing) -> dict[str, Any]:
    return {
        name: {
            "now": asdict(number_in(briefing, name)),
            "before": asdict(number_in(briefing, name, before=True)),
        }
        for name in SHOWN
    }
