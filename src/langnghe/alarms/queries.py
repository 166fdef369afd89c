"""Reading alarms: which a person may see, what was last found, and which of their reports are unsolved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.alarms.models import Alarm, Finding, Verdict
from langnghe.cases.models import OPEN_STATUSES, Case, Outcome, ReportLink
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.decrees import Decree, Line, Touched, touched
from langnghe.places.models import Area, AreaAncestor
from langnghe.topics.models import Topic

SCANNED_AGAIN_WITHIN = timedelta(days=14)
REAL = (Verdict.Result.REAL, Verdict.Result.HANDLED)
UNSOLVED = Q(case__status__in=OPEN_STATUSES) | Q(case__outcome=Outcome.CANNOT_SOLVE)


@dataclass(frozen=True)
class Record:
    """How alarms of one band proved so far: of `judged`, so many were `real`."""

    judged: int
    real: int


@dataclass(frozen=True)
class Standing:
    """How the reports of an alarm stand: which are unsolved, and by which channel each came."""

    unsolved: frozenset[int]
    channels: dict[int, str]


def visible_to(user: User, action: Action = Action.SEE_ALARMS) -> QuerySet[Alarm]:
    """Return the alarms that touch an area in which this person may do this, for the topics they may."""
    scope = scope_of(user)
    seen = Q(pk__in=[])
    if everywhere := scope.everywhere.get(action):
        seen |= _touches_areas_of(everywhere)
    branches: dict[int, set[int]] = defaultdict(set)
    for body_id, topic_id in scope.by_topic.get(action, frozenset()):
        branches[topic_id].add(body_id)
    for topic_id, body_ids in branches.items():
        seen |= (Q(topic=topic_id) | Q(topic__parent=topic_id)) & _touches_areas_of(body_ids)
    return Alarm.objects.filter(seen)


def alarm_for(pk: int, user: User) -> Alarm | None:
    """Return an alarm this person may see, with whether they `may_judge` it; None hides and lacks alike."""
    judged = visible_to(user, Action.GIVE_VERDICT).filter(pk=OuterRef("pk"))
    seen = visible_to(user).filter(pk=pk).annotate(may_judge=Exists(judged))
    return seen.select_related("topic", "centre").first()


def _touches_areas_of(body_ids: Iterable[int]) -> Q:
    areas = AreaAncestor.objects.filter(ancestor__bodies__in=list(body_ids)).values("descendant_id")
    found_there = Finding.objects.filter(alarm=OuterRef("pk"), areas__overlap=ArraySubquery(areas))
    return Q(Exists(found_there)) | Q(centre__in=areas)  # a centre follows a change of areas, a finding not


def alarms_between(first: date, last: date, *, known_at: datetime | None = None) -> QuerySet[Alarm]:
    """Return the alarms first found on these days, both included, as known at a moment."""
    zone = timezone.get_current_timezone()
    found = Alarm.objects.filter(
        first_found_at__range=(
            datetime.combine(first, time.min, zone),
            datetime.combine(last, time.max, zone),
        )
    )
    return found if known_at is None else found.filter(recorded_at__lte=known_at)


def alarms_going_on(day: date, topic: Topic | None = None) -> list[Alarm]:
    """Return the alarms found up to a day that were not over, of all topics or of one and those below it."""
    # A day may be scanned again later: alarms found first in the days after it may have begun then.
    end = datetime.combine(day + SCANNED_AGAIN_WITHIN, time.max, timezone.get_current_timezone())
    alarms = Alarm.objects.exclude(state=Alarm.State.CLOSED).filter(first_found_at__lte=end)
    if topic is not None:
        alarms = alarms.filter(
            Q(topic__code=topic.code)
            | Q(topic__parent__code=topic.code)
            | Q(topic__parent__parent__code=topic.code)
        )
    return list(alarms.select_related("topic").order_by("first_found_at", "pk"))


def newest_findings(alarm_ids: Sequence[int]) -> dict[int, Finding]:
    """Return what was last found of each alarm, in one statement."""
    findings = Finding.objects.filter(alarm__in=alarm_ids).order_by("alarm", "-last_on", "-pk")
    return {finding.alarm_id: finding for finding in findings.distinct("alarm").select_related("run")}


def last_two_findings(alarm: Alarm) -> list[Finding]:
    """Return the newest finding and the newest of an earlier day, if there is one."""
    found = list(alarm.findings.select_related("run").order_by("-last_on", "-pk")[:8])
    earlier = [finding for finding in found if finding.last_on < found[0].last_on]
    return [*found[:1], *earlier[:1]]


def unsolved_among(report_ids: Iterable[int]) -> set[int]:
    """Return the reports with a case that still awaits its answer, or whose trouble could not be solved."""
    links = ReportLink.objects.filter(UNSOLVED, undone_at=None, report__in=list(report_ids))
    return set(links.values_list("report_id", flat=True))


def standing_of(report_ids: Iterable[int]) -> Standing:
    """Return which of these reports are unsolved and how each came in, in one statement."""
    links = ReportLink.objects.filter(undone_at=None, report__in=list(report_ids))
    rows = list(
        links.annotate(is_unsolved=Q(UNSOLVED)).values_list("report_id", "report__channel", "is_unsolved")
    )
    return Standing(
        unsolved=frozenset(report for report, _, is_unsolved in rows if is_unsolved),
        channels={report: channel for report, channel, _ in rows},
    )


def cases_seen(report_ids: Sequence[int], user: User) -> QuerySet[ReportLink]:
    """Return the reports of an alarm whose cases this person may see, newest first, with case and words."""
    allowed = Case.objects.filter(scope_of(user).narrow(Action.SEE_CASES), pk=OuterRef("case"))
    links = ReportLink.objects.filter(Exists(allowed), undone_at=None, report__in=report_ids)
    return links.select_related("case__area", "report__words").order_by("-report__received_at", "-pk")


def area_names(area_ids: Sequence[int]) -> list[str]:
    """Return the names of areas, in the order of the ids."""
    names = dict(Area.objects.filter(pk__in=area_ids).values_list("pk", "name"))
    return [names[pk] for pk in area_ids if pk in names]


def reports_by_area(report_ids: Sequence[int]) -> dict[int, int]:
    """Return how many of these reports lie in each area, by the cases they belong to."""
    links = ReportLink.objects.filter(undone_at=None, report__in=report_ids, case__area__isnull=False)
    counted = links.values("case__area").annotate(n=Count("report", distinct=True))
    return dict(counted.values_list("case__area", "n"))


def areas_round(finding: Finding) -> list[Area]:
    """Return the areas of a finding, and those beside them below the same parents."""
    parents = Area.objects.filter(pk__in=finding.areas).values("parent")
    return list(Area.objects.on(finding.last_on).filter(Q(pk__in=finding.areas) | Q(parent__in=parents)))


def newest_verdict(alarm: Alarm) -> Verdict | None:
    """Return what was last found on the spot."""
    return alarm.verdicts.select_related("by").order_by("-pk").first()


def record_of(band: str) -> Record:
    """Return how the alarms of a band proved, by their newest verdicts; unclear ones count for neither."""
    newest = Verdict.objects.order_by("alarm", "-pk").distinct("alarm").values("pk")
    judged = Verdict.objects.filter(pk__in=newest, alarm__band=band).exclude(result=Verdict.Result.UNCLEAR)
    results = list(judged.values_list("result", flat=True))
    return Record(judged=len(results), real=sum(result in REAL for result in results))


def without_verdict(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Keep the alarms that go on, are not settled, and on which nobody has said what was found."""
    going_on = alarms.exclude(state=Alarm.State.CLOSED).filter(settled_at=None)
    return going_on.filter(~Exists(Verdict.objects.filter(alarm=OuterRef("pk"))))


