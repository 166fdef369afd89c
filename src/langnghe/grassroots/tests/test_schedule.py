"""Which days a reception rule comes to, and which weeks lack a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.grassroots.schedule import Change, Weekly, days_of, days_short

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 1))


def always(day: date) -> str:
    return ""


def off_on(*days: date):
    return lambda day: "nghỉ lễ" if day in days else ""


def held(rule: Weekly, first: date, last: date, **how: object) -> list[date]:
    given = {"changes": {}, "reason_off": always, "moves_on": True, **how}
    return [found.day for found in days_of(rule, first=first, last=last, **given) if found.held]


@pytest.mark.parametrize(
    ("rule", "first", "last", "days"),
    [
        (Weekly(4, (1, 3)), "2026-03-01", "2026-03-31", ["2026-03-05", "2026-03-19"]),
        (Weekly(4, (5,)), "2026-03-01", "2026-04-30", ["2026-03-26", "2026-04-30"]),  # the last of the month
        (Weekly(1), "2026-03-01", "2026-03-16", ["2026-03-02", "2026-03-09", "2026-03-16"]),
        (Weekly(1, (), date(2026, 3, 5)), "2026-03-01", "2026-03-12", ["2026-03-09"]),  # began later
        (Weekly(1, (), date.min, date(2026, 3, 5)), "2026-03-01", "2026-03-12", ["2026-03-02"]),  # ended
    ],
)
def test_a_rule_comes_to_its_days(rule, first, last, days):
    found = held(rule, date.fromisoformat(first), date.fromisoformat(last))

    assert found == [date.fromisoformat(day) for day in days]


def test_a_reception_on_a_holiday_is_held_on_the_next_working_day():
    thursday = date(2026, 4, 30)
    off = off_on(thursday, date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3))

    [moved] = days_of(
        Weekly(4, (5,)), first=thursday, last=date(2026, 5, 10), changes={}, reason_off=off, moves_on=True
    )

    assert (moved.day, moved.instead_of, moved.reason) == (date(2026, 5, 4), thursday, "nghỉ lễ")


def test_a_reception_that_does_not_move_on_is_shown_as_not_held():
    day = date(2026, 4, 30)

    [found] = days_of(
        Weekly(4, (5,)), first=day, last=day, changes={}, reason_off=off_on(day), moves_on=False
    )

    assert not found.held


def test_what_somebody_wrote_down_goes_before_the_holiday():
    day = date(2026, 4, 30)
    changes = {day: Change(date(2026, 5, 6), "Chủ tịch đi công tác")}

    found = held(Weekly(4, (5,)), day, date(2026, 5, 10), changes=changes, reason_off=off_on(day))

    assert found == [date(2026, 5, 6)]


@given(DAYS, st.integers(1, 7), st.integers(0, 120))
def test_a_weekly_rule_comes_once_in_seven_days(first, weekday, length):
    last = first + timedelta(days=length)

    found = held(Weekly(weekday), first, last)

    assert all(day.isoweekday() == weekday and first <= day <= last for day in found)
    assert len(found) in ((length + 1) // 7, (length + 1) // 7 + 1)


@given(DAYS, st.integers(1, 7), st.sets(st.integers(1, 5)))
def test_a_rule_of_some_weeks_is_part_of_the_weekly_one(first, weekday, weeks):
    last = first + timedelta(days=100)

    assert set(held(Weekly(weekday, tuple(weeks)), first, last)) <= set(held(Weekly(weekday), first, last))


@given(DAYS, st.integers(1, 7), st.lists(DAYS, max_size=20))
def test_no_reception_is_lost_to_holidays(first, weekday, holidays):
    last = first + timedelta(days=60)
    off = off_on(*holidays)

    found = days_of(Weekly(weekday), first=first, last=last, changes={}, reason_off=off, moves_on=True)

    assert all(reception.held and not off(reception.day) for reception in found)
    told = {reception.instead_of or reception.day for reception in found}
    within = held(Weekly(weekday), first, last - timedelta(days=21))
    assert set(within) <= told


def test_only_whole_weeks_of_the_period_are_looked_at():
    short = days_short(
        [date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 17)],
        days=1,
        per_month=False,
        first=date(2026, 3, 1),  # a Sunday: the first whole week begins on the second
        last=date(2026, 3, 24),
    )

    assert short == [(date(2026, 3, 2), 0), (date(2026, 3, 9), 1), (date(2026, 3, 16), 0)]


def test_two_days_a_month_lack_what_was_not_held():
    short = days_short(
        [date(2026, 1, 8), date(2026, 2, 5), date(2026, 2, 19)],
        days=2,
        per_month=True,
        first=date(2026, 1, 1),
        last=date(2026, 3, 30),
    )

    assert short == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 0)]
