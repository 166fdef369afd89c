"""What can wait under a heading of the morning page: each function asks one room, in a statement or two."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from langnghe.alarms import queries as alarms
from langnghe.cases.models import Case
from langnghe.cases.morning import AtWork, Heading, bodies_at_work, pressing_cases
from langnghe.core.paper import day_in_words
from langnghe.grassroots.queries import promises
from langnghe.grassroots.queries.standing import still_owed
from langnghe.grassroots.queries.visits import bodies_recording
from langnghe.meetings import queries as meetings
from langnghe.people.queries import bodies_without_anybody, own_bodies
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope
from langnghe.people.views import NOBODY
from langnghe.programmes import queries as programmes
from langnghe.situations.queries import hot_spots
from langnghe.situations.queries import reports as situations

SOON_DAYS = 7
ABOUT = 90  # characters of a task or promise


@dataclass(frozen=True)
class Line:
    """One thing that waits: its name, where it opens, what it is about, and until when it can wait."""

    name: str
    url: str
    about: str = ""
    due_at: datetime | None = None

    @property
    def counts_days(self) -> bool:
        """Whether it can wait until a day is over, and no hour matters."""
        return self.due_at is not None and timezone.localtime(self.due_at).time() >= time(23, 59)


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

    @cached_property
    def at_work(self) -> list[AtWork]:
        """The bodies with open cases that this person may handle, read once."""
        return bodies_at_work(self.scope, now=self.now)


@dataclass(frozen=True)
class Tally:
    """A count that opens, at the head of a leader's page."""

    label: str | Promise
    count: int
    url: str
    is_late: bool = False


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
        yield replace(block, count=found[heading].count, lines=lines, all_url=_address_of_cases(heading))


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
    title, address = gettext_lazy("Promises to people, due soon or overdue"), reverse("grassroots:promises")
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
    title = gettext_lazy("Conclusions of meetings, due soon or overdue")
    address = reverse("meetings:conclusions")
    yield Block(title, icon="gavel", count=count, lines=lines, all_url=address)


def invitations_waiting(asked: Asked) -> Iterator[Block]:
    """Yield the meetings of today and later to which this person's own bodies are invited."""
    if not asked.scope.bodies(Action.RECORD_WORK):
        return
    bodies = own_bodies(asked.request.user, Action.RECORD_WORK, on=asked.today)
    count, rows = _first(meetings.invitations_ahead(bodies.order_by(), today=asked.today), asked.most)
    lines = tuple(
        Line(
            one.meeting.name,
            reverse("meetings:show", args=[one.meeting_id]),
            " · ".join(filter(None, (one.body.name, one.meeting.place, one.asked_for))),
            one.meeting.begins_at,
        )
        for one in rows
    )
    title, address = gettext_lazy("Invitations to meetings"), reverse("meetings:list")
    yield Block(title, icon="mail", count=count, lines=lines, all_url=address)


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
    title, address = gettext_lazy("Tasks of plans, due soon or overdue"), reverse("programmes:list")
    yield Block(title, icon="checklist", count=count, lines=lines, all_url=address)


def tallies(asked: Asked) -> list[Tally]:
    """Return how many cases of all bodies wait under each heading."""
    found = pressing_cases(asked.scope, now=asked.now, day_ends_at=asked.day_ends_at, most=1)
    return [
        Tally(block.title, found[heading].count, _address_of_cases(heading), block.is_late)
        for heading, block in _CASES.items()
    ]


def bodies_late(asked: Asked) -> Iterator[Block]:
    """
    Yield the bodies with overdue cases, in order of their names.

    Never in order of the counts: a body with few cases is not to be ranked.
    """
    late = [one for one in asked.at_work if one.overdue]
    yield Block(
        gettext_lazy("Bodies with overdue cases, by name"),
        icon="clock-exclamation",
        count=len(late),
        lines=tuple(
            Line(
                one.name,
                f"{reverse('cases:overdue')}?{urlencode({'co-quan': one.slug})}",
                _("%(late)s overdue of %(open)s open") % {"late": one.overdue, "open": one.open},
            )
            for one in late[: asked.most]
        ),
        all_url=reverse("cases:overdue"),
        is_late=True,
    )


def bodies_without_a_name(asked: Asked) -> Iterator[Block]:
    """Yield the bodies that hold open cases and have named nobody to be in charge."""
    at_work = [one.body_id for one in asked.at_work]
    alone = list(bodies_without_anybody(at_work, on=asked.today).order_by("folded", "pk"))
    address = f"{reverse('people:responsibilities')}?{urlencode({'loc': NOBODY})}"
    yield Block(
        gettext_lazy("Bodies with open cases and nobody named to be in charge"),
        icon="user-question",
        count=len(alone),
        lines=tuple(Line(body.name, address) for body in alone[: asked.most]),
        all_url=address,
    )


def declared_hot_spots(asked: Asked) -> Iterator[Block]:
    """Yield the hot spots that stand, the longest first."""
    if not asked.scope.bodies(Action.DIRECT):
        return
    standing = hot_spots.hot_spot_list(asked.scope).filter(closed_at=None).order_by("declared_at", "pk")
    count, rows = _first(standing, asked.most)
    lines = tuple(
        Line(
            one.name,
            reverse("situations:hot_spot", args=[one.pk]),
            _("%(owner)s, since %(on)s")
            % {"owner": one.owner.name, "on": day_in_words(timezone.localdate(one.declared_at))},
        )
        for one in rows
    )
    title, address = gettext_lazy("Declared hot spots"), reverse("situations:hot_spots")
    yield Block(title, icon="flame", count=count, lines=lines, all_url=address, is_late=True)


def duties_owed(asked: Asked) -> Iterator[Block]:
    """Yield the duties to meet people that the own bodies have not met in the week or month that runs."""
    own = list(bodies_recording(asked.request.user, on=asked.today))
    owed = still_owed(own, today=asked.today)
    lines = tuple(
        Line(
            one.duty.name,
            reverse("grassroots:record"),
            ngettext("%(n)s day is still to be held", "%(n)s days are still to be held", one.short)
            % {"n": one.short},
            _end_of(one.until),
        )
        for one in owed[: asked.most]
    )
    title, address = gettext_lazy("Duties to meet people, this week and month"), reverse("grassroots:duties")
    yield Block(title, icon="walk", count=len(owed), lines=lines, all_url=address)


def _address_of_cases(heading: Heading) -> str:
    return reverse("cases:overdue" if heading == Heading.OVERDUE else "cases:list")


def _first(rows: QuerySet, most: int) -> tuple[int, list]:
    """Return how many rows there are and the first of them, in one statement."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:most])
    return (found[0].of_all if found else 0), found


def _end_of(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, time.max, timezone.get_current_timezone())
