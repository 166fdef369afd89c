"""
Which cases may be about the same matter: near in place, topic and time, and alike in words.

Only ever a proposal: `core.sameness` scores the words and says what speaks against it, a person decides, and
what was decided is not asked again. Confidential matters are compared with nothing. To a sender nothing is
shown but published copies, compared by what is published alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from langnghe.cases.intake import H3_RESOLUTION
from langnghe.cases.models import OPEN_STATUSES, Case, DuplicateVerdict, Outcome, ReportLink
from langnghe.cases.rulebook import Rulebook
from langnghe.cases.search import is_searchable, searchable
from langnghe.core.sameness import Judgement, judge, matter_of
from langnghe.people.rights import Action, Scope
from langnghe.places.geometry import distance_km
from langnghe.places.models import Area
from langnghe.reports.models import PublicCopy, Reading, Report
from langnghe.topics.models import Topic
from langnghe.topics.queries import UNSORTED_TOPIC

MOST_COMPARED = 150
MOST_SHOWN = 5
SHOWN_FROM = 0.35  # a score; fainter likenesses only cost the officer's time
MOST_SHOWN_TO_SENDERS = 3
FEW = 5  # a smaller number of people is not told in public
_METRES_ACROSS_A_CELL = 800  # of the readings' H3 cells, at their narrowest


@dataclass(frozen=True)
class Alike:
    """A case that may be about the same matter, and why."""

    case: Case
    judgement: Judgement
    metres: int | None = None
    sender_says_so: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What the sender said counts most, then a clear likeness, then the score."""
        return self.sender_says_so, self.judgement.same is True, self.judgement.score


@dataclass(frozen=True)
class PublishedAlike:
    """A published copy that may be about the same matter; `people` is None where they are few."""

    number: str
    words: str
    received_at: datetime
    people: int | None
    judgement: Judgement


def cases_alike(case: Case, *, scope: Scope, rules: Rulebook) -> list[Alike]:
    """Return the cases this person may see that may be about the matter of `case`, the likeliest first."""
    window = rules.duplicate_window(case.topic, on=case.received_at.date())
    if window is None or not is_searchable(case, rules=rules):
        return []
    report = Report.objects.select_related("words").get(pk=case.first_report_id)
    span = timedelta(days=window.days)
    others = _comparable(scope, case, rules).filter(
        received_at__range=(case.received_at - span, case.received_at + span)
    )
    found = _near(others, case.area_id, report, window.metres)
    own = matter_of(_said(report))
    alike = [_alike(own, report, other, window.metres) for other in found]
    return sorted(
        (one for one in alike if one is not None), key=lambda one: (one.rank, one.case.pk), reverse=True
    )[:MOST_SHOWN]


def pair_alike(case: Case, other: Case) -> Alike:
    """Compare two cases side by side."""
    reports = Report.objects.select_related("words").in_bulk([case.first_report_id, other.first_report_id])
    one, two = reports[case.first_report_id], reports[other.first_report_id]
    said = ReportLink.objects.filter(report=one, case=other, undone_at=None).exists()
    return Alike(other, judge(_said(one), _said(two)), _metres(one, two), said)


def published_alike(
    words: str, *, area: Area | None, topic: Topic, now: datetime, rules: Rulebook
) -> list[PublishedAlike]:
    """Return published copies of open cases of a commune that may be about what somebody is about to say."""
    window = rules.duplicate_window(topic, on=now.date())
    if window is None or area is None:
        return []
    people = ReportLink.objects.filter(case=OuterRef("pk"), undone_at=None).order_by().values("case")
    copies = _of_family(searchable(Case.objects.filter(area=area), rules=rules), topic, rules).filter(
        status__in=OPEN_STATUSES,
        received_at__range=(now - timedelta(days=window.days), now),
        links__undone_at=None,
        links__report__public_copies__in=PublicCopy.objects.filter(withdrawn_at=None),
    )
    rows = copies.order_by("-received_at").values_list(
        "number",
        "received_at",
        "links__report__public_copies__words__words",
        Subquery(people.annotate(count=Count("pk")).values("count")),
    )[:MOST_COMPARED]
    own = matter_of(words)
    best: dict[str, PublishedAlike] = {}
    for number, received_at, copy, count in rows:
        judgement = judge(own, copy)
        known = best.get(number)
        if _is_shown(judgement) and (known is None or judgement.score > known.judgement.score):
            told = count if count >= FEW else None
            best[number] = PublishedAlike(number, copy, received_at, told, judgement)
    ranked = sorted(best.values(), key=lambda one: (one.judgement.same is True, one.judgement.score))
    return ranked[::-1][:MOST_SHOWN_TO_SENDERS]


