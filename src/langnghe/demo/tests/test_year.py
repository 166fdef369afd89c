"""A small demo year, made once for this file: Gia Lai alone."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from django.db import transaction
from django.utils import timezone

from langnghe.alarms.models import Alarm
from langnghe.briefings.models import Briefing
from langnghe.cases.models import Case, CaseEvent, EventKind, Rating
from langnghe.demo import clock
from langnghe.demo.actions import Made, MadeBefore, make_year
from langnghe.demo.localities import locality_names
from langnghe.demo.models import DemoYear
from langnghe.demo.outbreaks import OUTBREAKS, communes_of
from langnghe.demo.queries import SOURCE, is_demo
from langnghe.demo.year import INVENTED, Land, drafts_of
from langnghe.figures.models import PublicCount
from langnghe.grassroots.models import Opinion, Promise, PromiseEvent, Visit, VisitOfficer
from langnghe.meetings.models import Conclusion, ConclusionEvent, Meeting
from langnghe.places.actions.areas import keep_areas
from langnghe.places.models import Area
from langnghe.places.records import AreaRecord
from langnghe.places.shipped import AREAS
from langnghe.portal.models import Article
from langnghe.practices.models import Practice
from langnghe.practices.models import Status as PracticeStatus
from langnghe.programmes.models import CountedResult, ItemStatus, Plan, PlanItem, PlanStatus, ProgrammeEvent
from langnghe.reports.models import Channel, PublicCopy, Report
from langnghe.situations.models import HotSpot, Situation, SituationEvent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

UNTIL = datetime.fromisoformat("2026-06-19T07:30:00+07:00")
LANDSLIDES = OUTBREAKS[0]


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    from django.test import override_settings

    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME_FOLDER=home), transaction.atomic():
        keep_areas(_gia_lai())
        made = make_year(seed=2026, reports=1_500, until=UNTIL, small=True)
        with clock.moved(clock.shift_of(home)):
            yield made
        transaction.set_rollback(True)


def _gia_lai() -> list[AreaRecord]:
    with AREAS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "52" in (row["code"], row["parent_code"])]
    return [
        AreaRecord(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent_code=row["parent_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            area_km2=float(row["area_km2"]),
        )
        for row in rows
    ]


def test_each_report_has_a_case_with_an_owner_and_a_date(year):
    assert 1_300 < year.reports == Report.objects.filter(source=SOURCE).count()
    assert Case.objects.filter(body__isnull=False, answer_due_at__isnull=False).count() == year.reports
    assert is_demo()


def test_the_clock_stands_where_the_year_ends_and_runs_on(year):
    before = timezone.now()

    assert UNTIL <= before < UNTIL + timedelta(hours=1)
    assert timezone.now() > before


def test_what_visitors_add_is_known_from_the_demonstrations_own_day(year):
    newest = Report.objects.order_by("-pk").first()

    assert newest.recorded_at.date() == UNTIL.date()


def test_a_finished_year_is_not_made_again_and_an_interrupted_one_is_finished(year):
    with pytest.raises(MadeBefore):
        make_year(seed=2026, reports=1_500, until=UNTIL, small=True)
    DemoYear.objects.update(finished_at=None)

    assert make_year(seed=2026, reports=1_500, until=UNTIL, small=True) == year
    assert DemoYear.objects.get().finished_at


def test_some_people_praise_and_some_places_are_not_known(year):
    assert Report.objects.filter(kind__code="khen-ngoi").exists()
    unplaced = Case.objects.filter(area=None)
    assert unplaced.exists()
    assert all(case.body_id for case in unplaced)


def test_nothing_happened_after_the_last_moment(year):
    assert not Report.objects.filter(received_at__gt=UNTIL).exists()
    assert not CaseEvent.objects.filter(happened_at__gt=UNTIL).exists()


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind in {
    EventKind.ACCEPTED, EventKind.ANSWERED, EventKind.REFUSED, EventKind.HANDED_OVER, EventKind.EXTENDED,
    EventKind.PAUSED, EventKind.RESUMED, EventKind.REOPENED, EventKind.WITHDRAWN, EventKind.RATED,
}])  # fmt: skip
def test_everything_that_happens_to_cases_happened(year, kind):
    assert CaseEvent.objects.filter(kind=kind).exists()


def test_some_answers_are_late_some_cases_open_and_some_overdue(year):
    answers = CaseEvent.objects.filter(first_answer=True)
    late = sum(answer.happened_at > answer.answer_due_at for answer in answers)

    assert 0.05 < late / len(answers) < 0.4
    assert Case.objects.open().filter(answer_due_at__gt=UNTIL).exists()
    assert Case.objects.open().filter(answer_due_at__lt=UNTIL).exists()
    assert Rating.objects.exists()


def test_the_landslides_of_the_last_days_are_found_on_the_day(year):
    planted = {commune.pk for commune in communes_of(LANDSLIDES, _communes())}

    # The branch of the tree on which it stands out most raises the alarm: landslides, or roads as a whole.
    about_it = [alarm for alarm in Alarm.objects.all() if LANDSLIDES.topic.startswith(alarm.topic.code)]
    assert len(about_it) == 1
    finding = about_it[0].findings.order_by("-pk").first()

    assert finding.last_on == date(2026, 6, 18)
    assert len(planted & set(finding.areas)) >= 3
    assert finding.observed >= 20
    assert 3 <= finding.senders < finding.observed


def test_no_case_of_the_year_before_is_still_open(year):
    assert not Case.objects.open().filter(received_at__lt=UNTIL - timedelta(days=100)).exists()


def test_conduct_of_officials_is_spoken_of_only_in_the_invented_communes(year):
    conduct = Case.objects.filter(topic__one_above=True)

    assert conduct.exists()
    assert set(conduct.values_list("area__code", flat=True)) <= set(INVENTED)
    assert all(case.one_above for case in conduct)


def test_a_briefing_is_drafted_and_some_words_are_public(year):
    assert Briefing.objects.earliest("pk").scope_area.code == "52"
    assert PublicCopy.objects.count() == 40


def test_the_same_seed_makes_the_same_year(year):
    def draw(seed: int) -> list:
        chance = np.random.Generator(np.random.PCG64(seed))
        communes = _communes()
        land = Land({"52": communes}, {each.code: locality_names(each, "52", chance) for each in communes})
        return drafts_of(land, reports=300, until=UNTIL, chance=chance)

    assert draw(5) == draw(5)
    assert draw(5) != draw(6)


def test_little_is_sent_at_tet(year):
    def between(first: date, last: date) -> int:
        return Report.objects.filter(received_at__date__range=(first, last)).count()

    assert between(date(2026, 2, 14), date(2026, 2, 22)) < 0.6 * between(date(2026, 3, 14), date(2026, 3, 22))


def _communes() -> list[Area]:
    found = Area.objects.on(UNTIL.date()).filter(is_leaf=True, parent__code="52")
    return list(found.select_related("parent").order_by("code"))


def test_practices_have_lived_in_every_way(year):
    statuses = set(Practice.objects.values_list("status", flat=True))

    assert {PracticeStatus.REGISTERED, PracticeStatus.RECOGNISED} <= statuses
    assert Practice.objects.filter(copy_of__isnull=False).exists()
    assert Practice.objects.filter(story__isnull=False).exists()
    assert not Practice.objects.filter(registered_at__gt=UNTIL).exists()


def test_most_plans_came_in_and_some_tasks_are_late(year):
    plans = Plan.objects.all()

    assert 0.85 < plans.filter(status=PlanStatus.SUBMITTED).count() / plans.count() < 1
    assert PlanItem.objects.filter(status=ItemStatus.OPEN, due_at__lt=UNTIL).exists()
    assert not PlanItem.objects.filter(closed_at__gt=UNTIL).exists()


def test_each_opinion_of_a_meeting_is_a_report_of_that_commune_and_day(year):
    opinions = list(Opinion.objects.select_related("visit", "case__first_report"))

    assert opinions
    for opinion in opinions:
        report = opinion.case.first_report
        assert report.channel == Channel.MEETING
        assert report.area_id == opinion.visit.area_id
        assert timezone.localdate(report.received_at) == opinion.visit.held_on


def test_communes_meet_people_and_keep_most_of_what_they_promise(year):
    assert Visit.objects.filter(kind="reception").count() > 1_000
    assert not Visit.objects.filter(happened_at__gt=UNTIL).exists()
    assert not PromiseEvent.objects.filter(happened_at__gt=UNTIL).exists()
    states = Counter(Promise.objects.values_list("state", flat=True))
    assert states["kept"] > states["not_kept"] > 0
    assert states["open"] > 0


def test_situations_go_up_and_one_waits_when_the_demonstration_opens(year):
    assert Situation.objects.filter(state="concluded").count() > 20
    assert not SituationEvent.objects.filter(happened_at__gt=UNTIL).exists()
    assert Situation.objects.filter(state="waiting", due_at__gt=UNTIL).exists()


def test_what_waits_this_morning_is_linked_to_the_alarm_and_a_case_of_the_landslides(year):
    links = Situation.objects.order_by("-sent_at").first().links

    assert links.get(alarm__isnull=False).alarm.topic.code.startswith("giao-thong")
    assert links.get(case__isnull=False).case.topic.code == LANDSLIDES.topic


def test_the_officer_went_along_and_articles_belong_to_a_body(year):
    assert VisitOfficer.objects.filter(user__username="can-bo").exists()
    assert not Article.objects.filter(office=None).exists()


def test_hot_spots_and_quarrels_lie_in_invented_communes_alone(year):
    hot_spots = HotSpot.objects.select_related("area", "declared_by")

    assert {hot_spot.area.code for hot_spot in hot_spots} == set(INVENTED)
    assert {hot_spot.declared_by.username for hot_spot in hot_spots} == {"lanh-dao"}
    quarrels = Situation.objects.filter(topic__code__startswith="dat-dai")
    assert set(quarrels.values_list("area__code", flat=True)) <= set(INVENTED)


def test_meetings_were_held_and_what_they_concluded_lives_on(year):
    assert Meeting.objects.filter(state="concluded").count() >= 6
    assert Meeting.objects.exclude(state="concluded").count() == 1
    assert not ConclusionEvent.objects.filter(happened_at__gt=UNTIL).exists()
    kinds = set(ConclusionEvent.objects.values_list("kind", flat=True))
    assert {"made", "done", "undecided"} <= kinds
    assert Conclusion.objects.filter(standing="open", due_on__lt=UNTIL.date()).exists()


def test_a_briefing_proves_a_conclusion_and_a_programme_was_changed_and_counted(year):
    assert ConclusionEvent.objects.filter(kind="done", briefing__isnull=False).exists()
    assert ProgrammeEvent.objects.filter(kind="changed").exists()
    assert ProgrammeEvent.objects.filter(kind="target_set").exists()
    assert CountedResult.objects.filter(plan=None, value__gt=0).exists()


def test_people_of_the_landslides_read_that_it_was_raised(year):
    raised = CaseEvent.objects.filter(kind="raised")
    assert raised.exists()
    assert "hội nghị ngày 18/6/2026" in raised.first().words.words


def test_the_portal_has_news_that_say_they_are_made_up_and_weeks_that_are_public(year):
    articles = Article.objects.filter(live=True)

    assert articles.count() == 5
    assert all("minh hoa" in article.folded for article in articles)
    assert articles.filter(photo=None).count() < 5
    assert PublicCount.objects.filter(place="all", topic="all", count__isnull=False).exists()
