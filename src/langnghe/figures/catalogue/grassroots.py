"""Figures of meetings with people and of what was promised there."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "meetings_with_people",
        _("Meetings with people"),
        Counts.MEETINGS,
        _("Days at the grassroots, reception days, dialogues and hamlet meetings held in the period."),
    ),
    Figure(
        "receptions_held",
        _("Reception days held"),
        Counts.MEETINGS,
        _("Meetings with people held in the period that were reception days."),
    ),
    Figure(
        "dialogues_held",
        _("Dialogues held"),
        Counts.MEETINGS,
        _("Meetings with people held in the period that were dialogues."),
    ),
    Figure(
        "promises_made",
        _("Promises made to people"),
        Counts.PROMISES,
        _("Promises made at meetings held in the period."),
    ),
    Figure(
        "promises_kept",
        _("Promises kept"),
        Counts.PROMISES,
        _("Promises whose first day falls into the period and that were kept by its end."),
        _("Promises due in the period"),
    ),
)
