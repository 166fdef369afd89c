from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.core.paper import PARTY, STATE, Authority, party_number, place_and_date, state_number
from langnghe.core.paper.fonts import width_mm


@pytest.mark.parametrize(
    ("number", "state", "party"),
    [
        (5, "05/BC-UBND", "05-BC/UBND"),
        (12, "12/BC-UBND", "12-BC/UBND"),
        (123, "123/BC-UBND", "123-BC/UBND"),
    ],
)
def test_the_state_and_the_party_set_slash_and_hyphen_the_other_way_round(number, state, party):
    assert state_number(number, "BC", "UBND") == state
    assert party_number(number, "BC", "UBND") == party


def test_a_paper_without_a_number_leaves_room_to_write_it():
    assert state_number(None, "BC", "UBND") == "\u00a0" * 6 + "/BC-UBND"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 5), "Gia Lai, ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "Gia Lai, ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Gia Lai, ngày 09 tháng 3 năm 2026"),
        (date(2026, 6, 19), "Gia Lai, ngày 19 tháng 6 năm 2026"),
        (date(2026, 12, 31), "Gia Lai, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(day, written):
    assert place_and_date("Gia Lai", day) == written


@pytest.mark.parametrize(
    ("authority", "state", "party"),
    [
        (Authority.ON_BEHALF, "TM.", "T/M"),
        (Authority.DEPUTY, "KT.", "K/T"),
        (Authority.BY_ORDER, "TL.", "T/L"),
        (Authority.BY_POWER, "TUQ.", "T/U/Q"),
        (Authority.ACTING, "Q.", "Q."),
    ],
)
def test_each_form_abbreviates_in_whose_name_one_signs(authority, state, party):
    assert authority.written(STATE) == state
    assert authority.written(PARTY) == party


@settings(deadline=None)  # the machine may be busy
@given(st.dates())
def test_every_day_of_the_calendar_reads_back(day):
    words = place_and_date("Huế", day).split()

    assert date(int(words[-1]), int(words[-3]), int(words[-5])) == day


@pytest.mark.parametrize("form", [STATE, PARTY])
def test_the_motto_stands_on_one_line(form):
    room = form.text_width_mm * (1 - form.issuer_share)

    assert width_mm(form.motto, points=form.sizes.motto) < room
