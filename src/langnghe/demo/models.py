"""The mark that a demo year lies in this database."""

from django.db import models

from langnghe.ground.moments import recorded_at_field


class DemoYear(models.Model):
    """One demo year: from which seed it was made, its last moment, and when."""

    seed = models.PositiveIntegerField()
    until = models.DateTimeField()
    made_at = recorded_at_field()
    finished_at = models.DateTimeField(null=True)  # empty while alarms, papers or a room are still to be made

    class Meta:
        verbose_name = "demo year"
