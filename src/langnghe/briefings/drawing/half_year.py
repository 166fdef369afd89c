"""The half-year report: contents in, a paper out. Vietnamese words of an official Vietnamese paper."""

from collections.abc import Iterator, Sequence
from datetime import date

from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Count, PartLine
from langnghe.briefings.drawing.area_map import area_map
from langnghe.briefings.drawing.charts import RECEIVED, months_chart, topics_chart
from langnghe.briefings.drawing.grassroots_block import grassroots_block
from langnghe.briefings.drawing.meetings_block import meetings_block
from langnghe.briefings.drawing.numbers import (
    before,
    change_in_words,
    compared,
    number,
    opens,
    percent,
    share_of,
)
from langnghe.briefings.drawing.practices_block import practices_block
from langnghe.briefings.drawing.programmes_block import programmes_block
from langnghe.briefings.drawing.situations_block import conclusions_block, situations_block
from langnghe.core.paper import (
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    Words,
    day_in_words,
)

PART_FIGURES = (
    (RECEIVED, "Tiếp nhận"),
    ("cases_answered", "Đã trả lời"),
    ("cases_open", "Đang xử lý"),
    ("cases_overdue", "Quá hạn"),
)


def drawn(written: str) -> Document:
    """Return the report of contents written down as JSON: the entrance of the process that sets papers."""
    return half_year_report(Contents.from_json(written))


def half_year_report(contents: Contents) -> Document:
    """Return the report as a paper in the form of the body that writes it."""
    letterhead = contents.letterhead
    return letterhead.document(
        "BC",
        "Báo cáo",
        summary(contents),
        _blocks(contents),
        written_on=contents.written_on,
        addressees=(letterhead.superior,) if letterhead.superior else (),
        recipients=("Như trên",) if letterhead.superior else ("Lãnh đạo cơ quan",),
        annexes=_annexes(contents),
        notice=contents.notice,
        base_url=contents.base_url,
    )


def summary(contents: Contents) -> str:
    """Return what the report is about: the work, its period and the period to come."""
    work = "công tác dân vận" if contents.letterhead.form == "party" else "công tác dân vận chính quyền"
    period, following = period_in_words(contents.first_on, contents.last_on)
    text = f"kết quả {work} {period} và phương hướng, nhiệm vụ {following}"
    return text if contents.letterhead.form == "party" else text[0].upper() + text[1:]


def period_in_words(first_on: date, last_on: date) -> tuple[str, str]:
    """Return how officials name a period and the next; half-years may begin on the 15th, as reports do."""
    year = last_on.year
    ends = {(first_on.month, first_on.day), (last_on.month, last_on.day)}
    length = (last_on - first_on).days
    if 175 < length < 190 and ends in ({(1, 1), (6, 30)}, {(12, 15), (6, 14)}):
        return f"6 tháng đầu năm {year}", f"6 tháng cuối năm {year}"
    if 175 < length < 190 and ends in ({(7, 1), (12, 31)}, {(6, 15), (12, 14)}):
        return f"6 tháng cuối năm {year}", f"6 tháng đầu năm {year + 1}"
    if 360 < length < 370 and ends in ({(1, 1), (12, 31)}, {(12, 15), (12, 14)}):
        return f"năm {year}", f"năm {year + 1}"
    return f"từ ngày {day_in_words(first_on)} đến ngày {day_in_words(last_on)}", "thời gian tới"


def _blocks(contents: Contents) -> Iterator[Block]:
    yield Heading(1, outline.SITUATION)
    yield from _written(contents, outline.GENERAL)
    yield Heading(2, "Phản ánh, kiến nghị của người dân")
    yield Paragraph(tuple(_received(contents)))
    yield from _pictures(contents)
    yield from _written(contents, outline.MOOD)
    yield from situations_block(contents)
    yield Heading(1, outline.RESULTS)
    yield from _written(contents, outline.PARTY_COMMITTEES)
    yield from _written(contents, outline.GOVERNMENT)
    yield from grassroots_block(contents)
    yield from conclusions_block(contents)
    yield Paragraph(tuple(_answered(contents)))
    yield Paragraph(tuple(_beside_the_answers(contents)))
    yield Paragraph(tuple(_left_open(contents)))
    for part in (outline.FRONT, outline.ARMED_FORCES, outline.ETHNIC_RELIGIOUS):
        yield from _written(contents, part)
    yield from programmes_block(contents)
    yield Heading(1, outline.BOARD)
    yield from _written(contents, outline.BOARD_WORK, heading=False)
    yield from practices_block(contents)
    yield Paragraph(tuple(_alarms(contents)))
    yield from meetings_block(contents)
    yield Heading(1, outline.ASSESSMENT)
    for part in (outline.STRENGTHS, outline.LIMITS, outline.CAUSES):
        yield from _written(contents, part)
    _, following = period_in_words(contents.first_on, contents.last_on)
    yield Heading(1, f"{outline.TASKS} {following.upper()}")
    yield from _written(contents, outline.NEXT_TASKS, heading=False)
    yield Heading(1, outline.PROPOSALS)
    yield from _written(contents, outline.REQUESTS, heading=False)


def _written(contents: Contents, part: outline.Part, *, heading: bool = True) -> Iterator[Block]:
    """Yield a part that a person writes, each of its lines a paragraph."""
    if heading:
        yield Heading(2, part.title)
    words = contents.texts[part.name]
    for line in words.text.splitlines():
        if line.strip():
            yield Paragraph(line.strip(), proposal=words.proposal)


# Sentences around numbers.


