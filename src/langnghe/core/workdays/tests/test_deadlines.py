"""Deadlines and their ledgers: a table the ward office could check, and rules that always hold."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.workdays import VIETNAM, CalendarEnds, Entry, Pause, Unit, due_at, ledger, vietnam_calendar

CALENDAR = vietnam_calendar()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(tzinfo=VIETNAM)
)
AMOUNTS = st.integers(1, 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("received", "working_days", "due"),
    [
        ("2026-03-02 09:00", 3, "2026-03-05 17:00"),  # Monday to Thursday, close of the office
        ("2026-03-06 16:00", 1, "2026-03-09 17:00"),  # Friday, across the weekend
        ("2026-03-07 10:00", 1, "2026-03-09 17:00"),  # received on a Saturday: still day 0
        ("2026-03-02 23:59", 1, "2026-03-03 17:00"),  # after hours: still day 0
        ("2025-12-31 08:00", 1, "2026-01-05 17:00"),  # New Year and the day swapped after it
        ("2026-01-09 08:00", 1, "2026-01-10 17:00"),  # the Saturday worked for it
        ("2024-04-26 08:00", 2, "2024-05-03 17:00"),
        ("2024-05-03 08:00", 1, "2024-05-04 17:00"),
        ("2025-04-25 08:00", 1, "2025-04-26 17:00"),
        ("2025-04-29 08:00", 1, "2025-05-05 17:00"),
        ("2026-08-21 08:00", 1, "2026-08-22 17:00"),
        ("2026-08-28 08:00", 1, "2026-09-03 17:00"),
        ("2026-11-23 08:00", 1, "2026-11-25 17:00"),
        ("2026-02-13 08:00", 1, "2026-02-23 17:00"),  # Tết
        ("2027-02-03 08:00", 1, "2027-02-11 17:00"),
    ],
)
def test_due_at_counts_working_days_only(received, working_days, due):
    assert due_at(at(received), working_days=working_days, calendar=CALENDAR) == at(due)


def test_the_day_of_receipt_is_the_day_in_the_office_not_in_utc():
    late_in_utc = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 01:00 on 3 March in Vietnam

    assert due_at(late_in_utc, working_days=1, calendar=CALENDAR) == at("2026-03-04 17:00")


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-03-02 09:00", 10, "2026-03-12 17:00"),
        ("2026-03-02 09:00", 5, "2026-03-09 17:00"),  # ends on a Saturday, moves to Monday
        ("2026-02-10 09:00", 7, "2026-02-23 17:00"),  # ends on the first day of Tết
    ],
)
def test_calendar_days_count_all_but_never_end_on_a_day_off(received, days, due):
    counted = ledger(at(received), amount=days, unit=Unit.CALENDAR_DAYS, calendar=CALENDAR)

    assert counted.due_at == at(due)
    assert len(counted.counted) == days


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2026-03-02 07:30", 8, "2026-03-02 17:00"),  # one whole office day
        ("2026-03-02 09:00", 4, "2026-03-02 14:30"),  # across the midday break
        ("2026-03-02 12:00", 1, "2026-03-02 14:00"),  # received in the break
        ("2026-03-06 16:15", 4, "2026-03-09 10:45"),  # Friday afternoon to Monday
        ("2026-03-07 10:00", 4, "2026-03-09 11:30"),  # received on a Saturday
        ("2026-03-02 05:00", 4, "2026-03-02 11:30"),  # received before the office opens
        ("2026-03-02 20:00", 8, "2026-03-03 17:00"),
        ("2026-11-23 16:00", 2, "2026-11-25 08:30"),  # across Culture Day
    ],
)
def test_an_hour_clock_runs_in_office_hours_only(received, hours, due):
    counted = ledger(at(received), amount=hours, unit=Unit.WORKING_HOURS, calendar=CALENDAR)

    assert counted.due_at == at(due)
    assert sum((day.working_time for day in counted.days), timedelta()) == timedelta(hours=hours)


def test_the_ledger_names_every_day_between_receipt_and_deadline():
    pause = Pause(date(2026, 1, 8), date(2026, 1, 9), "Chờ người gửi bổ sung ảnh", by="Nguyễn Văn A")

    counted = ledger(
        at("2025-12-31 09:00"), amount=4, unit=Unit.WORKING_DAYS, calendar=CALENDAR, pauses=[pause]
    )

    told = [(day.on.day, day.entry, day.number, day.reason, day.by) for day in counted.days]
    assert told == [
        (31, Entry.RECEIVED, 0, "", ""),
        (1, Entry.HOLIDAY, 0, "Tết Dương lịch", ""),
        (2, Entry.HOLIDAY, 0, "Nghỉ Tết Dương lịch (hoán đổi với thứ Bảy 10/01/2026)", ""),
        (3, Entry.WEEKEND, 0, "Thứ Bảy", ""),
        (4, Entry.WEEKEND, 0, "Chủ Nhật", ""),
        (5, Entry.COUNTED, 1, "", ""),
        (6, Entry.COUNTED, 2, "", ""),
        (7, Entry.COUNTED, 3, "", ""),
        (8, Entry.PAUSED, 0, "Chờ người gửi bổ sung ảnh", "Nguyễn Văn A"),
        (9, Entry.PAUSED, 0, "Chờ người gửi bổ sung ảnh", "Nguyễn Văn A"),
        (10, Entry.COUNTED, 4, "Làm bù cho ngày 02/01/2026", ""),
    ]
    assert [day.on.day for day in counted.skipped] == [1, 2, 3, 4, 8, 9]


def test_on_a_phone_days_of_the_same_kind_stand_in_one_line():
    counted = ledger(at("2026-03-05 09:00"), amount=6, unit=Unit.WORKING_DAYS, calendar=CALENDAR)

    lines = [(line.first.on.day, line.last.on.day, line.first.reason) for line in counted.stretches]
    assert lines == [(5, 5, ""), (6, 6, ""), (7, 7, "Thứ Bảy"), (8, 8, "Chủ Nhật"), (9, 13, "")]
    assert tuple(day for line in counted.stretches for day in line.days) == counted.days


@given(MOMENTS, AMOUNTS, st.sampled_from(Unit))
def test_a_ledger_has_no_gap_and_counts_exactly_what_was_promised(received, amount, unit):
    counted = ledger(received, amount=amount, unit=unit, calendar=CALENDAR)

    days = [day.on for day in counted.days]
    assert days[0] == received.date()
    assert days[-1] == counted.due_at.date()
    assert all((after - before).days == 1 for before, after in pairwise(days))
    assert CALENDAR.is_working(days[-1])
    if unit is not Unit.WORKING_HOURS:
        assert [day.number for day in counted.counted] == list(range(1, amount + 1))
    if unit is Unit.WORKING_DAYS:
        assert CALENDAR.working_days(received.date(), counted.due_at.date()) == amount


@given(
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(days=30)),
    AMOUNTS,
    st.integers(0, 5),
    st.sampled_from(Unit),
)
def test_who_comes_later_or_waits_longer_is_never_due_earlier(received, delay, amount, more, unit):
    due = ledger(received, amount=amount, unit=unit, calendar=CALENDAR).due_at

    assert due <= ledger(received + delay, amount=amount, unit=unit, calendar=CALENDAR).due_at
    assert due <= ledger(received, amount=amount + more, unit=unit, calendar=CALENDAR).due_at


@given(MOMENTS, AMOUNTS, st.data())
def test_a_pause_moves_the_deadline_by_exactly_its_working_days(received, amount, data):
    due = due_at(received, working_days=amount, calendar=CALENDAR)
    wait = (due.date() - received.date()).days
    first_on = received.date() + timedelta(days=data.draw(st.integers(1, wait)))
    last_on = first_on + timedelta(days=data.draw(st.integers(0, 40)))

    paused = due_at(
        received,
        working_days=amount,
        calendar=CALENDAR,
        pauses=[Pause(first_on, last_on, "Chờ bổ sung", "A")],
    )

    stood_still = CALENDAR.working_days(first_on - timedelta(days=1), last_on)
    assert CALENDAR.working_days(due.date(), paused.date()) == stood_still


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="cannot end"):
        Pause(date(2026, 3, 5), date(2026, 3, 4), "", "")


@pytest.mark.parametrize("amount", [0, -1])
def test_a_promise_of_no_time_at_all_is_refused(amount):
    with pytest.raises(ValueError, match="at least 1 working day"):
        due_at(at("2026-03-02 09:00"), working_days=amount, calendar=CALENDAR)


def test_a_deadline_beyond_the_calendar_is_refused():
    with pytest.raises(CalendarEnds):
        due_at(at("2026-12-30 09:00"), working_days=5, calendar=vietnam_calendar(years=range(2026, 2027)))
