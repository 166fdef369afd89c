"""Everything that changes programmes: each action checks, changes, and leaves an event or a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import heirs_after
from langnghe.people.models import User
from langnghe.places.decrees import Decree
from langnghe.programmes import queries
from langnghe.programmes.models import (
    Actual,
    ItemEvent,
    ItemStatus,
    Kind,
    Plan,
    PlanEvent,
    PlanItem,
    PlanStatus,
    Programme,
    ProgrammeWords,
    Registration,
    Review,
)


class NotPossible(Exception):
    """Things do not stand so that this could be done; the message says why, for the officer."""


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
    _must(bool(owners), _("A programme has at least one body that leads it."))
    _must(first_on <= last_on, _("The programme ends before it begins."))
    programme = Programme.objects.create(
        kind=kind,
        name=name.strip(),
        basis=basis.strip(),
        aim=_kept(aim),
        first_on=first_on,
        last_on=last_on,
        launched_by=by,
        launched_at=now,
    )
    programme.owners.set(owners)
    return programme


@transaction.atomic
def call_for_plans(
    programme: Programme, bodies: Iterable[Body], *, year: int, due_on: date, by: User, now: datetime
) -> list[Plan]:
    """Ask bodies for their plans of a year by a day; those asked before are left as they are."""
    _must(
        programme.first_on.year <= year <= programme.last_on.year,
        _("The programme does not run in that year."),
    )
    asked = set(programme.plans.filter(year=year).values_list("body_id", flat=True))
    plans = [
        Plan(
            programme=programme,
            body=body,
            area_id=body.area_id,
            year=year,
            due_at=end_of(due_on),
            last_seq=1,
        )
        for body in bodies
        if body.pk not in asked
    ]
    Plan.objects.bulk_create(plans)
    PlanEvent.objects.bulk_create(plan_event(plan, PlanEvent.Kind.CALLED, by=by, now=now) for plan in plans)
    return plans


@transaction.atomic
def add_item(plan: Plan, *, task: str, owner: str, due_on: date, by: User, now: datetime) -> PlanItem:
    """Add a task to a plan; a task added after the plan was submitted shows by its date."""
    _must(plan.status != PlanStatus.EXCUSED, _("This body was excused from the plan."))
    _must(bool(task.strip() and owner.strip()), _("Write the task and who does it."))
    item = PlanItem.objects.create(
        plan=plan, task=_kept(task), owner=owner.strip(), due_at=end_of(due_on), last_seq=1
    )
    item_event(item, ItemEvent.Kind.ADDED, by=by, now=now).save()
    return item


@transaction.atomic
def submit(plan: Plan, *, by: User, now: datetime) -> PlanEvent:
    """Submit a plan that has at least one item, in time or late."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _must(plan.status == PlanStatus.CALLED, _("This plan is not awaited any more."))
    _must(plan.items.exclude(status=ItemStatus.DROPPED).exists(), _("Add at least one task first."))
    plan.status, plan.submitted_at = PlanStatus.SUBMITTED, now
    return _plan_written(plan, PlanEvent.Kind.SUBMITTED, by=by, now=now)


