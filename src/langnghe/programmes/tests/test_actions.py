"""What can be done to programmes and plans, and what is reached of targets."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from langnghe.cases.tests.world import NOW, small_province
from langnghe.ground.steps import NotPossible
from langnghe.programmes import queries
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes as programme_actions
from langnghe.programmes.actions.programmes import Totals
from langnghe.programmes.models import ItemEvent, Kind, Plan, PlanItem, PlanStatus, Target
from langnghe.programmes.queries import Line
from langnghe.programmes.tests.world import make_plans, make_programme

MARCH_20 = date(2026, 3, 20)


@pytest.fixture
def world(db):
    return small_province()


@pytest.fixture
def plans(world):
    return make_plans(world)


def target_of(programme, code="dvc", **fields):
    given = {
        "year": 2026,
        "name": "Hồ sơ trực tuyến",
        "unit": "%",
        "value": Decimal(80),
        "source": "Kế hoạch 15-KH/TU",
        "valid_from": date(2026, 1, 1),
    }
    return Target.objects.create(programme=programme, code=code, **{**given, **fields})


def test_asking_twice_asks_each_body_once(plans, world):
    again = plan_actions.call_for_plans(
        plans.programme,
        [world.commune_body, world.province_body],
        year=2026,
        due_on=MARCH_20,
        by=world.leader,
        now=NOW,
    )

    assert [plan.body for plan in again] == [world.province_body]
    assert Plan.objects.count() == 3


def test_a_year_outside_the_programme_is_refused(plans, world):
    with pytest.raises(NotPossible):
        plan_actions.call_for_plans(
            plans.programme, [world.commune_body], year=2027, due_on=MARCH_20, by=world.leader, now=NOW
        )


def test_who_has_submitted_and_who_is_late(plans, world):
    every_plan = plans.programme.plans.all()

    before = queries.submitted_of(every_plan, now=NOW)
    after = queries.submitted_of(every_plan, now=NOW + timedelta(days=30))

    assert (before.in_time, before.awaited, before.overdue, before.share) == (1, 1, 0, 0.5)
    assert (after.in_time, after.awaited, after.overdue) == (1, 0, 1)


def test_a_plan_submitted_after_its_date_is_late_for_good(plans, world):
    given = {"task": "Họp dân", "owner": "Văn phòng", "due_on": date(2026, 5, 1)}
    plan_actions.add_item(plans.awaited, **given, by=world.neighbour_officer, now=NOW)
    plan_actions.submit(plans.awaited, by=world.neighbour_officer, now=NOW + timedelta(days=30))

    stands = queries.submitted_of(plans.programme.plans.all(), now=NOW + timedelta(days=60))
    assert (stands.in_time, stands.late) == (1, 1)


def test_an_empty_plan_is_not_submitted(plans, world):
    with pytest.raises(NotPossible):
        plan_actions.submit(plans.awaited, by=world.neighbour_officer, now=NOW)


def test_an_excused_body_is_no_longer_asked(plans, world):
    plan_actions.excuse(plans.awaited, words="Mới thành lập.", by=world.leader, now=NOW)

    plans.awaited.refresh_from_db()
    assert plans.awaited.status == PlanStatus.EXCUSED
    assert queries.submitted_of(plans.programme.plans.all(), now=NOW).asked == 1
    with pytest.raises(NotPossible):
        plan_actions.add_item(plans.awaited, task="A", owner="B", due_on=MARCH_20, by=world.leader, now=NOW)


def test_a_task_ends_once_with_its_proof_or_reason(plans, world):
    with pytest.raises(NotPossible):
        plan_actions.finish(plans.waiting, proof=" ", by=world.officer, now=NOW)
    with pytest.raises(NotPossible):
        plan_actions.drop(plans.done, words="Thôi.", by=world.officer, now=NOW)

    event = plans.done.events.get(kind=ItemEvent.Kind.DONE)
    assert event.words.words == "Biên bản ngày 09/3."


def test_events_are_never_changed(plans):
    with pytest.raises(ProgrammingError), transaction.atomic():
        ItemEvent.objects.update(status="done")


def test_plans_count_their_tasks(plans):
    plan = queries.with_item_counts(Plan.objects.all(), now=NOW + timedelta(days=60)).get(
        pk=plans.submitted.pk
    )

    assert (plan.n_items, plan.n_done, plan.n_late) == (3, 1, 1)


def test_movements_are_joined_once_and_only_movements(world):
    movement = make_programme(world, kind=Kind.MOVEMENT, name="Cả nước chung sức xây dựng nông thôn mới")
    joined = {"pledge": "Mỗi thôn một tuyến đường sạch.", "by": world.officer, "now": NOW}
    programme_actions.register(movement, world.commune_body, **joined)

    with pytest.raises(NotPossible):
        programme_actions.register(movement, world.commune_body, **joined)
    with pytest.raises(NotPossible):
        programme_actions.register(make_programme(world), world.commune_body, **joined)


def test_what_people_give_is_kept_as_totals_never_by_household(world):
    movement = make_programme(world, kind=Kind.MOVEMENT)
    totals = Totals(people=210, million_dong=345, working_days=620, land_m2=1800)
    kept = programme_actions.review(
        movement,
        world.commune_body,
        held_on=NOW.date(),
        words="Bà con hưởng ứng.",
        totals=totals,
        by=world.officer,
        now=NOW,
    )

    assert (kept.million_dong, kept.land_m2) == (345, 1800)
    tables = [name for name in connection.introspection.table_names() if name.startswith("programmes_")]
    with connection.cursor() as cursor:
        columns = {
            column.name
            for table in tables
            for column in connection.introspection.get_table_description(cursor, table)
        }
    assert not {name for name in columns if re.search(r"household|ho_gia_dinh|donor|giver|resident", name)}


def test_the_newest_report_counts_and_earlier_ones_stay(plans, world):
    target_of(plans.programme)
    report = {"source": "Báo cáo tháng", "by": world.officer, "now": NOW}
    plan_actions.report_actual(plans.submitted, "dvc", value=Decimal(40), as_of=date(2026, 1, 31), **report)
    plan_actions.report_actual(plans.submitted, "dvc", value=Decimal(60), as_of=date(2026, 2, 28), **report)

    [line] = queries.lines_of([plans.submitted], queries.targets_of(plans.programme, 2026, today=NOW.date()))
    assert (line.actual, line.share, line.is_met, line.told_by) == (60, 0.75, False, "Can Bo")
    assert plans.submitted.actuals.count() == 2


def test_a_result_of_tomorrow_is_refused(plans, world):
    with pytest.raises(NotPossible):
        plan_actions.report_actual(
            plans.submitted,
            "dvc",
            value=Decimal(1),
            as_of=NOW.date() + timedelta(days=1),
            source="?",
            by=world.officer,
            now=NOW,
        )


def test_a_line_for_the_body_goes_before_its_group_and_that_before_everybody(plans, world):
    plans.programme.group_members.create(group="nhom-1", body=world.commune_body, valid_from=date(2026, 1, 1))
    plans.programme.group_members.create(
        group="nhom-1", body=world.neighbour_body, valid_from=date(2026, 1, 1)
    )
    target_of(plans.programme, value=Decimal(50))
    target_of(plans.programme, value=Decimal(70), group="nhom-1")
    target_of(plans.programme, value=Decimal(90), body=world.commune_body)
    target_of(plans.programme, code="khac", value=Decimal(10), group="nhom-2")

    lines = queries.lines_of(
        [plans.submitted, plans.awaited], queries.targets_of(plans.programme, 2026, today=NOW.date())
    )

    assert [(line.plan.body, line.target.value) for line in lines] == [
        (world.commune_body, 90),
        (world.neighbour_body, 70),
    ]


@given(actual=st.decimals(0, 10**6, places=2), value=st.decimals("0.01", 10**6, places=2))
def test_a_ceiling_is_met_from_below_and_a_floor_from_above(actual, value):
    floor = Line(Plan(), Target(direction="at_least", value=value), actual)
    ceiling = Line(Plan(), Target(direction="at_most", value=value), actual)

    assert floor.is_met == (actual >= value)
    assert ceiling.is_met == (actual <= value)
    assert floor.share == pytest.approx(float(actual / value))


HEADER = "code,year,name,unit,direction,value,source,body,group,figure\n"


def write(tmp_path, lines, name="targets.csv"):
    path = tmp_path / name
    path.write_text(HEADER + lines, encoding="utf-8")
    return str(path)


def load(programme, path, **options):
    out = StringIO()
    call_command("load_targets", path, programme=programme.pk, stdout=out, **options)
    return out.getvalue()


def test_targets_are_loaded_and_the_same_table_twice_changes_nothing(plans, world, tmp_path):
    path = write(
        tmp_path,
        'dvc,2026,Hồ sơ trực tuyến,%,at_least,"80,5",KH 15,,,\n'
        "phan-anh,2026,Phản ánh tiếp nhận,phản ánh,at_least,20,KH 15,ubnd-90001,,reports_received\n",
    )
    groups = tmp_path / "groups.csv"
    groups.write_text("group,body\nnhom-1,ubnd-90001\n")

    dry = load(plans.programme, path, dry_run=True)
    first = load(plans.programme, path, groups=groups)
    second = load(plans.programme, path)

    assert "2 new" in dry
    assert "nothing kept" in dry
    assert "2 new" in first
    assert "groups: 1 new" in first
    assert "2 as they were" in second
    assert Target.objects.get(code="dvc").value == Decimal("80.5")


def test_a_dry_run_writes_nothing(plans, tmp_path):
    load(plans.programme, write(tmp_path, "a,2026,A,%,at_least,1,KH,,,\n"), dry_run=True)

    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,2026,A,%,at_least,nhiều,KH,,,", "line 3, column value: “nhiều” is not a number"),
        ("a,2026,A,%,at_least,0,KH,,,", "line 3, column value: a target is above zero"),
        ("a,2031,A,%,at_least,1,KH,,,", "line 3, column year: the programme does not run in 2031"),
        ("a,2026,A,%,at_least,1,,,,", "line 3, column source: this cell is empty"),
        ("a,2026,A,%,up,1,KH,,,", "line 3, column direction"),
        ("a,2026,A,%,at_least,1,KH,ubnd-1,,", "line 3, column body: there is no body “ubnd-1”"),
        ("a,2026,A,%,at_least,1,KH,ubnd-90001,n,", "line 3, column group: a line holds for one body or"),
        ("a,2026,A,%,at_least,1,KH,,,nope", "line 3, column figure: there is no figure “nope”"),
        ("ok,2026,A,%,at_least,1,KH,,,", "line 3, column code: line 2 has the same target already"),
        ("a,2026,A,%,at_least,1,TỐI MẬT,,,", "line 3: this line is stamped TỐI MẬT"),
    ],
)
def test_one_faulty_line_is_named_and_nothing_is_written(plans, tmp_path, line, sentence):
    path = write(tmp_path, f"ok,2026,A,%,at_least,1,KH,,,\n{line}\n")

    with pytest.raises(CommandError) as raised:
        load(plans.programme, path)

    assert sentence in str(raised.value)
    assert not Target.objects.exists()


def test_items_stay_in_the_plan_after_they_are_dropped(plans):
    assert PlanItem.objects.filter(plan=plans.submitted).count() == 3
