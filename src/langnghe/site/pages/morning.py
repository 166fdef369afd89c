"""
*Sáng nay*: what waits for this person today, from every room, the most pressing first.

An officer sees the own work, case by case. Who directs bodies sees first what only a leader can do:
situations that wait for a word, declared hot spots, which bodies are late, conclusions that fall due, where
nobody is in charge; cases are counts there that open. Headings with nothing under them are named in one line
at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.site.pages import morning_blocks as blocks
from langnghe.site.pages.morning_blocks import Asked, Block

ON_SCREEN = 6  # lines under a heading
ON_PAPER = 40  # lines of one sheet
HEADING_LINES = 2  # that a heading takes there

Source = Callable[[Asked], Iterator[Block]]
OF_AN_OFFICER: tuple[Source, ...] = (
    blocks.cases_waiting,
    blocks.situations_waiting,
    blocks.promises_due,
    blocks.invitations_waiting,
    blocks.conclusions_due,
    blocks.tasks_due,
    blocks.duties_owed,
    blocks.alarms_waiting,
    blocks.declared_hot_spots,
)
OF_A_LEADER: tuple[Source, ...] = (
    blocks.situations_waiting,
    blocks.declared_hot_spots,
    blocks.bodies_late,
    blocks.invitations_waiting,
    blocks.conclusions_due,
    blocks.alarms_waiting,
    blocks.promises_due,
    blocks.bodies_without_a_name,
)


@require_safe
@login_required
def morning(request: StaffRequest) -> HttpResponse:
    """Show what waits today."""
    context = _context(request, ON_SCREEN)
    return render(request, "site/morning.html", context)


@require_safe
@login_required
def morning_sheet(request: StaffRequest) -> HttpResponse:
    """The same on one sheet of paper."""
    context = _context(request, ON_PAPER)
    return render(request, "site/morning_sheet.html", {**context, "blocks": on_one_sheet(context["blocks"])})


def on_one_sheet(waiting: Sequence[Block], *, lines: int = ON_PAPER) -> list[Block]:
    """Return headings with as many lines each, at most, as let all of them stand on one sheet."""
    room = lines - HEADING_LINES * len(waiting)
    most = max(
        (most for most in range(1, lines + 1) if sum(min(len(one.lines), most) for one in waiting) <= room),
        default=1,
    )
    return [replace(one, lines=one.lines[:most]) for one in waiting]


def _context(request: StaffRequest, most: int) -> dict:
    scope, now = scope_of(request.user), timezone.now()
    if not scope.everywhere and not scope.by_topic:
        raise Http404
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    asked = Asked(request, scope, now, tomorrow, most)
    leads = len(scope.bodies(Action.DIRECT)) > 1  # of one body alone a leader reads case by case
    sources = OF_A_LEADER if leads else OF_AN_OFFICER
    found = [block for source in sources for block in source(asked)]
    return {
        "today": timezone.localdate(now),
        "now": now,
        "tallies": blocks.tallies(asked) if leads else [],
        "blocks": [block for block in found if block.count],
        "empty": [block for block in found if not block.count],
    }
