"""Figures of alarms."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "alarms",
        _("Alarms"),
        Counts.ALARMS,
        _("Unusual clusters of reports first found on a day of the period."),
    ),
)
