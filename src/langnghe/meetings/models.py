"""Briefing meetings (giao ban): who meets, what is on the table, what was concluded and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Alarm
from langnghe.bodies.models import Body, Cluster
from langnghe.briefings.models import Briefing
from langnghe.cases.models import Case
from langnghe.figures.catalogue import FIGURES
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.erasable import Erasable
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.practices.models import Practice


class Every(models.TextChoices):
    """How often a meeting comes round."""

    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class Series(models.Model):
    """A meeting that comes round: of one body, or of a cluster whose provinces host in turn."""

    name = models.CharField(_("name"), max_length=200)
    every = models.CharField(max_length=10, choices=Every)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = recorded_at_field()

    class Meta:
        verbose_name = _("series of meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(body=None, cluster__isnull=False) | Q(body__isnull=False, cluster=None),
                name="meetings_series_of_a_body_or_a_cluster",
            )
        ]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    HELD = "held", _("held")
    CONCLUDED = "concluded", _("concluded")


class Meeting(models.Model):
    """A briefing meeting. `body` hosts it and signs its papers; with a cluster, its members take part."""

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=160, blank=True)  # an official's title, with the name if wished
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    attended = models.PositiveIntegerField(null=True, blank=True)  # people present, as a count
    notice_number = models.PositiveIntegerField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = recorded_at_field()

    class Meta:
        verbose_name = _("briefing meeting")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CONCLUDED, concluded_at__isnull=False)
                | (~Q(state=State.CONCLUDED) & Q(concluded_at=None)),
                name="meetings_meeting_concluded_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-begins_at", "-id"], name="meetings_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether its notice of conclusions has been issued, after which nothing is added."""
        return self.state == State.CONCLUDED


class MeetingWords(Erasable):
    """Words that belong to an append-only row: minutes, proofs and reasons."""


class MeetingEvent(AppendOnly):
    """A step of a meeting: planned, invited, moved to another day, held, concluded."""

    class Kind(models.TextChoices):
        PLANNED = State.PLANNED.value, State.PLANNED.label
        INVITED = State.INVITED.value, State.INVITED.label
        MOVED = "moved", _("time or place changed")
        HELD = State.HELD.value, State.HELD.label
        CONCLUDED = State.CONCLUDED.value, State.CONCLUDED.label
        TAKEN_OVER = "taken_over", _("taken over after a change of areas")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Invitation(models.Model):
    """A body that is invited, what it is asked to bring, and whether a letter reached it."""

    class Mail(models.TextChoices):
        WAITING = "waiting", _("being sent")
        SENT = "sent", _("sent by e-mail")
        FAILED = "failed", _("e-mail failed")
        NO_ADDRESS = "no_address", _("no e-mail address")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    asked_for = models.CharField(max_length=300, blank=True)
    invited_at = models.DateTimeField()
    mail = models.CharField(max_length=10, choices=Mail, blank=True)
    mail_reason = models.CharField(max_length=300, blank=True)  # where it failed
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [models.UniqueConstraint(fields=["meeting", "body"], name="meetings_body_invited_once")]


class InvitationEvent(AppendOnly):
    """Something that an invited body is to hear of: read by whoever sends letters."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("invited")
        MOVED = "moved", _("time or place changed")
        TAKEN_OVER = "taken_over", _("taken over after a change of areas")

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    happened_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["xid", "id"], name="meetings_invitation_in_order")]


class Paper(models.Model):
    """What a body puts on the table: its briefing, a paper to be read out, or a practice."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", _("briefing")
        TALK = "talk", _("paper to be read out")
        PRACTICE = "practice", _("practice")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    briefing = models.ForeignKey(Briefing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    numbers = models.JSONField(null=True, blank=True)  # of a briefing, which never change: see `numbers`
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("paper of a meeting")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="briefing", briefing__isnull=False, practice=None)
                | Q(kind="practice", briefing=None, practice__isnull=False)
                | Q(kind="talk", briefing=None, practice=None),
                name="meetings_paper_names_its_briefing",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """A point of the agenda; unfinished conclusions of earlier meetings always stand before all of them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("point of the agenda")
        ordering = ["position", "id"]


class Minutes(AppendOnly):
    """The words of the meeting as written down; a correction is a new version, the newest counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    words = models.ForeignKey(MeetingWords, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class Standing(models.TextChoices):
    """Where a conclusion stands."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("being carried out")
    DONE = "done", _("done")
    DROPPED = "dropped", _("no longer followed")


class Conclusion(models.Model):
    """
    What a meeting concluded: a task with an owner and a day, as it stands now.

    A draft may be changed until the meeting is concluded; from then on only `ConclusionEvent`s change it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conclusions")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    public_words = models.CharField(max_length=500, blank=True)  # what those whose report led to it are told
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="conclusions")
    due_on = models.DateField()
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.DRAFT)
    done_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("conclusion")
        constraints = [
            models.CheckConstraint(
                condition=Q(standing=Standing.DONE, done_at__isnull=False)
                | (~Q(standing=Standing.DONE) & Q(done_at=None)),
                name="meetings_conclusion_done_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="meetings_conclusion_by_due"),
            models.Index(fields=["body", "due_on"], name="meetings_conclusion_of_body"),
        ]

    def __str__(self) -> str:
        return self.words


class ConclusionEvent(AppendOnly):
    """One thing that happened to a conclusion, and how it stood afterwards: the source of its figures."""

    class Kind(models.TextChoices):
        MADE = "made", _("concluded")
        KEPT = "kept", _("to be carried on")
        UNDECIDED = "undecided", _("no conclusion yet")
        EXTENDED = "extended", _("extended")
        DONE = "done", _("reported as done")
        RETURNED = "returned", _("returned")
        DROPPED = "dropped", _("no longer followed")
        TAKEN_OVER = "taken_over", _("taken over after a change of areas")

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(MeetingWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )  # where an earlier conclusion was dealt with
    # proof that it is done
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture = models.FileField(upload_to="meetings/", blank=True)
    # how the conclusion stood afterwards
    standing = models.CharField(max_length=10, choices=Standing)
    due_on = models.DateField()
    due_at = models.DateTimeField()  # the end of that day, for figures
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a conclusion")
        constraints = [models.UniqueConstraint(fields=["conclusion", "seq"], name="meetings_event_once")]
        indexes = [models.Index(fields=["kind", "happened_at"], name="meetings_event_by_kind")]


class ConclusionLink(models.Model):
    """What led to a conclusion: a case, an alarm, or a line of a briefing."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="links")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    alarm = models.ForeignKey(Alarm, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(max_length=60, blank=True)
    linked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    linked_at = recorded_at_field()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, alarm=None, briefing=None, figure="")
                | Q(case=None, alarm__isnull=False, briefing=None, figure="")
                | (Q(case=None, alarm=None, briefing__isnull=False) & ~Q(figure="")),
                name="meetings_link_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["conclusion", "case", "alarm", "briefing", "figure"],
                nulls_distinct=False,
                name="meetings_link_once",
            ),
        ]

    @property
    def figure_label(self) -> str:
        """The name of the line of a briefing."""
        return str(FIGURES[self.figure].label)
