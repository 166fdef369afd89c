"""What the edges of the installation keep: keys of other systems, and how far rooms followed a decree."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.moments import recorded_at_field


class ApiKey(models.Model):
    """The key of another system that may send reports by Open311; only its digest is kept."""

    name = models.CharField(max_length=80)  # of the system, never of a person
    digest = models.BinaryField(unique=True, editable=False)
    active = models.BooleanField(default=True)
    made_at = recorded_at_field()

    class Meta:
        verbose_name = _("key of another system")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(active=True), name="site_one_active_key_for_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FollowedDecree(models.Model):
    """How far one room has followed a decree that changed areas; written along with each batch."""

    effective_on = models.DateField()
    number = models.CharField(max_length=120, blank=True)
    room = models.CharField(max_length=40)
    moved = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)  # what waited for a person when the room was last through
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)  # of the last time the room came through

    class Meta:
        verbose_name = _("followed decree")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_on", "number", "room"], name="site_followed_decree_once_a_room"
            )
        ]
