"""Numbers, money and dates in Vietnamese forms: trap 12."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.language import (
    format_date,
    format_dong,
    format_number,
    long_date,
    parse_date,
    parse_dong,
    parse_number,
    weekday_name,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234.567,89", Decimal("1234567.89")),
        ("1.234", 1234),
        ("1,234", Decimal("1.234")),
        ("12.5", Decimal("12.5")),
        ("1,234,567.89", Decimal("1234567.89")),
        ("1 234 567", 1234567),
        ("0,5", Decimal("0.5")),
        ("-3,5", Decimal("-3.5")),
        ("1,5 triệu", 1_500_000),
        ("2 tỷ 300 triệu", 2_300_000_000),
        ("1tr2", 1_200_000),
        ("500k", 500_000),
        ("3 triệu rưỡi", 3_500_000),
        ("500 nghìn đồng", 500_000),
        ("1.500.000đ", 1_500_000),
        ("2 ti 35", 2_350_000_000),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them(written, value):
    assert parse_number(written) == value


@pytest.mark.parametrize("written", ["", "thôn 4", "1.23.456", "12,34,56", "triệu", "1..2"])
def test_what_is_no_number_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(written)


def test_numbers_and_money_are_written_with_dots_and_a_comma():
    assert format_number(1234567.89) == "1.234.567,89"
    assert format_number(-1234.5, 2) == "-1.234,50"
    assert format_number(1_000_000) == "1.000.000"
    assert format_dong(1_500_000) == "1.500.000 đồng"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_written_by_us_is_read_back(number):
    assert parse_number(format_number(number, 3)) == number


@given(st.integers(min_value=0, max_value=10**13))
def test_an_amount_written_by_us_is_read_back(amount):
    assert parse_dong(format_dong(amount)) == amount


@pytest.mark.parametrize(
    "written",
    [
        "05/06/2026",
        "5-6-26",
        "5.6.2026",
        "2026-06-05",
        "ngày 05 tháng 6 năm 2026",
        "ngay 5 thang 6 nam 2026",
        "5/6",
        "thứ Sáu, ngày 05/06/2026",
        "ngày 5 tháng Sáu năm 2026",
    ],
)
def test_dates_are_read_day_first(written):
    assert parse_date(written, year=2026) == date(2026, 6, 5)


@pytest.mark.parametrize("written", ["31/02/2026", "13/13/2026", "hôm qua", "5/6", "tháng 6 năm 2026"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError, match=r"write it like|calendar"):
        parse_date(written)


def test_a_document_prints_leading_zeros_as_the_decree_says():
    assert long_date(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert long_date(date(2026, 6, 15)) == "ngày 15 tháng 6 năm 2026"
    assert long_date(date(2026, 12, 1)) == "ngày 01 tháng 12 năm 2026"


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_a_date_written_by_us_is_read_back(day):
    assert parse_date(long_date(day)) == parse_date(format_date(day)) == day


def test_the_week_begins_on_monday():
    monday = date(2026, 11, 23)

    assert weekday_name(monday) == "thứ Hai"
    assert weekday_name(monday + timedelta(days=6)) == "Chủ nhật"
