"""What of this room still stands with bodies whose areas ended, and who takes each thing over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.places.decrees import Decree, Line, Touched, still_there, touched
from langnghe.programmes.models import GroupMember, Plan, Programme, Registration, Target


@dataclass(frozen=True)
class Move:
    """Which body has a row after a decree; where none, a person decides."""

    row: Plan | Target | GroupMember | Registration
    heir: Body | None
    reason: str


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the leads, plans, targets, groups and registrations of bodies whose area `decree` ended."""
    heirs = heirs_after(decree)

    def leads(programme: Programme) -> Line:
        ended = [body for body in programme.owners.all() if body.pk in heirs.ended]
        there = ", ".join(heir.name for body in ended if (heir := heirs.of(body.pk)))
        reason = "; ".join(heirs.reason(body.pk) for body in ended if heirs.of(body.pk) is None)
        return Line(programme.name, ", ".join(body.name for body in ended), there, reason)

    sorts = [touched(_("Led by"), led_left(heirs), leads, at_most=at_most)]
    for what, rows in (
        (_("Plans"), plans_left(heirs)),
        (_("Targets"), targets_left(heirs)),
        (_("Groups of targets"), members_left(heirs)),
        (_("Bodies that joined"), registrations_left(heirs)),
    ):
        moves = {move.row.pk: move for move in moves_after(heirs, rows)}
        sorts.append(touched(what, rows, lambda row, moves=moves: _line(moves[row.pk]), at_most=at_most))  # type: ignore[misc]
    return sorts


def led_left(heirs: Heirs) -> QuerySet[Programme]:
    """Return the programmes that still run and that a body of an ended area leads."""
    led = Programme.objects.filter(owners__in=heirs.ended, last_on__gte=heirs.decree.key.effective_on)
    return led.distinct().prefetch_related("owners").order_by("pk")


def plans_left(heirs: Heirs) -> QuerySet[Plan]:
    """Return the plans of programmes that still run, owed by bodies whose areas ended."""
    left = Plan.objects.filter(body__in=heirs.ended)
    left = left.filter(programme__last_on__gte=heirs.decree.key.effective_on)
    return left.select_related("programme", "body").order_by("pk")


def targets_left(heirs: Heirs) -> QuerySet[Target]:
    """Return the lines of targets of a body whose area ended that hold on the decree's first day or later."""
    left = still_there(Target.objects.filter(body__in=heirs.ended), heirs.decree)
    return left.select_related("programme", "body").order_by("pk")


def members_left(heirs: Heirs) -> QuerySet[GroupMember]:
    """Return the bodies of ended areas that still belong to a group of targets."""
    left = still_there(GroupMember.objects.filter(body__in=heirs.ended), heirs.decree)
    left = left.filter(programme__last_on__gte=heirs.decree.key.effective_on)
    return left.select_related("programme", "body").order_by("pk")


def registrations_left(heirs: Heirs) -> QuerySet[Registration]:
    """Return what bodies of ended areas undertook in movements that still run, and nobody has taken over."""
    left = Registration.objects.filter(body__in=heirs.ended, taken_over_by=None)
    left = left.filter(programme__last_on__gte=heirs.decree.key.effective_on)
    return left.select_related("programme", "body").order_by("pk")


def moves_after(heirs: Heirs, rows: Iterable) -> list[Move]:
    """Return who has each row of an ended body; of two that merge, one goes over and one stays."""
    rows = list(rows)
    taken = _taken(type(rows[0]), heirs) if rows else set()
    moves = []
    for row in rows:
        heir = heirs.of(row.body_id)
        reason = "" if heir else heirs.reason(row.body_id)
        if heir is not None and (key := _key(row, heir.pk, heirs.decree)) in taken:
            heir, reason = None, _("%(body)s has its own") % {"body": heir}
        elif heir is not None:
            taken.add(key)
        moves.append(Move(row, heir, reason))
    return moves


_KEYS: dict[type, tuple[str, ...]] = {
    Plan: ("programme_id", "year"),
    Target: ("programme_id", "year", "code", "valid_from"),
    GroupMember: ("programme_id", "group"),
    Registration: ("programme_id",),
}


def _key(row: object, body_id: int, decree: Decree) -> tuple:
    """Return what a body has once; of lines of a target, once from the decree's first day on."""
    values = (getattr(row, name) for name in _KEYS[type(row)])
    first_on = decree.key.effective_on
    return (body_id, *(max(value, first_on) if isinstance(value, date) else value for value in values))


def _taken(kind: type, heirs: Heirs) -> set[tuple]:
    """Return by body what those that act in the areas of today have already."""
    beside = kind._default_manager.filter(body__area__in=heirs.decree.begun)  # type: ignore[attr-defined]
    if kind in (Target, GroupMember):
        beside = still_there(beside, heirs.decree)
    return {_key(row, row.body_id, heirs.decree) for row in beside}


def _line(move: Move) -> Line:
    what = str(getattr(move.row, "programme", ""))
    if isinstance(move.row, Plan):
        what = str(move.row)
    elif isinstance(move.row, Target):
        what = f"{move.row.name}, {move.row.year}"
    elif isinstance(move.row, GroupMember):
        what = f"{what}, {move.row.group}"
    body = move.row.body
    return Line(what, body.name if body else "", move.heir.name if move.heir else "", move.reason)
