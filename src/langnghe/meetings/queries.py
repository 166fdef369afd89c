"""Reading meetings: who may see and do what, what stands over from earlier ones, when the next one falls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from langnghe.bodies.models import Body, ClusterMember
from langnghe.briefings.models import Briefing
from langnghe.briefings.queries import visible_to as visible_briefings
from langnghe.cases.rulebook import rulebook
from langnghe.core.workdays import CalendarEnds, WorkCalendar
from langnghe.meetings.models import (
    Conclusion,
    ConclusionEvent,
    ConclusionLink,
    Every,
    Invitation,
    Meeting,
    MeetingEvent,
    Minutes,
    Paper,
    Series,
    Standing,
    State,
)
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of

DECISIONS = (
    ConclusionEvent.Kind.KEPT,
    ConclusionEvent.Kind.EXTENDED,
    ConclusionEvent.Kind.DONE,
    ConclusionEvent.Kind.RETURNED,
    ConclusionEvent.Kind.DROPPED,
)


@dataclass(frozen=True)
class Rights:
    """What one person may do at one meeting; `hand_in` names the bodies whose papers they may bring."""

    prepare: bool
    conclude: bool
    hand_in: frozenset[int]


@dataclass(frozen=True)
class FollowedUp:
    """A conclusion of an earlier meeting as it stood at a moment, and how it was left."""

    conclusion: Conclusion
    standing: str
    due_on: date
    age_days: int
    last: ConclusionEvent
    undecided: bool  # the last meeting that had it on the table left it without a word

    @property
    def is_open(self) -> bool:
        """Whether it is still being carried out."""
        return self.standing == Standing.OPEN

    @property
    def standing_label(self) -> str:
        """How it stood, in words."""
        return str(Standing(self.standing).label)


# Who sees what


def visible_meetings(user: User) -> QuerySet[Meeting]:
    """Return the meetings this person's bodies host, are invited to, or belong to by their cluster."""
    bodies = scope_of(user).bodies(Action.SEE_WORK)
    invited = Invitation.objects.filter(meeting=OuterRef("pk"), body__in=bodies)
    member = ClusterMember.objects.known().filter(cluster=OuterRef("cluster"), area__bodies__in=bodies)
    return Meeting.objects.filter(Q(body__in=bodies) | Exists(invited) | Exists(member)).select_related(
        "body__area", "cluster", "series"
    )


def visible_conclusions(user: User) -> QuerySet[Conclusion]:
    """Return the conclusions of visible meetings and those this person's bodies have to carry out."""
    bodies = scope_of(user).bodies(Action.SEE_WORK)
    issued = Q(body__in=bodies) & ~Q(standing=Standing.DRAFT)
    return Conclusion.objects.filter(Q(meeting__in=visible_meetings(user)) | issued).select_related(
        "body", "meeting__body", "meeting__cluster"
    )


def rights_at(meeting: Meeting, user: User) -> Rights:
    """Return what this person may do at a meeting they see."""
    scope = scope_of(user)
    recording = scope.bodies(Action.RECORD_WORK)
    return Rights(
        prepare=meeting.body_id in recording,
        conclude=meeting.body_id in scope.bodies(Action.DIRECT),
        hand_in=recording & set(taking_part(meeting).values_list("pk", flat=True)),
    )


def hosts_of(user: User, *, on: date) -> QuerySet[Body]:
    """Return the bodies for which this person may prepare meetings."""
    bodies = scope_of(user).bodies(Action.RECORD_WORK)
    return Body.objects.on(on).filter(pk__in=bodies).order_by("area__level", "name")


def series_of(user: User) -> QuerySet[Series]:
    """Return the series that this person may continue: of their bodies, and of their clusters."""
    bodies = scope_of(user).bodies(Action.RECORD_WORK)
    member = ClusterMember.objects.known().filter(cluster=OuterRef("cluster"), area__bodies__in=bodies)
    return Series.objects.filter(Q(body__in=bodies) | Exists(member)).select_related("body", "cluster")


def hosts_in(series: Series, hosts: QuerySet[Body]) -> QuerySet[Body]:
    """Return which of these bodies may host the next of a series; a cluster's provinces take turns."""
    if series.body_id is not None:
        return hosts.filter(pk=series.body_id)
    return hosts.filter(area__cluster_memberships__cluster=series.cluster_id).distinct()


def taking_part(meeting: Meeting) -> QuerySet[Body]:
    """Return the host and the bodies that are invited."""
    invited = Invitation.objects.filter(meeting=meeting, body=OuterRef("pk"))
    return Body.objects.filter(Q(pk=meeting.body_id) | Exists(invited)).order_by("area__code", "name")


