"""Launching, changing and ending programmes, their targets, and what bodies do under a movement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.ground.steps import must
from langnghe.people.models import User
from langnghe.programmes.actions import plans
from langnghe.programmes.actions.shared import kept, running
from langnghe.programmes.models import (
    ItemStatus,
    Kind,
    PlanItem,
    PlanStatus,
    Programme,
    ProgrammeEvent,
    Registration,
    Review,
)


@dataclass(frozen=True)
class Totals:
    """What people gave and did, as totals of a body: never by household."""

    people: int = 0
    million_dong: int = 0
    working_days: int = 0
    land_m2: int = 0


@transaction.atomic
def launch(
    *,
    kind: str,
    name: str,
    owners: Sequence[Body],
    basis: str,
    aim: str,
    first_on: date,
    last_on: date,
    by: User,
    now: datetime,
) -> Programme:
    """Launch a programme, a theme year or a movement of one body or of several jointly."""
    must(bool(owners), _("A programme has at least one body that leads it."))
    must(first_on <= last_on, _("The programme ends before it begins."))
    programme = Programme.objects.create(
        kind=kind,
        name=name.strip(),
        basis=basis.strip(),
        aim=kept(aim),
        first_on=first_on,
        last_on=last_on,
        launched_by=by,
        launched_at=now,
    )
    programme.owners.set(owners)
    written(programme, ProgrammeEvent.Kind.LAUNCHED, by=by, now=now)
    return programme


@transaction.atomic
def change(
    programme: Programme,
    *,
    name: str,
    owners: Sequence[Body],
    basis: str,
    aim: str,
    last_on: date,
    words: str,
    by: User,
    now: datetime,
) -> ProgrammeEvent:
    """Change what a programme says, who leads it or when it ends, with the reason; its past stays."""
    programme = running(programme)
    must(bool(owners), _("A programme has at least one body that leads it."))
    must(bool(words.strip()), _("Write the reason."))
    must(programme.first_on <= last_on, _("The programme ends before it begins."))
    last_plan = programme.plans.aggregate(year=Max("year"))["year"] or 0
    must(last_on.year >= last_plan, _("Plans of %(year)s have been called for.") % {"year": last_plan})
    said = (name.strip(), basis.strip(), aim.strip(), last_on, {body.pk for body in owners})
    must(said != _said_of(programme), _("Nothing is changed."))
    if said[2] != programme.aim.words:
        programme.aim = kept(aim)
    programme.name, programme.basis, programme.last_on = said[0], said[1], last_on
    programme.owners.set(owners)
    return written(programme, ProgrammeEvent.Kind.CHANGED, words=words, by=by, now=now)


@transaction.atomic
def end_early(programme: Programme, *, words: str, by: User, now: datetime) -> ProgrammeEvent:
    """
    End a programme before its last day, with the reason.

    What would have fallen due later is not awaited any more: plans are excused, tasks dropped. What was due
    before stays as it was, late or not.
    """
    programme, today = running(programme), timezone.localdate(now)
    must(bool(words.strip()), _("Write the reason."))
    must(today < programme.last_on, _("The programme has come to its end."))
    programme.last_on, programme.ended_at = max(today, programme.first_on), now
    event = written(programme, ProgrammeEvent.Kind.ENDED, words=words, by=by, now=now)
    for plan in programme.plans.filter(status=PlanStatus.CALLED, due_at__gt=now):
        plans.excuse(plan, words=words, by=by, now=now)
    later = PlanItem.objects.filter(plan__programme=programme, status=ItemStatus.OPEN, due_at__gt=now)
    for item in later:
        plans.drop(item, words=words, by=by, now=now)
    return event


@transaction.atomic
def change_owners(programme: Programme, owners: Iterable[int], *, by: User | None, now: datetime) -> None:
    """Let those who take over after a change of areas lead a programme."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    programme.owners.set(owners)
    written(programme, ProgrammeEvent.Kind.TAKEN_OVER, by=by, now=now)


@transaction.atomic
def register(programme: Programme, body: Body, *, pledge: str, by: User, now: datetime) -> Registration:
    """Let a body join a movement."""
    programme = running(programme)
    must(programme.kind == Kind.MOVEMENT, _("Only movements are joined."))
    must(bool(pledge.strip()), _("Write what your body undertakes."))
    must(
        not programme.registrations.filter(body=body).exists(),
        _("%(body)s has joined already.") % {"body": body},
    )
    return Registration.objects.create(
        programme=programme, body=body, pledge=kept(pledge), by=by, registered_at=now
    )


@transaction.atomic
def take_over(registration: Registration, heir: Body, *, by: User | None, now: datetime) -> Registration:
    """Let the body that takes over after a change of areas keep what another undertook in a movement."""
    return Registration.objects.create(
        programme=registration.programme,
        body=heir,
        pledge=registration.pledge,
        takes_over=registration,
        by=by,
        registered_at=now,
    )


@transaction.atomic
def review(
    programme: Programme, body: Body, *, held_on: date, words: str, totals: Totals, by: User, now: datetime
) -> Review:
    """Keep a body's interim review of a movement: words and totals."""
    must(bool(words.strip()), _("Write the review."))
    must(held_on <= timezone.localdate(now), _("The day lies in the future."))
    return Review.objects.create(
        programme=programme,
        body=body,
        held_on=held_on,
        words=kept(words),
        people=totals.people,
        million_dong=totals.million_dong,
        working_days=totals.working_days,
        land_m2=totals.land_m2,
        by=by,
        reviewed_at=now,
    )


def _said_of(programme: Programme) -> tuple[str, str, str, date, set[int]]:
    owners = set(programme.owners.values_list("pk", flat=True))
    return programme.name, programme.basis, programme.aim.words, programme.last_on, owners


def written(
    programme: Programme, kind: str, *, words: str = "", by: User | None, now: datetime
) -> ProgrammeEvent:
    """Keep a programme as it stands now, with the event that brought it there."""
    programme.last_seq += 1
    programme.save()
    stands = {name: getattr(programme, name) for name in ("name", "basis", "aim_id", "first_on", "last_on")}
    return ProgrammeEvent.objects.create(
        programme=programme,
        seq=programme.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=kept(words) if words.strip() else None,
        owners=sorted(programme.owners.values_list("pk", flat=True)),
        **stands,
    )
