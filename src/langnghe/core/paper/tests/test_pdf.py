from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from langnghe.core.paper import VERY_URGENT, Paragraph, Picture
from langnghe.core.paper.fonts import FontsMissing, font_files
from langnghe.core.paper.pdf import CannotDraw, embedded_fonts, to_pdf


def pages(document):
    return [page.extract_text() for page in PdfReader(BytesIO(to_pdf(document))).pages]


def test_the_pdf_holds_our_typeface_and_no_other(state_report):
    pdf = to_pdf(state_report)

    assert embedded_fonts(pdf) == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


def test_pages_are_numbered_from_the_second_on_and_annexes_apart(state_report):
    long = replace(state_report, blocks=tuple(Paragraph("Nội dung. " * 80) for _ in range(12)))

    numbers = [page.split("\n")[0].strip() for page in pages(long)]

    assert not numbers[0].isdigit()
    assert numbers[1] == "2"
    assert not numbers[-1].isdigit()


def test_every_page_bears_the_notice(state_report):
    assert all("DỮ LIỆU MINH HỌA" in page for page in pages(state_report))


def test_what_people_type_is_never_read_as_markup(state_report):
    typed = '#panic("x") $x^2$ *đậm* _nghiêng_ @nguon <nhan> \\ // /* `ma` = Tiêu đề #{1+1}'

    text = " ".join(" ".join(pages(replace(state_report, blocks=(Paragraph(typed),)))).split())

    assert typed in text


def test_highland_letters_are_drawn(state_report):
    document = replace(state_report, blocks=(Paragraph("Rơ̆ Ư̆ Ƀ ƀ Ê̆ H’Bông Đê Kôn Ia Tul Ỷ Ễ Ộ"),))

    assert len(pages(document)) >= 1


def test_a_character_without_a_shape_stops_with_a_sentence(state_report):
    with pytest.raises(CannotDraw, match=r"cannot draw 😀 \(U\+1F600\), as in “Đường xấu 😀"):
        to_pdf(replace(state_report, blocks=(Paragraph("Đường xấu 😀"),)))


def test_a_picture_cannot_bring_in_another_typeface(state_report):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><text font-family="Arial">Chu</text></svg>'
    pdf = to_pdf(replace(state_report, blocks=(Picture(b"", "chữ", svg=svg),)))

    assert all(name.startswith("Tinos") for name in embedded_fonts(pdf))


def test_figures_are_links_when_the_address_of_the_site_is_known(state_report):
    reader = PdfReader(BytesIO(to_pdf(replace(state_report, base_url="https://langnghe.example"))))
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])]

    assert "https://langnghe.example/so-lieu/reports_received/?area=52&from=2026-01-01&to=2026-06-30" in links


def test_the_same_document_gives_the_same_bytes(state_report):
    assert to_pdf(state_report) == to_pdf(state_report)


def test_the_party_paper(party_report):
    first = pages(party_report)[0]

    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert "Độc lập" not in first
    assert "Số: 07-BC/BTGDV" in first
    assert "Gia Lai, ngày 19 tháng 6 năm 2026" in first


def test_missing_fonts_are_told_with_the_remedy(tmp_path):
    with pytest.raises(FontsMissing, match="make setup"):
        font_files(tmp_path)


def test_an_urgent_paper_bears_its_stamp_once_on_the_first_page(state_report):
    urgent = pages(replace(state_report, urgency=VERY_URGENT))

    assert "".join(urgent).count("THƯỢNG KHẨN") == urgent[0].count("THƯỢNG KHẨN") == 1
