"""
Sentences of letters with ⟦brackets⟧ round what must not become public: all of it is found, and nothing
else.
"""

import re
from pathlib import Path

import pytest

from langnghe.core.language import find_personal_data

LETTERS = Path(__file__).with_name("marked_letters.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("letter", LETTERS)
def test_what_a_letter_must_keep_to_itself_is_found_and_nothing_else(letter):
    text = re.sub("[⟦⟧]", "", letter)

    found = [text[span.start : span.end] for span in find_personal_data(text)]

    assert found == re.findall("⟦(.*?)⟧", letter)


def test_a_long_text_takes_no_longer_for_each_sentence_than_a_short_one():
    letter = "Tôi là Lê Thị Hoa, số 0905123456. "

    assert len(find_personal_data(letter * 20_000)) == 40_000
