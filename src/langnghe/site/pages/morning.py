"""
*Sáng nay*: what waits for this person today, from every room, the most pressing first.

One page for officers and leaders alike: each heading shows what the person's own rights let them do something
about. Headings with nothing under them are named in one line at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet, Window
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from langnghe.alarms import queries as alarms
from langnghe.cases.models import Case
from langnghe.cases.morning import Heading, pressing_cases
from langnghe.grassroots.queries import promises
from langnghe.meetings import queries as meetings
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.programmes import queries as programmes
from langnghe.situations.queries import reports as situations

ON_SCREEN, ON_PAPER = 6, 40
SOON_DAYS = 7
ABOUT = 90  # characters of a task or promise


@dataclass(frozen=True)
class Line:
    """One thing that waits: its name, where it opens, what it is about, and until when it can wait."""

    name: str
    url: str
    about: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Block:
    """What waits under one heading: how many things, the first of them, and where all of them are."""

    title: str | Promise
    icon: str
    count: int = 0
    lines: tuple[Line, ...] = field(default=())
    all_url: str = ""
    is_late: bool = False

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Asked:
    """For whom, and how much of it."""

    request: StaffRequest
    scope: Scope
    now: datetime
    day_ends_at: datetime
    most: int

    @property
    def today(self) -> date:
        """The local day."""
        return timezone.localdate(self.now)


@require_safe
@login_required
def morning(request: StaffRequest) -> HttpResponse:
    """Show what waits today."""
    return _render(request, "site/morning.html", ON_SCREEN)


@require_safe
@login_required
def morning_sheet(request: StaffRequest) -> HttpResponse:
    """The same on one sheet of paper."""
    return _render(request, "site/morning_sheet.html", ON_PAPER)


def _render(request: StaffRequest, template: str, most: int) -> HttpResponse:
    scope, now = scope_of(request.user), timezone.now()
    if not scope.everywhere and not scope.by_topic:
        raise Http404
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    asked = Asked(request, scope, now, tomorrow, most)
    blocks = [block for source in SOURCES for block in source(asked)]
    context = {
        "today": timezone.localdate(now),
        "now": now,
        "blocks": [block for block in blocks if block.count],
        "empty": [block for block in blocks if not block.count],
    }
    return render(request, template, context)


_CASES = {
    Heading.OVERDUE: Block(gettext_lazy("Overdue"), icon="clock-exclamation", is_late=True),
    Heading.DUE_TODAY: Block(gettext_lazy("To be answered today"), icon="calendar-due"),
    Heading.RETURNED: Block(gettext_lazy("Opened again: not solved"), icon="arrow-back-up"),
    Heading.BADLY_RATED: Block(gettext_lazy("Answers people are not content with"), icon="mood-sad"),
    Heading.NEW: Block(gettext_lazy("New, not yet accepted"), icon="inbox"),
}


def cases_waiting(asked: Asked) -> Iterator[Block]:
    """Yield the person's cases, each under its most pressing heading."""
    if not asked.scope.bodies(Action.HANDLE):
        return
    found = pressing_cases(asked.scope, now=asked.now, day_ends_at=asked.day_ends_at, most=asked.most)
    for heading, block in _CASES.items():
        lines = tuple(map(_line_of_case, found[heading].cases))
        address = reverse("cases:overdue" if heading == Heading.OVERDUE else "cases:list")
        yield replace(block, count=found[heading].count, lines=lines, all_url=address)


def _line_of_case(case: Case) -> Line:
    where = f" · {case.area.name}" if case.area else ""
    due_at = case.answer_due_at if case.is_open else None
    return Line(case.number, reverse("cases:show", args=[case.number]), f"{case.topic}{where}", due_at)