@transaction.atomic
def excuse(plan: Plan, *, words: str, by: User, now: datetime) -> PlanEvent:
    """Excuse a body from a plan that it has not submitted, with the reason."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _must(plan.status == PlanStatus.CALLED, _("This plan is not awaited any more."))
    _must(bool(words.strip()), _("Write the reason."))
    plan.status = PlanStatus.EXCUSED
    return _plan_written(plan, PlanEvent.Kind.EXCUSED, by=by, now=now, words=words)


@transaction.atomic
def finish(item: PlanItem, *, proof: str, by: User, now: datetime) -> ItemEvent:
    """Say that an item is done, and what shows it."""
    _must(bool(proof.strip()), _("Write what shows that it is done."))
    return _closed(item, ItemStatus.DONE, words=proof, by=by, now=now)


@transaction.atomic
def drop(item: PlanItem, *, words: str, by: User, now: datetime) -> ItemEvent:
    """Drop an item with the reason; it stays in the plan and in what the plan is measured by."""
    _must(bool(words.strip()), _("Write the reason."))
    return _closed(item, ItemStatus.DROPPED, words=words, by=by, now=now)


@transaction.atomic
def report_actual(
    plan: Plan, code: str, *, value: Decimal, as_of: date, source: str, by: User, now: datetime
) -> Actual:
    """Report what a body reached of a target, with the source of the number; earlier reports stay."""
    _must(bool(source.strip()), _("Write where the number comes from."))
    _must(as_of <= timezone.localdate(now), _("The day lies in the future."))
    return Actual.objects.create(
        plan=plan, code=code, value=value, as_of=as_of, source=source.strip(), by=by, reported_at=now
    )


@transaction.atomic
def register(programme: Programme, body: Body, *, pledge: str, by: User, now: datetime) -> Registration:
    """Let a body join a movement."""
    _must(programme.kind == Kind.MOVEMENT, _("Only movements are joined."))
    _must(bool(pledge.strip()), _("Write what your body undertakes."))
    _must(
        not programme.registrations.filter(body=body).exists(),
        _("%(body)s has joined already.") % {"body": body},
    )
    return Registration.objects.create(
        programme=programme, body=body, pledge=_kept(pledge), by=by, registered_at=now
    )


@transaction.atomic
def review(
    programme: Programme, body: Body, *, held_on: date, words: str, totals: Totals, by: User, now: datetime
) -> Review:
    """Keep a body's interim review of a movement: words and totals."""
    _must(bool(words.strip()), _("Write the review."))
    _must(held_on <= timezone.localdate(now), _("The day lies in the future."))
    return Review.objects.create(
        programme=programme,
        body=body,
        held_on=held_on,
        words=_kept(words),
        people=totals.people,
        million_dong=totals.million_dong,
        working_days=totals.working_days,
        land_m2=totals.land_m2,
        by=by,
        reviewed_at=now,
    )


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """Let the heirs of ended bodies owe their plans; what was submitted stays as it was submitted."""
    heirs = heirs_after(decree)
    left = queries.left_behind(heirs).select_for_update(of=("self",))
    moves = [move for move in queries.moves_after(heirs, left) if move.heir is not None]
    for move in moves:
        move.plan.body, move.plan.area_id = move.heir, move.heir.area_id  # type: ignore[assignment, union-attr]
        _plan_written(move.plan, PlanEvent.Kind.MOVED, by=by, now=now)
    return [len(moves)]


def end_of(day: date) -> datetime:
    """Return the last moment of a day, in the time zone of the installation."""
    return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone())


def plan_event(
    plan: Plan, kind: str, *, by: User | None, now: datetime, words: ProgrammeWords | None = None
) -> PlanEvent:
    """Return an unsaved event with a copy of how the plan stands."""
    return PlanEvent(
        plan=plan,
        seq=plan.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=words,
        status=plan.status,
        due_at=plan.due_at,
        body_id=plan.body_id,
        area_id=plan.area_id,
    )


def item_event(
    item: PlanItem, kind: str, *, by: User, now: datetime, words: ProgrammeWords | None = None
) -> ItemEvent:
    """Return an unsaved event with a copy of how the item stands."""
    return ItemEvent(
        item=item,
        seq=item.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=words,
        status=item.status,
        due_at=item.due_at,
        body_id=item.plan.body_id,
        area_id=item.plan.area_id,
    )


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotPossible(otherwise)


def _kept(words: str) -> ProgrammeWords:
    return ProgrammeWords.objects.create(words=words.strip())


def _plan_written(plan: Plan, kind: str, *, by: User | None, now: datetime, words: str = "") -> PlanEvent:
    plan.last_seq += 1
    plan.save()
    event = plan_event(plan, kind, by=by, now=now, words=_kept(words) if words.strip() else None)
    event.save()
    return event


def _closed(item: PlanItem, status: str, *, words: str, by: User, now: datetime) -> ItemEvent:
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item.pk)
    _must(item.status == ItemStatus.OPEN, _("This task has ended already."))
    item.status, item.closed_at, item.last_seq = status, now, item.last_seq + 1
    item.save()
    event = item_event(item, status, by=by, now=now, words=_kept(words))
    event.save()
    return event
