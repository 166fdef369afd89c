"""Rows that are situation reports, and hot spots."""

from collections.abc import Sequence

from django.urls import reverse

from langnghe.figures.rows.row import RowSeen
from langnghe.situations.models import HotSpot, Situation


def situations_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return situation reports by their id; what they say stands on their own pages."""
    situations = Situation.objects.filter(pk__in=ids).select_related("area", "body", "topic")
    return {
        str(situation.pk): RowSeen(
            name=str(situation),
            url=reverse("situations:show", args=[situation.pk]),
            topic=str(situation.topic),
            where=situation.area.name,
            body=situation.body.name,
        )
        for situation in situations
    }


def hot_spots_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return hot spots by their id, with the name that the leader gave."""
    hot_spots = HotSpot.objects.filter(pk__in=ids).select_related("area", "owner", "topic")
    return {
        str(hot_spot.pk): RowSeen(
            name=hot_spot.name,
            url=reverse("situations:hot_spot", args=[hot_spot.pk]),
            topic=str(hot_spot.topic or ""),
            where=hot_spot.area.name,
            body=hot_spot.owner.name,
        )
        for hot_spot in hot_spots
    }
