"""Rows that are practices."""

from collections.abc import Sequence

from django.urls import reverse

from langnghe.figures.rows.row import RowSeen
from langnghe.practices.models import Practice


def practices_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return practices by their id."""
    practices = Practice.objects.filter(pk__in=ids).select_related("area", "body")
    return {
        str(practice.pk): RowSeen(
            name=practice.name,
            url=reverse("practices:show", args=[practice.pk]),
            where=practice.area.name,
            body=practice.body.name,
        )
        for practice in practices
    }
