"""What of this room still stands with bodies whose area ended: open situations and hot spots."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.places.decrees import Decree, Line, Touched, touched
from langnghe.situations.models import HotSpot, Situation, State


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the open situations and hot spots of bodies whose area `decree` ended."""
    heirs = heirs_after(decree)

    def situation_line(situation: Situation) -> Line:
        body = situation.body if situation.body_id in heirs.ended else situation.with_body
        return heirs.line(str(situation), body, heir_at(heirs, situation, body))

    return [
        touched(_("Situation reports"), situations_left(heirs), situation_line, at_most=at_most),
        touched(
            _("Hot spots"),
            hot_spots_left(heirs),
            lambda spot: heirs.line(spot.name, spot.owner, heirs.of(spot.owner_id)),
            at_most=at_most,
        ),
    ]


def situations_left(heirs: Heirs) -> QuerySet[Situation]:
    """Return the open situations that a body of an ended area reported or has to answer."""
    standing = Q(body__in=heirs.ended) | Q(with_body__in=heirs.ended)
    left = Situation.objects.filter(standing).exclude(state=State.CONCLUDED)
    return left.select_related("body", "with_body", "locality").order_by("pk")


def hot_spots_left(heirs: Heirs) -> QuerySet[HotSpot]:
    """Return the hot spots that stand and that a body of an ended area must settle."""
    left = HotSpot.objects.filter(closed_at=None, owner__in=heirs.ended)
    return left.select_related("owner").order_by("pk")


def heir_at(heirs: Heirs, situation: Situation, body: Body) -> Body | None:
    """Return who takes over from one body of a situation, or the body itself where it did not end."""
    if body.pk not in heirs.ended:
        return body
    decree, placed_in = heirs.decree, None
    if situation.area_id in decree.ended:
        placed_in = decree.successor_at(situation.area_id, locality=situation.place)
    return heirs.of(body.pk, placed_in=placed_in)
