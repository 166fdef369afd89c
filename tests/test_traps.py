"""The traps of Vietnamese text, places and papers: each has a test by name that would catch it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

TRAPS = {
    "đ and ƀ do not decompose": "test_fold_drops_every_mark_and_maps_the_letters_that_do_not_decompose",
    "a search must not need đ": "test_what_became_of_a_commune_is_found_without_script_and_tone_marks",
    "decomposed text": "test_decomposed_text_gives_the_same_as_composed",
    "two schools of tone placement": "test_the_place_of_the_tone_mark_makes_no_difference",
    "names that marks alone tell apart": "test_a_split_or_ambiguous_place_gives_candidates_and_a_reason",
    "numbers are part of names": "test_an_address_that_names_one_commune_is_read",
    "codes used again": "test_a_code_used_again_names_another_commune",
    "three levels and two": "test_every_commune_old_and_new_is_read_or_asked_about_and_never_wrong",
    "split communes": "test_a_split_commune_has_all_its_successors_and_a_whole_one_has_one",
    "old encodings": "test_a_column_in_tcvn3_comes_back_in_unicode_but_for_the_case_its_font_held",
    "left-overs of typing": "test_left_over_keys_of_telex_and_vni_are_understood",
    "short forms of chat": "test_short_forms_of_chat_are_read_in_full",
    "regional words": "test_regional_words_stand_for_each_other",
    "order of names": "test_people_are_listed_by_given_name_then_family_name",
    "official order of areas": "test_provinces_and_communes_are_listed_by_official_code_not_by_letters",
    "numbers": "test_numbers_are_read_as_vietnamese_write_them",
    "dates": "test_dates_are_read_day_first",
    "the week": "test_the_week_begins_on_monday",
    "lists with đ": "test_lists_go_a_b_c_d_đ_e_g_with_no_f",
    "telephones": "test_telephone_numbers_are_found_in_every_form",
    "identifiers": "test_identifiers_are_found_and_told_apart",
    "the day in the office": "test_the_day_of_receipt_is_the_day_in_the_office_not_in_utc",
    "Saturdays that are worked": "test_the_office_works_as_the_government_has_announced",
    "the end of the office day": "test_due_at_counts_working_days_only",
    "numbers of Party and state": "test_the_state_and_the_party_set_slash_and_hyphen_the_other_way_round",
    "numbers that begin anew each year": "test_a_number_of_a_notice_is_used_once_a_year",
    "fonts without Vietnamese": "test_the_fonts_in_place_hold_every_letter",
    "capitals with stacked marks": "test_no_line_is_so_tight_that_stacked_marks_of_capitals_are_cut",
    "Hoàng Sa and Trường Sa": "test_hoang_sa_and_truong_sa_are_there",
    "libraries that phone home": "test_reading_addresses_opens_no_connection",
    "words of several syllables": "test_texts_are_answered_by_their_phrases",
    "populations of another time": "test_people_of_an_old_commune_are_not_those_of_the_new_one_of_its_code",
}


@pytest.fixture(scope="module")
def names() -> set[str]:
    files = [*ROOT.glob("src/**/tests/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]
    return {name for file in files for name in re.findall(r"def (test_\w+)\(", file.read_text("utf-8"))}


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_has_its_test(names, trap):
    assert TRAPS[trap] in names
