"""Planted outbreaks are found on the day, quiet quarters give none, and what must not be scanned is not."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from langnghe.alarms.actions import settle
from langnghe.alarms.detection import Settings, find_alarms, replay
from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.alarms.queries import unsolved_among
from langnghe.alarms.senders import tell_senders_apart
from langnghe.alarms.tests.world import NOW, TODAY, make_grid, outbreak, quiet_quarter, report, take_in
from langnghe.cases import actions as case_actions
from langnghe.cases.models import Case, Outcome
from langnghe.people.models import ContactLook
from langnghe.reports.models import Report
from langnghe.topics.models import Kind, Topic, Track

pytestmark = pytest.mark.django_db
QUICK = replace(Settings(), replicates=99)


@pytest.fixture
def grid():
    return make_grid()


def night(on=TODAY, **options):
    return find_alarms(on=on, now=NOW, settings=QUICK, **options)


def test_a_planted_outbreak_is_found_on_the_day_with_its_communes_and_days(grid):
    quiet_quarter(grid)
    outbreak(grid)

    found = night()

    alarm = Alarm.objects.get()
    finding = alarm.findings.get()
    assert found.alarms == (alarm,)
    assert {grid.communes[at].pk for at in (14, 15, 20, 21)} <= set(finding.areas)
    assert finding.first_on == TODAY - timedelta(days=3)
    assert finding.last_on == TODAY
    assert finding.observed == len(finding.reports) >= 32
    assert finding.expected < 12
    assert (alarm.band, alarm.state, alarm.topic) == ("red", "new", grid.waste)


def test_a_quiet_quarter_gives_no_alarm(grid):
    quiet_quarter(grid)

    found = night()

    assert not Alarm.objects.exists()
    assert found.topics == 1
    assert DetectionRun.objects.get().reports == found.reports == Report.objects.count()


def test_a_topic_too_sparse_for_a_curve_is_counted_out_and_can_become_very_rare(grid):
    quiet = [report(grid, grid.communes[at], TODAY - timedelta(days=20 + 10 * at)) for at in range(6)]
    take_in(quiet + [report(grid, grid.communes[35], TODAY) for _ in range(5)])

    night()

    run = DetectionRun.objects.get()
    assert Alarm.objects.get().band == "red"
    assert run.settings["replicates_made"] > QUICK.replicates
    assert replay(run).digest == run.digest


def test_the_same_day_and_seed_give_the_same_digest_and_another_seed_another(grid):
    quiet_quarter(grid)
    outbreak(grid)

    night()
    night()
    night(seed=7)
    assert Alarm.objects.get().state == "new"

    first, again, other = DetectionRun.objects.order_by("pk")
    assert first.digest == again.digest != other.digest
    assert replay(first).digest == first.digest


def test_an_alarm_that_goes_on_keeps_its_identity_and_later_fades_and_ends(grid):
    quiet_quarter(grid)
    outbreak(grid)

    night(on=TODAY - timedelta(days=1))
    night()
    states = []
    for days in (15, 16, 17, 18):
        night(on=TODAY + timedelta(days=days))
        states.append(Alarm.objects.get().state)

    assert Alarm.objects.count() == 1
    assert Finding.objects.filter(alarm=Alarm.objects.get()).count() >= 2
    assert states[-1] == "closed"


def test_scanning_an_earlier_day_later_makes_no_second_alarm(grid):
    quiet_quarter(grid)
    outbreak(grid)

    night()
    night(on=TODAY - timedelta(days=1))

    alarm = Alarm.objects.get()
    assert alarm.first_found_at.astimezone(NOW.tzinfo).date() == TODAY - timedelta(days=1)
    assert alarm.last_found_at.astimezone(NOW.tzinfo).date() == TODAY


def test_a_dry_run_finds_and_keeps_nothing(grid):
    quiet_quarter(grid)
    outbreak(grid)

    found = night(keep=False)

    assert len(found.found) == 1
    assert not DetectionRun.objects.exists()
    assert not Alarm.objects.exists()


def test_conduct_and_closed_kinds_are_never_scanned(grid):
    quiet_quarter(grid, topic="thai-do")
    outbreak(grid, topic="thai-do")
    quiet_quarter(grid)
    outbreak(grid)
    Kind.objects.filter(code="phan-anh").update(track=Track.CLOSED)

    found = night()

    assert (found.topics, found.reports) == (0, 0)
    assert not Alarm.objects.exists()


def test_a_topic_below_one_of_conduct_is_not_scanned_either(grid):
    Topic.objects.filter(pk=grid.waste.pk).update(parent=grid.world.conduct)
    quiet_quarter(grid)
    outbreak(grid)

    assert night().topics == 0


def test_reports_that_touch_the_receiving_office_are_not_scanned(grid):
    take_in([replace(report(grid, grid.communes[0], TODAY), touches_office=True) for _ in range(5)])

    assert night().reports == 0


def test_one_person_with_many_reports_makes_no_alarm(grid):
    quiet_quarter(grid)
    outbreak(grid, telephone="0912 345 678")

    found = night()

    assert not found.found
    assert not Alarm.objects.exists()


def test_senders_are_counted_without_keeping_who_they_are(grid):
    commune = grid.communes[0]
    take_in(
        [
            report(grid, commune, TODAY, telephone=number)
            for number in ("0912 345 678", "0912345678", "0987 654 321")
        ]
        + [report(grid, commune, TODAY)]
    )
    reports = list(Report.objects.order_by("pk").values_list("pk", flat=True))

    assert list((tell_senders_apart(reports) or {}).values()) == [0, 0, 1, 2]
    assert tell_senders_apart(reports[-1:]) is None
    assert ContactLook.objects.filter(by=None).count() == 3


def test_an_alarm_with_nothing_unsolved_is_settled_and_opens_again_with_a_new_finding(grid):
    quiet_quarter(grid)
    outbreak(grid)
    night()
    reports = Finding.objects.get().reports
    for case in Case.objects.filter(links__report__in=reports):
        case_actions.answer(case, outcome=Outcome.SOLVED, words="Đã thu gom.", by=grid.leader, now=NOW)

    changed = settle(now=NOW)

    assert changed == 1
    assert Alarm.objects.get().settled_at == NOW
    assert unsolved_among(reports) == set()


def test_a_parent_topic_raises_no_second_alarm_for_the_same_cluster(grid):
    parent = Topic.objects.create(
        code="moi-truong", name="Môi trường", folded="moi truong", valid_from=grid.waste.valid_from
    )
    Topic.objects.filter(code__in=["rac-thai", "giao-thong"]).update(parent=parent)
    quiet_quarter(grid)
    quiet_quarter(grid, topic="giao-thong", seed=9, a_day=1)
    outbreak(grid)

    found = night()

    assert found.topics >= 2
    assert Alarm.objects.get().topic == grid.waste


def test_the_command_says_what_it_found(grid):
    quiet_quarter(grid)
    outbreak(grid)
    said = StringIO()

    call_command("find_alarms", on=TODAY, replicates=199, topic="rac-thai", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].startswith("red: Rác thải, ")
    assert lines[-1].startswith("2026-05-17: 1 alarms (1 new) in 1 topics")


def test_the_command_refuses_an_unknown_topic(grid):
    with pytest.raises(CommandError, match="No topic “khong-co” is in force"):
        call_command("find_alarms", on=TODAY, topic="khong-co")
