"""Keeping the published schedule of reception days."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from langnghe.grassroots.models import ReceptionChange, ReceptionRule
from langnghe.grassroots.queries.receptions import weekly
from langnghe.people.models import User


class NoSuchDay(ValueError):
    """The rule does not come to this day."""


class ChangedAlready(Exception):
    """This day was changed before; take that change back first."""


def end_rule(rule: ReceptionRule, *, on: date, now: datetime) -> None:
    """Let a rule hold no longer from a day on; one that has not held before is taken back."""
    if rule.valid_from >= on:
        rule.withdrawn_at = now
        rule.save(update_fields=["withdrawn_at"])
        return
    rule.valid_to = on - timedelta(days=1)
    rule.save(update_fields=["valid_to"])


def change_day(
    rule: ReceptionRule, day: date, *, moved_to: date | None, reason: str, by: User
) -> ReceptionChange:
    """Hold one reception on another day, or not at all. Raise NoSuchDay, ChangedAlready."""
    if not weekly(rule).falls_on(day):
        raise NoSuchDay(day)
    try:
        with transaction.atomic():
            return ReceptionChange.objects.create(
                rule=rule, day=day, moved_to=moved_to, reason=reason.strip(), by=by
            )
    except IntegrityError:
        raise ChangedAlready(day) from None


def take_back_change(change: ReceptionChange, *, now: datetime) -> None:
    """Let the rule's own day hold again."""
    ReceptionChange.objects.filter(pk=change.pk, withdrawn_at=None).update(withdrawn_at=now)
