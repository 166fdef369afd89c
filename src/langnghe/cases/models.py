"""What a body has promised to deal with: cases, their history, links, rules of routing and of time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import Erasable
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.reports.models import Report
from langnghe.topics.models import Kind, Topic


class Status(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("being handled")
    PAUSED = "paused", _("paused")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN_STATUSES = (Status.RECEIVED, Status.ACCEPTED, Status.PAUSED)


class Outcome(models.TextChoices):
    """How a case ended; never only “closed”."""

    NONE = "", _("not yet")
    SOLVED = "solved", _("solved")
    CANNOT_SOLVE = "cannot_solve", _("cannot be solved")
    NOT_OURS = "not_ours", _("not within the competence")
    DUPLICATE = "duplicate", _("duplicate")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")


class Urgency(models.TextChoices):
    """How soon somebody must look."""

    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("urgent")


class Unit(models.TextChoices):
    """In what a deadline is counted."""

    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_HOURS = "working_hours", _("working hours")


class DeadlineRule(Dated):
    """How long a kind of report may take, in which unit, and which paper says so."""

    class Clock(models.TextChoices):
        RECEIVE = "receive", _("to accept")
        ANSWER = "answer", _("to answer")

    class Starts(models.TextChoices):
        RECEIPT = "receipt", _("from receipt")
        ACCEPTANCE = "acceptance", _("from acceptance")

    rule_set = models.CharField(max_length=60)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(Kind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True)
    clock = models.CharField(max_length=10, choices=Clock)
    starts = models.CharField(max_length=12, choices=Starts, default=Starts.RECEIPT)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=Unit)
    extension_amount = models.PositiveSmallIntegerField(default=0)
    extension_times = models.PositiveSmallIntegerField(default=0)
    citation = models.CharField(max_length=400)

    class Meta(Dated.Meta):
        verbose_name = _("deadline rule")


class Route(Dated):
    """Which body deals with a topic in an area; the most specific route wins."""

    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area_kind = models.CharField(max_length=60, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body_kind = models.CharField(max_length=60, blank=True)  # the body of this kind in the area or above it

    class Meta(Dated.Meta):
        verbose_name = _("route")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(body=None) | ~Q(body_kind=""), name="cases_route_leads_somewhere"
            ),
        ]


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about many cases."""

    def open(self) -> "CaseQuerySet":
        """Keep the cases that still await a final answer."""
        return self.filter(status__in=OPEN_STATUSES)

    def held_below(self, body_ids: "models.QuerySet | list[int]") -> "CaseQuerySet":
        """Keep the cases held by one of these bodies."""
        return self.filter(body__in=body_ids)


