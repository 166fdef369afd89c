"""Following a change of areas: what an ended body leads, owes, aims at and undertook goes to its heir."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.people.models import User
from langnghe.places.decrees import Decree, succeed
from langnghe.programmes import succession
from langnghe.programmes.actions.plans import plan_written
from langnghe.programmes.actions.programmes import change_owners, take_over
from langnghe.programmes.models import PlanEvent


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """
    Let the heirs of ended bodies lead programmes, owe plans, aim at targets and keep what was undertaken.

    What was submitted stays as it was submitted; of two that merge one goes over, one waits for a person.
    """
    heirs = heirs_after(decree)
    return [
        _led(heirs, by=by, now=now)
        + _plans(heirs, by=by, now=now)
        + _dated(heirs, now=now)
        + _registrations(heirs, by=by, now=now)
    ]


def _led(heirs: Heirs, *, by: User | None, now: datetime) -> int:
    moved = 0
    for programme in succession.led_left(heirs):
        before = {body.pk for body in programme.owners.all()}
        after = {heir.pk if (heir := heirs.of(pk)) else pk for pk in before & heirs.ended.keys()}
        after |= before - heirs.ended.keys()
        if after != before:
            change_owners(programme, after, by=by, now=now)
            moved += 1
    return moved


def _plans(heirs: Heirs, *, by: User | None, now: datetime) -> int:
    left = succession.plans_left(heirs).select_for_update(of=("self",))
    moves = [move for move in succession.moves_after(heirs, left) if move.heir is not None]
    for move in moves:
        plan, heir = move.row, move.heir
        plan.body, plan.area_id = heir, heir.area_id  # type: ignore[union-attr]
        plan_written(plan, PlanEvent.Kind.MOVED, by=by, now=now)  # type: ignore[arg-type]
    return len(moves)


def _dated(heirs: Heirs, *, now: datetime) -> int:
    moved = 0
    for rows in (succession.targets_left(heirs), succession.members_left(heirs)):
        for move in succession.moves_after(heirs, rows):
            if move.heir is not None:
                succeed(move.row, heirs.decree, now=now, body=move.heir)
                moved += 1
    return moved


def _registrations(heirs: Heirs, *, by: User | None, now: datetime) -> int:
    moves = succession.moves_after(heirs, succession.registrations_left(heirs))
    going = [move for move in moves if move.heir is not None]
    for move in going:
        take_over(move.row, move.heir, by=by, now=now)  # type: ignore[arg-type]
    return len(going)
