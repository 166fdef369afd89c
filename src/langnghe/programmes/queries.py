"""Reading programmes: who sees which, which plans are in and which late, and what was reached of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.people.models import User
from langnghe.people.queries import own_bodies
from langnghe.people.rights import Action, scope_of
from langnghe.places.decrees import Decree, Touched, touched
from langnghe.places.decrees import Line as MovedLine
from langnghe.places.models import AreaAncestor
from langnghe.programmes.models import (
    Actual,
    GroupMember,
    ItemEvent,
    ItemStatus,
    Plan,
    PlanItem,
    PlanStatus,
    Programme,
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
    return programme.owners.filter(pk__in=scope_of(user).bodies(action)).exists()


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
class Move:
    """Which body owes a plan after a decree; where none, a person decides."""

    plan: Plan
    heir: Body | None
    reason: str


def moves_after(heirs: Heirs, plans: Iterable[Plan]) -> list[Move]:
    """Return who owes the plans of ended bodies; of two that merge, one plan goes over and one stays."""
    begun = Plan.objects.filter(body__area__in=heirs.decree.begun)
    owed = set(begun.values_list("programme", "body", "year"))
    moves = []
    for plan in plans:
        heir = heirs.of(plan.body_id)
        reason = "" if heir else heirs.reason(plan.body_id)
        if heir is not None and (plan.programme_id, heir.pk, plan.year) in owed:
            heir, reason = None, _("%(body)s has a plan of its own") % {"body": heir}
        if heir is not None:
            owed.add((plan.programme_id, heir.pk, plan.year))
        moves.append(Move(plan, heir, reason))
    return moves


def left_behind(heirs: Heirs) -> QuerySet[Plan]:
    """Return the plans of programmes that still run, owed by bodies whose areas ended."""
    left = Plan.objects.filter(body__in=heirs.ended)
    left = left.filter(programme__last_on__gte=heirs.decree.key.effective_on)
    return left.select_related("programme", "body").order_by("pk")


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the plans that a decree touches, and who owes each from then on."""
    heirs = heirs_after(decree)
    rows = left_behind(heirs)
    moves = {move.plan.pk: move for move in moves_after(heirs, rows)}

    def line(plan: Plan) -> MovedLine:
        heir, reason = moves[plan.pk].heir, moves[plan.pk].reason
        return MovedLine(str(plan), plan.body.name, heir.name if heir else "", reason)

    return [touched(_("Plans"), rows, line, at_most=at_most)]


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


def submitted_of(plans: QuerySet[Plan], *, now: datetime) -> Submitted:
    """Return how the plans stand, in one statement."""
    called, submitted = Q(status=PlanStatus.CALLED), Q(status=PlanStatus.SUBMITTED)
    counted = plans.order_by().aggregate(
        in_time=Count("pk", filter=submitted & Q(submitted_at__lte=F("due_at"))),
        late=Count("pk", filter=submitted & Q(submitted_at__gt=F("due_at"))),
        awaited=Count("pk", filter=called & Q(due_at__gte=now)),
        overdue=Count("pk", filter=called & Q(due_at__lt=now)),
    )
    return Submitted(**counted)


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


def targets_of(programme: Programme, year: int) -> list[Target]:
    """Return the lines of a programme's targets in a year, by code."""
    targets = Target.objects.known().filter(programme=programme, year=year)
    return list(targets.order_by("code", "group", "body_id"))


def lines_of(plans: Sequence[Plan], targets: Sequence[Target]) -> list[Line]:
    """
    Return for each plan the targets that hold for its body, with what the body reported; in two statements.

    A line for the body itself goes before one for its group, and that before one for everybody.
    """
    groups = _groups_of(plans)
    actuals = _newest_actuals(plans, {target.code for target in targets})
    lines = []
    for plan in plans:
        for target in _held_by(plan, targets, groups.get(plan.body_id, set())):
            found = actuals.get((plan.pk, target.code))
            if found is None or target.figure:
                lines.append(Line(plan, target))
            else:
                lines.append(
                    Line(
                        plan, target, found.value, found.as_of, told_from=found.source, told_by=str(found.by)
                    )
                )
    return lines


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
