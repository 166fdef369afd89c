"""A decree merges two communes and splits a third: every room follows, and asks where it cannot know."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from langnghe.alarms.models import Alarm
from langnghe.bodies.actions.bodies import load_bodies
from langnghe.bodies.models import CalendarDay, Cluster, ClusterMember
from langnghe.bodies.queries import body_on, cluster_areas
from langnghe.cases import actions
from langnghe.cases.intake import ContactIn, ReportIn, take_in
from langnghe.cases.models import Case, CaseEvent, DeadlineRule, EventKind, Outcome, Route, Unit
from langnghe.cases.queries import told_history
from langnghe.cases.tests.world import make_deadline, make_kind, make_topic
from langnghe.grassroots.actions.promises import PromiseIn
from langnghe.grassroots.actions.visits import VisitIn, record_visit
from langnghe.grassroots.models import ReceptionRule
from langnghe.grassroots.tests.world import make_rule
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.actions.meetings import Plan as MeetingPlan
from langnghe.meetings.models import Meeting
from langnghe.notices.actions import write_down
from langnghe.notices.tests.test_notices import until_read
from langnghe.people.models import Responsibility, Role, RoleGrant, User
from langnghe.people.rights import Action, scope_of
from langnghe.places.actions.areas import load_areas
from langnghe.places.actions.changes import load_area_changes
from langnghe.places.actions.localities import add_locality, note_unlisted
from langnghe.places.decrees import DecreeKey, decree_of, decrees
from langnghe.places.models import Area, AreaChange, Boundary, Locality
from langnghe.places.queries import area_on
from langnghe.practices import actions as practice_actions
from langnghe.practices.actions import Entry
from langnghe.practices.models import Practice, Term
from langnghe.practices.term_tables import load_terms
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes as programme_actions
from langnghe.programmes.models import GroupMember, Plan, Target
from langnghe.reports.models import Channel
from langnghe.site.area_changes import ROOMS, follow, touches_of
from langnghe.site.jobs import follow_area_changes
from langnghe.site.models import FollowedDecree
from langnghe.situations.actions.hot_spots import declare
from langnghe.situations.actions.reports import SituationIn, report
from langnghe.situations.models import HotSpot
from langnghe.situations.tests.world import load_shipped_clocks
from langnghe.topics.models import Topic

SINCE = date(2025, 7, 1)
BEFORE, FIRST_DAY, LATER = date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 9)
NOW = datetime(2026, 2, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
AFTER = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OF_EACH_ROOM = 5  # statements of a dry run: a few sorts of things, each asked for once
KEY = DecreeKey(FIRST_DAY, "1/NQ-MẪU")
AREAS = """code,name,kind,parent_code,valid_from,valid_to,lat,lon
90,Tỉnh Mẫu,tỉnh,,2025-07-01,,,
90001,Xã Hương Sen,xã,90,2025-07-01,,16.0,108.0
90002,Xã Bến Xanh,xã,90,2025-07-01,,16.1,108.1
90003,Xã Đồi Chè,xã,90,2025-07-01,,16.2,108.2
90004,Xã Suối Đá,xã,90,2025-07-01,,16.3,108.3
"""
DECREE = """old_code,new_code,new_name,kind,share,decree,effective_on
90001,90009,Phường Sen Xanh,whole,,1/NQ-MẪU,2026-03-01
90002,90009,Phường Sen Xanh,whole,,1/NQ-MẪU,2026-03-01
90003,90009,Phường Sen Xanh,part,0.4,1/NQ-MẪU,2026-03-01
90003,90003,,part,0.6,1/NQ-MẪU,2026-03-01
"""


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def province(db, table):
    """A province with its bodies, before the decree."""
    load_areas(table(AREAS))
    load_bodies()
    make_kind("phan-anh", "Phản ánh")
    make_topic("khac", "Khác")
    make_topic("giao-thong", "Giao thông")
    make_deadline(DeadlineRule.Clock.ANSWER, 5, Unit.WORKING_DAYS)
    Route.objects.create(body_kind="ubnd_xa", valid_from=SINCE)


@pytest.fixture
def decide(table):
    """Load the decree; what it touches stays where it is until a room follows."""
    return lambda text=DECREE: load_area_changes(table(text, "decree.csv"))


def case_in(code: str, **fields) -> Case:
    said = ReportIn(
        words="Đường vào làng bị sạt lở",
        kind="phan-anh",
        channel=Channel.WEB,
        topic="giao-thong",
        area=area_on(code, BEFORE),
        **fields,
    )
    return take_in(said, by=None, now=NOW).case


def officer_of(slug: str, role: str = Role.OFFICER) -> User:
    user = User.objects.create_user(f"{role}-{slug}", full_name="Người Mẫu")
    RoleGrant.objects.create(user=user, role=role, body=body_on(slug, BEFORE), valid_from=SINCE)
    return user


def run(key: DecreeKey = KEY) -> dict[str, tuple[int, int]]:
    """Let all rooms follow; return how much each moved and left."""
    rows = follow(decree_of(key), by=None, clock=lambda: AFTER)
    return {row.room: (row.moved, row.left) for row in rows}


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


class TestMeetingPeople:
    def test_who_takes_over_keeps_the_promises_and_holds_the_reception_days(self, province, decide):
        body, officer = body_on("ubnd-xa-90001", BEFORE), officer_of("ubnd-xa-90001")
        promise_in = PromiseIn("Kè lại bờ suối", body, due_on=date(2026, 4, 1))
        given = {"kind": "hamlet", "body": body, "area": body.area, "held_on": NOW.date(), "people": 40}
        visit = record_visit(VisitIn(**given, promises=(promise_in,)), by=officer, now=NOW)
        make_rule(body, valid_from=SINCE)
        decide()

        assert run()["grassroots"] == (2, 0)

        promise = visit.promises.get()
        assert (promise.body.slug, promise.due_on) == ("ubnd-xa-90009", date(2026, 4, 1))
        assert promise.events.last().kind == "area"
        new_rule = ReceptionRule.objects.get(valid_from=FIRST_DAY)
        assert new_rule.body.slug == "ubnd-xa-90009"
        assert run()["grassroots"] == (0, 0)


class TestSituations:
    def test_who_takes_over_reports_on_and_settles_the_hot_spot(self, province, decide):
        load_shipped_clocks()
        body, officer = body_on("ubnd-xa-90001", BEFORE), officer_of("ubnd-xa-90001")
        leader = officer_of("ubnd-tinh-90", Role.LEADER)
        topic = Topic.objects.get(code="giao-thong")
        given = {"body": body, "words": "Lũ lên nhanh", "topic": topic, "area": body.area}
        situation = report(SituationIn(**given, since_on=NOW.date()), by=officer, now=NOW)
        place = {"area": body.area, "owner": body}
        declare(name="Lũ cô lập", reason="Kéo dài", **place, by=leader, now=NOW)
        decide()

        assert run()["situations"] == (2, 0)

        situation.refresh_from_db()
        assert (situation.body.slug, situation.with_body.slug) == ("ubnd-xa-90009", "ubnd-tinh-90")
        assert HotSpot.objects.get().owner.slug == "ubnd-xa-90009"
        assert run()["situations"] == (0, 0)

    def test_what_was_split_waits_for_a_person(self, province, decide):
        load_shipped_clocks()
        body, officer = body_on("ubnd-xa-90003", BEFORE), officer_of("ubnd-xa-90003")
        topic = Topic.objects.get(code="giao-thong")
        given = {"body": body, "words": "Lũ lên nhanh", "topic": topic, "area": body.area}
        report(SituationIn(**given, since_on=NOW.date()), by=officer, now=NOW)
        decide()

        assert run()["situations"] == (0, 1)


class TestCases:
    def test_an_open_case_goes_to_the_new_commune_and_its_office_and_keeps_number_and_dates(
        self, province, decide
    ):
        case = case_in("90001")
        decide()

        run()

        moved = Case.objects.get(number=case.number)
        assert (moved.area.name, moved.body.slug) == ("Phường Sen Xanh", "ubnd-xa-90009")
        assert (moved.promised_at, moved.answer_due_at, moved.body_due_at, moved.hand_overs) == (
            case.promised_at,
            case.answer_due_at,
            case.body_due_at,
            0,
        )
        event = moved.events.last()
        assert (event.kind, event.body_id, event.area_id) == (
            EventKind.AREA_CHANGED,
            moved.body_id,
            moved.area_id,
        )
        assert "Xã Hương Sen" in event.words.words and "Phường Sen Xanh" in event.words.words

    def test_the_sender_reads_it_on_the_tracking_page(self, province, decide):
        case = case_in("90001")
        decide()

        run()

        told = told_history(case, case.first_report)
        assert [event.kind for event in told] == [EventKind.OPENED, EventKind.AREA_CHANGED]

    def test_a_case_that_ended_stays_where_it_ended_and_its_office_of_today_still_sees_it(
        self, province, decide
    ):
        case = case_in("90001")
        officer = officer_of("ubnd-xa-90001")
        actions.answer(case, outcome=Outcome.SOLVED, words="Đã sửa.", by=officer, now=NOW)
        decide()

        run()

        case.refresh_from_db()
        assert case.area.name == "Xã Hương Sen"
        assert case.body_id in scope_of(fresh(officer), on=LATER).bodies(Action.SEE_CASES)

    def test_a_case_opened_again_is_dealt_with_by_the_office_of_today(self, province, decide):
        case = case_in("90001")
        officer = officer_of("ubnd-xa-90001")
        actions.answer(case, outcome=Outcome.SOLVED, words="Đã sửa.", by=officer, now=NOW)
        decide()
        run()

        actions.reopen(case, words="Chưa xong.", by=None, report=case.first_report, now=AFTER)

        assert Case.objects.get(pk=case.pk).body.slug == "ubnd-xa-90009"

    def test_a_case_in_a_split_commune_waits_for_a_person(self, province, decide):
        case = case_in("90003")
        decide()

        moved = run()

        case.refresh_from_db()
        assert (case.area.name, case.body.slug) == ("Xã Đồi Chè", "ubnd-xa-90003")
        assert case.area.valid_to == BEFORE
        assert moved["cases"] == (0, 1)

    def test_a_point_inside_an_outline_decides_a_split(self, province, decide):
        case = case_in("90003", latitude=16.25, longitude=108.25)
        decide()
        square = [[108.2, 16.2], [108.3, 16.2], [108.3, 16.3], [108.2, 16.3], [108.2, 16.2]]
        Boundary.objects.create(
            area=area_on("90009", FIRST_DAY),
            geometry={"type": "Polygon", "coordinates": [square]},
            west=108.2,
            south=16.2,
            east=108.3,
            north=16.3,
        )

        run()

        case.refresh_from_db()
        assert (case.area.code, case.body.slug) == ("90009", "ubnd-xa-90009")

    def test_a_locality_that_one_successor_lists_decides_a_split(self, province, decide):
        case = case_in("90003", locality="thon da bac")
        decide()
        add_locality(area_on("90003", FIRST_DAY), "Thôn Đá Bạc", on=FIRST_DAY)

        run()

        case.refresh_from_db()
        assert (case.area.valid_from, case.body.valid_from) == (FIRST_DAY, FIRST_DAY)

    def test_a_case_held_by_a_body_that_goes_on_keeps_it(self, province, decide):
        case = case_in("90001")
        department = body_on("so-xay-dung-90", BEFORE)
        officer = officer_of("ubnd-xa-90001")
        actions.hand_over(case, to=department, words="Thuộc sở.", by=officer, now=NOW)
        decide()

        run()

        case.refresh_from_db()
        assert (case.area.code, case.body) == ("90009", department)

    def test_when_only_the_province_changes_the_sender_reads_nothing_of_it(self, province, decide):
        case = case_in("90004")
        decide(
            "old_code,new_code,new_name,kind,share,decree,effective_on\n"
            "90,90,Thành phố Mẫu,kind_changed,,1/NQ-MẪU,2026-03-01\n"
        )

        run()

        case.refresh_from_db()
        assert (case.province.name, case.body.slug) == ("Thành phố Mẫu", "ubnd-xa-90004")
        assert [event.kind for event in told_history(case, case.first_report)] == [EventKind.OPENED]

    def test_the_state_in_the_last_event_is_that_of_the_case(self, province, decide):
        for code in ("90001", "90002", "90003", "90004"):
            case_in(code)
        decide()
        run()

        for case in Case.objects.all():
            last = case.events.order_by("seq").last()
            assert (last.area_id, last.province_id, last.body_id) == (
                case.area_id,
                case.province_id,
                case.body_id,
            )

    def test_routes_and_deadlines_of_the_old_commune_hold_in_the_new_one(self, province, decide):
        old, body = area_on("90001", BEFORE), body_on("cong-an-xa-90001", BEFORE)
        Route.objects.create(area=old, body=body, valid_from=SINCE)
        make_deadline(DeadlineRule.Clock.ANSWER, 3, Unit.WORKING_DAYS, area=old)
        decide()

        run()

        route = Route.objects.on(LATER).get(area__code="90009")
        assert route.body.slug == "cong-an-xa-90009"
        assert DeadlineRule.objects.on(LATER).get(area__code="90009").amount == 3
        assert not Route.objects.on(LATER).filter(area=old).exists()
        assert Route.objects.on(BEFORE).get(area=old).body == body

    def test_two_rules_that_would_meet_in_one_commune_wait_for_a_person(self, province, decide):
        for code, days in (("90001", 3), ("90002", 4)):
            make_deadline(DeadlineRule.Clock.ANSWER, days, Unit.WORKING_DAYS, area=area_on(code, BEFORE))
        decide()

        assert run()["cases"] == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_whoever_left_an_address_is_told_once_and_only_where_commune_or_office_change(province, decide):
    address = ContactIn(email="mau@example.org")
    moved, split = case_in("90001", contact=address), case_in("90003", contact=address)
    decide()
    run()
    run()

    until_read(lambda: write_down(now=AFTER))

    assert [notice.kind for notice in moved.notices.all()] == [EventKind.AREA_CHANGED]
    assert not split.notices.exists()


class TestStaff:
    def test_until_moved_a_right_on_an_ended_body_covers_its_whole_successor(self, province, decide):
        officer = officer_of("ubnd-xa-90001")
        decide()
        load_bodies()

        scope = scope_of(officer, on=LATER)

        assert body_on("ubnd-xa-90009", LATER).pk in scope.bodies(Action.HANDLE)
        assert body_on("ubnd-xa-90001", BEFORE).pk in scope.bodies(Action.HANDLE)

    def test_a_part_successor_is_not_covered(self, province, decide):
        officer = officer_of("ubnd-xa-90003")
        decide()
        load_bodies()

        bodies = scope_of(officer, on=LATER).bodies(Action.HANDLE)

        assert bodies == {body_on("ubnd-xa-90003", BEFORE).pk}

    def test_a_right_covers_the_successor_of_the_successor_and_no_other_kind_of_body(self, province, decide):
        officer = officer_of("cong-an-xa-90001")
        decide()
        decide(
            "old_code,new_code,new_name,kind,share,decree,effective_on\n"
            "90009,90010,Phường Sen,renamed,,2/NQ-MẪU,2026-03-05\n"
        )
        load_bodies()

        bodies = scope_of(officer, on=LATER).bodies(Action.SEE_CASES)

        assert body_on("cong-an-xa-90010", LATER).pk in bodies
        assert body_on("ubnd-xa-90010", LATER).pk not in bodies

    def test_before_its_day_a_decree_that_is_loaded_covers_nothing(self, province, decide):
        officer = officer_of("ubnd-xa-90001")
        decide()
        load_bodies()

        assert body_on("ubnd-xa-90009", LATER).pk not in scope_of(officer, on=BEFORE).bodies(Action.HANDLE)

    def test_the_scope_is_read_in_one_statement(self, province, decide, django_assert_num_queries):
        officer = officer_of("ubnd-xa-90001")
        decide()
        load_bodies()

        with django_assert_num_queries(1):
            scope_of(officer, on=LATER)

    def test_a_role_moves_with_its_last_day_kept_and_only_once(self, province, decide):
        officer = officer_of("ubnd-xa-90001")
        again = body_on("ubnd-xa-90002", BEFORE)
        RoleGrant.objects.create(user=officer, role=Role.OFFICER, body=again, valid_from=SINCE)
        decide()

        run()

        on = lambda day: {grant.body.slug for grant in RoleGrant.objects.on(day).filter(user=officer)}  # noqa: E731
        assert on(BEFORE) == {"ubnd-xa-90001", "ubnd-xa-90002"}
        assert on(LATER) == {"ubnd-xa-90009"}
        assert RoleGrant.objects.on(LATER).filter(user=officer).count() == 1

    def test_a_responsibility_moves_and_one_in_a_split_commune_waits(self, province, decide):
        for slug in ("ubnd-xa-90001", "ubnd-xa-90003"):
            Responsibility.objects.create(
                body=body_on(slug, BEFORE), officer_name="Trần Thị Mẫu", valid_from=SINCE
            )
        decide()

        moved = run()

        assert moved["people"] == (1, 1)
        assert Responsibility.objects.on(LATER).get(valid_from=FIRST_DAY).body.slug == "ubnd-xa-90009"


class TestPlacesAndBodies:
    def test_localities_move_and_two_of_one_name_wait(self, province, decide):
        for code, name in (("90001", "Thôn 1"), ("90002", "Thôn 1"), ("90002", "Làng Krái")):
            add_locality(area_on(code, BEFORE), name, on=SINCE)
        note_unlisted(area_on("90001", BEFORE), "Xóm Bãi", now=NOW)
        decide()

        assert run()["places"] == (1, 2)

        ward = area_on("90009", LATER)
        assert [locality.name for locality in Locality.objects.on(LATER).filter(area=ward)] == ["Làng Krái"]
        assert ward.unlisted_localities.get().name == "Xóm Bãi"

    def test_days_off_and_clusters_of_a_province_follow_its_change(self, province, decide):
        old = area_on("90", BEFORE)
        cluster = Cluster.objects.create(code="cum-mau", name="Cụm mẫu", valid_from=SINCE)
        ClusterMember.objects.create(cluster=cluster, area=old, valid_from=SINCE)
        for day in (date(2026, 2, 3), date(2026, 8, 3)):
            CalendarDay.objects.create(area=old, day=day, kind=CalendarDay.Kind.OFF, reason="Lễ hội")
        decide(
            "old_code,new_code,new_name,kind,share,decree,effective_on\n"
            "90,90,Thành phố Mẫu,kind_changed,,1/NQ-MẪU,2026-03-01\n"
        )

        run()

        assert [area.name for area in cluster_areas("cum-mau", on=LATER)] == ["Thành phố Mẫu"]
        assert [area.name for area in cluster_areas("cum-mau", on=BEFORE)] == ["Tỉnh Mẫu"]
        held = CalendarDay.objects.filter(withdrawn_at=None).values_list("area__name", "day__month")
        assert sorted(held) == [("Thành phố Mẫu", 8), ("Tỉnh Mẫu", 2)]

    def test_bodies_of_the_kinds_are_renewed_and_those_of_a_table_wait(self, province, decide, table):
        load_bodies(
            table("slug,name,kind,line,area_code\ntram-90001,Trạm Mẫu,tram,department,90001\n", "bodies.csv")
        )
        decide()

        moved = run()

        assert moved["bodies"][1] == 1
        assert body_on("ubnd-xa-90009", LATER).name == "Ủy ban nhân dân phường Sen Xanh"

    def test_the_body_of_today_answers_for_the_old_ones(self, province, decide):
        decide()
        run()

        below = set(body_on("ubnd-xa-90009", LATER).below.values_list("descendant__slug", flat=True))

        assert below == {"ubnd-xa-90009", "ubnd-xa-90001", "ubnd-xa-90002"}

    def test_an_alarm_that_goes_on_has_its_middle_in_the_commune_of_today(self, province, decide):
        topic = make_topic("nuoc", "Nước")
        alarm = Alarm.objects.create(
            topic=topic, centre=area_on("90001", BEFORE), first_found_at=NOW, last_found_at=NOW
        )
        decide()

        run()

        alarm.refresh_from_db()
        assert alarm.centre.code == "90009"


class TestProcedure:
    def test_a_second_run_changes_nothing(self, province, decide):
        for code in ("90001", "90002", "90003"):
            case_in(code)
        officer_of("ubnd-xa-90001")
        add_locality(area_on("90001", BEFORE), "Thôn 1", on=SINCE)
        decide()
        run()
        before = CaseEvent.objects.count(), RoleGrant.objects.count(), Locality.objects.count()

        again = run()

        assert {moved for moved, _left in again.values()} == {0}
        assert before == (CaseEvent.objects.count(), RoleGrant.objects.count(), Locality.objects.count())

    def test_a_run_that_was_cut_short_goes_on_where_it_stopped(self, province, decide, monkeypatch):
        monkeypatch.setattr(actions, "MOVED_AT_ONCE", 2)
        cases = [case_in("90001") for _ in range(5)]
        decide()
        load_bodies()
        batches = actions.follow(decree_of(KEY), by=None, now=AFTER)
        assert [next(batches), next(batches)] == [0, 2]  # the rules, then two cases; then the lights go out
        batches.close()

        moved = run()

        assert moved["cases"] == (3, 0)
        assert CaseEvent.objects.filter(kind=EventKind.AREA_CHANGED).count() == len(cases)
        assert all(row.finished_at for row in FollowedDecree.objects.all())

    def test_the_dry_run_lists_what_would_move_and_what_a_person_decides_and_moves_nothing(
        self, province, decide
    ):
        whole, split = case_in("90001"), case_in("90003")
        officer_of("ubnd-xa-90001")
        decide()
        load_bodies()
        out = StringIO()

        call_command("follow_area_changes", "--dry-run", "--decree", "1/NQ-MẪU", stdout=out)

        said = out.getvalue()
        assert f"{whole.number}: Xã Hương Sen · Ủy ban nhân dân xã Hương Sen → Phường Sen Xanh ·" in said
        assert f"{split.number}: Xã Đồi Chè" in said
        assert "Phường Sen Xanh, Xã Đồi Chè" in said or "Xã Đồi Chè, Phường Sen Xanh" in said
        assert "Người Mẫu" in said
        assert said.splitlines()[-1].startswith("dry run, nothing moved: 3 touched")
        assert Case.objects.get(pk=whole.pk).area.name == "Xã Hương Sen"

    def test_the_command_moves_and_says_what_waits(self, province, decide):
        case_in("90001")
        case_in("90003")
        decide()
        out = StringIO()

        call_command("follow_area_changes", stdout=out)

        assert "cases: 1 moved, 1 wait for a person." in out.getvalue()

    def test_an_unknown_decree_is_refused_with_a_sentence(self, province):
        with pytest.raises(CommandError, match="No decree “9/NQ”"):
            call_command("follow_area_changes", "--decree", "9/NQ")

    def test_a_decree_whose_day_has_not_come_is_not_followed(self, province, decide):
        decide(DECREE.replace("2026-03-01", "2199-03-01"))

        assert decrees(until=timezone.localdate()) == []

    def test_of_one_day_the_communes_go_before_the_province(self, province, decide):
        decide(
            "old_code,new_code,new_name,kind,share,decree,effective_on\n"
            "90,90,Thành phố Mẫu,kind_changed,,0/QH,2026-03-01\n"
            "90001,90001,Phường Hương Sen,kind_changed,,9/NQ,2026-03-01\n"
        )

        assert [key.number for key in decrees(until=LATER)] == ["9/NQ", "0/QH"]

    def test_statements_of_the_dry_run_do_not_grow_with_the_cases(
        self, province, decide, django_assert_max_num_queries
    ):
        for _ in range(8):
            case_in("90001")
        decide()
        load_bodies()

        with django_assert_max_num_queries(OF_EACH_ROOM * len(ROOMS)):
            touches_of(decree_of(KEY), at_most=3)


class TestPages:
    @pytest.fixture
    def administrator(self, province, client):
        user = officer_of("ubnd-tinh-90", Role.ADMINISTRATOR)
        client.force_login(user)
        return user

    def test_an_administrator_sees_what_is_touched_presses_the_button_and_the_worker_moves_it(
        self, administrator, decide, client, django_capture_on_commit_callbacks
    ):
        case = case_in("90001")
        decide()
        address = f"/dia-ban/thay-doi/2026-03-01/?so={KEY.number}"
        assert KEY.number in client.get("/dia-ban/thay-doi/").content.decode()
        assert case.number in client.get(address).content.decode()

        assert client.post(address).status_code == 302
        assert client.post(address).status_code == 302  # twice: still one run
        follow_area_changes(effective_on=str(KEY.effective_on), number=KEY.number, by=administrator.pk)

        assert Case.objects.get(pk=case.pk).events.last().by == administrator
        assert case.number not in client.get(address).content.decode()

    def test_the_page_takes_few_statements(
        self, administrator, decide, client, django_assert_max_num_queries
    ):
        for _ in range(5):
            case_in("90001")
        decide()

        with django_assert_max_num_queries(OF_EACH_ROOM * len(ROOMS) + 8):
            client.get(f"/dia-ban/thay-doi/2026-03-01/?so={KEY.number}")
        with django_assert_max_num_queries(8):
            client.get("/dia-ban/thay-doi/")

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "2026-03-01/?so=1/NQ-M%E1%BA%AAU",
            "2026-03-01/?so=9",
            "hôm-nay/",
            "2026-03-02/?so=1/NQ-M%E1%BA%AAU",
        ],
    )
    def test_others_see_nothing_there(self, province, decide, client, path):
        decide()
        client.force_login(officer_of("ubnd-xa-90001", Role.ADMINISTRATOR))  # of one commune alone

        assert client.get(f"/dia-ban/thay-doi/{path}").status_code == 404

    def test_a_stranger_is_asked_to_sign_in(self, province, client):
        assert client.get("/dia-ban/thay-doi/").status_code == 302


def test_every_area_that_ended_has_a_fate_in_exactly_one_decree(province, decide):
    decide()

    decree = decree_of(KEY)

    assert {fate.old.code: fate.is_split for fate in decree.fates.values()} == {
        "90001": False,
        "90002": False,
        "90003": True,
    }
    assert AreaChange.objects.count() == 4
    assert Area.objects.filter(pk__in=decree.begun).count() == 2


class TestMeetings:
    def meeting_of(self, host: str, day: datetime, invited: list[str]) -> Meeting:
        by, body = officer_of(host, Role.LEADER), body_on(host, BEFORE)
        series = meetings.begin_series("Giao ban", every="month", body=body, by=by)
        meeting = meetings.plan(body, MeetingPlan("Giao ban", day), series=series, by=by, now=NOW)
        meetings.invite(meeting, [body_on(slug, BEFORE) for slug in invited], by=by, now=NOW)
        return meeting

    def test_who_takes_over_carries_out_hosts_and_goes_where_it_is_invited(self, province, decide):
        held = self.meeting_of("ubnd-tinh-90", NOW, [])
        meetings.hold(held, attended=9, by=None, now=NOW)
        given = {"words": "Sửa đường.", "due_on": date(2026, 5, 1)}
        conclusion = conclusions.draft(held, body=body_on("ubnd-xa-90001", BEFORE), **given)
        conclusions.conclude(held, number=1, by=None, now=NOW)
        ahead = self.meeting_of("ubnd-xa-90002", AFTER, ["ubnd-xa-90001"])
        decide()
        assert [touch.total for touch in touches_of(decree_of(KEY)) if touch.room.name == "meetings"] == [4]

        moved, again = run(), run()

        conclusion.refresh_from_db()
        ahead.refresh_from_db()
        assert (conclusion.body.slug, conclusion.due_on) == ("ubnd-xa-90009", date(2026, 5, 1))
        assert conclusion.events.order_by("seq").last().kind == "taken_over"
        assert (ahead.body.slug, ahead.series.body.slug) == ("ubnd-xa-90009", "ubnd-xa-90009")
        assert ahead.events.order_by("pk").last().kind == "taken_over"
        # the host went over first: its guest is the same body now, and stays as it was invited
        assert (moved["meetings"], again["meetings"]) == ((3, 1), (0, 1))

    def test_an_invitation_goes_to_the_heir_who_is_told(self, province, decide):
        ahead = self.meeting_of("ubnd-tinh-90", AFTER, ["ubnd-xa-90001", "ubnd-xa-90002"])
        decide()

        assert run()["meetings"] == (1, 1)

        first, second = ahead.invitations.order_by("pk")
        assert (first.body.slug, second.body.slug) == ("ubnd-xa-90009", "ubnd-xa-90002")
        assert first.events.order_by("pk").last().kind == "taken_over"

    def test_what_a_split_body_has_to_do_waits_for_a_person(self, province, decide):
        held = self.meeting_of("ubnd-tinh-90", NOW, [])
        meetings.hold(held, attended=9, by=None, now=NOW)
        given = {"words": "Sửa đường.", "due_on": date(2026, 5, 1)}
        conclusions.draft(held, body=body_on("ubnd-xa-90003", BEFORE), **given)
        conclusions.conclude(held, number=1, by=None, now=NOW)
        decide()

        assert run()["meetings"] == (0, 1)
        [touch] = [touch for touch in touches_of(decree_of(KEY)) if touch.room.name == "meetings"]
        assert "chia" in touch.sorts[0].lines[0].reason


class TestPracticesAndPlans:
    def practice_in(self, code: str, by: User, **fields) -> Practice:
        load_terms(None, now=NOW)
        entry = Entry(
            name="Tuyến đường hoa",
            field=Term.objects.known().get(code="van-hoa-xa-hoi"),
            area=area_on(code, BEFORE),
            run_by="Chi hội Phụ nữ",
            aim="Đường sạch.",
            measures="Quét dọn thứ Bảy.",
            taking_part=30,
            started_on=SINCE,
            **fields,
        )
        return practice_actions.register(entry, body=body_on(f"ubnd-xa-{code}", BEFORE), by=by, now=NOW)

    def plans_of(self, codes: list[str], by: User) -> list[Plan]:
        programme = programme_actions.launch(
            kind="theme_year",
            name="Năm Dân vận chính quyền",
            owners=[body_on("ubnd-tinh-90", BEFORE)],
            basis="",
            aim="Gần dân.",
            first_on=date(2026, 1, 1),
            last_on=date(2026, 12, 31),
            by=by,
            now=NOW,
        )
        bodies = [body_on(f"ubnd-xa-{code}", BEFORE) for code in codes]
        asked = {"year": 2026, "due_on": date(2026, 3, 20), "by": by, "now": NOW}
        return plan_actions.call_for_plans(programme, bodies, **asked)

    def test_a_practice_goes_to_the_new_commune_and_its_past_stays(self, province, decide):
        practice = self.practice_in("90001", officer_of("ubnd-xa-90001"))
        decide()

        moved = run()

        practice.refresh_from_db()
        assert (practice.area.code, practice.body.slug) == ("90009", "ubnd-xa-90009")
        assert practice.events.get(seq=1).area.name == "Xã Hương Sen"
        assert moved["practices"] == (1, 0)

    def test_a_practice_of_a_split_commune_waits_for_a_person(self, province, decide):
        practice = self.practice_in("90003", officer_of("ubnd-xa-90003"))
        decide()

        moved = run()

        practice.refresh_from_db()
        assert (practice.body.slug, moved["practices"]) == ("ubnd-xa-90003", (0, 1))

    def test_who_takes_over_leads_aims_and_keeps_what_was_undertaken(self, province, decide):
        officer, body = officer_of("ubnd-xa-90001"), body_on("ubnd-xa-90001", BEFORE)
        movement = programme_actions.launch(
            kind="movement",
            name="Toàn dân đoàn kết",
            owners=[body],
            basis="",
            aim="Đoàn kết.",
            first_on=date(2026, 1, 1),
            last_on=date(2026, 12, 31),
            by=officer,
            now=NOW,
        )
        given = {"programme": movement, "body": body, "valid_from": date(2026, 1, 1)}
        target = {"code": "tuyen-duong", "name": "Tuyến đường", "unit": "tuyến", "value": 3, "year": 2026}
        Target.objects.create(**given, **target, source="Kế hoạch")
        GroupMember.objects.create(**given, group="nhóm 1")
        programme_actions.register(movement, body, pledge="Ba tuyến đường.", by=officer, now=NOW)
        decide()

        moved, again = run(), run()

        assert (moved["programmes"], again["programmes"]) == ((4, 0), (0, 0))
        heir = movement.owners.get()
        assert heir.slug == "ubnd-xa-90009"
        assert movement.events.order_by("seq").last().kind == "taken_over"
        lines = Target.objects.on(FIRST_DAY), GroupMember.objects.on(FIRST_DAY)
        assert [rows.get().body for rows in lines] == [heir, heir]
        registration = movement.registrations.get(body=heir)
        assert (registration.takes_over.body, registration.pledge.words) == (body, "Ba tuyến đường.")

    def test_targets_of_two_that_merge_wait_for_a_person_after_the_first(self, province, decide):
        [plan] = self.plans_of(["90001"], officer_of("ubnd-tinh-90"))
        for code in ("90001", "90002", "90003"):
            Target.objects.create(
                programme=plan.programme,
                body=body_on(f"ubnd-xa-{code}", BEFORE),
                code="doi-thoai",
                name="Đối thoại",
                unit="cuộc",
                value=2,
                year=2026,
                source="Kế hoạch",
                valid_from=date(2026, 1, 1),
            )
        decide()

        assert (run()["programmes"], run()["programmes"]) == ((2, 2), (0, 2))

    def test_of_two_communes_that_merge_one_plan_goes_over_and_one_waits(self, province, decide):
        plans = self.plans_of(["90001", "90002"], officer_of("ubnd-tinh-90"))
        decide()

        moved, again = run(), run()

        for plan in plans:
            plan.refresh_from_db()
        assert [plan.body.slug for plan in plans] == ["ubnd-xa-90009", "ubnd-xa-90002"]
        assert (moved["programmes"], again["programmes"]) == ((1, 1), (0, 1))
