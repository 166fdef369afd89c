from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from langnghe.core.paper import FLASH, Paragraph
from langnghe.core.paper.word import to_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(document):
    return docx.Document(BytesIO(to_docx(document)))


def everything(word):
    tables = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + tables)


def test_the_page_is_a4_with_the_margins_of_the_decree(state_report):
    section = opened(state_report).sections[0]

    # Word counts in twentieths of a point, a fraction of a millimetre.
    assert section.page_width == pytest.approx(Mm(210), abs=700)
    assert section.page_height == pytest.approx(Mm(297), abs=700)
    assert [section.top_margin, section.bottom_margin] == pytest.approx([Mm(20), Mm(20)], abs=700)
    assert [section.left_margin, section.right_margin] == pytest.approx([Mm(30), Mm(15)], abs=700)


def test_pages_are_numbered_in_the_middle_of_the_top_but_not_the_first(state_report):
    section = opened(state_report).sections[0]
    number = section.header.paragraphs[0]

    assert section.different_first_page_header_footer
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_the_notice_stands_on_the_first_page_and_on_all_others(state_report):
    for section in opened(state_report).sections:
        assert section.footer.paragraphs[0].text == "DỮ LIỆU MINH HỌA"
        assert section.first_page_footer.paragraphs[0].text == "DỮ LIỆU MINH HỌA"


def test_only_times_new_roman_is_named(state_report):
    with ZipFile(BytesIO(to_docx(state_report))) as file:
        styles = docx.oxml.parse_xml(file.read("word/styles.xml"))
    used = {"Normal", "Body Text", "Heading 1", "Heading 2", "Heading 3", "Title", "Caption", "Table Text"}

    for style in styles.iter(f"{W}style"):
        if style.find(f"{W}name").get(f"{W}val").title() in used:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert set(fonts.attrib.values()) == {"Times New Roman"}


def test_headings_are_headings_and_numbered(state_report):
    lines = [(line.style.name, line.text) for line in opened(state_report).paragraphs]
    headings = [(style, text) for style, text in lines if style.startswith("Heading")]

    assert headings == [
        ("Heading 1", "I. TÌNH HÌNH"),
        ("Heading 2", "1. Vấn đề người dân quan tâm"),
        ("Heading 3", "a) Địa bàn có nhiều phản ánh"),
        ("Heading 1", "II. KIẾN NGHỊ, ĐỀ XUẤT"),
    ]


def test_a_table_repeats_its_heading_row_and_sets_numbers_right(state_report):
    table = next(table for table in opened(state_report).tables if table.cell(0, 0).text == "Địa bàn")

    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert table.cell(1, 1).paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert [cell.text for cell in table.rows[-1].cells] == ["Cộng", "515", "37.035"]


def test_figures_open_from_word_when_the_address_of_the_site_is_known(state_report):
    plain = opened(state_report)
    linked = opened(replace(state_report, base_url="https://langnghe.example"))
    addresses = {part.target_ref for part in linked.part.rels.values() if part.is_external}

    assert not [part for part in plain.part.rels.values() if part.is_external]
    assert any(address.startswith("https://langnghe.example/so-lieu/") for address in addresses)
    assert everything(plain) == everything(linked)


def test_pictures_say_what_they_show(state_report):
    (picture,) = opened(state_report).inline_shapes

    assert picture._inline.docPr.get("descr") == "Biểu đồ cột: quý I cao hơn quý II"


def test_the_party_paper_bears_a_star_and_no_motto(party_report):
    words = everything(opened(party_report))

    assert "BAN TUYÊN GIÁO VÀ DÂN VẬN\n*" in words
    assert "CỘNG HÒA" not in words
    assert "T/M LÃNH ĐẠO BAN\nTRƯỞNG BAN" in words


def test_words_proposed_by_the_machine_are_marked(state_report):
    assert "[Gợi ý, cần biên tập] Tâm trạng, nguyện vọng" in everything(opened(state_report))


def test_characters_that_a_word_file_cannot_hold_do_not_stop_it(state_report):
    document = replace(state_report, blocks=(Paragraph("Đường\x00 vào\x0blàng\ud800 <b>&amp;"),))

    assert "Đường vào làng <b>&amp;" in everything(opened(document))


def test_each_annex_counts_its_own_pages(state_report):
    last = opened(state_report).sections[-1]

    assert last._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"


def test_an_urgent_paper_has_its_stamp_framed_below_the_number(state_report):
    assert "HỎA TỐC" not in everything(opened(state_report))

    number = opened(replace(state_report, urgency=FLASH)).tables[0].cell(1, 0)

    stamp = number.tables[0]
    assert stamp.cell(0, 0).text == "HỎA TỐC"
    assert stamp.rows[0].height == pytest.approx(Mm(8), abs=700)
    assert stamp.cell(0, 0).width == pytest.approx(Mm(30), abs=700)
    assert "tblBorders" in stamp._tbl.xml
