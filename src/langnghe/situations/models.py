"""
What bodies see and report up their own line, what their superiors make of it, and declared hot spots.

No table here has a place for a resident: a situation knows how many people it concerns, never who.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Alarm
from langnghe.bodies.models import Body
from langnghe.cases.models import Case
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import Erasable
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area, Locality
from langnghe.topics.models import Topic


class Urgency(models.TextChoices):
    """How soon the superior must speak: the three stamps of official papers, in their own words."""

    NORMAL = "normal", _("normal")
    URGENT = "urgent", "KHẨN"
    VERY_URGENT = "very_urgent", "THƯỢNG KHẨN"
    FLASH = "flash", "HỎA TỐC"


class Clock(Dated):
    """How long a superior has to confirm, direct or pass up, and which paper says so."""

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours, day and night")
        WORKING_HOURS = "working_hours", _("working hours")
        WORKING_DAYS = "working_days", _("working days")

    urgency = models.CharField(max_length=12, choices=Urgency)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=Unit)
    citation = models.CharField(max_length=400)

    class Meta(Dated.Meta):
        verbose_name = _("clock of situation reports")


class SituationWords(Erasable):
    """Words about a situation: what is seen, done, asked, directed, concluded."""


class State(models.TextChoices):
    """How a situation stands."""

    WAITING = "waiting", _("waits for the superior")
    CONFIRMED = "confirmed", _("confirmed, being followed")
    DIRECTED = "directed", _("direction given")
    CONCLUDED = "concluded", _("concluded")


class Situation(models.Model):
    """
    What a body sees and sends up its own line, as it stands now.

    Every change also writes a `SituationEvent` that copies how it stood afterwards.
    """

    client_id = models.UUIDField(
        default=uuid.uuid4, unique=True
    )  # made by the device: a resend changes nothing
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # that reports
    with_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+"
    )  # above it, that must speak
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locality_said = models.CharField(max_length=120, blank=True)
    since_on = models.DateField()
    people = models.PositiveIntegerField(null=True, blank=True)  # a count, and nothing else about them
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NORMAL)
    seen = models.OneToOneField(SituationWords, on_delete=models.PROTECT, related_name="+")
    done = models.OneToOneField(SituationWords, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(SituationWords, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()  # by when the body that it is with had, or has, to speak
    concluded_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("situation report")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CONCLUDED, concluded_at__isnull=False)
                | Q(~Q(state=State.CONCLUDED), concluded_at=None),
                name="situations_concluded_when_it_ended",
            )
        ]
        indexes = [
            models.Index(fields=["-sent_at", "-id"], name="situations_newest"),
            models.Index(fields=["body", "-sent_at", "-id"], name="situations_of_body"),
            models.Index(
                fields=["with_body", "due_at", "id"],
                condition=Q(state=State.WAITING),
                name="situations_waiting",
            ),
        ]

    def __str__(self) -> str:
        return _("Situation report %(number)s") % {"number": self.pk}

    @property
    def place(self) -> str:
        """The place below the commune, as listed or as said."""
        return self.locality.name if self.locality else self.locality_said

    @property
    def is_open(self) -> bool:
        """Whether nobody has concluded it."""
        return self.state != State.CONCLUDED


class SituationEvent(AppendOnly):
    """One thing that happened to a situation, and how it stood afterwards."""

    class What(models.TextChoices):
        SENT = "sent", _("reported")
        ADDED = "added", _("added to")
        CONFIRMED = "confirmed", _("confirmed")
        DIRECTED = "directed", _("direction given")
        DIRECTION_DONE = "done", _("direction carried out")
        PASSED_UP = "passed_up", _("passed up")
        CONCLUDED = "concluded", _("concluded")
        LINKED = "linked", _("linked")
        AREA_CHANGED = "area", _("areas changed")

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=What)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(SituationWords, null=True, on_delete=models.PROTECT, related_name="+")
    spoke_in_time = models.BooleanField(null=True)  # of a superior's first word: within its clock
    # how the situation stood afterwards
    state = models.CharField(max_length=10, choices=State)
    urgency = models.CharField(max_length=12, choices=Urgency)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    with_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a situation")
        constraints = [models.UniqueConstraint(fields=["situation", "seq"], name="situations_event_once")]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="situations_event_by_kind"),
            models.Index(fields=["xid", "id"], name="situations_event_in_order"),
        ]


class Direction(models.Model):
    """What a superior directs the reporting body to do, by when: a tracked task."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="directions")
    words = models.OneToOneField(SituationWords, on_delete=models.PROTECT, related_name="+")
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_words = models.OneToOneField(SituationWords, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("direction")
        indexes = [
            models.Index(
                fields=["to_body", "due_on"], condition=Q(done_at=None), name="situations_direction_due"
            )
        ]


class SituationLink(AppendOnly):
    """A case or an alarm that a situation has to do with."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="links")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    alarm = models.ForeignKey(Alarm, null=True, on_delete=models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, alarm__isnull=False) | Q(case__isnull=False, alarm=None),
                name="situations_link_leads_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["situation", "case", "alarm"], nulls_distinct=False, name="situations_link_once"
            ),
        ]


class HotSpot(models.Model):
    """
    A hot spot (điểm nóng): declared and closed by a leader, by name, dated, with reason and owner.

    Never computed and never public; `actions.hot_spots.declare` is the only way in.
    """

    name = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+"
    )  # the body that must settle it
    situation = models.ForeignKey(
        Situation, null=True, blank=True, on_delete=models.PROTECT, related_name="hot_spots"
    )
    reason = models.OneToOneField(SituationWords, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    recorded_at = recorded_at_field()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    why_closed = models.OneToOneField(SituationWords, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hot spot")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, why_closed=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, why_closed__isnull=False),
                name="situations_hot_spot_closed_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["-declared_at", "-id"], name="situations_hot_spots_newest")]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="declaration_stays", exclude=["closed_by", "closed_at", "why_closed", "owner"]
            ),
        ]

    def __str__(self) -> str:
        return self.name
