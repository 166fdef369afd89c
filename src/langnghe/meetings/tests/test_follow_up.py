"""What a meeting concludes is followed until it is done, and nothing drops off the table unseen."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.cases.intake import take_in
from langnghe.cases.models import CaseEvent, ReportLink
from langnghe.cases.tests.world import NOW, report_in
from langnghe.ground.steps import NotPossible
from langnghe.meetings import queries
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.models import ConclusionEvent, Every, Standing
from langnghe.meetings.tests.world import BEGINS, Round, concluded, drafted, held, make_round, planned

pytestmark = pytest.mark.django_db

Kind = ConclusionEvent.Kind
AFTER = BEGINS + timedelta(days=1)
NEXT = BEGINS + timedelta(days=28)


@pytest.fixture
def round_() -> Round:
    return make_round()


def kinds_of(conclusion):
    return list(conclusion.events.order_by("seq").values_list("kind", flat=True))


def test_a_draft_becomes_a_task_when_the_notice_is_issued(round_):
    meeting = held(round_)
    conclusion = drafted(round_, meeting)
    assert kinds_of(conclusion) == []

    conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)

    conclusion.refresh_from_db()
    assert conclusion.standing == Standing.OPEN
    assert kinds_of(conclusion) == [Kind.MADE]


def test_a_meeting_without_conclusions_or_not_yet_held_issues_no_notice(round_):
    meeting = planned(round_)
    with pytest.raises(NotPossible, match="đã họp"):
        conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)
    meeting = held(round_)
    with pytest.raises(NotPossible, match="ít nhất một"):
        conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)


def test_a_number_of_a_notice_is_used_once_a_year(round_):
    concluded(round_, number=5)
    meeting = held(round_, begins_at=NEXT)
    drafted(round_, meeting)

    with pytest.raises(NotPossible, match="đã dùng"):
        conclusions.conclude(meeting, number=5, by=round_.leader, now=NEXT + timedelta(days=1))

    next_year = NEXT + timedelta(days=365)
    assert conclusions.conclude(meeting, number=5, by=round_.leader, now=next_year).notice_number == 5


def test_nothing_is_added_after_the_notice(round_):
    meeting = concluded(round_)

    for change in (
        lambda: drafted(round_, meeting),
        lambda: meetings.write_minutes(meeting, "Thêm", by=round_.leader, now=AFTER),
        lambda: meetings.add_to_agenda(meeting, "Thêm"),
        lambda: conclusions.strike_out(meeting.conclusions.get()),
    ):
        with pytest.raises(NotPossible, match="Đã ban hành"):
            change()


def test_unfinished_conclusions_head_the_next_agenda_with_their_age(round_):
    concluded(round_)
    following = planned(round_, begins_at=NEXT)

    [first] = queries.followed_up(following, at=NEXT)

    assert first.age_days == 28
    assert first.is_open
    assert not first.undecided


def test_what_the_next_meeting_leaves_undecided_is_carried_over_and_marked(round_):
    old = concluded(round_).conclusions.get()
    following = concluded(round_, begins_at=NEXT, number=6)
    third = planned(round_, begins_at=NEXT + timedelta(days=28))

    assert kinds_of(old) == [Kind.MADE, Kind.UNDECIDED]
    carried, fresh = queries.followed_up(third, at=NEXT + timedelta(days=28))
    assert carried.conclusion == old
    assert (carried.undecided, carried.age_days) == (True, 56)
    assert fresh.conclusion == following.conclusions.get()


@pytest.mark.parametrize("decision", ["keep", "extend", "drop", "done"])
def test_what_the_next_meeting_decides_is_not_marked(round_, decision):
    old = concluded(round_).conclusions.get()
    following = held(round_, begins_at=NEXT)
    drafted(round_, following)
    at = {"meeting": following, "by": round_.leader, "now": NEXT + timedelta(hours=1)}
    match decision:
        case "keep":
            conclusions.keep_on(old, **at)
        case "extend":
            conclusions.extend(old, due_on=date(2026, 6, 30), words="Chờ vốn.", **at)
        case "drop":
            conclusions.drop(old, words="Đã chuyển dự án khác.", **at)
        case "done":
            conclusions.report_done(old, words="Đã nghiệm thu.", **at)

    conclusions.conclude(following, number=6, by=round_.leader, now=NEXT + timedelta(hours=5))

    assert Kind.UNDECIDED not in kinds_of(old)


def test_what_was_done_before_the_last_meeting_no_longer_heads_the_agenda(round_):
    old = concluded(round_).conclusions.get()
    conclusions.report_done(
        old, words="Đã sửa xong.", by=round_.world.officer, now=BEGINS + timedelta(days=10)
    )
    second = concluded(round_, begins_at=NEXT, number=6)
    third = planned(round_, begins_at=NEXT + timedelta(days=28))

    at_the_second = queries.followed_up(second, at=NEXT)
    at_the_third = queries.followed_up(third, at=NEXT + timedelta(days=28))

    assert [(one.conclusion, one.standing) for one in at_the_second] == [(old, Standing.DONE)]
    assert [one.conclusion for one in at_the_third] == [second.conclusions.get()]


def test_the_follow_up_of_a_past_meeting_stays_as_it_was_then(round_):
    old = concluded(round_).conclusions.get()
    second = concluded(round_, begins_at=NEXT, number=6)
    conclusions.report_done(old, words="Đã sửa xong.", by=round_.leader, now=NEXT + timedelta(days=9))

    [then] = queries.followed_up(second, at=second.concluded_at)

    assert then.is_open


def test_done_needs_words_and_can_be_returned_and_done_again(round_):
    conclusion = concluded(round_).conclusions.get()
    by = {"by": round_.leader}
    with pytest.raises(NotPossible, match="Xin ghi"):
        conclusions.report_done(conclusion, words=" ", now=AFTER, **by)

    conclusions.report_done(conclusion, words="Đã sửa.", now=AFTER, **by)
    conclusions.return_to_owner(conclusion, words="Chưa thấy biên bản.", now=AFTER, **by)
    conclusion.refresh_from_db()
    assert (conclusion.standing, conclusion.done_at) == (Standing.OPEN, None)
    conclusions.report_done(conclusion, words="Có biên bản kèm theo.", now=AFTER, **by)

    assert kinds_of(conclusion) == [Kind.MADE, Kind.DONE, Kind.RETURNED, Kind.DONE]


def test_an_extension_moves_the_date_forward_only(round_):
    conclusion = concluded(round_).conclusions.get()

    with pytest.raises(NotPossible, match="phải sau"):
        conclusions.extend(
            conclusion, due_on=conclusion.due_on, words="Chờ vốn.", by=round_.leader, now=AFTER
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["done", "return", "extend", "drop", "keep"]), max_size=8),
)
def test_a_conclusion_always_stands_as_its_last_event_says(round_, steps):
    conclusion = concluded(round_, number=None).conclusions.get()
    given = {"words": "Có lý do.", "by": round_.leader, "now": AFTER}
    following = conclusion.meeting
    for number, step in enumerate(steps):
        try:
            match step:
                case "done":
                    conclusions.report_done(conclusion, **given)
                case "return":
                    conclusions.return_to_owner(conclusion, **given)
                case "extend":
                    conclusion.refresh_from_db()
                    conclusions.extend(
                        conclusion, due_on=conclusion.due_on + timedelta(days=1 + number), **given
                    )
                case "drop":
                    conclusions.drop(conclusion, **given)
                case "keep":
                    conclusions.keep_on(conclusion, meeting=following, **given)
        except NotPossible:
            continue
    conclusion.refresh_from_db()
    last = conclusion.events.order_by("-seq").first()

    assert (last.seq, last.standing, last.due_on) == (
        conclusion.last_seq,
        conclusion.standing,
        conclusion.due_on,
    )
    assert (conclusion.done_at is None) == (conclusion.standing != Standing.DONE)


# Those whose report led to a conclusion


def test_people_whose_report_led_to_a_conclusion_are_told_the_day_and_the_public_words_only(round_):
    taken = take_in(report_in(round_.world), by=None, now=NOW)
    meeting = held(round_)
    conclusion = drafted(
        round_,
        meeting,
        "Giao Xã làm rõ trách nhiệm cán bộ phụ trách.",
        public_words="Sửa đường trước ngày 31/3.",
    )
    conclusions.link(conclusion, case=taken.case, by=round_.leader)

    conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)

    event = CaseEvent.objects.get(case=taken.case, kind="raised")
    assert event.words.words == "Đã được nêu tại hội nghị ngày 05/3/2026.\nSửa đường trước ngày 31/3."
    assert event.words_are_public


def test_reports_behind_a_linked_alarm_are_told_once_each(round_):
    cases = [take_in(report_in(round_.world, f"Sạt lở chỗ {n}"), by=None, now=NOW).case for n in range(3)]
    alarm = make_alarm(round_, [case.first_report_id for case in cases])
    meeting = held(round_)
    first, second = drafted(round_, meeting), drafted(round_, meeting, "Cắm biển báo.")
    conclusions.link(first, alarm=alarm, by=round_.leader)
    conclusions.link(second, alarm=alarm, by=round_.leader)
    conclusions.link(second, case=cases[0], by=round_.leader)

    conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)

    assert CaseEvent.objects.filter(kind="raised").count() == 3


def test_who_has_one_report_in_two_cases_is_told_once(round_):
    first = take_in(report_in(round_.world), by=None, now=NOW).case
    second = take_in(report_in(round_.world, "Sạt lở chỗ khác"), by=None, now=NOW).case
    second.links.update(undone_at=NOW)
    ReportLink.objects.create(case=second, report_id=first.first_report_id, since=NOW)
    meeting = held(round_)
    conclusion = drafted(round_, meeting, public_words="Sửa đường trong tháng này.")
    for case in (first, second):
        conclusions.link(conclusion, case=case, by=round_.leader)

    conclusions.conclude(meeting, number=5, by=round_.leader, now=AFTER)

    assert CaseEvent.objects.filter(kind="raised").count() == 1


def make_alarm(round_, reports):
    run = DetectionRun.objects.create(
        topic=round_.world.roads,
        scanned_on=NOW.date(),
        first_on=NOW.date() - timedelta(days=90),
        reports=len(reports),
        settings={},
        seed=1,
        digest="0",
    )
    alarm = Alarm.objects.create(
        topic=round_.world.roads, centre=round_.world.commune, first_found_at=NOW, last_found_at=NOW
    )
    Finding.objects.create(
        alarm=alarm,
        run=run,
        areas=[round_.world.commune.pk],
        reports=reports,
        first_on=NOW.date(),
        last_on=NOW.date(),
        radius_km=5,
        observed=len(reports),
        expected=1,
        statistic=4,
        p=0.001,
        p_gumbel=0.001,
        recurrence_days=400,
    )
    return alarm


# The next date


@pytest.mark.parametrize(
    ("every", "begun", "proposed"),
    [
        (Every.WEEK, "2026-03-05", "2026-03-12"),
        (Every.MONTH, "2026-03-05", "2026-04-06"),  # 5 April is a Sunday
        (Every.MONTH, "2026-01-31", "2026-03-02"),  # 28 February is a Saturday
        (Every.QUARTER, "2026-01-29", "2026-04-29"),
        (Every.HALF_YEAR, "2025-12-15", "2026-06-15"),
        (Every.YEAR, "2025-06-19", "2026-06-19"),
    ],
)
def test_the_next_meeting_is_proposed_a_period_later_on_a_working_day(round_, every, begun, proposed):
    series = meetings.begin_series("Định kỳ", every=every, body=round_.world.province_body, by=None)
    day = date.fromisoformat(begun)
    planned(round_, begins_at=BEGINS.replace(year=day.year, month=day.month, day=day.day), series=series)

    next_at = queries.proposed_for(series)

    assert next_at.date().isoformat() == proposed
    assert (next_at.hour, next_at.minute) == (9, 0)


def test_a_series_that_never_met_proposes_no_day(round_):
    assert queries.proposed_for(round_.series) is None
