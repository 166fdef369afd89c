"""Reading cases: the work list, one case with its history, and a report by its secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Left
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.cases import clocks
from langnghe.cases.models import (
    OPEN_STATUSES,
    PUBLIC_EVENTS,
    Case,
    CaseEvent,
    DeadlineRule,
    EventKind,
    RatingLevel,
    ReportLink,
    Urgency,
)
from langnghe.cases.moves import Move, Mover, RuleMove
from langnghe.cases.offices import around, destination
from langnghe.cases.rulebook import rulebook
from langnghe.core.workdays import Ledger
from langnghe.people.rights import Action, Scope
from langnghe.places.decrees import Decree, Line, Touched, touched
from langnghe.places.models import Area
from langnghe.reports.models import PublicCopy, Reading, Report, ReportFile
from langnghe.reports.secrets import hash_of

NEWEST_FIRST = ("-received_at", "-id")
LONGEST_OVERDUE_FIRST = ("answer_due_at", "id")
LONGEST_OPENING = 110  # characters of a report that a line of the work list shows


@dataclass(frozen=True)
class Filters:
    """What a work list is narrowed to, as it stands in the page's address."""

    status: str = ""
    topic: str = ""
    body: str = ""
    overdue: bool = False

    def apply(self, cases: QuerySet[Case], *, now: datetime) -> QuerySet[Case]:
        """Return the cases that fit."""
        if self.status == "open":
            cases = cases.filter(status__in=OPEN_STATUSES)
        elif self.status:
            cases = cases.filter(status=self.status)
        if self.topic:
            cases = cases.filter(topic__in=rulebook().topics_below(self.topic))
        if self.body:
            cases = cases.filter(body__slug=self.body)
        if self.overdue:
            cases = cases.filter(status__in=OPEN_STATUSES, answer_due_at__lt=now)
        return cases


def visible_cases(scope: Scope) -> QuerySet[Case]:
    """Return the cases this person may see."""
    return Case.objects.filter(scope.narrow(Action.SEE_CASES))


def work_list(scope: Scope, filters: Filters, *, now: datetime) -> QuerySet[Case]:
    """
    Return the cases of a work list, with what its lines show and nothing else.

    Each row carries `opening` (where its words begin), `area_name` and `body_name`: fifty lines of plain
    text, not fifty times five objects.
    """
    cases = filters.apply(visible_cases(scope), now=now)
    return (
        cases.select_related("topic")
        .only(*_ON_A_LINE)
        .annotate(
            opening=Left("first_report__words__words", LONGEST_OPENING + 1),
            area_name=F("area__name"),
            body_name=F("body__name"),
        )
    )


_ON_A_LINE = (
    "number",
    "status",
    "urgency",
    "received_at",
    "answer_due_at",
    "topic__name",
    "topic__name_en",
)


def overdue_cases(body: Body, *, at: datetime) -> QuerySet[Case]:
    """Return the open cases of a body and the bodies below it whose date has passed, longest first."""
    below = body.below.values("descendant")
    return Case.objects.open().held_below(below).filter(answer_due_at__lt=at).order_by(*LONGEST_OVERDUE_FIRST)


def case_for(scope: Scope, number: str) -> Case | None:
    """Return a case this person may see, None where it is hidden or does not exist: both look the same."""
    return (
        visible_cases(scope)
        .filter(number=number)
        .select_related("topic", "area__parent", "body", "deadline_rule")
        .first()
    )


def case_to_erase_in(scope: Scope, number: str) -> Case | None:
    """Return a case in which this person may erase words, None where there is none or it is hidden."""
    return Case.objects.filter(scope.narrow(Action.ADMINISTER), number=number).first()


def history_of(case: Case) -> list[CaseEvent]:
    """Return every event of a case in order, with words, bodies and who did it."""
    return list(case.events.order_by("seq").select_related("words", "by", "body").only(*_IN_A_HISTORY))


_IN_A_HISTORY = (
    "case_id",
    "seq",
    "kind",
    "happened_at",
    "outcome",
    "answer_due_at",
    "words__words",
    "by__username",
    "by__full_name",
    "body__name",
)


def reports_of(case: Case) -> QuerySet[ReportLink]:
    """Return the linked reports: words, what was heard, what is public, pictures. One statement."""
    public = PublicCopy.objects.filter(report=OuterRef("report"), withdrawn_at=None)
    files = ReportFile.objects.filter(report=OuterRef("report"), erasure=None).order_by("pk")
    first_readings = Reading.objects.filter(report=OuterRef("report")).order_by("pk")
    return (
        case.links.filter(undone_at=None)
        .select_related("report__words", "report__kind", "report__contact")
        .only(*_OF_A_REPORT)
        .annotate(
            public_words=Subquery(public.values("words__words")[:1]),
            pictures=ArraySubquery(files.values("pk")),
            heard=Subquery(first_readings.values(heard=JSONObject(**_HEARD))[:1]),
        )
        .order_by("pk")
    )


_OF_A_REPORT = (
    "case_id",
    "report__channel",
    "report__received_at",
    "report__time_as_said",
    "report__words__words",
    "report__words__locality",
    "report__words__place",
    "report__words__erased_at",
    "report__kind__name",
    "report__kind__name_en",
    "report__contact__hidden_from_office",
)
_HEARD = {
    "topic": "suggested__code",
    "name": "suggested__name",
    "name_en": "suggested__name_en",
    "score": "confidence",
    "words": "decided_by",
    "kind": "kind__name",
    "kind_en": "kind__name_en",
    "kind_id": "kind_id",
    "urgency": "urgency",
    "method": "method",
}


