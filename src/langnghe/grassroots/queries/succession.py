"""What of this room still stands with bodies whose area ended: open promises and reception days."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.grassroots.models import Promise, PromiseState, ReceptionRule
from langnghe.places.decrees import Decree, Touched, still_there, touched


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the open promises and the reception days of bodies whose area `decree` ended."""
    heirs = heirs_after(decree)

    return [
        touched(
            _("Promises to people"),
            promises_left(heirs),
            lambda promise: heirs.line(
                f"{promise.pk}, {promise.due_on:%d/%m/%Y}", promise.body, keeper_after(heirs, promise)
            ),
            at_most=at_most,
        ),
        touched(
            _("Reception days"),
            rules_left(heirs),
            lambda rule: heirs.line(rule.receiver, rule.body, heirs.of(rule.body_id)),
            at_most=at_most,
        ),
    ]


def promises_left(heirs: Heirs) -> QuerySet[Promise]:
    """Return the open promises that a body of an ended area keeps."""
    left = Promise.objects.filter(state=PromiseState.OPEN, body__in=heirs.ended)
    return left.select_related("body", "visit__locality").order_by("pk")


def rules_left(heirs: Heirs) -> QuerySet[ReceptionRule]:
    """Return the reception rules that bodies of ended areas still have."""
    left = still_there(ReceptionRule.objects.filter(body__in=heirs.ended), heirs.decree)
    return left.select_related("body").order_by("pk")


def keeper_after(heirs: Heirs, promise: Promise) -> Body | None:
    """Return who keeps a promise now; of a split area the body where it was made, if that is certain."""
    decree, placed_in = heirs.decree, None
    if promise.area_id in decree.ended:
        placed_in = decree.successor_at(promise.area_id, locality=promise.visit.place)
    return heirs.of(promise.body_id, placed_in=placed_in)
