"""
One night of detection: a prospective space-time permutation scan of every topic node.

The null hypothesis: place and day of a report have nothing to do with each other. What stands out so far that
chance shows it less often than the budget of false alarms allows becomes an alarm, or is the next day of one.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from langnghe.alarms import queries
from langnghe.alarms.actions import settle
from langnghe.alarms.material import Material, Node, Placed, material_for
from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.alarms.senders import tell_senders_apart
from langnghe.core.scan import Cluster, Events, Geography, NothingToScan, ScanResult, Window, scan_permutation
from langnghe.core.scan.alarms import Band, Budget, Sighting, State, TrackedAlarm, bands, follow, is_same
from langnghe.topics.models import Topic

WORTH_A_SECOND_LOOK = 0.05  # p below which senders are told apart


@dataclass(frozen=True)
class Settings:
    """
    How a night of detection looks.

    baseline_days : days of reports that show what is usual
    max_days, max_km, max_share : limits of a cluster; a share of the node's reports
    least_reports_allowed : a circle may always hold this many reports, else quiet topics could never alarm
    least_reports, least_senders : fewer never make an alarm; senders only where contact details tell
    red_per_year, amber_per_year : false alarms accepted, over all topics together
    replicates : shuffled copies at most
    replicates_to_count : the same for topics too sparse for a curve, so that counting reaches the budget
        of a thousand topics
    """

    baseline_days: int = 90
    max_days: int = 14
    max_km: float = 50.0
    max_share: float = 0.10
    least_reports_allowed: int = 200
    least_reports: int = 3
    least_senders: int = 3
    red_per_year: float = 2.0
    amber_per_year: float = 12.0
    replicates: int = 999
    replicates_to_count: int = 200_000


@dataclass(frozen=True)
class Scan:
    """One node with its answer, and who inside its rare clusters is the same sender, for this run only."""

    node: Node
    result: ScanResult
    senders: dict[int, int] | None


@dataclass(frozen=True)
class Found:
    """A cluster that passed, and the scan it comes from."""

    scan: Scan
    cluster: Cluster
    band: Band

    @property
    def node(self) -> Node:
        """The topic node."""
        return self.scan.node

    @property
    def reports(self) -> tuple[Placed, ...]:
        """The reports inside."""
        return _inside(self.node, self.cluster)

    @property
    def senders(self) -> int | None:
        """How many people sent them; None where no contact details tell."""
        if self.scan.senders is None:
            return None
        return len({self.scan.senders.get(placed.report_id, -placed.report_id) for placed in self.reports})

    @property
    def sighting(self) -> Sighting:
        """The cluster as `core.scan.alarms` follows it."""
        return Sighting(
            units=frozenset(self.cluster.units),
            topics=self.node.codes,
            first_day=self.cluster.first_day,
            last_day=self.cluster.last_day,
            observed=self.cluster.observed,
            expected=self.cluster.expected,
        )


@dataclass(frozen=True)
class Night:
    """What a night of detection found; `alarms` is empty after a dry run."""

    on: date
    topics: int
    reports: int
    unplaced: int
    found: tuple[Found, ...]
    alarms: tuple[Alarm, ...]


def find_alarms(
    *,
    on: date,
    now: datetime,
    topic: Topic | None = None,
    seed: int | None = None,
    keep: bool = True,
    settings: Settings | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> Night:
    """
    Scan the reports received up to the end of a day, raise new alarms and follow the known ones.

    Parameters
    ----------
    on : last day whose reports are scanned
    topic : only this topic and those below it; all by default
    seed : of the random numbers; by default it follows from the day, so that a run can be repeated
    keep : False finds without writing anything
    settings : limits and budget
    progress : called with one line for each topic
    """
    settings = settings or Settings()
    seed = on.toordinal() if seed is None else seed
    material = material_for(on - timedelta(days=settings.baseline_days - 1), on, only=topic)
    scanned = []
    for node in material.nodes:
        scan = _scan_fairly(node, material, settings, seed)
        if scan is not None:
            scanned.append(scan)
            progress(f"{node.topic}: {len(node.reports)}")
    budget = Budget(settings.red_per_year, settings.amber_per_year, topics=max(1, len(scanned)))
    found = _strongest_first(_passing(scanned, budget, settings))
    alarms: Sequence[Alarm] = ()
    if keep:
        alarms = _keep(scanned, found, material, settings, budget, topic=topic, now=now)
    return Night(
        on=on,
        topics=len(scanned),
        reports=len({placed.report_id for node in material.nodes for placed in node.reports}),
        unplaced=material.unplaced,
        found=tuple(found),
        alarms=tuple(alarms),
    )


def _scan_fairly(node: Node, material: Material, settings: Settings, seed: int) -> Scan | None:
    """
    Scan one node; None where too few came in lately for any alarm.

    Where a cluster looks rare, senders are told apart inside it. If one of them has several reports there,
    the node is scanned again with senders trading days instead of reports: one person makes no cluster.
    """
    result = _scan(node, material, settings, seed)
    if result is None:
        return None
    rare = [cluster for cluster in result.clusters if _p(cluster) <= WORTH_A_SECOND_LOOK]
    suspects = {placed.report_id for cluster in rare for placed in _inside(node, cluster)}
    senders = tell_senders_apart(sorted(suspects)) if suspects else None
    if senders is not None and len(set(senders.values())) < len(senders):
        return Scan(node, _scan(node, material, settings, seed, senders=senders) or result, senders)
    return Scan(node, result, senders)


def _scan(
    node: Node, material: Material, settings: Settings, seed: int, *, senders: dict[int, int] | None = None
) -> ScanResult | None:
    lately = material.last_on - timedelta(days=settings.max_days - 1)
    if sum(placed.day >= lately for placed in node.reports) < settings.least_reports:
        return None
    areas = sorted({placed.area_id for placed in node.reports})
    total = len(node.reports)
    window = Window(
        max_share=min(0.5, max(settings.max_share, settings.least_reports_allowed / total)),
        max_km=settings.max_km,
        max_days=settings.max_days,
        min_cases=settings.least_reports,
        min_reporters=settings.least_senders if senders else None,
    )
    tokens = None
    if senders is not None:
        tokens = [senders.get(placed.report_id, -placed.report_id) for placed in node.reports]
    events = Events(
        [placed.area_id for placed in node.reports], [placed.day for placed in node.reports], reporter=tokens
    )
    scan = partial(
        scan_permutation,
        events,
        Geography(areas, lonlat=[material.points[area] for area in areas]),
        window=window,
        analysis="prospective",
        period=(material.first_on, material.last_on),
        seed=seed,
        stop="sequential",
    )
    try:
        result = scan(replicates=settings.replicates)
    except NothingToScan:
        return None
    if result.replicates == settings.replicates and not result.has_curve:
        # So few values bear no curve; only counting tells how rare this is, and few reports count fast.
        return scan(replicates=settings.replicates_to_count)
    return result


def _inside(node: Node, cluster: Cluster) -> tuple[Placed, ...]:
    units = set(cluster.units)
    return tuple(
        placed for placed in node.reports if placed.area_id in units and placed.day >= cluster.first_day
    )


def _passing(scanned: Sequence[Scan], budget: Budget, settings: Settings) -> list[Found]:
    """Return the clusters within the budget: red by rarity alone, amber where the day as a whole bears it."""
    best = [_p(scan.result.clusters[0]) if scan.result.clusters else 1.0 for scan in scanned]
    found = []
    for scan, band_of_best in zip(scanned, bands(best, budget), strict=True):
        if band_of_best is Band.NONE:
            continue
        for cluster in scan.result.clusters:
            if (p := _p(cluster)) > budget.amber_p:
                continue
            one = Found(scan, cluster, Band.RED if p <= budget.red_p else Band.AMBER)
            if one.senders is None or one.senders >= settings.least_senders:
                found.append(one)
    return found


def _p(cluster: Cluster) -> float:
    """Return the chance of a cluster this strong: counted, or beyond counting from the fitted tail."""
    return 1.0 / cluster.recurrence_days if cluster.recurrence_days else 1.0


def _strongest_first(found: Sequence[Found]) -> list[Found]:
    """Keep of clusters that are the same at several heights of the topic tree only the rarest, lowest one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (round(_p(one.cluster), 12), len(one.node.codes))):
        if not any(is_same(one.sighting, other.sighting) for other in kept):
            kept.append(one)
    return kept


