"""*Đi một vòng trong hai phút*: six places of the house, each seen with the eyes of whoever works there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Alarm
from langnghe.briefings.models import Briefing
from langnghe.demo.outbreaks import OUTBREAKS
from langnghe.meetings.models import Meeting, State

WORDS = "duong vao lang bi sat lo"  # what the visitor says as a resident, without tone marks
RESIDENT = ""


@dataclass(frozen=True)
class Stop:
    """One stop of the tour: what is seen there, as whom, and how its address is found."""

    key: str
    title: Promise
    what: Promise
    as_whom: str  # the user name of a demo account; RESIDENT signs out
    button: Promise
    address: Callable[[], str | None]


def _newest_alarm() -> str | None:
    """Return the address of the alarm over the landslides, else of the newest."""
    alarms = Alarm.objects.order_by("-last_found_at", "-pk")
    branch = OUTBREAKS[0].topic.split("-sat-lo")[0]
    alarm = alarms.filter(topic__code__startswith=branch).first() or alarms.first()
    return reverse("alarms:show", args=[alarm.pk]) if alarm else None


def _half_year_report() -> str | None:
    briefing = Briefing.objects.order_by("pk").first()
    return reverse("briefings:show", args=[briefing.pk]) if briefing else None


def _todays_meeting() -> str | None:
    """Return the address of the projection of the next meeting, from last time's conclusions on."""
    meeting = Meeting.objects.exclude(state=State.CONCLUDED).order_by("begins_at").first()
    return f"{reverse('meetings:projection', args=[meeting.pk])}?buoc=2" if meeting else None


STOPS = (
    Stop(
        "portal",
        _("The portal"),
        _("News with their sources, one large button to speak, one to follow a code, numbers that open."),
        RESIDENT,
        _("See it as a resident"),
        lambda: reverse("home"),
    ),
    Stop(
        "say",
        _("A resident speaks up"),
        _("“duong vao lang bi sat lo”: no account, no tone marks. Before sending: which body, by when."),
        RESIDENT,
        _("Say it as a resident"),
        lambda: reverse("cases:say"),
    ),
    Stop(
        "morning",
        _("The officer's morning"),
        _("What is due, late, opened again or new. Open a case and answer it; the person is told."),
        "can-bo",
        _("See it as a commune officer"),
        lambda: reverse("morning"),
    ),
    Stop(
        "alarm",
        _("An alarm, tested and not guessed"),
        _("Landslides in a few communes within days: how many against usual, the map, the reports."),
        "lanh-dao",
        _("See it as a leader"),
        _newest_alarm,
    ),
    Stop(
        "briefing",
        _("The half-year report"),
        _("Each number opens the rows behind it. Take the paper home as a Word file or as PDF."),
        "tong-hop",
        _("See it as an analyst"),
        _half_year_report,
    ),
    Stop(
        "meeting",
        _("The briefing meeting"),
        _("Last time's conclusions with their age, each province's numbers, then what is concluded now."),
        "tong-hop",
        _("See it on the wall, as an analyst"),
        _todays_meeting,
    ),
)


def stop_named(key: str) -> Stop | None:
    """Return a stop by its key."""
    return next((stop for stop in STOPS if stop.key == key), None)
