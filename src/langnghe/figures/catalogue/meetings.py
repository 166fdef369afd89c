"""Figures of what briefing meetings concluded; that room lies above and describes its own rows (`rows`)."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "conclusions_made",
        _("Conclusions of briefing meetings"),
        Counts.CONCLUSIONS,
        _("Conclusions issued in the period with a notice, under the body that carries them out."),
    ),
    Figure(
        "conclusions_done",
        _("Conclusions carried out"),
        Counts.CONCLUSIONS,
        _("Of the conclusions due in the period, those that were reported as done by its end."),
        _("conclusions due in the period"),
    ),
)