def open_to_senders(number: str, *, rules: Rulebook) -> Case | None:
    """Return the open case of a number of which a copy is published, None for any other."""
    published = PublicCopy.objects.filter(
        report__links__case=OuterRef("pk"), report__links__undone_at=None, withdrawn_at=None
    )
    cases = searchable(Case.objects.open().filter(number=number), rules=rules)
    return cases.filter(Exists(published)).first()


def _comparable(scope: Scope, case: Case, rules: Rulebook) -> QuerySet[Case]:
    """Return what `case` may be compared with: visible, of its family, not decided on before."""
    decided = DuplicateVerdict.objects.filter(
        Q(case=case, other=OuterRef("pk")) | Q(case=OuterRef("pk"), other=case)
    )
    links = ReportLink.objects.filter(undone_at=None)
    cases = searchable(Case.objects.filter(scope.narrow(Action.SEE_CASES)), rules=rules)
    return (
        _of_family(cases, case.topic, rules)
        .exclude(pk=case.pk)
        .exclude(outcome=Outcome.DUPLICATE)
        .exclude(Exists(decided))
        .exclude(Exists(links.filter(report=OuterRef("first_report"), case=case)))
        .annotate(linked=Exists(links.filter(report=case.first_report_id, case=OuterRef("pk"))))
        .select_related("topic", "first_report__words")
    )


def _of_family(cases: QuerySet[Case], topic: Topic, rules: Rulebook) -> QuerySet[Case]:
    """Keep the cases on a topic, those above and beside it, and what nobody has sorted yet."""
    if topic.code == UNSORTED_TOPIC:
        return cases
    root = rules.topic_by_id.get(rules.branch(topic)[-1], topic)
    family = [*rules.topics_below(root.code), *rules.topics_below(UNSORTED_TOPIC)]
    return cases.filter(topic__in=family)


def _near(others: QuerySet[Case], area_id: int | None, report: Report, metres: int) -> Iterable[Case]:
    """Return the cases of the same commune, and those whose point lies in a cell nearby."""
    newest = others.order_by("-received_at", "-pk")
    found = {one.pk: one for one in newest.filter(area=area_id)[:MOST_COMPARED]} if area_id else {}
    if report.latitude is not None and report.longitude is not None:
        cell = h3.latlng_to_cell(report.latitude, report.longitude, H3_RESOLUTION)
        cells = h3.grid_disk(cell, 1 + metres // _METRES_ACROSS_A_CELL)
        here = Reading.objects.filter(h3_cell__in=cells).values("report")
        found |= {one.pk: one for one in newest.filter(first_report__in=here)[:MOST_COMPARED]}
    return found.values()


def _alike(own: object, report: Report, other: Case, most_metres: int) -> Alike | None:
    metres = _metres(report, other.first_report)
    judgement = judge(own, _said(other.first_report))  # type: ignore[arg-type]
    alike = Alike(other, judgement, metres, other.linked)  # type: ignore[attr-defined]
    far = metres is not None and metres > most_metres
    return alike if alike.sender_says_so or (_is_shown(judgement) and not far) else None


def _is_shown(judgement: Judgement) -> bool:
    return judgement.same is not False and judgement.score >= SHOWN_FROM


def _said(report: Report) -> str:
    """Return the words of a report with the places that its sender named beside them."""
    said = report.words
    return ". ".join(part for part in (said.words, said.locality, said.place) if part)


def _metres(one: Report, other: Report) -> int | None:
    here, there = _point(one), _point(other)
    return round(1000 * distance_km(*here, *there)) if here and there else None


def _point(report: Report) -> Sequence[float] | None:
    if report.latitude is None or report.longitude is None:
        return None
    return report.latitude, report.longitude
