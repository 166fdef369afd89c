"""Suggestions from rules: longest phrases first, marks respected, unsure is an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.topics import Rule, RuleBook, kind_rules, read_rules, urgency_rules

BOOK = RuleBook(
    [
        Rule("duong", "ổ gà", 2),
        Rule("duong", "mặt đường hư", 2),
        Rule("cho", "chợ"),
        Rule("dat", "giải phóng mặt bằng", 3),
        Rule("kinh-doanh", "mặt bằng"),
        Rule("dien", "cúp điện", 2, ("sổ ghi điện",)),
        Rule("lon", "heo"),
    ]
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Đường nhiều ổ gà", "duong"),
        ("duong nhieu o ga, mat duong hu", "duong"),
        ("Giải phóng mặt bằng chậm", "dat"),  # the longer phrase hides "mặt bằng"
        ("xin cho tôi hỏi", None),  # "cho" is not "chợ"
        ("Chợ đông", "cho"),
        ("CÚP ĐIỆN LIÊN TỤC", "dien"),
        ("cúp điện vì sổ ghi điện sai", None),
        ("heo chết", "lon"),
        ("", None),
    ],
)
def test_texts_are_answered_by_their_phrases(text, answer):
    assert BOOK.suggest(text).answer == answer


def test_two_answers_of_equal_weight_leave_it_unsure():
    suggestion = BOOK.suggest("ổ gà và cúp điện")

    assert suggestion.answer is None
    assert suggestion.reason.startswith("chưa rõ")


def test_the_words_that_decided_are_told():
    suggestion = BOOK.suggest("Mặt đường hư, nhiều ổ gà")

    assert set(suggestion.words) == {"ổ gà", "mặt đường hư"}
    assert "ổ gà" in suggestion.reason


def test_saying_it_twice_does_not_make_it_surer():
    assert BOOK.suggest("ổ gà ổ gà ổ gà").score == BOOK.suggest("ổ gà").score


def test_rules_are_read_from_rows_with_their_exclusions():
    rows = [{"topic": "rac", "phrase": "rác", "weight": "1.5", "excludes": "rác thải y tế|rác nhựa"}]

    assert read_rules(rows) == [Rule("rac", "rác", 1.5, ("rác thải y tế", "rác nhựa"))]


@given(st.text(max_size=80))
def test_any_text_gets_a_score_between_0_and_1(text):
    assert 0 <= BOOK.suggest(text).score <= 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cho em hỏi làm khai sinh cần những gì", "hoi-dap"),
        ("Cảm ơn cán bộ một cửa rất nhiệt tình", "khen-ngoi"),
        ("Tôi làm đơn tố cáo ông A nhận hối lộ", "to-cao"),
        ("Đơn khiếu nại quyết định thu hồi đất", "khieu-nai"),
        ("Kiến nghị làm đường thôn 4", "kien-nghi"),
        ("Đường bị hư hỏng", "phan-anh"),
        ("abc", None),
    ],
)
def test_kinds_are_suggested(text, kind):
    assert kind_rules().suggest(text).answer == kind


@pytest.mark.parametrize(
    ("text", "urgency"),
    [("Cháy nhà ở thôn 2 cứu với", "khan-cap"), ("Taluy sạt lở nguy hiểm", "gap"), ("Đèn đường hỏng", None)],
)
def test_urgency_is_suggested(text, urgency):
    assert urgency_rules().suggest(text).answer == urgency