class Case(models.Model):
    """
    What a body has promised to deal with, as it stands now.

    Every change also writes a `CaseEvent` that copies how the case stood afterwards;
    `actions` is the only place that changes rows here.
    """

    number = models.CharField(max_length=20, unique=True)  # public: "26-000123"
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    province = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases")
    cooperating = models.ManyToManyField(Body, blank=True, related_name="helped_cases")
    first_report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.NONE, blank=True)
    one_above = models.BooleanField(default=False)  # routed one body above the office that it touches
    received_at = models.DateTimeField()  # real receipt: every clock starts here
    accept_due_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField()  # the first promise, never changed
    answer_due_at = models.DateTimeField()  # the person's clock: promise, pauses and extensions
    body_due_at = models.DateTimeField()  # the holder's clock: new at each hand-over
    closed_at = models.DateTimeField(null=True, blank=True)
    deadline_rule = models.ForeignKey(DeadlineRule, null=True, on_delete=models.PROTECT, related_name="+")
    hand_overs = models.PositiveSmallIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[*OPEN_STATUSES], closed_at=None)
                | Q(~Q(status__in=[*OPEN_STATUSES]), closed_at__isnull=False),
                name="cases_case_closed_when_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(answer_due_at__gte=models.F("promised_at")),
                name="cases_case_never_due_before_the_promise",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="cases_newest"),
            models.Index(fields=["body", "-received_at", "-id"], name="cases_of_body"),
            models.Index(fields=["body", "status", "topic", "-received_at", "-id"], name="cases_filtered"),
            models.Index(fields=["status", "topic", "-received_at", "-id"], name="cases_filtered_all"),
            models.Index(
                fields=["answer_due_at", "id"],
                condition=Q(status__in=[*OPEN_STATUSES]),
                name="cases_open_by_due",
            ),
            models.Index(fields=["area", "topic", "received_at"], name="cases_by_place"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether a final answer is still awaited."""
        return self.status in OPEN_STATUSES

    @property
    def status_name(self) -> str:
        """The status in words; Django's own way of finding it is slow enough to be felt in a list."""
        return str(Status(self.status).label)


class CaseWords(Erasable):
    """Words of a body about a case: answers, reasons, notes; and of a sender after the report."""


class EventKind(models.TextChoices):
    """What happened to a case."""

    OPENED = "opened", _("received")
    ACCEPTED = "accepted", _("accepted")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")
    HANDED_OVER = "handed_over", _("handed over")
    EXTENDED = "extended", _("extended")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    REOPENED = "reopened", _("reopened")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")
    REPORT_LINKED = "report_linked", _("report linked")
    REPORT_UNLINKED = "report_unlinked", _("report unlinked")
    TOPIC_CHANGED = "topic_changed", _("topic or place corrected")
    PUBLISHED = "published", _("masked copy published")
    UNPUBLISHED = "unpublished", _("masked copy taken back")
    RATED = "rated", _("rated")
    NOTED = "noted", _("note")
    DUE_RECOUNTED = "due_recounted", _("date recounted")
    AREA_CHANGED = "area_changed", _("moved with a change of areas")
    WORDS_ERASED = "words_erased", _("words erased")
    RAISED = "raised", _("raised at a briefing meeting")
    PROMISE = "promise", _("promise to the sender")


# What the sender reads on the tracking page; the rest is the office's own.
PUBLIC_EVENTS = (
    EventKind.OPENED,
    EventKind.ACCEPTED,
    EventKind.ANSWERED,
    EventKind.REFUSED,
    EventKind.HANDED_OVER,
    EventKind.EXTENDED,
    EventKind.PAUSED,
    EventKind.RESUMED,
    EventKind.REOPENED,
    EventKind.WITHDRAWN,
    EventKind.DUE_RECOUNTED,
    EventKind.AREA_CHANGED,
    EventKind.RAISED,
    EventKind.PROMISE,
)


class CaseEvent(AppendOnly):
    """
    One thing that happened to a case, and how the case stood afterwards.

    This table is timeline, audit and the source of every figure: periods filter on `happened_at`,
    knowledge on `recorded_at`. No foreign key points here.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EventKind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    report_id = models.BigIntegerField(null=True, blank=True)  # the report that an event is about
    words = models.ForeignKey(CaseWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words_are_public = models.BooleanField(default=False)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)  # of an extension, in its rule's unit
    first_answer = models.BooleanField(default=False)  # the first final answer: decides “on time” for good
    # how the case stood afterwards
    status = models.CharField(max_length=12, choices=Status)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    body_due_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a case")
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="cases_event_once")]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="cases_event_by_kind"),
            models.Index(fields=["xid", "id"], name="cases_event_in_order"),
        ]


class ReportLink(models.Model):
    """A report belongs to a case, until somebody undoes it; both directions may be many."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="links")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    since = recorded_at_field()
    linked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "case"], condition=Q(undone_at=None), name="cases_link_once_at_a_time"
            )
        ]


class DuplicateWindow(Dated):
    """How near in time and place two reports on a topic must be to be compared at all."""

    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    metres = models.PositiveIntegerField()  # between two points; without them the commune must be the same

    class Meta(Dated.Meta):
        verbose_name = _("window for duplicates")


class DuplicateVerdict(AppendOnly):
    """What a person decided about two cases that looked alike; asked once, and kept to measure the score."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField()
    score = models.FloatField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(fields=["case"], name="cases_duplicate_of_case"),
            models.Index(fields=["other"], name="cases_duplicate_of_other"),
        ]


class RatingLevel(Dated):
    """A step of the scale on which people rate an answer."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    satisfied = models.BooleanField()
    position = models.PositiveSmallIntegerField()

    class Meta(Dated.Meta):
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class RatingWords(Erasable):
    """What a person added to a rating."""


class Rating(AppendOnly):
    """What the sender of one report thought of the answer; the newest counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="ratings")
    level = models.ForeignKey(RatingLevel, on_delete=models.PROTECT)
    words = models.OneToOneField(RatingWords, null=True, blank=True, on_delete=models.PROTECT)
    rated_at = models.DateTimeField()


class ImportRun(models.Model):
    """One import of a file: how far it came, so that it can go on after an interruption."""

    source = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.BinaryField()
    map_sha256 = models.BinaryField()
    rows_done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    started_at = recorded_at_field()
    finished_at = models.DateTimeField(null=True, blank=True)


class ImportedRow(models.Model):
    """What the newest version of an imported row looked like, and which case it became."""

    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    row_hash = models.BinaryField()
    values = models.JSONField(
        default=dict
    )  # status, outcome and times as last understood: to see the difference
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="cases_imported_row_once")
        ]


class Recount(models.Model):
    """Open cases that are counted again because days became other ones: how far that came."""

    changes = ArrayField(models.BigIntegerField())  # ids of `CalendarChange`
    last_case_id = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    recorded_at = recorded_at_field()
    finished_at = models.DateTimeField(null=True, blank=True)
