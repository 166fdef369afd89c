"""Reading programmes: who sees which, which plans are in and which late, and what was reached of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.core.paper import day_in_words
from langnghe.people.models import User
from langnghe.people.queries import own_bodies
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import AreaAncestor
from langnghe.programmes.models import (
    Actual,
    CountedResult,
    GroupMember,
    ItemEvent,
    ItemStatus,
    Plan,
    PlanItem,
    PlanStatus,
    Programme,
    ProgrammeEvent,
    Registration,
    Target,
)


def visible_to(user: User) -> QuerySet[Programme]:
    """Return the programmes that a body whose work this person may see leads, plans for, or has joined."""
    bodies = scope_of(user).bodies(Action.SEE_WORK)
    leads = Programme.owners.through.objects.filter(programme=OuterRef("pk"), body__in=bodies)
    plans = Plan.objects.filter(programme=OuterRef("pk"), body__in=bodies)
    joined = Registration.objects.filter(programme=OuterRef("pk"), body__in=bodies)
    return Programme.objects.filter(Exists(leads) | Exists(plans) | Exists(joined))


def open_to(user: User) -> QuerySet[Programme]:
    """Return the programmes this person sees, and the movements led above their bodies, to be joined."""
    areas = Body.objects.filter(pk__in=scope_of(user).bodies(Action.RECORD_WORK)).values("area")
    above = AreaAncestor.objects.filter(descendant__in=areas).values("ancestor")
    led = Programme.owners.through.objects.filter(programme=OuterRef("pk"), body__area__in=above)
    return Programme.objects.filter(Q(pk__in=visible_to(user).values("pk")) | Q(Exists(led), kind="movement"))


def leads(user: User, programme: Programme, action: Action) -> bool:
    """Return whether this person may do this for a body that leads the programme."""
    bodies = scope_of(user).bodies(action)
    return any(body.pk in bodies for body in programme.owners.all())


def plans_seen(user: User, programme: Programme) -> QuerySet[Plan]:
    """Return a programme's plans: all of them for who sees a leading body, else those of bodies they see."""
    plans = programme.plans.select_related("body")
    if leads(user, programme, Action.SEE_WORK):
        return plans
    return plans.filter(body__in=scope_of(user).bodies(Action.SEE_WORK))


def plan_for(pk: int, user: User) -> Plan | None:
    """Return a plan this person may see; None hides and lacks alike."""
    plan = Plan.objects.select_related("programme", "body__area").filter(pk=pk).first()
    if plan is None:
        return None
    if plan.body_id in scope_of(user).bodies(Action.SEE_WORK):
        return plan
    return plan if leads(user, plan.programme, Action.SEE_WORK) else None


def may_lead_with(user: User, *, on: date) -> QuerySet[Body]:
    """Return the bodies that may lead what this person launches: their own, and others of the same area."""
    areas = own_bodies(user, Action.RECORD_WORK, on=on).values("area")
    return Body.objects.on(on).filter(area__in=areas).order_by("line", "name")


def bodies_to_ask(programme: Programme, kind: str, *, on: date) -> QuerySet[Body]:
    """Return the bodies of one kind in the areas of those that lead, and below."""
    areas = programme.owners.values("area")
    inside = AreaAncestor.objects.filter(ancestor__in=areas, descendant=OuterRef("area"))
    return Body.objects.on(on).filter(Exists(inside), kind=kind)


def kinds_to_ask(programme: Programme, *, on: date) -> list[tuple[str, str, int]]:
    """Return each kind of body in the areas of those that lead, and below: the kind, an example, how many."""
    areas = programme.owners.values("area")
    inside = AreaAncestor.objects.filter(ancestor__in=areas, descendant=OuterRef("area"))
    bodies = Body.objects.on(on).filter(Exists(inside))
    counted = dict(bodies.order_by("kind").values_list("kind").annotate(n=Count("pk")))
    examples = bodies.order_by("kind", "name").distinct("kind").values_list("kind", "name")
    return [(kind, name, counted[kind]) for kind, name in examples]


@dataclass(frozen=True)
class Change:
    """One thing that happened to a programme, and what of it reads otherwise since."""

    event: ProgrammeEvent
    changed: list[tuple[str, str, str]]  # what, how it was, how it is


def history_of(programme: Programme) -> list[Change]:
    """Return what happened to a programme, the newest first, with what changed from one event to the next."""
    events = list(programme.events.select_related("by", "words", "aim").order_by("seq"))
    owners = {pk for event in events for pk in event.owners}
    names = dict(Body.objects.filter(pk__in=owners).values_list("pk", "name"))
    before: ProgrammeEvent | None = None
    changes = []
    for event in events:
        changes.append(Change(event, _between(before, event, names) if before else []))
        before = event
    return changes[::-1]


