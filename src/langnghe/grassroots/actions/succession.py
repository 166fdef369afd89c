"""Following a change of areas: promises and reception days go to the body that takes over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.bodies.succession import heirs_after
from langnghe.grassroots.actions.promises import taken_over
from langnghe.grassroots.queries.succession import keeper_after, promises_left, rules_left
from langnghe.people.models import User
from langnghe.places.decrees import Decree, succeed


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """
    Let the body that takes over keep the promises and hold the reception days.

    The days stay as they were told; what only a person can decide stays where it is.
    """
    heirs, moved = heirs_after(decree), 0
    for promise in promises_left(heirs).select_for_update(of=("self",)):
        if (keeper := keeper_after(heirs, promise)) is not None:
            taken_over(promise, keeper, by=by, now=now)
            moved += 1
    for rule in rules_left(heirs):
        if (heir := heirs.of(rule.body_id)) is not None:
            succeed(rule, decree, now=now, body=heir)
            moved += 1
    return [moved]
