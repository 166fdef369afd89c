"""Figures of practices (“Dân vận khéo”)."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "practices_registered",
        _("Practices registered"),
        Counts.PRACTICES,
        _("Practices that a body registered in the period."),
    ),
    Figure(
        "practices_copied",
        _("of these copied from another body's"),
        Counts.PRACTICES,
        _("Practices registered in the period as a copy of a recognised practice of another body."),
        _("practices registered in the period"),
    ),
    Figure(
        "practices_recognised",
        _("Practices recognised"),
        Counts.PRACTICES,
        _("Practices recognised in the period, each once, at whatever level."),
    ),
)
