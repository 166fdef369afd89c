"""
Meetings with people, what was said and promised there, and the schedule and duties they follow.

No table here has a place for a resident: a meeting knows how many people came, never who. What somebody said
is a report like any other, in `reports`; here stands only which meeting it came from.
"""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.cases.models import Case, Outcome
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import Erasable
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area, Locality
from langnghe.topics.models import Kind, Topic


class MeetingKind(models.TextChoices):
    """The four ways in which a body meets people."""

    GRASSROOTS = "grassroots", _("day at the grassroots")
    RECEPTION = "reception", _("reception day")
    DIALOGUE = "dialogue", _("dialogue with people")
    HAMLET = "hamlet", _("hamlet meeting")


class VisitWords(Erasable):
    """What was told to the people and how the officers saw the meeting."""


class Visit(models.Model):
    """
    One meeting with people that was held: by which body, where, when, with how many.

    Never changed after it is written; one written by mistake is taken back and stays readable.
    """

    client_id = models.UUIDField(
        default=uuid.uuid4, unique=True
    )  # made by the device: a resend changes nothing
    kind = models.CharField(max_length=12, choices=MeetingKind)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    locality = models.ForeignKey(
        Locality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        related_query_name="visit",
    )
    locality_said = models.CharField(max_length=120, blank=True)  # where the commune's list has no such name
    held_on = models.DateField()
    happened_at = models.DateTimeField()  # of that day: when its opinions count as received
    people = models.PositiveIntegerField()  # a count, and nothing else about them
    head_took_part = models.BooleanField(default=False)  # the head of the body, in person
    went = models.CharField(max_length=300, blank=True)  # titles of offices, never residents
    words = models.OneToOneField(VisitWords, null=True, on_delete=models.PROTECT, related_name="visit")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = recorded_at_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why_withdrawn = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("meeting with people")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_by=None), name="grassroots_visit_taken_back_by"
            )
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="grassroots_newest"),
            models.Index(fields=["body", "-held_on"], name="grassroots_of_body"),
            models.Index(fields=["area", "held_on"], name="grassroots_in_area"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="facts_stay",
                exclude=["withdrawn_at", "withdrawn_by", "why_withdrawn"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on:%d/%m/%Y}"

    @property
    def place(self) -> str:
        """The place below the commune, as listed or as said."""
        return self.locality.name if self.locality else self.locality_said


class VisitOfficer(AppendOnly):
    """A member of staff who went along: an account of the body that held the meeting, never a resident."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="officers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        verbose_name = _("member of staff at a meeting")
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="grassroots_went_once")]
        indexes = [models.Index(fields=["user"], name="grassroots_went")]


class Opinion(models.Model):
    """
    What one person said at a meeting: it waits here until it is taken in as a report, and then points there.

    The words are kept with the meeting first, so that a fault in one opinion loses nothing of any.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="opinions")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # also the report's
    position = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    touches_office = models.BooleanField(default=False)  # goes one body above, and not into the register
    waiting_words = models.TextField(blank=True)  # only until the report holds them
    waiting_answer = models.TextField(blank=True)  # what was answered on the spot, until the case holds it
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    fault = models.CharField(max_length=500, blank=True)  # why it still waits
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("opinion")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, waiting_words__gt="") | Q(case__isnull=False, waiting_words=""),
                name="grassroots_words_in_one_place",
            )
        ]


class PromiseWords(Erasable):
    """What was promised, why it moved, what proves that it was kept."""


class PromiseState(models.TextChoices):
    """How a promise stands."""

    OPEN = "open", _("being carried out")
    KEPT = "kept", _("kept")
    NOT_KEPT = "not_kept", _("could not be kept")
    WITHDRAWN = "withdrawn", _("written by mistake")


class Promise(models.Model):
    """
    What a body promised people, as it stands now; every change also writes a `PromiseEvent`.

    `promised_on` is the day first told and never moves; `due_on` is the day that counts now.
    """

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="promises")
    opinion = models.ForeignKey(
        Opinion, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    words = models.OneToOneField(PromiseWords, on_delete=models.PROTECT, related_name="promise")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # who keeps it
    officer_title = models.CharField(max_length=160, blank=True)  # which office in the body
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.OPEN)
    told_on = models.DateField(null=True, blank=True)  # when the people were told how it ended
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("promise")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("promised_on")), name="grassroots_promise_never_earlier"
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="grassroots_promise_due"),
            models.Index(fields=["body", "due_on"], name="grassroots_promise_body"),
        ]


class PromiseEvent(AppendOnly):
    """One thing that happened to a promise, and how it stood afterwards."""

    class What(models.TextChoices):
        MADE = "made", _("promised")
        PASSED_ON = "passed_on", _("passed on to another body")
        MOVED = "moved", _("date moved")
        KEPT = "kept", _("kept")
        NOT_KEPT = "not_kept", _("could not be kept")
        TOLD = "told", _("people were told")
        WITHDRAWN = "withdrawn", _("written by mistake")
        AREA_CHANGED = "area", _("areas changed")

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=What)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(PromiseWords, null=True, on_delete=models.PROTECT, related_name="+")
    # how the promise stood afterwards
    state = models.CharField(max_length=10, choices=PromiseState)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField()
    due_on = models.DateField()
    falls_due_at = models.DateTimeField()  # the end of `promised_on`: figures ask in moments

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a promise")
        constraints = [models.UniqueConstraint(fields=["promise", "seq"], name="grassroots_event_once")]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="grassroots_event_by_kind"),
            models.Index(fields=["xid", "id"], name="grassroots_event_in_order"),
        ]


class ReceptionRule(Dated):
    """When a body receives people: “the first and third Thursday, 7:30 to 11:30”. Public."""

    class OnHoliday(models.TextChoices):
        NEXT = "next", _("on the next working day")
        SKIP = "skip", _("not held")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="receptions")
    receiver = models.CharField(max_length=160)  # the office that receives: "Chủ tịch UBND xã"
    place = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField()  # 1 Monday … 7 Sunday
    weeks = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True
    )  # of the month; empty: each
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    on_holiday = models.CharField(max_length=10, choices=OnHoliday, default=OnHoliday.NEXT)

    class Meta(Dated.Meta):
        verbose_name = _("reception rule")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="grassroots_reception_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="grassroots_reception_closes_after_it_opens"
            ),
        ]


class ReceptionChange(models.Model):
    """One reception day that is held on another day, or not at all; the reason is public."""

    rule = models.ForeignKey(ReceptionRule, on_delete=models.PROTECT, related_name="changes")
    day = models.DateField()  # as the rule has it
    moved_to = models.DateField(null=True, blank=True)  # empty: not held
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = recorded_at_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "day"], condition=Q(withdrawn_at=None), name="grassroots_change_once"
            )
        ]


class Duty(Dated):
    """How often a kind of body has to meet people, and which paper says so."""

    class Per(models.TextChoices):
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")

    body_kind = models.CharField(max_length=60)
    meeting_kind = models.CharField(max_length=12, choices=MeetingKind)
    by_head = models.BooleanField(default=False)  # only days on which the head took part in person
    days = models.PositiveSmallIntegerField()
    per = models.CharField(max_length=10, choices=Per)
    name = models.CharField(max_length=200)
    citation = models.CharField(max_length=400)

    class Meta(Dated.Meta):
        verbose_name = _("duty to meet people")
