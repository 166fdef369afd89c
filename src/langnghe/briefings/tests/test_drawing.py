"""The report as a paper: sentences, pictures and tables, without a database."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Words
from langnghe.briefings.drawing.area_map import area_map
from langnghe.briefings.drawing.half_year import half_year_report, period_in_words
from langnghe.briefings.drawing.numbers import change_in_words, percent
from langnghe.briefings.papers import HALF_YEAR
from langnghe.core.paper import Heading, Paragraph, Picture, Table, figures_of
from langnghe.core.paper.apart import CannotTypeset, in_child
from langnghe.core.paper.document import runs

SVG = "{http://www.w3.org/2000/svg}"


def sentences(document):
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    return ["".join(run.text for run in runs(paragraph.words)) for paragraph in paragraphs]


def test_contents_come_back_from_json_as_they_were(contents):
    assert Contents.from_json(contents.to_json()) == contents


def test_the_report_has_the_six_headings_of_the_handbook(contents):
    blocks = half_year_report(contents).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]

    assert headings == [
        outline.SITUATION,
        outline.RESULTS,
        outline.BOARD,
        outline.ASSESSMENT,
        "PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2026",
        outline.PROPOSALS,
    ]


def test_numbers_stand_beside_the_same_days_of_the_year_before(contents):
    words = " ".join(sentences(half_year_report(contents)))

    assert "tỉnh Gia Lai tiếp nhận 1.248 (cùng kỳ năm trước: 1.102, tăng 13,2%) phản ánh" in words
    assert "còn 210 (cùng kỳ năm trước: 180, tăng 16,7%) việc đang xử lý" in words


def test_answers_in_time_never_stand_without_what_was_extended_paused_refused_and_reopened(contents):
    words = " ".join(sentences(half_year_report(contents)))

    for said in ("đúng hạn", "sau khi gia hạn hoặc tạm dừng", "từ chối", "người gửi rút", "mở lại"):
        assert said in words


def test_two_charts_and_a_map_say_what_they_show(contents):
    pictures = [block for block in half_year_report(contents).blocks if isinstance(block, Picture)]

    assert [picture.caption.split(".")[0] for picture in pictures] == ["Biểu đồ 1", "Biểu đồ 2", "Bản đồ"]
    assert "tháng 01/2026: 197, năm trước 175" in pictures[0].alt
    assert "Giao thông: 510" in pictures[1].alt
    assert all(picture.png.startswith(b"\x89PNG") and b"Tinos" in picture.svg for picture in pictures)


def test_the_map_holds_every_area_with_a_point_and_nothing_beyond_its_frame(contents):
    picture = area_map(contents.areas, (), caption="Bản đồ")
    svg = ElementTree.fromstring(picture.svg)
    width, height = float(svg.get("width")), float(svg.get("height"))
    circles = [circle for circle in svg.iter(f"{SVG}circle") if circle.get("stroke-dasharray") is None]

    assert len(circles) == 4
    for circle in circles:
        x, y, radius = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        assert radius <= x <= width - radius
        assert radius <= y <= height - radius


def test_without_any_point_there_is_no_map(contents):
    nowhere = tuple(replace(area, latitude=None, longitude=None) for area in contents.areas)

    assert area_map(nowhere, (), caption="Bản đồ") is None


def test_tables_of_the_annex_add_up_to_their_total(contents):
    blocks = [block for annex in half_year_report(contents).annexes for block in annex.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]

    for table in tables[2:]:
        received = [int(row[1].text.replace(".", "")) for row in table.rows]
        assert sum(received) == int(table.total[1].text.replace(".", ""))


def test_proposals_are_marked_and_written_words_are_not(contents):
    texts = {**contents.texts, "mood": Words("Phấn khởi.\n\nTin tưởng.", proposal=False)}
    blocks = half_year_report(replace(contents, texts=texts)).blocks
    proposals = {block.words: block.proposal for block in blocks if isinstance(block, Paragraph)}

    assert not proposals["Phấn khởi."]
    assert not proposals["Tin tưởng."]
    assert sum(proposals.values()) == len(outline.PARTS) - 1


def test_every_number_has_its_own_key_within_the_body(contents):
    numbers = figures_of(replace(half_year_report(contents), annexes=()))

    assert len({number.key for number in numbers}) == len({(number.href, number.text) for number in numbers})


@pytest.mark.parametrize(
    ("first_on", "last_on", "words"),
    [
        ("2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2025-12-15", "2026-06-14", "6 tháng đầu năm 2026"),
        ("2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026-06-15", "2026-12-14", "6 tháng cuối năm 2026"),
        ("2026-01-01", "2026-12-31", "năm 2026"),
        ("2025-12-15", "2026-12-14", "năm 2026"),
        ("2026-01-05", "2026-03-31", "từ ngày 05/01/2026 đến ngày 31/3/2026"),
        ("2025-01-01", "2026-06-30", "từ ngày 01/01/2025 đến ngày 30/6/2026"),
    ],
)
def test_periods_are_named_as_officials_name_them(first_on, last_on, words):
    assert period_in_words(date.fromisoformat(first_on), date.fromisoformat(last_on))[0] == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (9, 8, "tăng 12,5%"),
        (8, 16, "giảm 50%"),
        (7, 7, "không đổi"),
        (5, 0, ""),
        (0, 0, ""),
        (0, 4, "giảm 100%"),
    ],
)
def test_a_change_is_told_in_words(now, before, words):
    assert change_in_words(now, before) == words


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_word_for_a_change_never_contradicts_the_numbers(now, before):
    words = change_in_words(now, before)

    assert words.startswith("tăng") == (now > before)
    assert words.startswith("giảm") == (now < before)


@settings(deadline=None)  # the machine may be busy
@given(st.floats(0, 10))
def test_percents_have_one_decimal_and_a_comma(share):
    written = percent(share)

    assert written.endswith("%")
    assert abs(float(written[:-1].replace(",", ".")) - share * 100) <= 0.0501


def test_a_fresh_process_sets_the_paper(contents):
    assert in_child(contents.to_json(), "pdf", drawing=HALF_YEAR.function).startswith(b"%PDF-1.7")


def test_what_the_fresh_process_cannot_set_comes_back_as_one_sentence(contents):
    emoji = replace(contents, texts={**contents.texts, "mood": Words("Vui 😀", proposal=False)})

    with pytest.raises(CannotTypeset, match=r"cannot draw 😀 \(U\+1F600\)"):
        in_child(emoji.to_json(), "pdf", drawing=HALF_YEAR.function)


def test_pages_do_not_load_what_sets_papers():
    heavy = ["altair", "vl_convert", "typst", "docx", "ibis", "pandas", "scipy", "fontTools"]
    program = (
        "import os, sys, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'langnghe.config.settings');"
        "django.setup(); import langnghe.briefings.views;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "[]"


def test_the_first_chart_of_a_process_knows_how_wide_its_letters_are():
    drawing = (
        "from langnghe.briefings.contents import Month\n"
        "from langnghe.briefings.drawing.charts import months_chart\n"
        "months = [Month('01/2026', 3, 2)]\n"
        "print(months_chart(months, now='Kỳ này', before='Cùng kỳ năm trước', caption='').svg.decode())"
    )

    svg = subprocess.run([sys.executable, "-c", drawing], capture_output=True, text=True, check=True).stdout

    assert "Cùng kỳ năm trước" in svg