def _between(
    before: ProgrammeEvent, after: ProgrammeEvent, names: dict[int, str]
) -> list[tuple[str, str, str]]:
    def led_by(event: ProgrammeEvent) -> str:
        return "; ".join(sorted(names.get(pk, "–") for pk in event.owners))

    compared = [
        (_("Name of the programme"), before.name, after.name),
        (_("Led by"), led_by(before), led_by(after)),
        (_("Document that launches it"), before.basis, after.basis),
        (_("Aim"), before.aim.words, after.aim.words),
        (_("To"), day_in_words(before.last_on), day_in_words(after.last_on)),
    ]
    return [(what, was, is_now) for what, was, is_now in compared if was != is_now]


@dataclass(frozen=True)
class Submitted:
    """How many plans are in, in time or late, and how many are awaited or overdue."""

    in_time: int
    late: int
    awaited: int
    overdue: int

    @property
    def asked(self) -> int:
        """How many bodies have to submit."""
        return self.in_time + self.late + self.awaited + self.overdue

    @property
    def share(self) -> float | None:
        """Of those asked, the share that has submitted."""
        return (self.in_time + self.late) / self.asked if self.asked else None


def submitted_of(plans: Iterable[Plan], *, now: datetime) -> Submitted:
    """Return how these plans stand; excused ones do not count."""
    counts = {"in_time": 0, "late": 0, "awaited": 0, "overdue": 0}
    for plan in plans:
        if plan.submitted_at is not None:
            counts["in_time" if plan.submitted_at <= plan.due_at else "late"] += 1
        elif plan.status == PlanStatus.CALLED:
            counts["awaited" if plan.due_at >= now else "overdue"] += 1
    return Submitted(**counts)


def with_item_counts(plans: QuerySet[Plan], *, now: datetime) -> QuerySet[Plan]:
    """Add to each plan how many tasks it has, how many are done, and how many late."""
    late = Q(items__status=ItemStatus.OPEN, items__due_at__lt=now)
    return plans.annotate(
        n_items=Count("items"),
        n_done=Count("items", filter=Q(items__status=ItemStatus.DONE)),
        n_late=Count("items", filter=late),
    )


def items_of(plan: Plan) -> list[PlanItem]:
    """Return a plan's tasks by their date, each with its last `event`."""
    items = list(plan.items.select_related("task").order_by("due_at", "pk"))
    newest = ItemEvent.objects.filter(item__in=items).select_related("words", "by")
    last = {event.item_id: event for event in newest.order_by("item", "-seq").distinct("item")}
    for item in items:
        item.event = last.get(item.pk)  # type: ignore[attr-defined]
    return items


def item_for(pk: int, user: User) -> PlanItem | None:
    """Return a task of a body in which this person records; None hides and lacks alike."""
    bodies = scope_of(user).bodies(Action.RECORD_WORK)
    found = PlanItem.objects.filter(pk=pk, plan__body__in=bodies)
    return found.select_related("plan__programme", "task").first()


def items_falling_due(body_ids: Iterable[int], *, until: datetime) -> QuerySet[PlanItem]:
    """Return the open tasks of these bodies' plans with a date up to a moment, the oldest first."""
    due = PlanItem.objects.filter(plan__body__in=list(body_ids), status=ItemStatus.OPEN, due_at__lt=until)
    return due.select_related("task").order_by("due_at", "pk")


@dataclass(frozen=True)
class Line:
    """A target of one body's plan beside what was reached; `actual` is empty where nothing is known."""

    plan: Plan
    target: Target
    actual: Decimal | None = None
    as_of: date | None = None
    told_from: str = ""  # the source of a typed number, or empty where the house counted it
    told_by: str = ""
    url: str = ""  # where a counted number opens
    counted_at: datetime | None = None

    @property
    def share(self) -> float | None:
        """The result as a share of the target."""
        return None if self.actual is None else float(self.actual / self.target.value)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met by now; None where nothing is known."""
        if self.actual is None:
            return None
        if self.target.direction == Target.Direction.AT_MOST:
            return self.actual <= self.target.value
        return self.actual >= self.target.value


def targets_of(programme: Programme, year: int, *, today: date) -> list[Target]:
    """Return the lines of a programme's targets in a year, by code: as they hold today, or last did."""
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    targets = Target.objects.on(day).filter(programme=programme, year=year)
    return list(targets.order_by("code", "group", "body_id"))


