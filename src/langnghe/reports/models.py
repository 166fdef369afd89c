"""One person's words as received, what was read out of them, and the copies made public. Knows no case."""

import uuid
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.erasable import BLANKED, Erasable
from langnghe.people.models import Contact, User
from langnghe.places.models import Area, Locality
from langnghe.reports.finding import vector_of
from langnghe.topics.models import Kind, Topic


class Channel(models.TextChoices):
    """How words came in."""

    WEB = "web", _("web form")
    COUNTER = "counter", _("reception desk")
    HOTLINE = "hotline", _("hotline")
    EMAIL = "email", _("e-mail")
    IMPORT = "import", _("import")
    OPEN311 = "open311", _("Open311")
    MEETING = "meeting", _("meeting people")


STAFF_CHANNELS = (Channel.COUNTER, Channel.HOTLINE, Channel.MEETING)


_BLANKED = f"({BLANKED} AND NEW.locality = '' AND NEW.place = '' AND NEW.search = '')"
_FOUND_ANEW = (
    "(NEW.erased_at IS NULL AND OLD.erased_at IS NULL AND NEW.words = OLD.words"
    " AND NEW.locality = OLD.locality AND NEW.place = OLD.place"
    " AND NEW.salt = OLD.salt AND NEW.words_hash = OLD.words_hash)"
)


class ReportWords(Erasable):
    """
    What the person said, exactly, where that is in their words, and the same as syllables to be found by.

    `search` is derived: it may be made anew at any time, and is blanked together with the words.
    """

    locality = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=300, blank=True)
    search = SearchVectorField(default="", editable=False)

    beside = ("locality", "place")
    derived = ("search",)

    class Meta:
        indexes = [GinIndex(fields=["search"], name="reports_words_search")]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_blanking",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"NOT ({_BLANKED} OR {_FOUND_ANEW})"),
            ),
        ]

    @classmethod
    def saying(cls, words: str, **beside: str) -> Self:
        """Return new words that can be found by what they say and by the places said beside them."""
        row = super().saying(words, **beside)
        row.search = vector_of(words, *beside.values())
        return row


class Report(AppendOnly):
    """One person's words as received. Never edited, merged away or lost; everything derived can be redone."""

    words = models.OneToOneField(ReportWords, on_delete=models.PROTECT, related_name="report")
    language = models.CharField(max_length=10, default="vi")
    channel = models.CharField(max_length=20, choices=Channel)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT)  # as the sender chose it
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # as chosen
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # as chosen
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    time_as_said = models.CharField(max_length=120, blank=True)  # where the source contradicts itself
    contact = models.OneToOneField(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="report"
    )
    touches_office = models.BooleanField(default=False)
    original_may_be_public = models.BooleanField(default=False)  # the sender's own tick
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    secret_hash = models.BinaryField(unique=True, editable=False)
    source = models.CharField(max_length=80, blank=True)  # which import, empty for people's own words
    source_id = models.CharField(max_length=120, blank=True)

    class Meta(AppendOnly.Meta):
        verbose_name = _("report")
        indexes = [
            models.Index(fields=["received_at"], name="reports_received"),
            models.Index(fields=["source", "source_id"], condition=~Q(source=""), name="reports_source"),
        ]

    @property
    def entered_by_staff(self) -> bool:
        """Reports that staff wrote down stand apart from those that people sent themselves."""
        return self.channel in STAFF_CHANNELS


class ReportFile(AppendOnly):
    """A picture that came with a report, re-encoded on arrival so that nothing hides in it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="reports/%Y/%m/")
    sha256 = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class FileErasure(AppendOnly):
    """A picture that was erased: the row stays, the file is deleted."""

    file = models.OneToOneField(ReportFile, on_delete=models.PROTECT, related_name="erasure")


class Reading(AppendOnly):
    """What somebody or some method read out of a report; the newest counts, the others stay."""

    class Method(models.TextChoices):
        SENDER = "sender", _("as the sender chose")
        RULES = "rules", _("by rules")
        OFFICER = "officer", _("by an officer")
        IMPORT = "import", _("from the import")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="readings")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    h3_cell = models.CharField(max_length=16, blank=True)
    confidence = models.FloatField(default=1.0)
    # what the rules heard in the words: the best topic, also where they were too unsure to take it, and
    # which of their phrases decided
    suggested = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    kind = models.ForeignKey(Kind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=20, choices=Method)
    version = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(fields=["report", "-id"], name="reports_reading_newest"),
            models.Index(fields=["h3_cell"], condition=~Q(h3_cell=""), name="reports_reading_cell"),
        ]


class PublicWords(Erasable):
    """The masked words that an officer published."""


class PublicCopy(models.Model):
    """What the public may read of a report, who decided so, and when it was taken back."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="public_copies")
    words = models.OneToOneField(PublicWords, on_delete=models.PROTECT, related_name="copy")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(withdrawn_at=None), name="reports_one_public_copy_at_a_time"
            )
        ]


class Synonym(Dated):
    """Words and phrases that people use for one thing, parted by |: a question for one finds all."""

    words = models.CharField(max_length=300)

    class Meta(Dated.Meta):
        verbose_name = _("synonym")
