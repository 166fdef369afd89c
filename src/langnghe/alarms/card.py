"""
What an officer is told of an alarm, in this order: what and where, how many against usual, how rare, what is
new, the reports, what could mislead, what to do. No statistic and no p-value: they stay in the run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from langnghe.alarms import queries
from langnghe.alarms.models import Alarm, Finding, Verdict
from langnghe.cases.models import ReportLink
from langnghe.people.models import User
from langnghe.reports.models import STAFF_CHANNELS

DAYS_IN_A_MONTH = 30.44
DAYS_IN_A_YEAR = 365.25
MOST_REPORTS_SHOWN = 100
FEW = 5
MOST_AREAS_NAMED = 6


class Span(StrEnum):
    """In what the rarity of an alarm is told."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    LIFETIMES = "lifetimes"


@dataclass(frozen=True)
class Rarity:
    """Chance alone shows a rise this large about once in `count` `span`, over all topics together."""

    span: Span
    count: int


@dataclass(frozen=True)
class Card:
    """One alarm as one person may see it."""

    alarm: Alarm
    finding: Finding
    days: int
    area_names: Sequence[str]
    more_areas: int
    rarity: Rarity
    news: int | None
    reports: Sequence[ReportLink]
    hidden_reports: int
    unsolved: int
    entered_by_staff: int
    verdict: Verdict | None
    record: queries.Record

    @property
    def is_few(self) -> bool:
        """Whether the numbers are so small that a few reports more or less change the picture."""
        return self.finding.observed < FEW

    @property
    def usual(self) -> int:
        """How many reports are usual in this place and time, rounded; 0 where that is less than one."""
        return round(self.finding.expected) if self.finding.expected >= 1 else 0

    @property
    def has_repeats(self) -> bool:
        """Whether some person sent several of the reports."""
        return self.finding.senders is not None and self.finding.senders < self.finding.observed


def card_of(alarm: Alarm, user: User) -> Card:
    """Return the card of an alarm with the reports that this person may see."""
    finding, *earlier = queries.last_two_findings(alarm)
    standing = queries.standing_of(finding.reports)
    names = queries.area_names(finding.areas)
    seen = list(queries.cases_seen(finding.reports, user)[:MOST_REPORTS_SHOWN])
    for link in seen:
        link.is_unsolved = link.report_id in standing.unsolved  # type: ignore[attr-defined]
    return Card(
        alarm=alarm,
        finding=finding,
        days=(finding.last_on - finding.first_on).days + 1,
        area_names=names[:MOST_AREAS_NAMED],
        more_areas=max(0, len(names) - MOST_AREAS_NAMED),
        rarity=rarity_of(finding),
        news=len(set(finding.reports) - set(earlier[0].reports)) if earlier else None,
        reports=seen,
        hidden_reports=len(finding.reports) - len({link.report_id for link in seen}),
        unsolved=len(standing.unsolved),
        entered_by_staff=sum(channel in STAFF_CHANNELS for channel in standing.channels.values()),
        verdict=queries.newest_verdict(alarm),
        record=queries.record_of(alarm.band),
    )


def rarity_of(finding: Finding) -> Rarity:
    """Return how rarely chance shows such a cluster anywhere, over all topics of that night."""
    days = finding.recurrence_days / max(1, finding.run.settings.get("topics", 1))
    if days < 2 * DAYS_IN_A_MONTH:
        return Rarity(Span.DAYS, max(1, round(days)))
    if days < 2 * DAYS_IN_A_YEAR:
        return Rarity(Span.MONTHS, round(days / DAYS_IN_A_MONTH))
    if days < 100 * DAYS_IN_A_YEAR:
        return Rarity(Span.YEARS, round(days / DAYS_IN_A_YEAR))
    return Rarity(Span.LIFETIMES, 100)


@dataclass(frozen=True)
class Line:
    """One alarm in the list."""

    alarm: Alarm
    finding: Finding
    unsolved: int
    verdict: Verdict | None

    @property
    def since(self) -> date:
        """The first day of the cluster as last found."""
        return self.finding.first_on


def lines_of(alarms: Sequence[Alarm]) -> list[Line]:
    """Return the lines of a page of the list, in three statements however many there are."""
    ids = [alarm.pk for alarm in alarms]
    findings, verdicts = queries.newest_findings(ids), queries.newest_verdicts(ids)
    unsolved = queries.unsolved_among({report for one in findings.values() for report in one.reports})
    return [
        Line(
            alarm=alarm,
            finding=findings[alarm.pk],
            unsolved=len(unsolved.intersection(findings[alarm.pk].reports)),
            verdict=verdicts.get(alarm.pk),
        )
        for alarm in alarms
        if alarm.pk in findings
    ]
