"""The Vietnamese calendar, checked against the papers that fixed it."""

from dataclasses import FrozenInstanceError, replace
from datetime import date, time

import pytest

from langnghe.core.workdays import CalendarDay, CalendarEnds, DayKind, Opening, vietnam_calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-07", True),  # the last day before Tết Giáp Thìn
        ("2024-02-08", False),
        ("2024-02-14", False),
        ("2024-02-15", True),
        ("2024-04-29", False),  # swapped
        ("2024-05-04", True),  # the Saturday worked for it
        ("2025-01-24", True),
        ("2025-01-27", False),  # Tết Ất Tỵ
        ("2025-01-31", False),
        ("2025-02-03", True),
        ("2025-04-26", True),
        ("2025-05-02", False),
        ("2025-09-01", False),
        ("2025-11-24", True),  # Culture Day begins in 2026
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-02-13", True),
        ("2026-02-16", False),  # Tết Bính Ngọ
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-27", False),  # Hùng Kings' day fell on a Sunday
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-11-24", False),
        ("2027-02-10", False),  # Tết Đinh Mùi
        ("2027-02-11", True),
        ("2027-05-03", False),  # 1 May is a Saturday
        ("2027-11-24", False),
    ],
)
def test_the_office_works_as_the_government_has_announced(day, works):
    assert vietnam_calendar().is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 2, 17), "Tết Nguyên Đán"),
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
        (date(2026, 1, 2), "Nghỉ Tết Dương lịch (hoán đổi với thứ Bảy 10/01/2026)"),
        (date(2026, 3, 7), "Thứ Bảy"),
        (date(2026, 3, 8), "Chủ Nhật"),
        (date(2026, 1, 10), ""),
    ],
)
def test_each_day_off_has_a_reason_a_resident_can_read(day, reason):
    assert vietnam_calendar().reason_off(day) == reason


def test_a_province_adds_its_own_days_and_the_last_word_stands():
    day = date(2026, 3, 10)
    storm = CalendarDay(day, DayKind.OFF, "Nghỉ tránh bão", "Công điện 12")
    recalled = CalendarDay(day, DayKind.WORKED, "Làm việc trở lại")

    assert not vietnam_calendar(overrides=[storm]).is_working(day)
    assert vietnam_calendar(overrides=[storm, recalled]).is_working(day)
    assert vietnam_calendar().is_working(day)


def test_a_calendar_says_where_it_ends_instead_of_guessing():
    with pytest.raises(CalendarEnds, match="2026-01-01 to 2026-12-31"):
        vietnam_calendar(years=range(2026, 2027)).is_working(date(2027, 1, 4))


def test_a_calendar_cannot_be_changed_behind_the_back_of_its_readers():
    calendar = vietnam_calendar()

    with pytest.raises(FrozenInstanceError):
        calendar.close_of_office = time(16)
    with pytest.raises(TypeError):
        calendar.off[date(2026, 3, 10)] = "Nghỉ"


def test_working_days_between_two_dates_leave_out_the_first():
    assert vietnam_calendar().working_days(date(2026, 3, 6), date(2026, 3, 9)) == 1
    assert vietnam_calendar().working_days(date(2026, 3, 9), date(2026, 3, 6)) == 0


@pytest.mark.parametrize("hours", [[(17, 8)], [(8, 12), (11, 17)], []])
def test_office_hours_that_cannot_be_are_refused(hours):
    with pytest.raises(ValueError, match="office"):
        replace(vietnam_calendar(), hours=tuple(Opening(time(a), time(b)) for a, b in hours))


def test_years_that_hold_no_year_are_refused():
    with pytest.raises(ValueError, match="at least one year"):
        vietnam_calendar(years=range(0))
