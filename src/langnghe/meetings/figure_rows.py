"""What a reader recognises a conclusion by, behind a number."""

from collections.abc import Sequence

from django.urls import reverse

from langnghe.figures.rows import RowSeen
from langnghe.meetings.models import Conclusion


def conclusions_seen(ids: Sequence[str]) -> dict[str, RowSeen]:
    """Return conclusions by their id: the meeting and the number, never the words."""
    conclusions = Conclusion.objects.filter(pk__in=ids).select_related("meeting", "body__area")
    return {
        str(conclusion.pk): RowSeen(
            name=f"{conclusion.meeting.name}, {conclusion.position}",
            url=reverse("meetings:conclusion", args=[conclusion.pk]),
            where=conclusion.body.area.name,
            body=conclusion.body.name,
        )
        for conclusion in conclusions
    }
