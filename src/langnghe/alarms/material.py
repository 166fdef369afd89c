"""
What a detection run looks at: reports of ninety days, by topic node, commune and day. No person.

Left out for good: kinds on a closed track, reports that touch the receiving office, and topics that are never
public or go one body above (conduct, corruption, a body's own decisions), with everything below them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from langnghe.places import queries as places
from langnghe.places.models import Area
from langnghe.reports.models import Reading, Report
from langnghe.topics.models import Publicness, Topic, Track


@dataclass(frozen=True, slots=True)
class Placed:
    """A report as the scan sees it."""

    report_id: int
    area_id: int
    day: date


@dataclass(frozen=True)
class Node:
    """A topic with everything below it."""

    topic: Topic
    codes: frozenset[str]
    reports: tuple[Placed, ...]


@dataclass(frozen=True)
class Material:
    """The nodes to scan, the points of the communes, and how many reports could not be placed."""

    first_on: date
    last_on: date
    nodes: tuple[Node, ...]
    points: dict[int, tuple[float, float]]  # longitude, latitude
    unplaced: int


def material_for(first_on: date, last_on: date, *, only: Topic | None = None) -> Material:
    """Return what to scan for the days from `first_on` to `last_on`, all topics or one and those below it."""
    points = _points(last_on)
    topics = list(Topic.objects.on(last_on))
    branches = _branches(topics)
    reports, unplaced = _placed_reports(first_on, last_on, points)
    nodes = [
        Node(topic, branches[topic.code], tuple(_of(reports, branches[topic.code])))
        for topic in topics
        if topic.code in branches and (only is None or topic.code in branches.get(only.code, ()))
    ]
    return Material(first_on, last_on, tuple(_without_shadows(nodes)), points, unplaced)


def may_be_scanned(topic: Topic, by_id: dict[int, Topic]) -> bool:
    """Say whether neither the topic nor anything above it is kept from scans."""
    here: Topic | None = topic
    while here is not None:
        if here.publicness == Publicness.NO or here.one_above:
            return False
        here = by_id.get(here.parent_id or 0)
    return True


def _branches(topics: list[Topic]) -> dict[str, frozenset[str]]:
    """Return the codes of each topic that may be scanned and of what lies below it and may be scanned."""
    by_id = {topic.pk: topic for topic in topics}
    below: dict[str, set[str]] = defaultdict(set)
    for topic in topics:
        if not may_be_scanned(topic, by_id):
            continue
        here: Topic | None = topic
        while here is not None:
            below[here.code].add(topic.code)
            here = by_id.get(here.parent_id or 0)
    return {code: frozenset(codes) for code, codes in below.items()}


def _of(reports: dict[str, list[Placed]], codes: Iterable[str]) -> list[Placed]:
    return sorted(
        (placed for code in codes for placed in reports.get(code, ())), key=lambda one: one.report_id
    )


def _without_shadows(nodes: list[Node]) -> list[Node]:
    """Leave out a topic whose reports are all those of one topic below it, and topics without reports."""
    kept: dict[tuple[int, ...], Node] = {}
    for node in sorted(nodes, key=lambda one: len(one.codes)):
        if node.reports:
            kept.setdefault(tuple(placed.report_id for placed in node.reports), node)
    return sorted(kept.values(), key=lambda node: node.topic.code)


def _points(day: date) -> dict[int, tuple[float, float]]:
    areas = Area.objects.on(day).filter(is_leaf=True, latitude__isnull=False, longitude__isnull=False)
    return {
        pk: (longitude, latitude)
        for pk, longitude, latitude in areas.order_by("pk").values_list("pk", "longitude", "latitude")
        if longitude is not None and latitude is not None
    }


def _placed_reports(
    first_on: date, last_on: date, points: dict[int, tuple[float, float]]
) -> tuple[dict[str, list[Placed]], int]:
    """Return the reports by code of topic, and how many have no commune with a point."""
    code_of = dict(Topic.objects.values_list("pk", "code"))
    today_of: dict[int, int | None] = {}
    reports: dict[str, list[Placed]] = defaultdict(list)
    unplaced = 0
    for report_id, received_at, topic_id, area_id in _readings(first_on, last_on):
        area_today = _area_today(area_id, last_on, points, today_of)
        if topic_id is None or area_today is None:
            unplaced += 1
            continue
        day = timezone.localdate(received_at)
        reports[code_of[topic_id]].append(Placed(report_id, area_today, day))
    return reports, unplaced


def _readings(first_on: date, last_on: date) -> Iterable[tuple[int, datetime, int | None, int | None]]:
    """Return id, moment of receipt, topic and area of each report on an open track, as read last."""
    newest = Reading.objects.filter(report=OuterRef("pk")).order_by("-pk")
    zone = timezone.get_current_timezone()
    found = Report.objects.filter(
        received_at__gte=datetime.combine(first_on, time.min, zone),
        received_at__lt=datetime.combine(last_on + timedelta(days=1), time.min, zone),
        kind__track=Track.OPEN,
        touches_office=False,
    )
    read = found.annotate(
        read_topic=Coalesce(
            Subquery(newest.values("topic_id")[:1]), F("topic_id"), output_field=BigIntegerField()
        ),
        read_area=Coalesce(
            Subquery(newest.values("area_id")[:1]), F("area_id"), output_field=BigIntegerField()
        ),
    )
    return read.values_list("pk", "received_at", "read_topic", "read_area").iterator(chunk_size=5_000)


def _area_today(
    area_id: int | None,
    day: date,
    points: dict[int, tuple[float, float]],
    known: dict[int, int | None],
) -> int | None:
    """Return where an area lies today; None where it was split, ended without trace, or has no point."""
    if area_id is None or area_id in points:
        return area_id
    if area_id not in known:
        heirs = places.successors(Area.objects.get(pk=area_id), on=day)
        whole = [heir.area.pk for heir in heirs if heir.is_whole and heir.area.pk in points]
        known[area_id] = whole[0] if len(heirs) == 1 and whole else None
    return known[area_id]
