"""Localities follow a change of areas: onto the list of the area in which they lie now."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.places.decrees import Decree, succeed
from langnghe.places.models import UnlistedLocality
from langnghe.places.queries import locality_moves


def follow(decree: Decree, *, by: object, now: datetime) -> Iterable[int]:
    """Move the localities of ended areas; of split ones and of one name they wait for a person."""
    with transaction.atomic():
        moved = 0
        for locality, there, _reason in locality_moves(decree):
            if there is not None:
                succeed(locality, decree, now=now, area=there)
                moved += 1
        _move_unlisted(decree)
    yield moved


def _move_unlisted(decree: Decree) -> None:
    """Let names that people said wait for the commune of today, where the old one lies in it as a whole."""
    waiting = UnlistedLocality.objects.filter(area__in=decree.ended, locality=None, dismissed_at=None)
    taken = set(UnlistedLocality.objects.filter(area__in=decree.begun).values_list("area_id", "folded"))
    for said in waiting:
        there = decree.fates[said.area_id].whole
        if there is not None and (there.pk, said.folded) not in taken:
            taken.add((there.pk, said.folded))
            said.area = there
            said.save(update_fields=["area"])
