"""Areas through time, what became of them, the localities inside, and who lives there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.moments import recorded_at_field


class Area(Dated):
    """
    A territory with a code, in force from a day to a day.

    A code alone is no key: Vietnam gave 1,897 commune codes to other communes on 1 July 2025.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # as the law writes it: "Xã Ia Dơk", "Tỉnh Gia Lai"
    bare_name = models.CharField(max_length=200)  # without its kind: "Ia Dơk"
    folded = models.CharField(max_length=400)  # for search: name and its province, without tone marks
    kind = models.CharField(max_length=60)  # xã, phường, đặc khu, tỉnh, thành phố, or another country's word
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    level = models.PositiveSmallIntegerField()  # 1 for the top of the tree of its time
    is_leaf = models.BooleanField(default=True)  # nothing below it in its time: reports are placed here
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("area")
        ordering = ["code", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="places_area_code_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["parent"], name="places_area_parent")]

    def __str__(self) -> str:
        return self.name


class AreaAncestor(models.Model):
    """Everything above an area, itself included: the closure that answers “everything below”."""

    ancestor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="above")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="places_ancestor_once")
        ]


class AreaChange(models.Model):
    """What became of an area on a day, and by which decree."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("merged whole")
        PART = "part", _("part merged")
        RENAMED = "renamed", _("renamed")
        KIND_CHANGED = "kind_changed", _("changed kind")
        UNCHANGED = "unchanged", _("unchanged")

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="changes_out")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="changes_in")
    kind = models.CharField(max_length=20, choices=Kind)
    share = models.DecimalField(
        max_digits=6, decimal_places=5, null=True, blank=True
    )  # of the old one's people
    decree = models.CharField(max_length=120)
    effective_on = models.DateField()
    recorded_at = recorded_at_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], condition=Q(withdrawn_at=None), name="places_change_once"
            )
        ]


class Locality(Dated):
    """A thôn, làng, buôn or tổ dân phố as its commune lists it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="localities")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    other_spellings = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("locality")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["area", "name", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="places_locality_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnlistedLocality(models.Model):
    """A name that people said and that is not on the commune's list: kept as said, shown to the commune."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="unlisted_localities")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    times_said = models.PositiveIntegerField(default=1)
    first_said_at = models.DateTimeField()
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)  # once settled
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "folded"], name="places_unlisted_once")]


class Population(AppendOnly):
    """How many people live in an area in a year, and who says so."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)


class Boundary(models.Model):
    """The outline of an area, as a GeoJSON geometry in degrees (WGS 84)."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=200)
