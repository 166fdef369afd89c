from datetime import date
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.core.paper import Document, Paragraph, Signature, Table, figures_of
from langnghe.core.paper.html import to_html, to_html_article


def as_tree(document: Document) -> ElementTree.Element:
    """The article is XML as well; a tag left open would not parse."""
    return ElementTree.fromstring(to_html_article(document))


def test_every_number_is_a_link_to_what_stands_behind_it(state_report):
    links = {(link.text, link.get("href")) for link in as_tree(state_report).iter("a")}

    assert links == {(figure.text, figure.href) for figure in figures_of(state_report)}


def test_the_parts_stand_in_the_order_of_reading(state_report):
    text = " ".join("".join(as_tree(state_report).itertext()).split())

    order = [
        "DỮ LIỆU MINH HỌA",
        "Sở Nội vụ",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-SNV",
        "Báo cáo",
        "Kính gửi:",
        "I. TÌNH HÌNH",
        "đ) Hỗ trợ giống.",
        "II. KIẾN NGHỊ",
        "Nơi nhận:",
        "KT. GIÁM ĐỐC",
        "Phụ lục",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_tables_say_what_their_rows_and_columns_are(state_report):
    table = next(as_tree(state_report).iter("table"))

    assert table.find("caption").text == "Bảng 1. Phản ánh theo địa bàn"
    assert [cell.get("scope") for cell in table.iter("th")] == ["col"] * 3 + ["row"] * 4
    assert [cell.get("class") for cell in table.find("tbody").iter("td")] == ["paper-number"] * 6


def test_the_party_paper_bears_no_state_motto(party_report):
    page = to_html(party_report)

    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert "Độc lập" not in page
    assert "Số: 07-BC/BTGDV" in page


def test_a_page_needs_no_inline_style_and_no_script(state_report):
    page = to_html(state_report)

    assert " style=" not in page
    assert "<script" not in page


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_people_type_is_never_read_as_markup(typed):
    tags = {element.tag for element in as_tree(document_saying(typed)).iter()}

    assert tags == {element.tag for element in as_tree(document_saying("một")).iter()}


def document_saying(words: str) -> Document:
    return Document(
        issuer=words,
        number=words,
        place=words,
        date=date(2026, 1, 1),
        type_name="Báo cáo",
        summary=words,
        blocks=(Paragraph(words), Table(words, (words,), ((words,),))),
        signature=Signature(words, words),
    )
