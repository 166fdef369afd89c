"""
Programmes, theme years and movements: the plans bodies owe under them, their items, targets and results.

Everything here is about bodies. What people give (money, land, days of work) is kept as totals of a body or a
movement, never by household; people taking part are counts.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import Erasable
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area


class Kind(models.TextChoices):
    """What bodies undertake together."""

    PROGRAMME = "programme", _("programme")
    THEME_YEAR = "theme_year", _("theme of the year")
    MOVEMENT = "movement", _("movement")


class ProgrammeWords(Erasable):
    """What an office wrote: the aim of a programme, a task, a proof, a reason, a pledge, a review."""


class Programme(models.Model):
    """A programme, a theme year or a movement, of one body or of several jointly."""

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=240)
    owners = models.ManyToManyField(Body, related_name="programmes")  # jointly: a board and a committee, say
    basis = models.CharField(max_length=300, blank=True)  # the document that launched it
    aim = models.ForeignKey(ProgrammeWords, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    launched_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    launched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # where it was ended before its last day
    last_seq = models.PositiveIntegerField(default=0)
    recorded_at = recorded_at_field()

    class Meta:
        verbose_name = _("programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="programmes_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["-first_on", "-id"], name="programmes_newest")]

    def __str__(self) -> str:
        return self.name


class ProgrammeEvent(AppendOnly):
    """What happened to a programme, and how it stood afterwards; what changed lies between two of them."""

    class Kind(models.TextChoices):
        LAUNCHED = "launched", _("launched")
        CHANGED = "changed", _("changed")
        TARGET_SET = "target_set", _("target set")
        ENDED = "ended", _("ended early")
        TAKEN_OVER = "taken_over", _("taken over after a change of areas")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(
        ProgrammeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # the reason
    # how the programme stood afterwards
    name = models.CharField(max_length=240)
    basis = models.CharField(max_length=300, blank=True)
    aim = models.ForeignKey(ProgrammeWords, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    owners = ArrayField(models.BigIntegerField(), default=list)  # keys of bodies

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "seq"], name="programmes_event_once")]


class PlanStatus(models.TextChoices):
    """How a plan stands; late follows from its date."""

    CALLED = "called", _("called for")
    SUBMITTED = "submitted", _("submitted")
    EXCUSED = "excused", _("excused")


class Plan(models.Model):
    """The yearly plan that a body owes under a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # of the body, for figures
    year = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=PlanStatus, default=PlanStatus.CALLED)
    submitted_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("plan")
        constraints = [
            models.UniqueConstraint(fields=["programme", "body", "year"], name="programmes_one_plan_a_year"),
            models.CheckConstraint(
                condition=Q(~Q(status="submitted"), submitted_at=None)
                | Q(status="submitted", submitted_at__isnull=False),
                name="programmes_submitted_when_it_was",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.name}, {self.year}"


class PlanEvent(AppendOnly):
    """What happened to a plan, and how it stood afterwards; figures read here."""

    class Kind(models.TextChoices):
        CALLED = "called", _("called for")
        SUBMITTED = "submitted", _("submitted")
        EXCUSED = "excused", _("excused")
        MOVED = "moved", _("moved with a change of areas")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(
        ProgrammeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=PlanStatus)
    due_at = models.DateTimeField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "seq"], name="programmes_plan_event_once")]


class ItemStatus(models.TextChoices):
    """How an item stands; late follows from its date."""

    OPEN = "open", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class PlanItem(models.Model):
    """One task of a plan: who does it, until when, and what shows that it is done."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    task = models.ForeignKey(ProgrammeWords, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=200)  # a unit or an office (“Trưởng thôn 4”), never a person's name
    due_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=ItemStatus, default=ItemStatus.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("plan item")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None) | Q(~Q(status="open"), closed_at__isnull=False),
                name="programmes_item_closed_when_it_ended",
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(status="open"), name="programmes_item_open")
        ]


class ItemEvent(AppendOnly):
    """What happened to an item, and how it stood afterwards; figures read here."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(
        ProgrammeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=ItemStatus)
    task = models.ForeignKey(
        ProgrammeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "seq"], name="programmes_item_event_once")]


class Target(Dated):
    """
    What is to be reached in a year: by one body, by each body of a group, or by every body with a plan.

    A line of the table somebody was given, with the document that says so. With `figure` the house counts the
    result; without, bodies report it.
    """

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=240)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.AT_LEAST)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    figure = models.CharField(max_length=60, blank=True)  # the name of a figure of the house
    source = models.CharField(max_length=400)  # the document that sets it

    class Meta(Dated.Meta):
        verbose_name = _("target")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(body=None) | Q(group=""), name="programmes_target_of_one_kind"
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="programmes_target_above_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(Dated):
    """A body that belongs to a group of a programme's targets (“nhóm 1”)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="group_members")
    group = models.CharField(max_length=60)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")


class Actual(AppendOnly):
    """What a body reported as reached, from which source, and who vouches for it; the newest counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actuals")
    code = models.SlugField(max_length=60)  # of the target
    value = models.DecimalField(max_digits=18, decimal_places=4)
    as_of = models.DateField()
    source = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["plan", "code", "-id"], name="programmes_actual_newest")]


class CountedResult(models.Model):
    """
    What the house counted of a target in a year, for one plan's body or for the whole programme.

    Written by a job (`figures.targets`) and replaced each time; `address` opens exactly what was counted.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="counted")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="counted")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    address = models.CharField(max_length=400)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "plan", "code", "year"],
                nulls_distinct=False,
                name="programmes_counted_once",
            )
        ]


class Registration(AppendOnly):
    """A body joins a movement, with what it undertakes; one that takes over from another says so."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="registrations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(ProgrammeWords, on_delete=models.PROTECT, related_name="+")
    takes_over = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_over_by"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "body"], name="programmes_registered_once")
        ]


class Review(AppendOnly):
    """An interim review (sơ kết) of a movement by one body: words, and totals of what people gave and did."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reviews")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    words = models.ForeignKey(ProgrammeWords, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)
    million_dong = models.PositiveIntegerField(default=0)
    working_days = models.PositiveIntegerField(default=0)
    land_m2 = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
