"""Detection runs, the alarms they raised and followed, and what people found on the spot."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from langnghe.ground.append_only import AppendOnly
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.topics.models import Topic


class DetectionRun(AppendOnly):
    """One scan of one topic: its settings, seed and digest, so that it can be replayed years later."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    scanned_on = models.DateField()  # the last day whose reports were scanned
    first_on = models.DateField()
    reports = models.PositiveIntegerField()
    settings = models.JSONField()
    seed = models.BigIntegerField()
    digest = models.CharField(max_length=64)


class Alarm(models.Model):
    """
    An unusual cluster of reports on one topic, with one identity over all days on which it is found.

    The machine never calls it more than that; what it is, a person says (`Verdict`).
    """

    class Band(models.TextChoices):
        RED = "red", _("very rare")
        AMBER = "amber", _("rare")

    class State(models.TextChoices):
        NEW = "new", _("new")
        GROWING = "growing", _("growing")
        STEADY = "steady", _("steady")
        FADING = "fading", _("fading")
        CLOSED = "closed", _("over")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="alarms")
    centre = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    first_found_at = models.DateTimeField()  # the end of the first day on which it was found
    last_found_at = models.DateTimeField()
    band = models.CharField(max_length=10, choices=Band, default=Band.AMBER)  # as last found
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    settled_at = models.DateTimeField(null=True, blank=True)  # none of its reports is unsolved any more
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("alarm")
        indexes = [models.Index(fields=["-last_found_at", "-id"], name="alarms_newest")]


class Finding(AppendOnly):
    """What one run found of an alarm."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="findings")
    run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="findings")
    areas = ArrayField(models.BigIntegerField())
    reports = ArrayField(models.BigIntegerField())
    first_on = models.DateField()
    last_on = models.DateField()
    radius_km = models.FloatField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    senders = models.PositiveIntegerField(null=True)  # distinct senders where that is known, else empty
    statistic = models.FloatField()
    p = models.FloatField()
    p_gumbel = models.FloatField()
    recurrence_days = models.FloatField()


class Verdict(AppendOnly):
    """What a person found when looking into an alarm; the newest counts."""

    class Result(models.TextChoices):
        REAL = "real", _("true to the facts")
        HANDLED = "handled", _("already handled")
        FALSE = "false", _("false alarm")
        UNCLEAR = "unclear", _("not enough grounds")

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="verdicts")
    result = models.CharField(max_length=10, choices=Result)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