def alarms_waiting(asked: Asked) -> Iterator[Block]:
    """Yield the alarms on which this person may give a verdict, and nobody has."""
    if not asked.scope.bodies(Action.GIVE_VERDICT):
        return
    waiting = alarms.without_verdict(alarms.visible_to(asked.request.user, Action.GIVE_VERDICT))
    count, rows = _first(
        waiting.select_related("topic", "centre").order_by("-last_found_at", "-pk"), asked.most
    )
    lines = tuple(
        Line(str(alarm.topic), reverse("alarms:show", args=[alarm.pk]), _("round %s") % alarm.centre.name)
        for alarm in rows
    )
    title, address = gettext_lazy("Alarms nobody has looked into"), reverse("alarms:list")
    yield Block(title, icon="bell-ringing", count=count, lines=lines, all_url=address)


def situations_waiting(asked: Asked) -> Iterator[Block]:
    """Yield the situation reports that wait for a word of this person's bodies, soonest due first."""
    if not asked.scope.bodies(Action.RECORD_WORK):
        return
    waiting = situations.situation_list(asked.scope, "waiting").order_by("due_at", "pk")
    count, rows = _first(waiting, asked.most)
    lines = tuple(
        Line(str(one.topic), reverse("situations:show", args=[one.pk]), one.body.name, one.due_at)
        for one in rows
    )
    title = gettext_lazy("Situation reports that wait for your word")
    address = f"{reverse('situations:list')}?{urlencode({'loc': situations.SHOWN['waiting']})}"
    yield Block(title, icon="urgent", count=count, lines=lines, all_url=address)


def promises_due(asked: Asked) -> Iterator[Block]:
    """Yield what this person's bodies promised people until today or the next days."""
    bodies = asked.scope.bodies(Action.RECORD_WORK)
    if not bodies:
        return
    count, rows = _first(promises.falling_due(bodies, today=asked.today), asked.most)
    lines = tuple(
        Line(
            Truncator(one.words.words).chars(ABOUT),
            reverse("grassroots:promise", args=[one.pk]),
            one.area.name,
            _end_of(one.due_on),
        )
        for one in rows
    )
    title, address = gettext_lazy("Promises to people that fall due"), reverse("grassroots:promises")
    yield Block(title, icon="heart-handshake", count=count, lines=lines, all_url=address)


def conclusions_due(asked: Asked) -> Iterator[Block]:
    """Yield what briefing meetings gave this person's bodies to do until today or the next days."""
    bodies = asked.scope.bodies(Action.RECORD_WORK)
    if not bodies:
        return
    falling = meetings.falling_due(bodies, today=asked.today, within_days=SOON_DAYS)
    count, rows = _first(falling, asked.most)
    lines = tuple(
        Line(
            Truncator(one.words).chars(ABOUT),
            reverse("meetings:conclusion", args=[one.pk]),
            one.meeting.name,
            _end_of(one.due_on),
        )
        for one in rows
    )
    title, address = gettext_lazy("Conclusions of meetings that fall due"), reverse("meetings:conclusions")
    yield Block(title, icon="gavel", count=count, lines=lines, all_url=address)


def tasks_due(asked: Asked) -> Iterator[Block]:
    """Yield the tasks of plans of this person's bodies until today or the next days."""
    bodies = asked.scope.bodies(Action.RECORD_WORK)
    if not bodies:
        return
    until = asked.day_ends_at + timedelta(days=SOON_DAYS)
    count, rows = _first(programmes.items_falling_due(bodies, until=until), asked.most)
    lines = tuple(
        Line(
            Truncator(one.task.words).chars(ABOUT),
            reverse("programmes:plan", args=[one.plan_id]),
            one.owner,
            one.due_at,
        )
        for one in rows
    )
    title, address = gettext_lazy("Tasks of plans that fall due"), reverse("programmes:list")
    yield Block(title, icon="checklist", count=count, lines=lines, all_url=address)


def _first(rows: QuerySet, most: int) -> tuple[int, list]:
    """Return how many rows there are and the first of them, in one statement."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:most])
    return (found[0].of_all if found else 0), found


def _end_of(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, time.max, timezone.get_current_timezone())


SOURCES = (cases_waiting, situations_waiting, promises_due, conclusions_due, tasks_due, alarms_waiting)
