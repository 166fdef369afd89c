"""The papers of a meeting as the registry of the host would send them out, in both official forms."""

from dataclasses import replace
from datetime import date

import pytest

from langnghe.core.paper import Document, Letterhead, ListItems, Paragraph, Table
from langnghe.core.paper.html import to_html
from langnghe.meetings.contents import Contents, Earlier, OnTheTable, Point, Task
from langnghe.meetings.drawing.agenda import agenda
from langnghe.meetings.drawing.invitation import invitation
from langnghe.meetings.drawing.minutes import minutes
from langnghe.meetings.drawing.notice import notice_of_conclusions

STATE = Letterhead("state", "Ủy ban nhân dân tỉnh Mẫu", "", "UBND", "Mẫu", "ubnd_tinh", "Tỉnh Mẫu")
PARTY = replace(STATE, form="party", issuer="Đảng ủy xã Hương Sen", superior="Tỉnh ủy Mẫu", signer="dang_uy")
COMMUNE = "Ủy ban nhân dân xã Hương Sen"
CONTENTS = Contents(
    letterhead=STATE,
    written_on=date(2026, 1, 5),
    number=5,
    name="Giao ban công tác dân vận tháng 1",
    held_on=date(2026, 1, 5),
    held_at="08 giờ 00",
    place="Hội trường tầng 2",
    chair="Chủ tịch UBND tỉnh",
    attended=24,
    invited=(COMMUNE,),
    asked_for=("Báo cáo tháng.",),
    agenda=(Point("Tình hình sạt lở", COMMUNE, 20), Point("Thảo luận", "", None)),
    papers=(OnTheTable("mô hình", "Tuyến đường không rác", COMMUNE),),
    earlier=(
        Earlier("Sửa đường vào làng.", COMMUNE, date(2025, 12, 1), "Đang thực hiện", 40, True, True),
        Earlier("Cắm biển báo.", COMMUNE, date(2025, 12, 1), "Đã hoàn thành", 40, False, False),
    ),
    tasks=(Task("Rà soát các điểm sạt lở.", COMMUNE, date(2026, 3, 31)),),
    minutes="Xã báo cáo.\n\nTỉnh kết luận.",
)
ALL = [invitation, agenda, minutes, notice_of_conclusions]


def words_of(document: Document) -> str:
    return to_html(document)


@pytest.mark.parametrize(
    ("paper", "state", "party", "title"),
    [
        (invitation, "/GM-UBND", "-GM/UBND", "Giấy mời"),
        (agenda, "/CTr-UBND", "-CTr/UBND", "Chương trình"),
        (minutes, "/BB-UBND", "-BB/UBND", "Biên bản"),
        (notice_of_conclusions, "05/TB-UBND", "05-TB/UBND", "Thông báo"),
    ],
)
def test_each_paper_bears_its_number_and_title_in_both_forms(paper, state, party, title):
    of_the_state, of_the_party = paper(CONTENTS), paper(replace(CONTENTS, letterhead=PARTY))

    assert of_the_state.number.strip("\u00a0") == state
    assert of_the_party.number.strip("\u00a0") == party
    assert {of_the_state.type_name, of_the_party.type_name} == {title}
    assert of_the_state.summary[0].isupper()
    assert of_the_party.summary[0].islower()


@pytest.mark.parametrize("paper", ALL)
def test_no_paper_has_an_empty_point_a_double_stop_or_a_month_in_another_language(paper):
    words = words_of(paper(CONTENTS))

    assert ". (" not in words
    assert ".;" not in words
    assert ".." not in words.replace("…", "")
    assert "Jan" not in words
    assert "ngày 05 tháng 01 năm 2026" in words


@pytest.mark.parametrize("paper", ALL)
def test_the_points_of_every_list_are_closed_as_papers_close_them(paper):
    lists = [block for block in paper(CONTENTS).blocks if isinstance(block, ListItems)]

    assert all(str(item).endswith(";") for block in lists for item in block.items[:-1])
    assert all(str(block.items[-1]).endswith(".") for block in lists)


def test_what_stands_over_heads_the_agenda():
    [table] = [block for block in agenda(CONTENTS).blocks if isinstance(block, Table)]

    assert table.rows[0][1] == "Kết quả thực hiện kết luận các kỳ trước (1 nội dung chưa hoàn thành)"
    assert table.rows[1][1:] == ("Tình hình sạt lở", COMMUNE, "20 phút")


def test_the_minutes_are_signed_by_the_secretary_beside_the_chair_and_hold_each_line_said():
    paper = minutes(CONTENTS)

    assert paper.beside is not None
    assert (paper.beside.office, paper.signature.office) == ("Thư ký", "Chủ trì")
    said = [block.words for block in paper.blocks if isinstance(block, Paragraph)]
    assert "Xã báo cáo." in said
    assert "Tỉnh kết luận." in said


def test_a_paper_whose_title_names_its_body_does_not_name_it_twice():
    report = OnTheTable("báo cáo", f"Báo cáo của {COMMUNE}", COMMUNE)

    one = words_of(invitation(replace(CONTENTS, papers=(report,))))
    many = words_of(invitation(replace(CONTENTS, papers=(report,) * 9)))

    assert f"a) Báo cáo của {COMMUNE}." in one
    assert "9 báo cáo của các cơ quan, đơn vị dự hội nghị" in many
