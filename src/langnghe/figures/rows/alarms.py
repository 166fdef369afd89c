"""Rows that are alarms."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from langnghe.alarms.models import Alarm
from langnghe.figures.rows.row import RowSeen


def alarms_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return alarms by their id."""
    alarms = Alarm.objects.filter(pk__in=ids).select_related("topic", "centre")
    return {
        str(alarm.pk): RowSeen(
            name=_("Alarm %(number)s") % {"number": alarm.pk},
            url=reverse("alarms:show", args=[alarm.pk]),
            topic=str(alarm.topic),
            where=alarm.centre.name,
        )
        for alarm in alarms
    }
