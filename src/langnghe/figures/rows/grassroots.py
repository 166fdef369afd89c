"""Rows that are meetings with people, and promises made there."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from langnghe.figures.rows.row import RowSeen
from langnghe.grassroots.models import Promise, Visit


def meetings_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return meetings by their id."""
    visits = Visit.objects.filter(pk__in=ids).select_related("area", "body")
    return {
        str(visit.pk): RowSeen(
            name=str(visit),
            url=reverse("grassroots:show", args=[visit.pk]),
            where=visit.area.name,
            body=visit.body.name,
        )
        for visit in visits
    }


def promises_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return promises by their id; what was promised stands on its own page."""
    promises = Promise.objects.filter(pk__in=ids).select_related("area", "body")
    return {
        str(promise.pk): RowSeen(
            name=_("Promise %(number)s, %(state)s")
            % {"number": promise.pk, "state": promise.get_state_display()},
            url=reverse("grassroots:promise", args=[promise.pk]),
            where=promise.area.name,
            body=promise.body.name,
        )
        for promise in promises
    }
