"""What of this room still stands with bodies whose areas ended, and who takes each thing over."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.meetings.models import Conclusion, Invitation, Meeting, Series, Standing, State
from langnghe.places.decrees import Decree, Touched, touched

AHEAD = (State.PLANNED, State.INVITED)


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the conclusions, meetings, invitations and series of bodies whose area `decree` ended."""
    heirs = heirs_after(decree)

    return [
        touched(
            _("Conclusions"),
            conclusions_left(heirs),
            lambda one: heirs.line(f"{one.meeting.name}, {one.position}", one.body, heirs.of(one.body_id)),
            at_most=at_most,
        ),
        touched(
            _("Meetings"),
            meetings_left(heirs),
            lambda one: heirs.line(one.name, one.body, heirs.of(one.body_id)),
            at_most=at_most,
        ),
        touched(
            _("Invitations"),
            invitations_left(heirs),
            lambda one: heirs.line(one.meeting.name, one.body, heirs.of(one.body_id)),
            at_most=at_most,
        ),
        touched(
            _("Meetings that come round"),
            series_left(heirs),
            lambda one: heirs.line(one.name, one.body, heirs.of(one.body_id)),
            at_most=at_most,
        ),
    ]


def conclusions_left(heirs: Heirs) -> QuerySet[Conclusion]:
    """Return the conclusions, drafts too, that a body of an ended area still has to carry out."""
    left = Conclusion.objects.filter(body__in=heirs.ended, standing__in=(Standing.DRAFT, Standing.OPEN))
    return left.select_related("body__area", "meeting").order_by("pk")


def meetings_left(heirs: Heirs) -> QuerySet[Meeting]:
    """Return the meetings that a body of an ended area has planned from the decree's first day on."""
    left = Meeting.objects.filter(body__in=heirs.ended, state__in=AHEAD)
    ahead = left.filter(begins_at__date__gte=heirs.decree.key.effective_on)
    return ahead.select_related("body").order_by("pk")


def invitations_left(heirs: Heirs) -> QuerySet[Invitation]:
    """Return the invitations of such bodies to meetings ahead."""
    left = Invitation.objects.filter(body__in=heirs.ended, meeting__state__in=AHEAD)
    ahead = left.filter(meeting__begins_at__date__gte=heirs.decree.key.effective_on)
    return ahead.select_related("body", "meeting").order_by("pk")


def series_left(heirs: Heirs) -> QuerySet[Series]:
    """Return the series that bodies of ended areas still have."""
    return Series.objects.filter(body__in=heirs.ended).select_related("body").order_by("pk")
