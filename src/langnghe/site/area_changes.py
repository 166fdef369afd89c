"""
Carrying out a change of areas: each room lists what it touches and moves it, in order, as often as needed.

A room joins with one line in `ROOMS`: its name, its `queries.touched_by` and its `actions.follow`. What was
moved is no longer touched, so a run that was cut short goes on where it stopped, and a second run after a
whole one changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from langnghe.alarms import actions as alarm_actions
from langnghe.alarms import queries as alarms
from langnghe.bodies import queries as bodies
from langnghe.bodies.actions import following as body_actions
from langnghe.bodies.models import Body
from langnghe.cases import actions as case_actions
from langnghe.cases import queries as cases
from langnghe.grassroots.actions import succession as grassroots_actions
from langnghe.grassroots.queries import succession as grassroots
from langnghe.meetings import succession as meetings
from langnghe.meetings.actions import succession as meeting_actions
from langnghe.people import actions as people_actions
from langnghe.people import queries as people
from langnghe.people.models import User
from langnghe.people.rights import Action, Scope
from langnghe.places import queries as places
from langnghe.places.actions import following as place_actions
from langnghe.places.decrees import Decree, DecreeKey, Touched, decrees
from langnghe.places.models import AreaAncestor
from langnghe.practices import actions as practice_actions
from langnghe.practices import queries as practices
from langnghe.programmes import succession as programmes
from langnghe.programmes.actions import succession as programme_actions
from langnghe.site.models import FollowedDecree
from langnghe.situations.actions import succession as situation_actions
from langnghe.situations.queries import succession as situations


class TouchedBy(Protocol):
    """Lists what of a room still stands in what a decree ended: statements do not grow with the rows."""

    def __call__(self, decree: Decree, *, at_most: int | None = None) -> list[Touched]: ...


class Follow(Protocol):
    """Moves what needs no person, in transactions of its own; gives how many, batch by batch."""

    def __call__(self, decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]: ...


@dataclass(frozen=True)
class Room:
    """A room that follows changes of areas."""

    name: str
    title: Promise
    touched_by: TouchedBy
    follow: Follow


# In this order: whoever holds something is moved before what is held.
ROOMS: list[Room] = [
    Room("bodies", _("Bodies"), bodies.touched_by, body_actions.follow),
    Room("places", _("Localities"), places.touched_by, place_actions.follow),
    Room("people", _("Staff"), people.touched_by, people_actions.follow),
    Room("cases", _("Cases"), cases.touched_by, case_actions.follow),
    Room("alarms", _("Alarms"), alarms.touched_by, alarm_actions.follow),
    Room("situations", _("Situation reports"), situations.touched_by, situation_actions.follow),
    Room("grassroots", _("Meeting people"), grassroots.touched_by, grassroots_actions.follow),
    Room("programmes", _("Programmes and plans"), programmes.touched_by, programme_actions.follow),
    Room("practices", _("Practices"), practices.touched_by, practice_actions.follow),
    Room("meetings", _("Briefing meetings"), meetings.touched_by, meeting_actions.follow),
]


@dataclass(frozen=True)
class Touches:
    """What a decree touches in one room, and how far the room has followed it."""

    room: Room
    sorts: list[Touched]
    followed: FollowedDecree | None

    @property
    def total(self) -> int:
        """How many things still stand in what has ended."""
        return sum(sort.total for sort in self.sorts)


@dataclass(frozen=True)
class State:
    """How far a decree has been followed."""

    key: DecreeKey
    rows: list[FollowedDecree]

    @property
    def is_finished(self) -> bool:
        """Whether every room has come through."""
        return len(self.rows) >= len(ROOMS) and all(row.finished_at for row in self.rows)

    @property
    def left(self) -> int:
        """How much waits for a person."""
        return sum(row.left for row in self.rows)

    @property
    def finished_at(self) -> datetime | None:
        """When the last room came through."""
        return max((row.finished_at for row in self.rows if row.finished_at), default=None)


def touches_of(decree: Decree, *, at_most: int | None = None) -> list[Touches]:
    """Return, room by room, what `decree` touches: the dry run."""
    followed = {row.room: row for row in _followed(decree.key)}
    return [
        Touches(room, room.touched_by(decree, at_most=at_most), followed.get(room.name)) for room in ROOMS
    ]


def follow(decree: Decree, *, by: User | None, clock: Callable[[], datetime]) -> Iterator[FollowedDecree]:
    """Let every room follow `decree`; yield each room's row when it has come through."""
    for room in ROOMS:
        now = clock()
        row, _is_new = FollowedDecree.objects.get_or_create(
            effective_on=decree.key.effective_on,
            number=decree.key.number,
            room=room.name,
            defaults={"started_at": now},
        )
        moved = 0
        for count in room.follow(decree, by=by, now=now):
            moved += count
            FollowedDecree.objects.filter(pk=row.pk).update(moved=F("moved") + count)
        row.left = sum(sort.total for sort in room.touched_by(decree, at_most=0))
        row.finished_at = clock()
        row.save(update_fields=["left", "finished_at"])
        row.moved = moved  # of this run, for whoever asked for it
        yield row


def decrees_for(scope: Scope, *, on: date) -> list[DecreeKey]:
    """Return the decrees in force whose every old area lay where this person administers, newest first."""
    areas = Body.objects.filter(pk__in=scope.bodies(Action.ADMINISTER)).values("area")
    below = AreaAncestor.objects.filter(ancestor__in=areas).values("descendant")
    return list(reversed(decrees(until=on, within=below)))


def states_of(keys: Iterable[DecreeKey]) -> list[State]:
    """Return how far the rooms have followed each of these decrees, in one statement."""
    rows: dict[DecreeKey, list[FollowedDecree]] = defaultdict(list)
    for row in FollowedDecree.objects.order_by("pk"):
        rows[DecreeKey(row.effective_on, row.number)].append(row)
    return [State(key, rows[key]) for key in keys]


def _followed(key: DecreeKey) -> list[FollowedDecree]:
    return list(FollowedDecree.objects.filter(effective_on=key.effective_on, number=key.number))
