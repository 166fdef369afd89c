"""What reports are about: the dated tree of topics, and the kinds with their tracks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from langnghe.ground.dated import Dated


class Publicness(models.TextChoices):
    """What of a report on a topic may become public at all."""

    YES = "yes", _("public once an officer has published a masked copy")
    COARSE = "coarse", _("public with a coarser place")
    NO = "no", _("never public")


class Topic(Dated):
    """A node of the topic tree."""

    code = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    folded = models.CharField(max_length=160)
    severity = models.PositiveSmallIntegerField(default=1)  # 1 to 3; ranks alarms, never people
    publicness = models.CharField(max_length=10, choices=Publicness, default=Publicness.YES)
    one_above = models.BooleanField(default=False)  # conduct, corruption, a body's own decisions
    text = models.TextField(blank=True)  # what a resident reads beside it

    class Meta(Dated.Meta):
        verbose_name = _("topic")
        ordering = ["code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(withdrawn_at=None), name="topics_code_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Track(models.TextChoices):
    """Where a kind of words goes."""

    OPEN = "open", _("handled here")
    ELSEWHERE = "elsewhere", _("shown where to go, nothing is stored")
    CLOSED = "closed", _("legal track, closed")


class Kind(Dated):
    """A kind of report (phản ánh, kiến nghị, góp ý …) with its track and what the sender reads."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    track = models.CharField(max_length=10, choices=Track, default=Track.OPEN)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        verbose_name = _("kind")
        ordering = ["position", "code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(withdrawn_at=None), name="topics_kind_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def guidance(self) -> str:
        """The text beside the kind, in the reader's language."""
        return self.text_en if get_language() == "en" and self.text_en else self.text


class TopicPhrase(Dated):
    """A phrase that suggests a topic, matched without tone marks; `excludes` cancels it."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="phrases")
    phrase = models.CharField(max_length=120)
    weight = models.FloatField(default=1.0)
    excludes = models.CharField(max_length=300, blank=True)
