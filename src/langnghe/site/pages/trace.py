"""
The trace: report → case → alarm → line of a briefing → conclusion → proof, on one page, both ways.

It begins at a case, an alarm, a briefing or a conclusion and shows each step that this person may see; what
they may not see is not there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from langnghe.alarms.models import Alarm
from langnghe.alarms.queries import newest_findings, visible_to
from langnghe.briefings.models import Briefing
from langnghe.briefings.queries import number_in
from langnghe.briefings.queries import visible_to as visible_briefings
from langnghe.cases.models import Case, ReportLink
from langnghe.cases.queries import case_for, visible_cases
from langnghe.figures.catalogue import FIGURES
from langnghe.meetings.models import Conclusion, ConclusionEvent, Standing
from langnghe.meetings.queries import links_of, visible_conclusions
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import scope_of

MOST = 12
MOST_BRIEFINGS = 3
RECEIVED = "reports_received"


@dataclass(frozen=True)
class Step:
    """One thing on the way: what it is called, where it opens, and what is known of it."""

    name: str
    url: str = ""
    about: str = ""
    at: datetime | None = None
    words: str = ""
    here: bool = False


@dataclass(frozen=True)
class Layer:
    """All steps of one kind, and how many more there are than are shown."""

    title: str | Promise
    icon: str
    steps: list[Step] = field(default_factory=list)
    more: int = 0


@require_safe
@login_required
def of_case(request: StaffRequest, number: str) -> HttpResponse:
    """Show the way of a case, from the reports behind it to what was done in the end."""
    case = case_for(scope_of(request.user), number)
    if case is None:
        raise Http404
    reports = list(case.links.filter(undone_at=None).values_list("report_id", flat=True))
    behind = visible_to(request.user).filter(findings__reports__overlap=reports).distinct()
    alarms = list(behind.select_related("topic", "centre").order_by("-last_found_at", "-pk"))
    conclusions = _conclusions(request, Q(links__case=case) | Q(links__alarm__in=alarms))
    back = Step(case.number, reverse("cases:show", args=[case.number]))
    return _way(request, [case], alarms, conclusions, here=case, back=back)


@require_safe
@login_required
def of_alarm(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the way of an alarm: the cases behind it, and what it led to."""
    alarm = get_object_or_404(visible_to(request.user).select_related("topic", "centre"), pk=pk)
    conclusions = _conclusions(request, Q(links__alarm=alarm))
    back = Step(_name_of(alarm), reverse("alarms:show", args=[alarm.pk]))
    return _way(request, _cases(request, [alarm], ()), [alarm], conclusions, here=alarm, back=back)


