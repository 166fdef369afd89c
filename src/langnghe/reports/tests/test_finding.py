"""How texts are indexed and questions are read, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from langnghe.reports.finding import Synonyms, read_question, vector_of

SYNONYMS = Synonyms([["heo", "lợn"], ["cúp điện", "mất điện"], ["hẻm", "kiệt"]])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("đèn đường", "(den) & (duong)"),
        ("den duong", "(den) & (duong)"),
        ('"đèn đường"', "(den <-> duong)"),
        ("thôn 4", "(thon <-> 4 | thon <2> 4)"),
        (
            "hẻm 42/15 sâu",
            "(hem <-> 42 <-> 15 | kiet <-> 42 <-> 15 | hem <2> 42 <-> 15 | kiet <2> 42 <-> 15) & (sau)",
        ),
        ("cúp điện", "(cup <-> dien | mat <-> dien)"),
        ("con heo", "(con) & (heo | lon)"),
        ("tham*", "(tham:*)"),
        ("H’Bông", "(hbong)"),
        ("“chưa đóng", "(chua <-> dong)"),
        ("???", ""),
    ],
)
def test_a_question_is_read_as_people_type_it(typed, asked):
    assert read_question(typed, SYNONYMS).tsquery == asked


@pytest.mark.parametrize(
    ("typed", "number"),
    [("26-000123", "26-000123"), ("26-0001*", "26-0001"), ("đèn 26-000123", "26-000123"), ("QL 14", "")],
)
def test_a_case_number_is_told_from_words(typed, number):
    assert read_question(typed, SYNONYMS).number == number


def test_what_was_found_is_marked_in_the_words_as_written():
    question = read_question("den duong thon 4", SYNONYMS)

    pieces = question.marked("Chào anh. Đèn đường ở thôn 4 bị hỏng")

    assert [text for text, hit in pieces if hit] == ["Đèn đường", "thôn 4"]
    assert "".join(text for text, _ in pieces) == "Chào anh. Đèn đường ở thôn 4 bị hỏng"


def test_decomposed_words_are_found_and_marked():
    question = read_question("đường", SYNONYMS)

    assert ("đường", True) in question.marked("Con đường hỏng")


def test_long_words_are_cut_round_what_was_found():
    question = read_question("sạt lở", SYNONYMS)

    pieces = question.marked("a b c " * 100 + "sạt lở " + "d e f " * 100)

    shown = "".join(text for text, _ in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert ("sạt lở", True) in pieces
    assert len(shown) < 300


def test_a_text_is_indexed_by_folded_syllables_in_their_places():
    assert vector_of("Đèn đường, đèn", "thôn 4").split() == ["den:1,3", "duong:2", "thon:20", "4:21"]


@given(some.text(max_size=300), some.text(max_size=60))
def test_marking_never_fails_and_never_adds_words(words, typed):
    pieces = read_question(typed, SYNONYMS).marked(words)

    assert all(text for text, _ in pieces)
    assert sum(len(text) for text, _ in pieces) <= 4 * len(words) + 4