@transaction.atomic
def _keep(
    scanned: Sequence[Scan],
    found: Sequence[Found],
    material: Material,
    settings: Settings,
    budget: Budget,
    *,
    topic: Topic | None,
    now: datetime,
) -> list[Alarm]:
    runs = {
        scan.node.topic.code: DetectionRun.objects.create(
            topic=scan.node.topic,
            scanned_on=material.last_on,
            first_on=material.first_on,
            reports=len(scan.node.reports),
            settings={
                **scan.result.settings,
                "night": asdict(settings),
                "topics": budget.topics,
                "replicates_made": scan.result.replicates,
            },
            seed=scan.result.seed,
            digest=scan.result.digest,
        )
        for scan in scanned
    }
    end_of_day = datetime.combine(material.last_on, time.max, timezone.get_current_timezone())
    known = _known_alarms(material.last_on, topic)
    followed = follow(
        list(known),
        [one.sighting for one in found],
        today=material.last_on,
        new_identities=[f"new {at}" for at in range(len(found))],
    )
    alarms = []
    for tracked in followed:
        one = next((one for one in found if one.sighting == tracked.sighting), None)
        if one is not None:
            alarms.append(_found_again_or_new(tracked, one, runs[one.node.topic.code], end_of_day))
        else:
            Alarm.objects.filter(pk=int(str(tracked.identity))).update(state=tracked.state.value)
    settle(now=now)
    return alarms


