"""Plans that bodies owe, their tasks, and what was reached of their targets."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.ground.steps import must
from langnghe.people.models import User
from langnghe.programmes.actions.shared import end_of, kept, running
from langnghe.programmes.models import (
    Actual,
    ItemEvent,
    ItemStatus,
    Plan,
    PlanEvent,
    PlanItem,
    PlanStatus,
    Programme,
    ProgrammeWords,
)


@transaction.atomic
def call_for_plans(
    programme: Programme, bodies: Iterable[Body], *, year: int, due_on: date, by: User, now: datetime
) -> list[Plan]:
    """Ask bodies for their plans of a year by a day; those asked before are left as they are."""
    programme = running(programme)
    must(
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
    must(plan.status != PlanStatus.EXCUSED, _("This body was excused from the plan."))
    must(bool(task.strip() and owner.strip()), _("Write the task and who does it."))
    item = PlanItem.objects.create(
        plan=plan, task=kept(task), owner=owner.strip(), due_at=end_of(due_on), last_seq=1
    )
    item_event(item, ItemEvent.Kind.ADDED, by=by, now=now).save()
    return item


@transaction.atomic
def submit(plan: Plan, *, by: User, now: datetime) -> PlanEvent:
    """Submit a plan that has at least one item, in time or late."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    must(plan.status == PlanStatus.CALLED, _("This plan is not awaited any more."))
    must(plan.items.exclude(status=ItemStatus.DROPPED).exists(), _("Add at least one task first."))
    plan.status, plan.submitted_at = PlanStatus.SUBMITTED, now
    return plan_written(plan, PlanEvent.Kind.SUBMITTED, by=by, now=now)


@transaction.atomic
def excuse(plan: Plan, *, words: str, by: User, now: datetime) -> PlanEvent:
    """Excuse a body from a plan that it has not submitted, with the reason."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    must(plan.status == PlanStatus.CALLED, _("This plan is not awaited any more."))
    must(bool(words.strip()), _("Write the reason."))
    plan.status = PlanStatus.EXCUSED
    return plan_written(plan, PlanEvent.Kind.EXCUSED, by=by, now=now, words=words)


@transaction.atomic
def finish(item: PlanItem, *, proof: str, by: User, now: datetime) -> ItemEvent:
    """Say that an item is done, and what shows it."""
    must(bool(proof.strip()), _("Write what shows that it is done."))
    return _closed(item, ItemStatus.DONE, words=proof, by=by, now=now)


@transaction.atomic
def drop(item: PlanItem, *, words: str, by: User, now: datetime) -> ItemEvent:
    """Drop an item with the reason; it stays in the plan and in what the plan is measured by."""
    must(bool(words.strip()), _("Write the reason."))
    return _closed(item, ItemStatus.DROPPED, words=words, by=by, now=now)


@transaction.atomic
def change_item(
    item: PlanItem, *, task: str, owner: str, due_on: date, words: str, by: User, now: datetime
) -> ItemEvent:
    """Change what a task is, who does it or until when, with the reason; how it stood before stays."""
    item = _open_item(item)
    must(bool(words.strip()), _("Write the reason."))
    must(bool(task.strip() and owner.strip()), _("Write the task and who does it."))
    said = (task.strip(), owner.strip(), end_of(due_on))
    must(said != (item.task.words, item.owner, item.due_at), _("Nothing is changed."))
    if said[0] != item.task.words:
        item.task = kept(task)
    item.owner, item.due_at = said[1:]
    return _item_written(item, ItemEvent.Kind.CHANGED, words=words, by=by, now=now)


@transaction.atomic
def report_actual(
    plan: Plan, code: str, *, value: Decimal, as_of: date, source: str, by: User, now: datetime
) -> Actual:
    """Report what a body reached of a target, with the source of the number; earlier reports stay."""
    must(bool(source.strip()), _("Write where the number comes from."))
    must(as_of <= timezone.localdate(now), _("The day lies in the future."))
    return Actual.objects.create(
        plan=plan, code=code, value=value, as_of=as_of, source=source.strip(), by=by, reported_at=now
    )


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
        task_id=item.task_id,
        owner=item.owner,
        due_at=item.due_at,
        body_id=item.plan.body_id,
        area_id=item.plan.area_id,
    )


def plan_written(plan: Plan, kind: str, *, by: User | None, now: datetime, words: str = "") -> PlanEvent:
    """Keep a plan as it stands now, with the event that brought it there."""
    plan.last_seq += 1
    plan.save()
    event = plan_event(plan, kind, by=by, now=now, words=kept(words) if words.strip() else None)
    event.save()
    return event


def _closed(item: PlanItem, status: str, *, words: str, by: User, now: datetime) -> ItemEvent:
    item = _open_item(item)
    item.status, item.closed_at = status, now
    return _item_written(item, status, words=words, by=by, now=now)


def _open_item(item: PlanItem) -> PlanItem:
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan", "task").get(pk=item.pk)
    must(item.status == ItemStatus.OPEN, _("This task has ended already."))
    return item


def _item_written(item: PlanItem, kind: str, *, words: str, by: User, now: datetime) -> ItemEvent:
    item.last_seq += 1
    item.save()
    event = item_event(item, kind, by=by, now=now, words=kept(words))
    event.save()
    return event
