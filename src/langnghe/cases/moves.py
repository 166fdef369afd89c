"""Where open cases and rules go when a decree changes areas: `queries` shows this plan, `actions` does it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import heirs_after
from langnghe.cases.models import Case, DeadlineRule, Route
from langnghe.places.decrees import Decree, still_there
from langnghe.places.models import Area, AreaAncestor


@dataclass(frozen=True)
class Move:
    """Where a case goes: area, province and holder as they are now, and what a person has to decide."""

    case: Case
    area: Area | None
    province: Area | None
    body: Body
    reasons: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything of the case changes without a person."""
        return self.place_changes or self.province != self.case.province

    @property
    def place_changes(self) -> bool:
        """Whether the commune or the holder changes: then the person is told."""
        return self.area != self.case.area or self.body != self.case.body


@dataclass(frozen=True)
class RuleMove:
    """Where a route or a rule of time goes: `changes` are its new values, or a person has to decide."""

    rule: Route | DeadlineRule
    changes: dict[str, Area | Body]
    reason: str = ""


class Mover:
    """Knows what one decree did, who takes over from which body, and the province of every new area."""

    def __init__(self, decree: Decree) -> None:
        self.decree = decree
        self.heirs = heirs_after(decree)
        tops = AreaAncestor.objects.filter(descendant__in=decree.begun, ancestor__level=1)
        on = decree.key.effective_on
        in_force = Q(ancestor__valid_to=None) | Q(ancestor__valid_to__gte=on)
        self._tops = {
            step.descendant_id: step.ancestor
            for step in tops.filter(in_force, ancestor__valid_from__lte=on).select_related("ancestor")
        }

    def cases(self) -> QuerySet[Case]:
        """Return the open cases that stand in an area or with a body that ended, by number."""
        ended = self.decree.ended
        touched = Q(area__in=ended) | Q(province__in=ended) | Q(body__in=self.heirs.ended)
        found = Case.objects.open().filter(touched)
        return found.select_related("area", "province", "body", "first_report__words").order_by("pk")

    def move_of(self, case: Case) -> Move:
        """Return where a case goes."""
        area, reasons = self._area_of(case)
        province = case.province
        if area is not None and area.pk != case.area_id:
            province = self._tops.get(area.pk, province)
        elif case.province_id in self.decree.fates:
            fate = self.decree.fates[case.province_id]
            province = fate.whole or province
            reasons = [*reasons, *filter(None, [fate.reason])]
        body = self._body_of(case, area)
        if body is None:
            reasons = [*reasons, self.heirs.reason(case.body_id)]
        return Move(case, area, province, body or case.body, tuple(dict.fromkeys(reasons)))

    def rules(self) -> list[RuleMove]:
        """Return where the routes and rules of time of ended areas and bodies go."""
        ended = self.decree.ended
        led_there = Route.objects.filter(Q(area__in=ended) | Q(body__in=self.heirs.ended))
        routes = still_there(led_there, self.decree).select_related("area", "body", "topic").order_by("pk")
        held_there = DeadlineRule.objects.filter(area__in=ended)
        deadlines = still_there(held_there, self.decree).select_related("area", "topic").order_by("pk")
        moves_of_deadlines = [self._rule_move(rule) for rule in deadlines]
        return [*map(self._rule_move, routes), *self._without_clashes(moves_of_deadlines)]

    def _area_of(self, case: Case) -> tuple[Area | None, list[str]]:
        if case.area_id not in self.decree.fates:
            return case.area, []
        said = case.first_report
        there = self.decree.successor_at(
            case.area_id, latitude=said.latitude, longitude=said.longitude, locality=said.words.locality
        )
        return (there, []) if there else (case.area, [self.decree.fates[case.area_id].reason])

    def _body_of(self, case: Case, area: Area | None) -> Body | None:
        if case.body_id not in self.heirs.ended:
            return case.body
        was_placed_there = case.body.area_id == case.area_id and area is not None and area.pk != case.area_id
        return self.heirs.of(case.body_id, placed_in=area if was_placed_there else None)

    def _rule_move(self, rule: Route | DeadlineRule) -> RuleMove:
        changes: dict[str, Area | Body] = {}
        if rule.area_id in self.decree.fates:
            fate = self.decree.fates[rule.area_id]
            if fate.whole is None:
                return RuleMove(rule, {}, fate.reason)
            changes["area"] = fate.whole
        if isinstance(rule, Route) and rule.body_id in self.heirs.ended:
            heir = self.heirs.of(rule.body_id)
            if heir is None:
                return RuleMove(rule, {}, self.heirs.reason(rule.body_id))
            changes["body"] = heir
        return RuleMove(rule, changes)

    def _without_clashes(self, moves: Sequence[RuleMove]) -> list[RuleMove]:
        """Leave to a person what would give one area two rules of time for the same."""
        there = still_there(DeadlineRule.objects.filter(area__in=self.decree.begun), self.decree)
        keys = "area_id", "clock", "kind_id", "topic_id", "urgency"
        taken = Counter(there.values_list(*keys)) if moves else Counter()
        key_of = {
            move.rule.pk: (move.changes["area"].pk, *(getattr(move.rule, key) for key in keys[1:]))
            for move in moves
            if move.changes
        }
        taken.update(key_of.values())
        several = _("%(area)s would have two rules for the same")
        return [
            RuleMove(move.rule, {}, several % {"area": move.changes["area"]})
            if move.changes and taken[key_of[move.rule.pk]] > 1
            else move
            for move in moves
        ]
