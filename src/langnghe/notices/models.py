"""Messages out: each with a state, a count of tries, and a reason where it failed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from langnghe.cases.models import Case
from langnghe.ground.moments import recorded_at_field
from langnghe.meetings.models import InvitationEvent
from langnghe.reports.models import Report


class Outgoing(models.Model):
    """A message on its way: when it is tried next, how often it was, and why it failed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    recorded_at = recorded_at_field()

    class Meta:
        abstract = True


class Notice(Outgoing):
    """
    One message to the sender of a report about one step of a case.

    The address stays in the vault: it is looked up when the message is sent, and stands nowhere here.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    event_id = models.BigIntegerField()  # the step it tells of
    kind = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(fields=["report", "event_id"], name="notices_once_for_each_step")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state="waiting"), name="notices_waiting_in_order"
            )
        ]


class InvitationMail(Outgoing):
    """One letter to an invited body about one thing it is to hear of; staff it goes to are read when sent."""

    event = models.OneToOneField(InvitationEvent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("letter of invitation")
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state="waiting"), name="notices_letters_in_order"
            )
        ]


class PassingMail(models.Model):
    """
    A letter that somebody sends through us once: locked until it leaves, then nothing is left of it.

    Neither its words nor its addresses can be read here without the key of the installation; the row goes
    when the letter left, and also when it could not leave.
    """

    wrapped_key = models.BinaryField(editable=False)
    cipher = models.BinaryField(editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="notices_passing_in_order")]