def newest_verdicts(alarm_ids: Sequence[int]) -> dict[int, Verdict]:
    """Return the newest verdict of each alarm that has one, in one statement."""
    found = Verdict.objects.filter(alarm__in=alarm_ids).order_by("alarm", "-pk").distinct("alarm")
    return {verdict.alarm_id: verdict for verdict in found}


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the alarms that are not over and whose middle lies in an area that ended by `decree`."""

    def line(alarm: Alarm) -> Line:
        there = centre_after(decree, alarm)
        reason = "" if there else decree.fates[alarm.centre_id].reason
        what = f"{alarm.topic}, {timezone.localtime(alarm.first_found_at):%d/%m/%Y}"
        return Line(what, alarm.centre.name, there.name if there else "", reason)

    return [touched(_("Alarms"), alarms_left(decree), line, at_most=at_most)]


def alarms_left(decree: Decree) -> QuerySet[Alarm]:
    """Return the alarms that are not over and have their middle in an area that ended."""
    left = Alarm.objects.exclude(state=Alarm.State.CLOSED).filter(centre__in=decree.ended)
    return left.select_related("topic", "centre").order_by("pk")


def centre_after(decree: Decree, alarm: Alarm) -> Area | None:
    """Return the area of today in which the middle of an alarm lies; None where a person has to decide."""
    centre = alarm.centre
    return decree.successor_at(centre.pk, latitude=centre.latitude, longitude=centre.longitude)


def unsettled() -> QuerySet[Alarm]:
    """Return the alarms with an unsolved report when last looked at."""
    return Alarm.objects.filter(settled_at=None).order_by(F("last_found_at").desc(), "-pk")
