"""
*Sáng nay*: what waits for this person today, from every room, the most pressing first.

One page for officers and leaders alike: each heading shows what the person's own rights let them do something
about. Headings with nothing under them are named in one line at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from langnghe.alarms import queries as alarms
from langnghe.cases.models import Case
from langnghe.cases.morning import Heading, pressing_cases
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of

ON_SCREEN, ON_PAPER = 6, 40


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
    rows = list(waiting.select_related("topic", "centre").order_by(F("last_found_at").desc(), "-pk"))
    lines = tuple(
        Line(str(alarm.topic), reverse("alarms:show", args=[alarm.pk]), _("round %s") % alarm.centre.name)
        for alarm in rows[: asked.most]
    )
    address, title = reverse("alarms:list"), gettext_lazy("Alarms nobody has looked into")
    yield Block(title, icon="bell-ringing", count=len(rows), lines=lines, all_url=address)


SOURCES = (cases_waiting, alarms_waiting)
