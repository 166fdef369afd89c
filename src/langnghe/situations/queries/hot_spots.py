"""Reading hot spots: those of the bodies a person may see, never anything public."""

from datetime import date

from django.db.models import QuerySet

from langnghe.bodies.models import Body
from langnghe.people.rights import Action, Scope
from langnghe.places.models import AreaAncestor
from langnghe.situations.models import HotSpot


def visible_to(scope: Scope) -> QuerySet[HotSpot]:
    """Return the hot spots that bodies of this person own."""
    return HotSpot.objects.filter(owner__in=scope.bodies(Action.SEE_WORK))


def hot_spot_list(scope: Scope) -> QuerySet[HotSpot]:
    """Return the hot spots of the list, newest first."""
    return visible_to(scope).select_related("area", "owner", "declared_by")


def hot_spot_for(scope: Scope, pk: int) -> HotSpot | None:
    """Return a hot spot this person may see, None where it is hidden or does not exist."""
    found = visible_to(scope).select_related(
        "area__parent", "owner", "topic", "situation", "reason", "declared_by", "closed_by", "why_closed"
    )
    return found.filter(pk=pk).first()


def possible_owners(scope: Scope, *, area_id: int | None, on: date) -> QuerySet[Body]:
    """Return the bodies this person directs, in one area and those above it where one is given."""
    owners = Body.objects.on(on).filter(pk__in=scope.bodies(Action.DIRECT))
    if area_id is not None:
        above = AreaAncestor.objects.filter(descendant=area_id).values("ancestor")
        owners = owners.filter(area__in=above)
    return owners.order_by("-area__level", "name")
