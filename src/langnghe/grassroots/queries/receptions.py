"""The published schedule: which body receives people where, when, and on which days next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from langnghe.cases.rulebook import rulebook
from langnghe.core.workdays import WorkCalendar
from langnghe.grassroots.models import ReceptionChange, ReceptionRule
from langnghe.grassroots.schedule import Change, ReceptionDay, Weekly, days_of
from langnghe.places.models import Area, AreaAncestor

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Published:
    """One rule with its next dates, as the public reads it."""

    rule: ReceptionRule
    days: tuple[ReceptionDay, ...]


def rules_on(day: date) -> QuerySet[ReceptionRule]:
    """Return the rules that hold on a day or begin later, the body's own order first."""
    rules = ReceptionRule.objects.known().filter(Q(valid_to=None) | Q(valid_to__gte=day))
    changes = ReceptionChange.objects.filter(withdrawn_at=None)
    return (
        rules.select_related("body__area")
        .prefetch_related(Prefetch("changes", queryset=changes, to_attr="standing_changes"))
        .order_by("body__area__level", "body__name", "weekday", "opens_at", "pk")
    )


def rules_for(area: Area, *, on: date) -> QuerySet[ReceptionRule]:
    """Return the rules of the bodies of an area and of those above it."""
    above = AreaAncestor.objects.filter(descendant=area).values("ancestor")
    return rules_on(on).filter(body__area__in=above)


def published(rules: Sequence[ReceptionRule], *, today: date, ahead: timedelta = AHEAD) -> list[Published]:
    """Return each rule with its days from today on, those that fall out among them."""
    above = _areas_above({rule.body.area_id for rule in rules})
    rules_in_force = rulebook()
    calendars = {area: rules_in_force.calendar(ids) for area, ids in above.items()}
    return [Published(rule, tuple(_days(rule, calendars[rule.body.area_id], today, ahead))) for rule in rules]


def weekly(rule: ReceptionRule) -> Weekly:
    """Return the plain rule of a row."""
    return Weekly(rule.weekday, tuple(rule.weeks), rule.valid_from, rule.valid_to or date.max)


def _days(rule: ReceptionRule, calendar: WorkCalendar, today: date, ahead: timedelta) -> list[ReceptionDay]:
    return days_of(
        weekly(rule),
        first=today,
        last=today + ahead,
        changes={
            change.day: Change(change.moved_to, change.reason)
            for change in rule.standing_changes  # type: ignore[attr-defined]
        },
        reason_off=calendar.reason_off,
        moves_on=rule.on_holiday == ReceptionRule.OnHoliday.NEXT,
    )


def _areas_above(area_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    pairs = AreaAncestor.objects.filter(descendant__in=area_ids).order_by("distance")
    for descendant, ancestor in pairs.values_list("descendant_id", "ancestor_id"):
        found[descendant].append(ancestor)
    return {area: tuple(above) for area, above in found.items()}