@require_safe
@login_required
def of_briefing(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what lines of a briefing led to, and what it proves."""
    briefing = get_object_or_404(visible_briefings(request.user), pk=pk)
    conclusions = _conclusions(request, Q(links__briefing=briefing) | Q(events__briefing=briefing))
    alarms = _alarms(request, conclusions)
    cases = _cases(request, alarms, conclusions)
    back = Step(str(briefing), reverse("briefings:show", args=[briefing.pk]))
    return _way(request, cases, alarms, conclusions, here=briefing, back=back)


@require_safe
@login_required
def of_conclusion(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the same way backwards: from a conclusion to the reports that led to it."""
    conclusion = get_object_or_404(visible_conclusions(request.user), pk=pk)
    alarms = _alarms(request, [conclusion])
    cases = _cases(request, alarms, [conclusion])
    name = _("Conclusion %(number)s") % {"number": conclusion.position}
    back = Step(name, reverse("meetings:conclusion", args=[conclusion.pk]))
    return _way(request, cases, alarms, [conclusion], here=conclusion, back=back)


Here = Case | Alarm | Briefing | Conclusion


def _conclusions(request: StaffRequest, which: Q) -> list[Conclusion]:
    found = visible_conclusions(request.user).filter(which).exclude(standing=Standing.DRAFT)
    return list(found.distinct().order_by("meeting__begins_at", "pk"))


def _alarms(request: StaffRequest, conclusions: Sequence[Conclusion]) -> list[Alarm]:
    """Return the alarms that led to conclusions."""
    linked = [link.alarm_id for links in links_of(conclusions).values() for link in links if link.alarm_id]
    return list(visible_to(request.user).filter(pk__in=linked).select_related("topic", "centre"))


def _cases(request: StaffRequest, alarms: Sequence[Alarm], conclusions: Sequence[Conclusion]) -> list[Case]:
    """Return the cases behind alarms, and those that led to conclusions by themselves."""
    findings = newest_findings([alarm.pk for alarm in alarms])
    reports = [report for finding in findings.values() for report in finding.reports]
    linked = [link.case_id for links in links_of(conclusions).values() for link in links if link.case_id]
    cases = visible_cases(scope_of(request.user)).filter(
        Q(pk__in=linked) | Q(links__report__in=reports, links__undone_at=None)
    )
    return list(cases.distinct().select_related("topic", "area", "body").order_by("received_at", "pk"))


def _way(
    request: StaffRequest,
    cases: Sequence[Case],
    alarms: Sequence[Alarm],
    conclusions: Sequence[Conclusion],
    *,
    here: Here,
    back: Step,
) -> HttpResponse:
    shown = cases[:MOST]
    more = len(cases) - len(shown)
    layers = [
        Layer(gettext_lazy("Reports"), "message", _reports(shown), more),
        Layer(gettext_lazy("Cases"), "inbox", [_case(case, case == here) for case in shown], more),
        Layer(gettext_lazy("Alarms"), "bell-ringing", [_alarm(alarm, alarm == here) for alarm in alarms]),
        Layer(gettext_lazy("Lines of briefings"), "file-text", _lines(request, shown, conclusions, here)),
        Layer(gettext_lazy("Conclusions"), "gavel", [_conclusion(one, one == here) for one in conclusions]),
        Layer(gettext_lazy("Proof"), "circle-check", _proofs(request, conclusions)),
    ]
    return render(request, "site/trace.html", {"layers": layers, "back": back})


def _reports(cases: Sequence[Case]) -> list[Step]:
    """Return the reports behind cases: when and how each came in, never whose it is."""
    links = ReportLink.objects.filter(case__in=[case.pk for case in cases], undone_at=None)
    return [
        Step(
            name=link.report.get_channel_display(),
            url=reverse("cases:show", args=[link.case.number]),
            at=link.report.received_at,
        )
        for link in links.select_related("report", "case").order_by("report__received_at", "pk")[:MOST]
    ]


def _case(case: Case, here: bool) -> Step:
    return Step(
        name=case.number,
        url=reverse("cases:show", args=[case.number]) if here else reverse("trace", args=[case.number]),
        about=" · ".join(
            filter(None, [str(case.topic), case.area.name if case.area else "", case.body.name])
        ),
        at=case.received_at,
        words=case.get_status_display(),
        here=here,
    )


def _name_of(alarm: Alarm) -> str:
    return _("Alarm %(number)s") % {"number": alarm.pk}


def _alarm(alarm: Alarm, here: bool) -> Step:
    return Step(
        name=_name_of(alarm),
        url=reverse("alarms:show" if here else "trace_of_alarm", args=[alarm.pk]),
        about=f"{alarm.topic}, {alarm.centre.name}",
        at=alarm.first_found_at,
        here=here,
    )


def _lines(
    request: StaffRequest, cases: Sequence[Case], conclusions: Sequence[Conclusion], here: Here
) -> list[Step]:
    """Return the lines of briefings that conclusions name, and the briefings that counted a case."""
    links = [link for found in links_of(conclusions).values() for link in found if link.briefing_id]
    seen = visible_briefings(request.user)
    allowed = {briefing.pk: briefing for briefing in seen.filter(pk__in=[link.briefing_id for link in links])}
    named = [(allowed[link.briefing_id], link.figure) for link in links if link.briefing_id in allowed]
    counted = [
        (briefing, RECEIVED) for briefing in _counted_in(seen, cases) if (briefing, RECEIVED) not in named
    ]
    if isinstance(here, Briefing) and not any(briefing == here for briefing, _figure in [*named, *counted]):
        counted.append((here, RECEIVED))
    return [
        _line(briefing, figure, briefing == here) for briefing, figure in dict.fromkeys([*named, *counted])
    ]


def _counted_in(briefings: Iterable[Briefing], cases: Sequence[Case]) -> Iterable[Briefing]:
    """Return the newest briefings whose place or body, days and state of knowledge take in the first case."""
    if not cases:
        return ()
    case = cases[0]
    within = Q(scope_area__in=case.area.above.values("ancestor")) if case.area else Q(pk__in=[])
    within |= Q(scope_body__in=case.body.above.values("ancestor"))
    day = case.received_at.date()
    return briefings.filter(  # type: ignore[attr-defined]
        within, first_on__lte=day, last_on__gte=day, known_at__gte=case.received_at
    )[:MOST_BRIEFINGS]


def _line(briefing: Briefing, figure: str, here: bool) -> Step:
    count = number_in(briefing, figure)
    days = f"{briefing.first_on:%d/%m/%Y} – {briefing.last_on:%d/%m/%Y}"
    return Step(
        name=f"{FIGURES[figure].label}: {count.value}",
        url=count.href,
        about=f"{briefing.body or briefing.scope}, {days}",
        at=briefing.known_at,
        here=here,
    )


def _conclusion(conclusion: Conclusion, here: bool) -> Step:
    address = "meetings:conclusion" if here else "trace_of_conclusion"
    return Step(
        name=conclusion.meeting.name,
        url=reverse(address, args=[conclusion.pk]),
        about=f"{conclusion.body} · {conclusion.get_standing_display()}",
        at=conclusion.meeting.begins_at,
        words=conclusion.words,
        here=here,
    )


def _proofs(request: StaffRequest, conclusions: Sequence[Conclusion]) -> list[Step]:
    """Return what was reported as done and still stands so, each with the case or briefing that shows it."""
    done = [one.pk for one in conclusions if one.standing == Standing.DONE]
    events = ConclusionEvent.objects.filter(conclusion__in=done, kind=ConclusionEvent.Kind.DONE)
    newest = list(
        events.order_by("conclusion", "-seq")
        .distinct("conclusion")
        .select_related("body", "words", "case", *(f"briefing__scope_{kind}" for kind in _SCOPES))
    )
    briefings = visible_briefings(request.user).filter(pk__in=[one.briefing_id for one in newest])
    cases = visible_cases(scope_of(request.user)).filter(pk__in=[one.case_id for one in newest])
    seen: set[Briefing | Case] = {*briefings, *cases} if newest else set()
    return [step for event in newest for step in _proof(event, seen)]


_SCOPES = ("area", "body", "cluster")


def _proof(event: ConclusionEvent, seen: set[Briefing | Case]) -> Iterable[Step]:
    yield Step(
        name=event.body.name,
        url=reverse("meetings:conclusion", args=[event.conclusion_id]),
        at=event.happened_at,
        words=event.words.words if event.words else "",
    )
    if event.case in seen:
        yield Step(event.case.number, reverse("cases:show", args=[event.case.number]))
    if event.briefing in seen:
        given = {"number": event.briefing_id, "briefing": event.briefing}
        address = reverse("briefings:show", args=[event.briefing_id])
        yield Step(_("Briefing no. %(number)s: %(briefing)s") % given, address)
