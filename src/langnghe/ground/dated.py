"""Rows that hold from a day to a day, and that were known from a moment to a moment."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from langnghe.ground.moments import recorded_at_field


class DatedQuerySet(models.QuerySet):
    """Questions that every dated table answers."""

    def known(self, at: datetime | None = None) -> Self:
        """Keep the rows that were recorded and not withdrawn at a moment; without one, now."""
        if at is None:
            return self.filter(withdrawn_at=None)
        return self.filter(recorded_at__lte=at).filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))

    def on(self, day: date, *, known_at: datetime | None = None) -> Self:
        """Keep the rows that hold on a day; the first and the last day both count."""
        return self.known(known_at).filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Dated(models.Model):
    """A row with its first and last day of validity; a mistake is withdrawn, never deleted."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = recorded_at_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            )
        ]
