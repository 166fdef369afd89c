"""Tables of this room: what is public once a week, and stays as it was published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.append_only import AppendOnly

K = 5  # smaller counts of somebody are never shown


class Measure(models.TextChoices):
    """What is counted for everybody, once a week."""

    RECEIVED = "received", _("reports received")
    ANSWERED = "answered", _("reports answered for the first time")


class PublicCount(AppendOnly):
    """
    One cell of the public table of a week: where, about what, how many; empty where it is not shown.

    Places and topics stand by their codes, beside “all” and “rest”. A week is published once and never again:
    a later count beside the first would tell what came in between.
    """

    week = models.DateField()  # its Monday
    measure = models.CharField(max_length=10, choices=Measure)
    place = models.CharField(max_length=20)
    topic = models.CharField(max_length=80)
    count = models.PositiveIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["week", "measure", "place", "topic"], name="figures_public_count_once"
            ),
            models.CheckConstraint(
                condition=Q(count=None) | Q(count=0) | Q(count__gte=K), name="figures_public_count_not_small"
            ),
        ]