def heard_of(case: Case, links: Sequence[ReportLink], events: Sequence[CaseEvent]) -> dict | None:
    """Return what the rules heard in the first report, until an officer has decided on the topic."""
    link = next((link for link in links if link.report_id == case.first_report_id), None)
    heard = getattr(link, "heard", None)  # what `reports_of` adds to a link
    if heard is None or any(event.kind == EventKind.TOPIC_CHANGED for event in events):
        return None
    return {
        **heard,
        "name": _in_language(heard, "name"),
        "kind": _in_language(heard, "kind"),
        "by_rules": heard["method"] == Reading.Method.RULES,
        "taken": heard["topic"] == case.topic.code,
        "other_kind": heard["kind_id"] not in (None, case.kind_id),
        "urgent": bool(heard["urgency"]) and case.urgency != Urgency.URGENT,
        "quoted": ", ".join(f"“{word}”" for word in heard["words"]),
    }


def _in_language(row: dict, name: str) -> str:
    return (get_language() == "en" and row[f"{name}_en"]) or row[name] or ""


def report_by_secret(secret: str) -> Report | None:
    """Return the report that a secret opens, None for a wrong one."""
    return (
        Report.objects.filter(secret_hash=hash_of(secret))
        .select_related("words", "kind", "area__parent", "contact")
        .first()
    )


def cases_of(report: Report) -> list[Case]:
    """Return the cases in which a report is dealt with, the first one first."""
    links = report.links.filter(undone_at=None).select_related(
        "case__topic", "case__body", "case__area", "case__deadline_rule", "case__kind"
    )
    return [link.case for link in links.order_by("pk")]


def told_history(case: Case, report: Report) -> list[CaseEvent]:
    """Return what the sender of a report reads of a case: public steps, none about other people's reports."""
    # Only the holder's date moved, or only the province: nothing changes for the sender.
    kinds_with_words = (EventKind.DUE_RECOUNTED, EventKind.AREA_CHANGED)
    holders_own = Q(kind__in=kinds_with_words, words_are_public=False)
    return list(
        case.events.filter(kind__in=PUBLIC_EVENTS)
        .exclude(holders_own)
        .filter(Q(report_id=None) | Q(report_id=report.pk))
        .order_by("seq")
        .select_related("words", "body")
    )


def ledger_for(case: Case, *, now: datetime) -> Ledger:
    """Return the day-by-day account of the person's clock."""
    rules = rulebook()
    calendar = rules.calendar(around(case.area, on=now.date(), rules=rules).area_ids)
    events = list(case.events.order_by("seq").select_related("words", "by"))
    return clocks.ledger_of(case, events, calendar, now=now)


def rating_levels(*, on: date) -> QuerySet[RatingLevel]:
    """Return the steps on which an answer can be rated on a day."""
    return RatingLevel.objects.on(on).order_by("position")


def published_cases() -> QuerySet[Case]:
    """Return the cases of which an officer has published something."""
    public = PublicCopy.objects.filter(report__links__case=OuterRef("pk"), withdrawn_at=None)
    return Case.objects.filter(Exists(public))


def possible_holders(case: Case, *, on: date) -> QuerySet[Body]:
    """Return the bodies to which a case can be handed over: those of its place and of the places above."""
    areas = around(case.area, on=on, rules=rulebook()).area_ids
    return Body.objects.on(on).filter(area__in=areas).exclude(pk=case.body_id).order_by("area__level", "name")


def body_by_rules(case: Case, *, on: date) -> Body | None:
    """Return the body that deals with a case by its topic and place; None where that body has it already."""
    rules = rulebook()
    places = around(case.area, on=on, rules=rules)
    touches_office = case.first_report.touches_office
    body = destination(rules, places, case.topic, touches_office=touches_office, on=on).body
    return body if body.pk != case.body_id else None


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the open cases, routes and rules of time that stand in areas or bodies ended by `decree`."""
    mover = Mover(decree)
    rules = mover.rules()
    return [
        touched(
            _("Open cases"), mover.cases(), lambda case: _case_line(mover.move_of(case)), at_most=at_most
        ),
        Touched(_("Routes and deadlines"), len(rules), [_rule_line(move) for move in rules[:at_most]]),
    ]


def _case_line(move: Move) -> Line:
    case = move.case
    there = _where(move.area or move.province, move.body) if move.is_any else ""
    return Line(case.number, _where(case.area or case.province, case.body), there, "; ".join(move.reasons))


def _where(area: Area | None, body: Body) -> str:
    return " · ".join(filter(None, [area.name if area else "", body.name]))


def _rule_line(move: RuleMove) -> Line:
    rule = move.rule
    what = _("Deadline") if isinstance(rule, DeadlineRule) else _("Route")
    here = [str(part) for part in (rule.area, getattr(rule, "body", None)) if part]
    return Line(
        f"{what}: {rule.topic or _('all topics')}",
        " · ".join(here),
        " · ".join(map(str, move.changes.values())),
        move.reason,
    )
