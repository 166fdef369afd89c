"""*Đi một vòng trong hai phút*: six places of the house, each seen with the eyes of whoever works there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Alarm
from langnghe.briefings.models import Briefing
from langnghe.cases.models import CaseEvent, EventKind
from langnghe.demo.outbreaks import OUTBREAKS
from langnghe.meetings.models import Meeting, State

WORDS = "duong vao lang bi sat lo"  # what the visitor says as a resident, without tone marks
RESIDENT = ""


@dataclass(frozen=True)
class Look:
    """One button of the tour: as whom something is seen, and how its address is found."""

    key: str
    button: Promise
    as_whom: str  # the user name of a demo account; RESIDENT signs out
    address: Callable[[], str | None]
    report: Callable[[], int | None] = lambda: None  # whose sender the visitor plays


@dataclass(frozen=True)
class Stop:
    """One stop of the tour: what is seen there, and with whose eyes."""

    title: Promise
    what: Promise
    looks: tuple[Look, ...]

    @property
    def key(self) -> str:
        """The name of the stop: that of its first button."""
        return self.looks[0].key


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


def _raised() -> CaseEvent | None:
    """Return the event of a case that led to a conclusion, whose sender has been told."""
    return CaseEvent.objects.filter(kind=EventKind.RAISED).select_related("case").order_by("pk").first()


def _trace() -> str | None:
    raised = _raised()
    return reverse("trace", args=[raised.case.number]) if raised else None


def _told() -> str | None:
    return reverse("cases:followed") if _raised() else None


def _report_told_of() -> int | None:
    raised = _raised()
    return raised.case.first_report_id if raised else None


STOPS = (
    Stop(
        _("The portal"),
        _("News with their sources, one large button to speak, one to follow a code, numbers that open."),
        (Look("portal", _("See it as a resident"), RESIDENT, lambda: reverse("home")),),
    ),
    Stop(
        _("A resident speaks up"),
        _("“duong vao lang bi sat lo”: no account, no tone marks. Before sending: which body, by when."),
        (Look("say", _("Say it as a resident"), RESIDENT, lambda: reverse("cases:say")),),
    ),
    Stop(
        _("The officer's morning"),
        _("What is due, late, opened again or new. Open a case and answer it; the person is told."),
        (Look("morning", _("See it as a commune officer"), "can-bo", lambda: reverse("morning")),),
    ),
    Stop(
        _("An alarm, tested and not guessed"),
        _("Landslides in a few communes within days: how many against usual, the map, the reports."),
        (Look("alarm", _("See it as a leader"), "lanh-dao", _newest_alarm),),
    ),
    Stop(
        _("The half-year report"),
        _("Each number opens the rows behind it. Take the paper home as a Word file or as PDF."),
        (Look("briefing", _("See it as an analyst"), "tong-hop", _half_year_report),),
    ),
    Stop(
        _("The briefing meeting, and back to the resident"),
        _("Last time's conclusions with their age; the way of one report there; what its sender reads."),
        (
            Look("meeting", _("See it on the wall, as an analyst"), "tong-hop", _todays_meeting),
            Look("trace", _("The way of one report, as a leader"), "lanh-dao", _trace),
            Look("told", _("What its sender reads"), RESIDENT, _told, _report_told_of),
        ),
    ),
)


def look_named(key: str) -> Look | None:
    """Return a button by its key."""
    return next((look for stop in STOPS for look in stop.looks if look.key == key), None)
