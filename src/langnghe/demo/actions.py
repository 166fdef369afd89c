"""Make the demo year: load what is missing, draw the year, take it in, find its alarms, draft a briefing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from langnghe.alarms.detection import Settings, find_alarms
from langnghe.alarms.models import Alarm
from langnghe.bodies.actions.bodies import load_bodies
from langnghe.bodies.models import Body
from langnghe.briefings.actions import draft_for_area
from langnghe.briefings.models import Briefing
from langnghe.cases import rule_tables
from langnghe.cases.actions import publish
from langnghe.cases.intake import ContactIn, NewRows, ReportIn, take_in_many
from langnghe.cases.models import Case, DeadlineRule, DuplicateWindow, Outcome, Rating, RatingLevel, Route
from langnghe.cases.offices import Atlas, Surroundings
from langnghe.cases.rulebook import rulebook
from langnghe.demo import accounts, clock, outbreaks
from langnghe.demo.chance import Chance
from langnghe.demo.courses import Course, Matter, OfficeTime, course_of
from langnghe.demo.localities import locality_names
from langnghe.demo.models import DemoYear
from langnghe.demo.queries import SOURCE, holds_real_reports
from langnghe.demo.rooms.grassroots import make_meetings
from langnghe.demo.rooms.meetings import make_earlier_meetings, make_last_meetings
from langnghe.demo.rooms.portal import make_portal
from langnghe.demo.rooms.practices import make_practices
from langnghe.demo.rooms.programmes import count_targets, make_programmes
from langnghe.demo.rooms.situations import link_situations, make_situations
from langnghe.demo.year import FIRST_DAY, IN_DEPTH, INVENTED, PRAISE, Draft, Land, drafts_of
from langnghe.grassroots.actions.duties import load_duties
from langnghe.grassroots.models import Duty
from langnghe.ground.copying import copy_in, take_ids
from langnghe.people.models import User
from langnghe.places.actions.areas import keep_areas
from langnghe.places.actions.changes import load_vietnam
from langnghe.places.models import Area, Locality
from langnghe.places.records import AreaRecord
from langnghe.places.words import folded_words
from langnghe.practices.models import Term
from langnghe.practices.term_tables import load_terms
from langnghe.reports import actions as report_words
from langnghe.reports.models import Report, Synonym
from langnghe.situations.actions.clocks import load_clocks
from langnghe.situations.models import Clock
from langnghe.topics import actions as topics
from langnghe.topics.models import Publicness, Topic

BATCH = 5_000
HANDED_OVER = 0.06
PUBLISHED = 40
CHEAP = Settings(replicates=199)

_EVER_SINCE = date(2025, 7, 1)
_INVENTED = (
    AreaRecord(INVENTED[0], "Xã Mẫu Một", "xã", "52", _EVER_SINCE, None, 13.90, 108.10, 48.0),
    AreaRecord(INVENTED[1], "Phường Mẫu Hai", "phường", "52", _EVER_SINCE, None, 13.86, 108.16, 21.0),
)
# Which provincial body takes over what a commune cannot do.
_ABOVE = {
    "giao-thong": "so_xay_dung",
    "do-thi": "so_xay_dung",
    "moi-truong": "so_nong_nghiep_moi_truong",
    "dat-dai": "so_nong_nghiep_moi_truong",
    "nong-nghiep": "so_nong_nghiep_moi_truong",
    "dien-nuoc": "so_cong_thuong",
    "y-te": "so_y_te",
    "giao-duc": "so_giao_duc_dao_tao",
    "an-sinh": "so_noi_vu",
}

Say = Callable[[str], object]


class RealReportsHere(Exception):
    """Real reports lie in this database: a demo year would mix with them."""

    def __init__(self) -> None:
        super().__init__(
            "Real reports lie in this installation: make the demo year in another LANGNGHE_HOME."
        )


class MadeBefore(Exception):
    """A demo year lies here already."""

    def __init__(self, known: DemoYear) -> None:
        self.known = known
        super().__init__(f"The demo year is here already (seed {known.seed}, until {known.until:%d/%m/%Y}).")


@dataclass(frozen=True)
class Made:
    """What a demo year came to."""

    reports: int
    alarms: int
    briefings: int


def make_year(
    *, seed: int, reports: int, until: datetime, small: bool = False, say: Say = lambda _: None
) -> Made:
    """
    Make one demo year, the same for the same seed; an interrupted one is finished.

    `small` keeps to Gia Lai and skips what takes long. Raises RealReportsHere, MadeBefore.
    """
    known = DemoYear.objects.first()
    if known and known.finished_at:
        raise MadeBefore(known)
    if holds_real_reports():
        raise RealReportsHere
    shift = clock.shift_of(settings.HOME_FOLDER) or clock.write_mark(settings.HOME_FOLDER, starts_at=until)
    clock.move_database(shift)
    with clock.moved(shift):
        known = known or _take_year_in(seed=seed, reports=reports, until=until, small=small, say=say)
        for day in _interesting_days(known.until, small=small):
            find_alarms(on=day, now=timezone.now(), settings=CHEAP)
            say(f"alarms looked for on {day}")
        if not Briefing.objects.exists():
            _report_and_meet(known.until, say)
        known.finished_at = timezone.now()
        known.save(update_fields=["finished_at"])
    return Made(Report.objects.count(), Alarm.objects.count(), Briefing.objects.count())


@transaction.atomic
def _take_year_in(*, seed: int, reports: int, until: datetime, small: bool, say: Say) -> DemoYear:
    """Take in what was said in the year, with what became of it; all of it or nothing."""
    load_missing(say)
    chance = np.random.Generator(np.random.PCG64(seed))
    land = _make_land(until.date(), chance, small=small)
    drafts = drafts_of(land, reports=reports, until=until, chance=chance)
    handler = accounts.make_accounts(
        commune_code=outbreaks.communes_of(outbreaks.OUTBREAKS[0], land.communes["52"])[0].code,
        cluster_codes=IN_DEPTH if not small else ("52",),
        since=FIRST_DAY,
    )
    count = 0
    taking = _Taking(seed, handler, until, chance)
    for era in _eras(drafts, until):
        atlas = Atlas(on=era[-1].received_at.date())
        for start in range(0, len(era), BATCH):
            count += taking.take_in(era[start : start + BATCH], atlas, first=count)
            say(f"{count} reports taken in")
    _publish_some(until)
    _let_rooms_live(land, seed=seed, by=handler, until=until, say=say)
    return DemoYear.objects.create(seed=seed, until=until)


def _let_rooms_live(land: Land, *, seed: int, by: User, until: datetime, say: Say) -> None:
    """Let each room have its year; each draws from a chance of its own, so that none changes another."""
    rooms: tuple[tuple[str, Callable[..., int]], ...] = (
        ("practices", make_practices),
        ("plans", make_programmes),
        ("meetings with people", make_meetings),
        ("situation reports", make_situations),
        ("articles", make_portal),
    )
    for number, (what, make) in enumerate(rooms, start=1):
        chance = np.random.Generator(np.random.PCG64([seed, number]))
        say(f"{make(land, by=by, until=until, chance=chance)} {what} made")


def load_missing(say: Say) -> None:
    """Load areas, bodies, topics and rules of Vietnam where there are none, and the two invented communes."""
    now = timezone.now()
    if not Area.objects.known().exists():
        say("loading areas")
        load_vietnam()
    keep_areas(_INVENTED)
    if not Body.objects.known().filter(area__code__in=INVENTED).exists():
        say("loading bodies")
        load_bodies()
    if not Topic.objects.known().exists():
        topics.load_topics(topics.TOPICS)
        topics.load_kinds(topics.KINDS)
        topics.load_phrases(topics.PHRASES)
    if not Route.objects.known().exists():
        rule_tables.load_routes(None, now=now)
    if not DeadlineRule.objects.known().exists():
        rule_tables.load_deadlines(None, rule_set="langnghe-default", area=None, now=now)
    if not RatingLevel.objects.known().exists():
        rule_tables.load_rating_levels(None, now=now)
    if not DuplicateWindow.objects.known().exists():
        rule_tables.load_duplicate_windows(None, now=now)
    if not Term.objects.known().exists():
        load_terms(None, now=now)
    if not Synonym.objects.known().exists():
        report_words.load_synonyms(now=now)
    if not Duty.objects.known().exists():
        load_duties(None, now=now)
    if not Clock.objects.known().exists():
        load_clocks(None, now=now)


def _make_land(day: date, chance: Chance, *, small: bool) -> Land:
    """Return the communes of a day with their localities, which are written where there are none."""
    found = Area.objects.on(day).filter(is_leaf=True, parent__isnull=False).select_related("parent")
    if small:
        found = found.filter(parent__code="52")
    communes: dict[str, list[Area]] = {}
    for area in found.order_by("code"):
        if area.parent is not None:
            communes.setdefault(area.parent.code, []).append(area)
    names = {
        area.code: locality_names(area, code, chance) for code in IN_DEPTH for area in communes.get(code, ())
    }
    rows = [
        Locality(area=area, name=name, folded=folded_words(name), valid_from=_EVER_SINCE)
        for code in IN_DEPTH
        for area in communes.get(code, ())
        for name in names[area.code]
    ]
    if not Locality.objects.exists():
        for row, pk in zip(rows, take_ids(Locality, len(rows)), strict=True):
            row.pk = pk
        copy_in(Locality, rows)
    return Land(communes, names)


def _eras(drafts: Sequence[Draft], until: datetime) -> Iterator[list[Draft]]:
    """Yield the drafts in order, cut where areas changed and years ended: each era has one atlas."""
    changes = set(
        Area.objects.known()
        .filter(valid_from__gt=FIRST_DAY, valid_from__lte=until.date())
        .values_list("valid_from", flat=True)
    )

    def era(draft: Draft) -> tuple[int, int]:
        day = draft.received_at.date()
        return day.year, sum(change <= day for change in changes)

    for _, same_era in groupby(drafts, key=era):
        yield list(same_era)


@dataclass(frozen=True)
class _Taking:
    """Takes drafts in with the course of each case."""

    seed: int
    handler: User
    until: datetime
    chance: Chance

    def take_in(self, drafts: list[Draft], atlas: Atlas, *, first: int) -> int:
        """Take in drafts of one era; return how many. Numbers of cases begin with the year of the drafts."""
        day, rules = drafts[-1].received_at.date(), rulebook()
        # From the last working day before the first draft, which may fall on New Year's Day.
        since = drafts[0].received_at - timedelta(days=14)
        office = OfficeTime(rules.calendar(()), first=since, last=self.until + timedelta(days=40))
        on_day = Area.objects.on(day).filter(Q(level=1) | Q(code__in={draft.area_code for draft in drafts}))
        areas = {area.code: area for area in on_day}
        pairs: list[tuple[ReportIn, Course]] = []
        for number, draft in enumerate(drafts, start=first):
            area = areas.get(draft.area_code)
            if area is None and draft.area_code:  # the commune began later under this code
                continue
            course = self._course(draft, atlas.around(area.pk if area else None), office)
            pairs.append((_report_in(draft, area, course, uuid_of(self.seed, number)), course))
        end_of_year = datetime.combine(date(day.year, 12, 31), time.max, self.until.tzinfo)
        reports_in = [report_in for report_in, _ in pairs]
        batch = take_in_many(reports_in, atlas=atlas, by=None, now=min(end_of_year, self.until))
        _rate(zip(batch, (course for _, course in pairs), strict=True))
        return len(batch)

    def _course(self, draft: Draft, places: Surroundings, office: OfficeTime) -> Course:
        handed_over = self.chance.random() < HANDED_OVER
        matter = Matter(
            topic=draft.topic,
            locality=draft.locality,
            received_at=draft.received_at,
            slowness=_slowness(draft.area_code),
            handler=self.handler,
            elsewhere=_body_above(draft.topic, places) if handed_over else None,
            extension=7 if draft.kind in ("kien-nghi", "gop-y") else 5,
            is_praise=draft.kind == PRAISE,
        )
        return course_of(matter, until=self.until, office=office, chance=self.chance)


def uuid_of(seed: int, number: int) -> object:
    """Return the id that the device of the n-th report would have made: the same for the same seed."""
    return uuid5(NAMESPACE_URL, f"langnghe-demo-{seed}-{number}")


def _report_in(draft: Draft, area: Area | None, course: Course, client_id: object) -> ReportIn:
    latitude, longitude = draft.point or (None, None)
    return ReportIn(
        words=draft.words,
        kind=draft.kind,
        channel=draft.channel,
        topic=draft.topic,
        area=area,
        locality=draft.locality,
        place=draft.place,
        latitude=latitude,
        longitude=longitude,
        received_at=draft.received_at,
        contact=ContactIn(telephone=draft.telephone),
        client_id=client_id,  # type: ignore[arg-type]
        source=SOURCE,
        source_id=str(client_id),
        steps=course.steps,
    )


def _slowness(area_code: str) -> float:
    """Return how slow an office is, the same through the year: 0.7 to 1.6."""
    return 0.7 + (sum(map(ord, area_code)) * 7919 % 91) / 100


def _body_above(topic: str, places: Surroundings) -> Body | None:
    kind = next((kind for branch, kind in _ABOVE.items() if topic.startswith(branch)), None)
    bodies = (body for area in places.areas for body in places.bodies.get(area.pk, ()))
    return next((body for body in bodies if body.kind == kind), None)


def _rate(taken: Iterator[tuple[NewRows, Course]]) -> None:
    levels = {level.code: level for level in RatingLevel.objects.known()}
    ratings = [
        Rating(case=rows.case, report=rows.report, level=levels[course.rating], rated_at=course.rated_at)
        for rows, course in taken
        if course.rating and course.rated_at
    ]
    for rating, pk in zip(ratings, take_ids(Rating, len(ratings)), strict=True):
        rating.pk = pk
    copy_in(Rating, ratings)


def _publish_some(until: datetime) -> None:
    """Let officers of the demonstration publish masked copies of some solved reports of Gia Lai."""
    officer = User.objects.get(username="lanh-dao")
    solved = Case.objects.filter(
        province__code="52", outcome=Outcome.SOLVED, topic__publicness=Publicness.YES
    )
    for case in solved.select_related("first_report__words").order_by("-received_at", "-pk")[:PUBLISHED]:
        report = case.first_report
        publish(case, report, words=report.words.words, by=officer, now=until)


def _interesting_days(until: datetime, *, small: bool) -> list[date]:
    """Return the last days and the ends of the planted outbreaks, in order."""
    last_day = (until - timedelta(days=1)).date()
    days = {last_day - timedelta(days=back) for back in range(1 if small else 3)}
    if not small:
        days |= {last_day - timedelta(days=outbreak.days_before_end) for outbreak in outbreaks.OUTBREAKS}
    return sorted(days)


@transaction.atomic
def _report_and_meet(until: datetime, say: Say) -> None:
    """Draft the half-year report between the meetings it tells of and those that have it on the table."""
    by = User.objects.get(username=accounts.HANDLER)
    first_on, last_on = _reporting_half_year(until)
    count = make_earlier_meetings(by=by, until=until)
    _draft_briefing(until, timezone.now())
    count += make_last_meetings(by=by, until=until, first_on=first_on, last_on=last_on)
    say(f"{count} briefing meetings made")
    say(f"{count_targets()} results of targets counted")
    say(f"{link_situations(by=by, until=until)} links of situation reports made")


def _reporting_half_year(until: datetime) -> tuple[date, date]:
    """Return the half-year by which state bodies report, which ends on 14 June."""
    return date(until.year - 1, 12, 15), date(until.year, 6, 14)


def _draft_briefing(until: datetime, now: datetime) -> None:
    """Draft the half-year report of Gia Lai, in the reporting half-year that ends on 14 June."""
    first_on, last_on = _reporting_half_year(until)
    area = Area.objects.on(last_on).get(code=accounts.HOME_PROVINCE)
    draft_for_area(area, first_on=first_on, last_on=last_on, now=now)
