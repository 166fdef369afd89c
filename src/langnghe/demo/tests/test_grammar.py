"""The words of the demo year: believable, various, and of nobody."""

from collections import Counter

import numpy as np
import pytest

from langnghe.core.language import find_personal_data, has_tone_marks
from langnghe.demo.grammar import answer_words, phrases, report_words

COMMON = [*phrases().topics]


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def said(count: int, *, province: str = "52", seed: int = 1) -> list[str]:
    draw = chance(seed)
    return [
        report_words(COMMON[at % len(COMMON)], locality="Làng Kép", province=province, chance=draw)
        for at in range(count)
    ]


def test_people_rarely_say_the_same_words():
    counts = Counter(said(4_000))

    assert max(counts.values()) <= 5
    assert len(counts) > 3_700


def test_three_in_ten_write_without_tone_marks():
    bare = sum(not has_tone_marks(words) for words in said(2_000)) / 2_000

    assert 0.25 < bare < 0.36


def test_no_slot_is_left_open():
    draw = chance()
    answers = [answer_words(topic, locality="Buôn Kram", chance=draw) for topic in COMMON for _ in range(10)]

    assert not [words for words in said(2_000) + answers if "{" in words or "}" in words]


def test_no_words_name_a_person_or_give_a_number_of_one():
    found = [find_personal_data(words) for words in said(1_000)]

    assert not any(found)


def test_regions_speak_their_own_words():
    in_hue = " ".join(said(2_000, province="46", seed=3))
    in_hanoi = " ".join(said(2_000, province="01", seed=3))

    assert "Tình trạng ni" in in_hue
    assert "Con nít" in in_hue
    assert "Tình trạng ni" not in in_hanoi


def test_the_same_seed_says_the_same():
    assert said(50, seed=9) == said(50, seed=9)
    assert said(50, seed=9) != said(50, seed=10)


@pytest.mark.parametrize("topic", ["thu-tuc-thai-do", "thu-tuc-tieu-cuc", "thu-tuc-quyet-dinh"])
def test_conduct_of_officials_has_no_phrases_for_real_communes(topic):
    assert topic in phrases().invented
    assert topic not in phrases().topics
