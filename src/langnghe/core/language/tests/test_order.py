"""The order of the alphabet, of people and of lists: traps 11 and 12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.language import LIST_LETTERS, list_letter, person_sort_key, sort_key


def test_the_alphabet_comes_before_the_tones_and_a_blank_before_both():
    names = [
        "An Giang",
        "Ăn",
        "Ân Thi",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "ba la",
        "Dĩ An",
        "Đắk Lắk",
        "Oanh",
        "Ông",
        "Ơn",
    ]

    assert sorted([*names[8:], *names[:8]], key=sort_key) == names


def test_small_letters_stand_before_capitals_and_digits_before_letters():
    assert sorted(["Ba", "ba", "2 Bảo Lộc", "- x"], key=sort_key) == ["- x", "2 Bảo Lộc", "ba", "Ba"]


def test_both_schools_of_tone_placement_share_one_place():
    assert sort_key("Hoà Bình") == sort_key("Hòa Bình")


def test_highland_letters_follow_the_letter_they_are_made_from():
    assert sorted(["Ƀah", "Ca", "Bah", "Ơ̆n", "Ơn", "P"], key=sort_key) == [
        "Bah",
        "Ƀah",
        "Ca",
        "Ơn",
        "Ơ̆n",
        "P",
    ]


def test_people_are_listed_by_given_name_then_family_name():
    people = ["Nguyễn Văn Ân", "Trần Thị An", "Lê Văn An", "Đặng Bình", "Lê Thị An", "Rơ Châm H'Bluih"]

    assert sorted(people, key=person_sort_key) == [
        "Lê Thị An",
        "Lê Văn An",
        "Trần Thị An",
        "Nguyễn Văn Ân",
        "Đặng Bình",
        "Rơ Châm H'Bluih",
    ]


@given(st.text(max_size=20))
def test_keys_are_plain_ascii_for_any_text(text):
    assert sort_key(text).isascii()
    assert person_sort_key(text).isascii()


def test_lists_go_a_b_c_d_đ_e_g_with_no_f():
    assert [list_letter(number) for number in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert "f" not in LIST_LETTERS


@pytest.mark.parametrize("number", [0, 24])
def test_a_point_beyond_the_letters_is_refused(number):
    with pytest.raises(ValueError, match="split the list"):
        list_letter(number)
