import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.core.paper import Authority, FigureNumber, Heading, Paragraph, Signature, Table, figures_of
from langnghe.core.paper.document import clean, list_letter, numbered, roman
from langnghe.core.paper.forms import PARTY, STATE


def test_lists_count_in_the_vietnamese_alphabet():
    letters = "".join(list_letter(position) for position in range(8))

    assert letters == "abcdđegh"


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_no_two_items_of_a_list_share_a_letter(one, other):
    assert (list_letter(one) == list_letter(other)) == (one == other)


def test_headings_count_anew_below_each_higher_one():
    blocks = tuple(Heading(level, "…") for level in (1, 2, 3, 2, 1, 2))

    assert [number for number, _ in numbered(blocks)] == ["I.", "1.", "a)", "2.", "II.", "1."]


@pytest.mark.parametrize(("number", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (1990, "MCMXC")])
def test_roman_figures(number, letters):
    assert roman(number) == letters


def test_grounds_and_recipients_are_closed_as_the_decree_says(state_report):
    assert state_report.legal_lines() == [
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 10 tháng 01 năm 2026;",
        "Thực hiện đề cương báo cáo.",
    ]
    assert state_report.recipient_lines() == ["- Như trên;", "- Các phòng chuyên môn;", "- Lưu: VT, TH."]
    assert state_report.addressee_lines()[-1] == "- Ban Tuyên giáo và Dân vận Tỉnh ủy."


def test_a_deputy_signs_for_the_chair_in_the_name_of_the_committee():
    signature = Signature(
        "Phó Chủ tịch", "", ((Authority.ON_BEHALF, "Ủy ban nhân dân"), (Authority.DEPUTY, "Chủ tịch"))
    )

    assert signature.authority_lines(STATE) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]
    assert signature.authority_lines(PARTY) == ["T/M ỦY BAN NHÂN DÂN", "K/T CHỦ TỊCH"]


def test_figures_are_found_in_words_tables_and_annexes(state_report):
    assert [figure.text for figure in figures_of(state_report)] == [
        "1.248",
        "1.102",
        "412",
        "96",
        "7",
        "515",
        "1.248",
    ]


def test_a_row_that_does_not_fit_its_headings_is_refused_with_its_table():
    with pytest.raises(ValueError, match=r"Bảng 1.*3 cells under 2 headings"):
        Table("Bảng 1", ("A", "B"), (("1", "2", "3"),))


def test_a_figure_opens_a_page_and_never_a_script():
    with pytest.raises(ValueError, match="cannot open"):
        FigureNumber("5", "javascript:alert(1)", "five")


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def test_equal_words_make_equal_documents(state_report):
    assert Paragraph("Đắk Lắk") == Paragraph("Đắk Lắk")
    assert state_report == state_report
    assert hash(state_report) == hash(state_report)
