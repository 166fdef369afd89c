"""Figures of plans under programmes, theme years and movements."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

FIGURES = (
    Figure(
        "plans_submitted",
        _("Plans submitted"),
        Counts.PLANS,
        _("Of the plans due in the period, those submitted by its end, in time or late."),
        _("plans that bodies had to submit in the period"),
    ),
    Figure(
        "plan_items_done",
        _("Tasks of plans done"),
        Counts.PLAN_ITEMS,
        _("Of the tasks due in the period, those done by its end; dropped ones stay among the tasks due."),
        _("tasks of plans due in the period"),
    ),
)