def _known_alarms(day: date, topic: Topic | None) -> list[TrackedAlarm]:
    """Return the alarms that may go on, as they were last found."""
    alarms = queries.alarms_going_on(day, topic)
    codes_below = _codes_below(day)
    newest = queries.newest_findings([alarm.pk for alarm in alarms])
    return [
        TrackedAlarm(
            identity=alarm.pk,
            sighting=Sighting(
                units=frozenset(finding.areas),
                topics=codes_below.get(alarm.topic.code, frozenset({alarm.topic.code})),
                first_day=finding.first_on,
                last_day=finding.last_on,
                observed=finding.observed,
                expected=finding.expected,
            ),
            state=State(alarm.state),
            began_on=timezone.localdate(alarm.first_found_at),
            seen_on=timezone.localdate(alarm.last_found_at),
        )
        for alarm in alarms
        if (finding := newest.get(alarm.pk)) is not None
    ]


def _codes_below(day: date) -> dict[str, frozenset[str]]:
    parents = {topic.pk: topic for topic in Topic.objects.on(day)}
    below: dict[str, set[str]] = {}
    for topic in parents.values():
        here: Topic | None = topic
        while here is not None:
            below.setdefault(here.code, set()).add(topic.code)
            here = parents.get(here.parent_id or 0)
    return {code: frozenset(codes) for code, codes in below.items()}


def _found_again_or_new(tracked: TrackedAlarm, one: Found, run: DetectionRun, end_of_day: datetime) -> Alarm:
    centre = int(str(one.cluster.centre))
    if isinstance(tracked.identity, int):
        alarm = Alarm.objects.get(pk=tracked.identity)
        alarm.first_found_at = min(alarm.first_found_at, end_of_day)
        alarm.last_found_at = max(alarm.last_found_at, end_of_day)
        alarm.centre_id = centre
    else:
        alarm = Alarm(
            topic=one.node.topic,
            centre_id=centre,
            first_found_at=end_of_day,
            last_found_at=end_of_day,
        )
    alarm.band, alarm.state = one.band.value, tracked.state.value
    alarm.save()
    Finding.objects.create(alarm=alarm, run=run, **_as_columns(one))
    return alarm


def _as_columns(one: Found) -> dict[str, Any]:
    cluster = one.cluster
    return {
        "areas": [int(str(unit)) for unit in cluster.units],
        "reports": [placed.report_id for placed in one.reports],
        "first_on": cluster.first_day,
        "last_on": cluster.last_day,
        "radius_km": cluster.radius_km or 0.0,
        "observed": cluster.observed,
        "expected": cluster.expected,
        "senders": one.senders,
        "statistic": cluster.statistic,
        "p": cluster.p,
        "p_gumbel": _p(cluster),
        "recurrence_days": 1.0 / max(_p(cluster), 1e-12),
    }


def replay(run: DetectionRun, *, settings: Settings | None = None) -> ScanResult | None:
    """Scan again what a run scanned, as known now: the same digest while no report was read anew."""
    kept = run.settings.get("night", {})
    settings = settings or replace(Settings(), **kept)
    material = material_for(run.first_on, run.scanned_on, only=run.topic)
    node = next((node for node in material.nodes if node.topic.code == run.topic.code), None)
    scan = _scan_fairly(node, material, settings, run.seed) if node else None
    return scan.result if scan else None