def target_for(pk: int, user: User) -> Target | None:
    """Return a line of targets that holds and whose programme this person records for; None hides alike."""
    target = Target.objects.known().select_related("programme", "body").filter(pk=pk).first()
    return target if target and leads(user, target.programme, Action.RECORD_WORK) else None


def lines_of_plan(plan: Plan, *, today: date) -> "list[Line]":
    """Return the targets that hold for a plan's body in its year, with the result reported or counted."""
    targets = targets_of(plan.programme, plan.year, today=today)
    return lines_of([plan], targets, counted_in(plan.programme, plan.year))


def counted_in(programme: Programme, year: int) -> list[CountedResult]:
    """Return what the house counted of a programme's targets in a year: of each plan, and of all."""
    return list(programme.counted.filter(year=year))


def lines_of(
    plans: Sequence[Plan], targets: Sequence[Target], counted: Iterable[CountedResult] = ()
) -> list[Line]:
    """
    Return for each plan the targets that hold for its body, with the result reported or counted.

    Two statements, however many plans and targets there are. A line for the body itself goes before one
    for its group, and that before one for everybody.
    """
    codes = {target.code for target in targets}
    groups, actuals = _groups_of(plans), _newest_actuals(plans, codes)
    results = {(row.plan_id, row.code): row for row in counted}
    return [
        _line(plan, target, actuals.get((plan.pk, target.code)), results.get((plan.pk, target.code)))
        for plan in plans
        for target in _held_by(plan, targets, groups.get(plan.body_id, set()))
    ]


def _line(plan: Plan, target: Target, reported: Actual | None, counted: CountedResult | None) -> Line:
    if target.figure:
        if counted is None:
            return Line(plan, target)
        return Line(plan, target, counted.value, url=counted.address, counted_at=counted.counted_at)
    if reported is None:
        return Line(plan, target)
    return Line(
        plan,
        target,
        reported.value,
        reported.as_of,
        told_from=reported.source,
        told_by=str(reported.by),
    )


@dataclass(frozen=True)
class Summary:
    """One target over all bodies held to it: how many have a result, how many meet it, and their sum."""

    target: Target
    bodies: int
    known: int
    met: int
    values: frozenset[Decimal]  # the values set: one, or several by group or body
    result: CountedResult | None = None  # of the whole programme, where the house counts

    @property
    def is_one_value(self) -> bool:
        """Whether every body is held to the same value."""
        return len(self.values) == 1


def summaries_of(
    lines: Sequence[Line], targets: Sequence[Target], counted: Iterable[CountedResult]
) -> list[Summary]:
    """Return each target of a year over these lines, by code."""
    whole = {row.code: row for row in counted if row.plan_id is None}
    first: dict[str, Target] = {}
    for target in targets:
        first.setdefault(target.code, target)
    by_code: dict[str, list[Line]] = {code: [] for code in first}
    for line in lines:
        by_code[line.target.code].append(line)
    return [
        Summary(
            target=target,
            bodies=len(by_code[code]),
            known=sum(line.actual is not None for line in by_code[code]),
            met=sum(line.is_met is True for line in by_code[code]),
            values=frozenset(line.target.value for line in by_code[code]) or frozenset([target.value]),
            result=whole.get(code),
        )
        for code, target in first.items()
    ]


def target_history(programme: Programme, year: int) -> list[Target]:
    """Return the lines of a year that held until another value was set, the newest first."""
    held = Target.objects.known().filter(programme=programme, year=year, valid_to__lt=date(year, 12, 31))
    return list(held.select_related("body").order_by("-valid_to", "code"))


def _held_by(plan: Plan, targets: Iterable[Target], groups: set[str]) -> list[Target]:
    chosen: dict[str, tuple[int, Target]] = {}
    for target in targets:
        rank = 2 if target.body_id == plan.body_id else 1 if target.group in groups else 0
        for_all = target.body_id is None and not target.group
        if (rank or for_all) and chosen.get(target.code, (-1, target))[0] < rank:
            chosen[target.code] = (rank, target)
    return [target for _, target in chosen.values()]


def _groups_of(plans: Sequence[Plan]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    members = GroupMember.objects.known().filter(
        programme__in={plan.programme_id for plan in plans}, body__in={plan.body_id for plan in plans}
    )
    for body_id, group in members.values_list("body_id", "group"):
        found.setdefault(body_id, set()).add(group)
    return found


def _newest_actuals(plans: Sequence[Plan], codes: set[str]) -> dict[tuple[int, str], Actual]:
    rows = Actual.objects.filter(plan__in=plans, code__in=codes).select_related("by")
    newest = rows.order_by("plan", "code", "-as_of", "-pk").distinct("plan", "code")
    return {(row.plan_id, row.code): row for row in newest}
