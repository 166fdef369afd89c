"""Briefings of a body or an area over a period, and the words people wrote into them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body, Cluster, PaperFormat
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.moments import recorded_at_field
from langnghe.people.models import User
from langnghe.places.models import Area


class State(models.TextChoices):
    """How far a briefing has come."""

    DRAFT = "draft", _("draft")


class Briefing(models.Model):
    """
    A report over a period, as known at a moment, under the boundaries of a day.

    Its numbers are never stored: they are asked again with the same question and give the same answer.
    `scope_area`, `scope_body` or `scope_cluster` says what is counted, `body` who writes; exactly one scope
    is set. A cluster's briefing is the synthesis of its provinces' briefings, its `parts`.
    """

    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="briefings")
    scope_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scope_body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scope_cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    known_at = models.DateTimeField()
    boundaries_on = models.DateField()
    form = models.CharField(max_length=10, choices=PaperFormat)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = recorded_at_field()

    class Meta:
        verbose_name = _("briefing")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="briefings_briefing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(scope_area__isnull=False, scope_body=None, scope_cluster=None)
                | Q(scope_area=None, scope_body__isnull=False, scope_cluster=None)
                | Q(scope_area=None, scope_body=None, scope_cluster__isnull=False),
                name="briefings_briefing_counts_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.first_on:%d/%m/%Y}-{self.last_on:%d/%m/%Y}"

    @property
    def scope(self) -> Area | Body | Cluster:
        """What is counted: an area, a body with everything below it, or a cluster."""
        scope = self.scope_area or self.scope_body or self.scope_cluster
        assert scope is not None  # noqa: S101 - a constraint of the table
        return scope


class BriefingPart(AppendOnly):
    """A province's briefing in the synthesis of its cluster; of several of one area the newest counts."""

    whole = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="parts")
    part = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["whole", "part"], name="briefings_part_once")]


class BriefingText(AppendOnly):
    """The words of one part of a briefing as somebody wrote them; the newest count."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="texts")
    part = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        verbose_name = _("words of a briefing")
        indexes = [models.Index(fields=["briefing", "part", "-id"], name="briefings_text_newest")]
