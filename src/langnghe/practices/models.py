"""
Models of good practice (“Dân vận khéo”): what a body registers, how it fares, and the story told of it.

Run by a body or a named collective; an individual model stands under an office (“Trưởng thôn”), never under a
resident's name. People taking part are a count.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import Erasable
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.topics.models import Topic


class Term(Dated):
    """A field, a criterion or a level, as guidance orders them: data with the paper that says so."""

    class Kind(models.TextChoices):
        FIELD = "field", _("field")
        CRITERION = "criterion", _("criterion")
        LEVEL = "level", _("level")

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    area_level = models.PositiveSmallIntegerField(null=True, blank=True)  # who may recognise at a level
    position = models.PositiveSmallIntegerField()
    citation = models.CharField(max_length=400)

    class Meta(Dated.Meta):
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Status(models.TextChoices):
    """How a practice stands."""

    REGISTERED = "registered", _("registered")
    RECOGNISED = "recognised", _("recognised")
    RETIRED = "retired", _("no longer recognised")


class Runner(models.TextChoices):
    """Who runs a practice: never a person by name."""

    COLLECTIVE = "collective", _("a collective: a body, an association, a group")
    OFFICE = "office", _("an individual, named by the office held")


class PracticeWords(Erasable):
    """What an office wrote about a practice: aim, measures, what was seen, the story, reasons."""


class Practice(models.Model):
    """
    One practice as it stands now.

    Every change also writes a `PracticeEvent`; `actions` is the only place that changes rows here.
    """

    name = models.CharField(max_length=200)
    folded = models.TextField(default="", editable=False)  # name, who runs it and where, without tone marks
    field = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="practices")  # that registered it
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="practices")
    locality = models.CharField(max_length=120, blank=True)
    runner = models.CharField(max_length=12, choices=Runner, default=Runner.COLLECTIVE)
    run_by = models.CharField(max_length=200)
    aim = models.ForeignKey(PracticeWords, on_delete=models.PROTECT, related_name="+")
    measures = models.ForeignKey(PracticeWords, on_delete=models.PROTECT, related_name="+")
    taking_part = models.PositiveIntegerField()
    started_on = models.DateField()
    copy_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.REGISTERED)
    level = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recognised_year = models.PositiveSmallIntegerField(null=True, blank=True)
    working = models.BooleanField(null=True)  # as last seen; empty until somebody went and looked
    checked_on = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()
    story = models.ForeignKey(
        PracticeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consent = models.ForeignKey(  # how those shown or told of agreed, in the words of the one who vouches
        PracticeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    picture = models.ForeignKey(
        "PracticePicture", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    figure = models.CharField(max_length=60, blank=True)  # the name of the figure it means to move
    figure_topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("practice")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="recognised") | Q(level__isnull=False, recognised_year__isnull=False),
                name="practices_recognised_at_a_level",
            ),
            models.CheckConstraint(
                condition=Q(story=None) | Q(consent__isnull=False, told_by__isnull=False),
                name="practices_no_story_without_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="practices_newest"),
            models.Index(fields=["body", "-registered_at", "-id"], name="practices_of_body"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Recognised, told, and vouched for: only then may anybody see it."""
        return self.status == Status.RECOGNISED and self.story_id is not None


class PracticePicture(AppendOnly):
    """A photo drawn anew on arrival; when consent is taken back its file is deleted, its digest stays."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="pictures")
    file = models.FileField(upload_to="practices/%Y/")
    sha256 = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class EventKind(models.TextChoices):
    """What happened to a practice."""

    REGISTERED = "registered", _("registered")
    CORRECTED = "corrected", _("corrected")
    CHECKED = "checked", _("visited")
    RECOGNISED = "recognised", _("recognised")
    COPIED = "copied", _("copied elsewhere")
    TOLD = "told", _("story told")
    TAKEN_BACK = "taken_back", _("story taken back")
    FIGURE_CHOSEN = "figure_chosen", _("figure chosen")
    RETIRED = "retired", _("no longer recognised")
    MOVED = "moved", _("moved with a change of areas")


class PracticeEvent(AppendOnly):
    """
    One thing that happened to a practice, and how the practice stood afterwards.

    The source of every figure of this room: periods filter on `happened_at`, knowledge on `recorded_at`.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=EventKind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(
        PracticeWords, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    copy = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    criteria = ArrayField(models.BigIntegerField(), default=list)  # terms that were ticked
    recognised_by = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # how the practice stood afterwards
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=Status)
    field = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    copy_of = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recognised_year = models.PositiveSmallIntegerField(null=True, blank=True)
    taking_part = models.PositiveIntegerField()
    working = models.BooleanField(null=True)
    checked_on = models.DateField(null=True, blank=True)
    figure = models.CharField(max_length=60, blank=True)

    class Meta(AppendOnly.Meta):
        verbose_name = _("event of a practice")
        constraints = [models.UniqueConstraint(fields=["practice", "seq"], name="practices_event_once")]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="practices_event_by_kind"),
            models.Index(fields=["xid", "id"], name="practices_event_in_order"),
        ]
