"""Figures of situation reports and hot spots."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "situations_reported",
        _("Situation reports sent"),
        Counts.SITUATIONS,
        _("Situation reports that bodies sent up their line on a day of the period."),
    ),
    Figure(
        "situations_concluded",
        _("Situation reports concluded"),
        Counts.SITUATIONS,
        _("Situation reports of the period that were concluded by its end."),
        _("Situation reports sent in the period"),
    ),
    Figure(
        "hot_spots_declared",
        _("Hot spots declared"),
        Counts.HOT_SPOTS,
        _("Hot spots that a leader declared on a day of the period; never computed."),
    ),
)
