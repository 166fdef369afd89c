"""Figures of reports, cases and what people thought of the answers."""

from django.utils.translation import gettext_lazy as _

from langnghe.figures.catalogue.figure import Counts, Figure

_FIRST_ANSWERS = _("first final answers in the period")

FIGURES = (
    Figure(
        "reports_received",
        _("Reports received"),
        Counts.REPORTS,
        _("Reports whose real receipt lies in the period."),
    ),
    Figure(
        "reports_entered_by_staff",
        _("of these written down by staff"),
        Counts.REPORTS,
        _("Reports received in the period through the reception desk, the hotline or meetings."),
        _("reports received in the period"),
    ),
    Figure(
        "cases_open",
        _("Cases open at the end of the period"),
        Counts.CASES,
        _("Cases received, being handled or paused at the end of the last day."),
    ),
    Figure(
        "cases_overdue",
        _("Open cases past their date"),
        Counts.CASES,
        _("Open cases whose date of answer lies before the end of the last day."),
        _("cases open at the end of the period"),
    ),
    Figure(
        "cases_answered",
        _("Cases answered"),
        Counts.CASES,
        _("Cases with their first final answer in the period."),
    ),
    Figure(
        "answered_on_time",
        _("Answered by the date first promised"),
        Counts.CASES,
        _("First final answers given by the due date, where the date was never extended or paused."),
        _FIRST_ANSWERS,
    ),
    Figure(
        "answered_on_time_extended",
        _("Answered in time after an extension or pause"),
        Counts.CASES,
        _("First final answers given by a due date that lies after the first promise."),
        _FIRST_ANSWERS,
    ),
    Figure(
        "answered_late",
        _("Answered late"),
        Counts.CASES,
        _("First final answers given after the due date."),
        _FIRST_ANSWERS,
    ),
    Figure(
        "answered_solved",
        _("Answered as solved"),
        Counts.CASES,
        _("First final answers with the outcome “solved”."),
        _FIRST_ANSWERS,
    ),
    Figure(
        "cases_refused", _("Cases refused"), Counts.CASES, _("Cases refused with a reason in the period.")
    ),
    Figure(
        "cases_withdrawn",
        _("Cases withdrawn by the sender"),
        Counts.CASES,
        _("Cases whose sender took the report back in the period."),
    ),
    Figure(
        "cases_reopened",
        _("Cases reopened"),
        Counts.CASES,
        _("Cases opened again in the period after they had ended."),
    ),
    Figure(
        "cases_extended",
        _("Cases extended"),
        Counts.CASES,
        _("Cases whose date was extended in the period."),
    ),
    Figure(
        "cases_paused",
        _("Cases paused"),
        Counts.CASES,
        _("Cases whose clock was stopped in the period."),
    ),
    Figure(
        "cases_handed_over",
        _("Cases handed over"),
        Counts.CASES,
        _("Cases that another body took over in the period."),
    ),
    Figure(
        "satisfied",
        _("Satisfied with the answer"),
        Counts.RATINGS,
        _("Newest ratings of the period, one for each report and case, that count as satisfied."),
        _("rated answers in the period"),
    ),
)
