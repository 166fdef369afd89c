from datetime import date, datetime

import pytest

from langnghe.site import written


@pytest.mark.parametrize(
    ("on", "vietnamese", "english"),
    [
        (date(2024, 6, 22), "Thứ Bảy, 22/6/2024", "Saturday, 22 June 2024"),
        (date(2026, 3, 5), "Thứ Năm, 05/3/2026", "Thursday, 5 March 2026"),
        (date(2026, 2, 1), "Chủ nhật, 01/02/2026", "Sunday, 1 February 2026"),
    ],
)
def test_a_named_day_stands_as_on_official_papers(on, vietnamese, english):
    assert written.named_day(on, language="vi") == vietnamese
    assert written.named_day(on, language="en") == english


def test_a_moment_names_the_hour_first():
    at = datetime(2026, 3, 5, 17, 0)

    assert written.moment(at, language="vi") == "17:00 ngày 05/3/2026"
    assert written.moment(at, language="en") == "17:00 on 5 March 2026"


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (1234567, None, "1.234.567", "1,234,567"),
        (1234.5, None, "1.234,5", "1,234.5"),
        (0.125, 1, "0,1", "0.1"),
        (-1000, None, "-1.000", "-1,000"),
    ],
)
def test_numbers_follow_the_language(value, decimals, vietnamese, english):
    assert written.number(value, language="vi", decimals=decimals) == vietnamese
    assert written.number(value, language="en", decimals=decimals) == english


@pytest.mark.parametrize(
    ("share", "vietnamese"), [(0.875, "87,5%"), (1, "100%"), (0, "0%"), (0.3333, "33,3%")]
)
def test_percent_has_one_decimal_at_most(share, vietnamese):
    assert written.percent(share, language="vi") == vietnamese
