"""
The projection of a meeting: one screen for each step, in the order in which a meeting goes.

Which screens there are costs a few statements; what a screen shows is read when it is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from langnghe.alarms.models import Alarm
from langnghe.alarms.queries import newest_findings, visible_to
from langnghe.briefings import outline
from langnghe.briefings.models import Briefing
from langnghe.briefings.queries import newest_texts
from langnghe.briefings.queries import visible_to as visible_briefings
from langnghe.meetings import queries
from langnghe.meetings.models import Meeting, Paper
from langnghe.people.models import User

ON_A_SCREEN = 3  # as many long conclusions as 1280x720 holds
POINTS_ON_A_SCREEN = 4
MOST_ALARMS = 6


@dataclass(frozen=True)
class Slide:
    """One screen: which part of `meetings/parts/slides/` draws it, its title, and what stands on it."""

    kind: str
    title: str
    about: Any = field(default=None)


def slides_of(meeting: Meeting, user: User, *, now: datetime) -> list[Slide]:
    """Return the screens of a meeting for this person, from its title to its conclusions."""
    return list(_slides(meeting, user, now))


def _slides(meeting: Meeting, user: User, now: datetime) -> Iterator[Slide]:
    yield Slide("title", meeting.name)
    earlier = queries.followed_up(meeting, at=meeting.concluded_at or now)
    yield from _in_screens("earlier", _("Last time's conclusions and what became of them"), earlier)
    agenda = list(meeting.agenda.select_related("body"))
    yield from _in_screens("agenda", _("Agenda"), agenda, size=POINTS_ON_A_SCREEN)
    papers = list(queries.on_the_table(meeting))
    briefings = _seen(papers, user)
    for paper in papers:
        if paper.briefing_id in briefings:
            yield Slide("numbers", paper.title, paper)
    if alarms := _alarms(user):
        yield Slide("alarms", _("Alarms going on"), alarms)
    talks = [paper for paper in papers if paper.kind == Paper.Kind.TALK]
    yield from _in_screens("talks", _("Papers to be read out"), talks)
    practices = [paper for paper in papers if paper.practice is not None]
    yield from _in_screens("practices", _("Practices on the table"), practices)
    yield from _in_screens("proposals", outline.REQUESTS.title, _proposals(papers, briefings))
    conclusions = list(meeting.conclusions.select_related("body").order_by("position"))
    yield from _in_screens("conclusions", _("Conclusions"), conclusions)


def _in_screens(kind: str, title: str, rows: Sequence[Any], *, size: int = ON_A_SCREEN) -> Iterator[Slide]:
    for start in range(0, len(rows), size):
        yield Slide(kind, title, rows[start : start + size])


def _seen(papers: Sequence[Paper], user: User) -> dict[int | None, Briefing]:
    """Return by id the briefings on the table that this person may see."""
    on_the_table = [paper.briefing_id for paper in papers if paper.briefing_id]
    return (
        {one.pk: one for one in visible_briefings(user).filter(pk__in=on_the_table)} if on_the_table else {}
    )


def _alarms(user: User) -> list[tuple[Alarm, Any]]:
    """Return the alarms going on that this person may see, the newest first, with what was last found."""
    going_on = visible_to(user).exclude(state=Alarm.State.CLOSED).filter(settled_at=None)
    alarms = list(going_on.select_related("topic", "centre").order_by("-last_found_at", "-id")[:MOST_ALARMS])
    found = newest_findings([alarm.pk for alarm in alarms])
    return [(alarm, found[alarm.pk]) for alarm in alarms if alarm.pk in found]


def _proposals(papers: Sequence[Paper], briefings: dict[int | None, Briefing]) -> list[tuple[str, str]]:
    """Return what bodies propose in their briefings: the name, and each line that somebody wrote."""
    proposals = []
    for paper in papers:
        if briefing := briefings.get(paper.briefing_id):
            text = newest_texts(briefing).get(outline.REQUESTS.name)
            lines = text.words.splitlines() if text else []
            proposals += [(paper.body.name, line.strip()) for line in lines if line.strip()]
    return proposals