def who_can_be_invited(meeting: Meeting) -> QuerySet[Body]:
    """Return whom such a meeting asks: its cluster's bodies of the host's kind, or those directly below."""
    day = timezone.localtime(meeting.begins_at).date()
    bodies = Body.objects.on(day).exclude(pk=meeting.body_id).select_related("area")
    beside = Q(area=meeting.body.area_id)
    if meeting.cluster is not None:
        members = meeting.cluster.members.on(day).values("area")
        return bodies.filter(Q(kind=meeting.body.kind, area__in=members) | beside).order_by(
            "area__code", "name"
        )
    return bodies.filter(Q(superior=meeting.body_id) | beside).order_by("area__code", "name")


# One meeting


def history_of(meeting: Meeting) -> list[MeetingEvent]:
    """Return the steps of a meeting in order."""
    return list(meeting.events.select_related("by").order_by("happened_at", "pk"))


def on_the_table(meeting: Meeting) -> QuerySet[Paper]:
    """Return the papers of a meeting that nobody has taken back, in the order in which they came in."""
    papers = meeting.papers.filter(withdrawn_at=None)
    return papers.select_related("body", "briefing", "practice__area", "practice__level")


def newest_minutes(meeting: Meeting) -> Minutes | None:
    """Return the version of the minutes that counts."""
    return meeting.minutes.select_related("words", "by").order_by("-pk").first()


def briefings_to_hand_in(body_ids: Iterable[int]) -> QuerySet[Briefing]:
    """Return the newest briefings of these bodies."""
    return (
        Briefing.objects.filter(body__in=list(body_ids))
        .select_related("body", "scope_area", "scope_body", "scope_cluster")
        .order_by("-created_at", "-id")[:40]
    )


def briefings_that_may_prove(conclusion: Conclusion, user: User) -> QuerySet[Briefing]:
    """Return the newest briefings of the body that carries a conclusion out, as far as this person sees."""
    newest = briefings_to_hand_in([conclusion.body_id]).values_list("pk", flat=True)
    seen = Briefing.objects.filter(pk__in=visible_briefings(user).values("pk"))
    return seen.filter(pk__in=list(newest)).select_related("scope_area", "scope_body", "scope_cluster")


def links_of(conclusions: Sequence[Conclusion]) -> dict[int, list[ConclusionLink]]:
    """Return by conclusion what led to it, in one statement."""
    found: dict[int, list[ConclusionLink]] = {conclusion.pk: [] for conclusion in conclusions}
    links = ConclusionLink.objects.filter(conclusion__in=found).select_related(
        "case",
        "alarm__topic",
        "alarm__centre",
        "briefing__scope_area",
        "briefing__scope_body",
        "briefing__scope_cluster",
    )
    for link in links.order_by("pk"):
        found[link.conclusion_id].append(link)
    return found


def made_events(conclusions: Sequence[Conclusion]) -> QuerySet[ConclusionEvent]:
    """Return the event with which each of these conclusions was issued."""
    return ConclusionEvent.objects.filter(conclusion__in=conclusions, kind=ConclusionEvent.Kind.MADE)


# What stands over


def earlier_in_line(meeting: Meeting) -> QuerySet[Meeting]:
    """Return the concluded meetings before this one in its line: its series, else the host's own meetings."""
    line = (
        Q(series=meeting.series_id)
        if meeting.series_id
        else Q(series=None, body=meeting.body_id, cluster=meeting.cluster_id)
    )
    return Meeting.objects.filter(line, state=State.CONCLUDED, begins_at__lt=meeting.begins_at).exclude(
        pk=meeting.pk
    )


def followed_up(meeting: Meeting, *, at: datetime) -> list[FollowedUp]:
    """
    Return last time's conclusions and every older one that was unfinished then, as they stood at a moment.

    They head the agenda: the unfinished first, the oldest of them on top, each with its age in days.
    """
    line = earlier_in_line(meeting)
    last = line.order_by("-begins_at", "-pk").first()
    if last is None:
        return []
    touched_since = ConclusionEvent.objects.filter(
        conclusion=OuterRef("pk"), happened_at__gte=last.concluded_at
    )
    conclusions = Conclusion.objects.filter(
        Q(meeting=last) | Q(standing=Standing.OPEN) | Exists(touched_since), meeting__in=line
    )
    known = (
        ConclusionEvent.objects.filter(conclusion__in=conclusions, happened_at__lte=at)
        .select_related("conclusion__body", "conclusion__meeting__body", "words", "case", "briefing")
        .order_by("conclusion", "seq")
    )
    histories: dict[int, list[ConclusionEvent]] = {}
    for event in known:
        histories.setdefault(event.conclusion_id, []).append(event)
    today = timezone.localtime(at).date()
    found = [
        _followed_up(events, today)
        for events in histories.values()
        if events[0].conclusion.meeting_id == last.pk or _was_open(events, last.concluded_at)
    ]
    return sorted(found, key=lambda one: (not one.is_open, -one.age_days, one.conclusion.position))


