"""From cases in the database to papers on disk."""

from datetime import date, timedelta

import docx
import pytest
from django.core.management import CommandError, call_command

from langnghe.bodies.models import Line, PaperFormat
from langnghe.briefings import actions, outline, queries
from langnghe.briefings.models import Briefing
from langnghe.cases import actions as case_actions
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, World, make_body, report_in, small_province
from langnghe.core.paper import figures_of
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import value_of

pytestmark = pytest.mark.django_db

SPRING = {"first_on": date(2026, 1, 1), "last_on": date(2026, 6, 30)}
LATER = NOW.replace(month=7)


@pytest.fixture
def world() -> World:
    """Five reports in March: one answered, one refused, one from nowhere in particular."""
    world = small_province()
    cases = [take_in(report_in(world, f"Việc {n}"), by=None, now=NOW).case for n in range(3)]
    take_in(report_in(world, "Việc bên", area=world.neighbour, topic=""), by=None, now=NOW)
    take_in(report_in(world, "Không rõ ở đâu", area=None), by=None, now=NOW)
    case_actions.answer(
        cases[0], outcome="solved", words="Đã sửa xong.", by=world.officer, now=NOW + timedelta(days=1)
    )
    case_actions.refuse(cases[1], words="Không phải việc của xã.", by=world.officer, now=NOW)
    return world


def drafted(world: World) -> Briefing:
    return actions.draft_for_area(world.province, **SPRING, now=queries.now())


def test_the_contents_say_what_the_figures_say(world):
    briefing = drafted(world)

    contents = queries.contents_of(briefing)

    question = queries.question_of(briefing)
    assert {line.name for line in contents.lines} == set(FIGURES)
    for line in contents.lines:
        answer = value_of(line.name, question)
        assert (line.now.value, line.now.base) == (answer.value, answer.base)
        assert line.before.value == 0


def test_parts_by_area_and_topic_add_up_to_the_number(world):
    contents = queries.contents_of(drafted(world))

    for parts in (contents.areas, contents.topics):
        for name in queries.PART_FIGURES:
            assert sum(part.counts[name].value for part in parts) == contents.line(name).now.value


def test_areas_without_reports_stand_in_the_table_and_on_the_map(world):
    january = {"first_on": date(2026, 1, 1), "last_on": date(2026, 1, 31)}

    contents = queries.contents_of(actions.draft_for_area(world.province, **january, now=LATER))

    assert [(area.label, area.counts["reports_received"].value) for area in contents.areas] == [
        ("Xã Hương Sen", 0),
        ("Xã Bến Tre Xanh", 0),
    ]
    assert contents.areas[0].latitude == 16.0


def test_the_command_writes_the_paper_in_three_formats(world, tmp_path, capsys):
    call_command(
        "make_briefing", "--area", "90", "--from", "2026-01-01", "--to", "2026-06-30", "--out", str(tmp_path)
    )

    names = ["bao-cao-90-2026-01-01-2026-06-30." + ending for ending in ("docx", "html", "pdf")]
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    lines = docx.Document(tmp_path / names[0]).paragraphs
    headings = [line.text for line in lines if line.style.name == "Heading 1"]
    assert [heading.split(". ", 1)[1] for heading in headings] == [
        outline.SITUATION,
        outline.RESULTS,
        outline.BOARD,
        outline.ASSESSMENT,
        f"{outline.TASKS} 6 THÁNG CUỐI NĂM 2026",
        outline.PROPOSALS,
    ]
    assert "Ủy ban nhân dân Tỉnh Mẫu" in (tmp_path / names[1]).read_text()
    assert "Tỉnh Mẫu" in capsys.readouterr().out


def test_the_paper_answers_the_same_on_a_later_day(world):
    briefing = drafted(world)
    before = queries.contents_of(briefing)

    take_in(report_in(world, "Đến sau, ghi lùi ngày"), by=None, now=NOW)
    after = queries.contents_of(briefing)

    assert after.lines == before.lines
    assert after.areas == before.areas


def test_a_party_committee_reports_on_its_area_in_the_form_of_the_party(world):
    from langnghe.briefings.drawing.half_year import half_year_report

    committee = make_body("tinh-uy-90", "Tỉnh ủy Mẫu", world.province, kind="tinh_uy")
    committee.line, committee.paper_format, committee.abbreviation = Line.PARTY, PaperFormat.PARTY, "TU"
    committee.save()

    contents = queries.contents_of(actions.draft_for_body(committee, **SPRING, now=queries.now()))
    paper = half_year_report(contents)

    assert contents.line("reports_received").now.value == 5
    assert paper.form.name == "party"
    assert paper.number.endswith("-BC/TU")
    assert paper.signature.authority_lines(paper.form) == ["T/M BAN THƯỜNG VỤ"]


def test_a_people_s_committee_reports_on_what_it_and_the_bodies_below_hold(world):
    commune = actions.draft_for_body(world.commune_body, **SPRING, now=queries.now())
    province = actions.draft_for_body(world.province_body, **SPRING, now=queries.now())

    assert queries.contents_of(commune).line("reports_received").now.value == 3
    assert queries.contents_of(province).line("reports_received").now.value == 5


def test_every_number_of_the_paper_carries_its_question(world):
    from langnghe.briefings.drawing.half_year import half_year_report

    briefing = drafted(world)
    numbers = figures_of(half_year_report(queries.contents_of(briefing)))

    assert len(numbers) > 2 * len(FIGURES)
    for number in numbers:
        assert number.href.startswith("/so-lieu/")
        assert "area=90" in number.href
        assert "known-at=" in number.href


def test_words_that_somebody_wrote_replace_the_proposal(world):
    briefing = drafted(world)

    assert actions.write(briefing, {"mood": "Nhân dân phấn khởi."}, by=world.leader) == 1
    assert actions.write(briefing, {"mood": "Nhân dân phấn khởi."}, by=world.leader) == 0

    texts = queries.contents_of(briefing).texts
    assert (texts["mood"].text, texts["mood"].proposal) == ("Nhân dân phấn khởi.", False)
    assert texts["limits"].proposal
    assert briefing.texts.count() == 1


def test_an_unknown_part_is_refused(world):
    with pytest.raises(actions.NoSuchPart, match="mod"):
        actions.write(drafted(world), {"mod": "…"}, by=world.leader)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--area", "90", "--from", "2026-06-30", "--to", "2026-01-01"], "before it begins"),
        (["--area", "90", "--from", "2999-01-01", "--to", "2999-06-30"], "after today"),
        (["--area", "99", "--from", "2026-01-01", "--to", "2026-06-30"], "no area with the code 99"),
        (["--body", "khong-co", "--from", "2026-01-01", "--to", "2026-06-30"], "no body “khong-co”"),
    ],
)
def test_what_cannot_be_reported_is_said_in_one_sentence(world, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("make_briefing", *arguments, "--out", str(tmp_path))

    assert not Briefing.objects.exists()
    assert not list(tmp_path.iterdir())


def test_papers_of_a_demonstration_say_so(world, settings):
    briefing = drafted(world)

    notices = []
    for settings.DEMO_MODE in (True, False):
        notices.append(queries.contents_of(briefing).notice)

    assert notices == ["DỮ LIỆU MINH HỌA", ""]
