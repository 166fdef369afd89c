"""Following a change of areas: open situations and hot spots go to the body that takes over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.bodies.succession import heirs_after
from langnghe.people.models import User
from langnghe.places.decrees import Decree
from langnghe.situations.actions.reports import taken_over
from langnghe.situations.queries.succession import heir_at, hot_spots_left, situations_left


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """
    Let the body that takes over report, answer and settle.

    Clocks and declarations stay as they are; what only a person can decide stays where it is.
    """
    heirs, moved = heirs_after(decree), 0
    for situation in situations_left(heirs).select_for_update(of=("self",)):
        body, with_body = (heir_at(heirs, situation, one) for one in (situation.body, situation.with_body))
        if body is not None and with_body is not None:
            taken_over(situation, body=body, with_body=with_body, by=by, now=now)
            moved += 1
    for hot_spot in hot_spots_left(heirs).select_for_update(of=("self",)):
        if (heir := heirs.of(hot_spot.owner_id)) is not None:
            hot_spot.owner = heir
            hot_spot.save(update_fields=["owner"])
            moved += 1
    return [moved]