def followed_up_by(meeting: Meeting, body: Body, *, at: datetime) -> list[FollowedUp]:
    """Return the conclusions of earlier meetings that one body has to carry out."""
    return [one for one in followed_up(meeting, at=at) if one.conclusion.body_id == body.pk]


def left_undecided(meeting: Meeting) -> list[Conclusion]:
    """Return the unfinished conclusions of earlier meetings about which this one has said nothing yet."""
    decided = ConclusionEvent.objects.filter(
        conclusion=OuterRef("pk"), meeting=meeting, kind__in=[*DECISIONS, ConclusionEvent.Kind.UNDECIDED]
    )
    unfinished = Conclusion.objects.filter(
        ~Exists(decided), meeting__in=earlier_in_line(meeting), standing=Standing.OPEN
    )
    return list(unfinished.select_related("body", "meeting").order_by("meeting__begins_at", "position"))


def _followed_up(events: list[ConclusionEvent], today: date) -> FollowedUp:
    first, last = events[0], events[-1]
    return FollowedUp(
        conclusion=first.conclusion,
        standing=last.standing,
        due_on=last.due_on,
        age_days=(today - timezone.localtime(first.conclusion.meeting.begins_at).date()).days,
        last=last,
        undecided=last.kind == ConclusionEvent.Kind.UNDECIDED,
    )


def _was_open(events: list[ConclusionEvent], at: datetime | None) -> bool:
    """Whether a conclusion was still unfinished at a moment, or is now."""
    if events[-1].standing == Standing.OPEN:
        return True
    before = [event for event in events if at is None or event.happened_at <= at]
    return bool(before) and before[-1].standing == Standing.OPEN


# Invitations


def invitations_ahead(bodies: QuerySet[Body], *, today: date) -> QuerySet[Invitation]:
    """Return the invitations of these bodies to meetings of today and later, the soonest first."""
    begins = datetime.combine(today, time(), timezone.get_default_timezone())
    ahead = Invitation.objects.filter(
        body__in=bodies, meeting__begins_at__gte=begins, meeting__state=State.INVITED
    )
    return ahead.select_related("meeting", "body").order_by("meeting__begins_at", "pk")


# Conclusions to carry out


def conclusion_history(conclusion: Conclusion) -> list[ConclusionEvent]:
    """Return everything that happened to a conclusion, in order."""
    scopes = (f"briefing__scope_{kind}" for kind in ("area", "body", "cluster"))
    events = conclusion.events.select_related("words", "by", "meeting", "case", "body", *scopes)
    return list(events.order_by("seq"))


def to_carry_out(user: User, *, of: str, today: date) -> QuerySet[Conclusion]:
    """Return conclusions in force: "open", those "overdue", or "all"; drafts never."""
    conclusions = visible_conclusions(user).exclude(standing=Standing.DRAFT)
    if of == "overdue":
        return conclusions.filter(standing=Standing.OPEN, due_on__lt=today)
    return conclusions.filter(standing=Standing.OPEN) if of == "open" else conclusions


def falling_due(body_ids: Iterable[int], *, today: date, within_days: int) -> QuerySet[Conclusion]:
    """Return what these bodies must finish in the next days, and what is overdue, the oldest date first."""
    return (
        Conclusion.objects.filter(
            body__in=list(body_ids), standing=Standing.OPEN, due_on__lte=today + timedelta(days=within_days)
        )
        .select_related("body", "meeting")
        .order_by("due_on", "pk")
    )


# The next one


def proposed_for(series: Series) -> datetime | None:
    """Return when the next meeting of a series falls: a period after the last, on a working day."""
    last = series.meetings.order_by("-begins_at").first()
    if last is None:
        return None
    begun = timezone.localtime(last.begins_at)
    day = _later(begun.date(), series.every)
    day = _working_day(day, rulebook().calendar((last.body.area_id,)))
    return datetime.combine(day, time(begun.hour, begun.minute), begun.tzinfo)


def _working_day(day: date, calendar: WorkCalendar) -> date:
    """Return the first working day from a day on; the day itself where the calendar does not reach it."""
    try:
        while not calendar.is_working(day):
            day += timedelta(days=1)
    except CalendarEnds:
        return day
    return day


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


def _later(day: date, every: str) -> date:
    """Return the day a period later; the last days of long months fall on the last of short ones."""
    if every == Every.WEEK:
        return day + timedelta(days=7)
    months = day.month - 1 + _MONTHS[Every(every)]
    first = date(day.year + months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