def _received(contents: Contents) -> Iterator[str | Run]:
    received, by_staff = contents.line(RECEIVED), contents.line("reports_entered_by_staff")
    yield f"Từ ngày {day_in_words(contents.first_on)} đến ngày {day_in_words(contents.last_on)}, "
    yield f"{contents.letterhead.area_name} tiếp nhận "
    yield from compared(received)
    yield " phản ánh, kiến nghị của người dân; trong đó "
    yield from compared(by_staff)
    yield " do cán bộ ghi nhận tại nơi tiếp công dân, qua đường dây nóng hoặc khi gặp gỡ Nhân dân."


def _answered(contents: Contents) -> Iterator[str | Run]:
    yield "Số việc đã trả lời người dân: "
    yield from compared(contents.line("cases_answered"))
    for name, words in (
        ("answered_on_time", "; đúng hạn đã hứa ban đầu: "),
        ("answered_on_time_extended", "; đúng hạn sau khi gia hạn hoặc tạm dừng: "),
        ("answered_late", "; trả lời quá hạn: "),
        ("answered_solved", "; kết quả đã giải quyết: "),
    ):
        yield words
        yield from share_of(contents.line(name))
    yield "."


def _beside_the_answers(contents: Contents) -> Iterator[str | Run]:
    yield "Cùng với đó: gia hạn "
    yield opens(contents.line("cases_extended"))
    for name, words in (
        ("cases_paused", " việc; tạm dừng "),
        ("cases_refused", " việc; từ chối tiếp nhận "),
        ("cases_withdrawn", " việc; người gửi rút "),
        ("cases_reopened", " việc; mở lại "),
        ("cases_handed_over", " việc; chuyển cơ quan khác xử lý "),
    ):
        yield words
        yield opens(contents.line(name))
    yield " việc. Số lượt đánh giá hài lòng với câu trả lời: "
    yield from share_of(contents.line("satisfied"), of="lượt đánh giá")
    yield "."


def _left_open(contents: Contents) -> Iterator[str | Run]:
    yield f"Đến hết ngày {day_in_words(contents.last_on)} còn "
    yield from compared(contents.line("cases_open"))
    yield " việc đang xử lý, trong đó "
    yield from compared(contents.line("cases_overdue"))
    yield " việc đã quá hạn trả lời."


def _alarms(contents: Contents) -> Iterator[str | Run]:
    yield "Qua theo dõi số liệu, hệ thống phát "
    yield from compared(contents.line("alarms"))
    yield " cảnh báo về cụm phản ánh bất thường để cơ quan có trách nhiệm xác minh."


# Pictures, tables and annexes


def _pictures(contents: Contents) -> Iterator[Block]:
    if len(contents.months) > 1:
        yield months_chart(
            contents.months,
            now="Kỳ này",
            before="Cùng kỳ năm trước",
            caption="Biểu đồ 1. Số phản ánh theo tháng, so với cùng kỳ năm trước",
        )
    if any(topic.counts[RECEIVED].value for topic in contents.topics):
        yield topics_chart(contents.topics, caption="Biểu đồ 2. Lĩnh vực có nhiều phản ánh nhất")
    drawn = area_map(
        contents.areas,
        contents.outlines,
        caption="Bản đồ. Số phản ánh theo địa bàn (vị trí là điểm đại diện của mỗi địa bàn)",
    )
    if drawn:
        yield drawn


def _annexes(contents: Contents) -> tuple[Annex, ...]:
    return (
        Annex("Số liệu của báo cáo", (_figures_table(contents), _how_counted(contents), _formulas(contents))),
        Annex("Số liệu theo địa bàn", (_parts_table("Bảng 3", "Địa bàn", contents, contents.areas),)),
        Annex("Số liệu theo lĩnh vực", (_parts_table("Bảng 4", "Lĩnh vực", contents, contents.topics),)),
    )


def _figures_table(contents: Contents) -> Table:
    rows = tuple(
        (
            line.label,
            opens(line),
            percent(line.now.share) if line.now.share is not None else "",
            before(line),
            change_in_words(line.now.value, line.before.value) or "-",
        )
        for line in contents.lines
    )
    header = ("Chỉ tiêu", "Kỳ này", "Tỷ lệ", "Cùng kỳ năm trước", "So sánh")
    return Table("Bảng 1. Các chỉ tiêu của kỳ báo cáo", header, rows, widths=(40, 12, 12, 16, 20))


def _how_counted(contents: Contents) -> Paragraph:
    return Paragraph(
        f"Số liệu tính đến {contents.known_at}, "
        f"theo địa giới hành chính ngày {day_in_words(contents.boundaries_on)}. "
        "Mở mỗi con số để xem danh sách đứng sau nó."
    )


def _formulas(contents: Contents) -> Table:
    rows = tuple((line.label, line.formula) for line in contents.lines)
    return Table("Bảng 2. Cách tính các chỉ tiêu", ("Chỉ tiêu", "Cách tính"), rows, widths=(40, 60))


def _parts_table(name: str, kind: str, contents: Contents, parts: Sequence[PartLine]) -> Table:
    rows = tuple(_row(part.label, part.key, part.counts) for part in parts)
    total = _row("Cộng", "total", {name: contents.line(name).now for name, _ in PART_FIGURES})
    header = (kind, *(title for _, title in PART_FIGURES))
    caption = f"{name}. {kind} và kết quả xử lý"
    return Table(caption, header, rows, total=total, widths=(40, 15, 15, 15, 15))


def _row(label: str, key: str, counts: dict[str, Count]) -> tuple[Words, ...]:
    return (label, *(number(counts[name], f"{key}-{name}") for name, _ in PART_FIGURES))
