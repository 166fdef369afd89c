"""Public bodies acting in an area, the lines they report up, their clusters and calendars."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.moments import recorded_at_field
from langnghe.places.models import Area


class Line(models.TextChoices):
    """The line a body reports up."""

    PARTY = "party", _("Party")
    STATE = "state", _("State")
    FRONT = "front", _("Fatherland Front and unions")
    ARMED_FORCES = "armed_forces", _("Armed forces")
    DEPARTMENT = "department", _("Department")


class PaperFormat(models.TextChoices):
    """Which rules a body's papers follow."""

    STATE = "state", _("State (Decree 30/2020/NĐ-CP)")
    PARTY = "party", _("Party (Guide 36-HD/VPTW)")


# How the codes of kinds begin that govern an area: people's committees, and another country's offices.
GOVERNING = ("ubnd", "office")


class Body(Dated):
    """A public body: what it is called, where it acts, whom it reports to, how its papers look."""

    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=240)
    folded = models.CharField(max_length=240)
    kind = models.CharField(max_length=60)  # a code of body_kinds.csv, e.g. "ubnd_xa", or another country's
    line = models.CharField(max_length=20, choices=Line)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="bodies")
    superior = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates"
    )
    name_on_paper = models.CharField(max_length=240)  # in the letterhead, capitals are the renderer's work
    superior_on_paper = models.CharField(max_length=240, blank=True)
    abbreviation = models.CharField(max_length=40, blank=True)  # in document numbers: "UBND", "BTGDV"
    paper_format = models.CharField(max_length=10, choices=PaperFormat, default=PaperFormat.STATE)

    class Meta(Dated.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug", "valid_from"], condition=Q(withdrawn_at=None), name="bodies_slug_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["area", "kind"], name="bodies_area_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def governs(self) -> bool:
        """Whether it governs its area, so that what nobody else is in charge of falls to it."""
        return self.kind.startswith(GOVERNING)


class BodyAncestor(models.Model):
    """Every body above a body, itself included."""

    ancestor = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="above")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="bodies_ancestor_once")
        ]


class Cluster(Dated):
    """Areas whose bodies brief together (cụm)."""

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        verbose_name = _("cluster")

    def __str__(self) -> str:
        return self.name


class ClusterMember(Dated):
    """An area's membership in a cluster; `to_confirm` where it was derived and nobody signed for it yet."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cluster_memberships")
    to_confirm = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)


class CalendarDay(models.Model):
    """A day off or a made-up working day, for everyone or below one area; overrides the built-in calendar."""

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORKED = "worked", _("worked")

    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="calendar_days"
    )
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = recorded_at_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "day"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="bodies_calendar_day_once",
            )
        ]


class CalendarChange(AppendOnly):
    """A day that became another one than it was: read by whoever counted with it."""

    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["xid", "id"], name="bodies_calendar_in_order")]
