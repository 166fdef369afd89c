"""The invitation (giấy mời, GM): contents in, a paper out."""

from collections.abc import Iterator

from langnghe.core.paper import Block, Bold, Document, ListItems, Paragraph, day_in_words
from langnghe.meetings.contents import Contents, OnTheTable, Point
from langnghe.meetings.drawing.frame import closed, framed, within_sentence

BRIEFING = "báo cáo"  # as `papers` names the kind
MOST_BRIEFINGS = 4


def drawn(written: str) -> Document:
    """Return the invitation of contents written as JSON: the entrance of the process that sets papers."""
    return invitation(Contents.from_json(written))


def invitation(contents: Contents) -> Document:
    """Return the invitation as a paper in the form of the body that hosts the meeting."""
    return framed(
        contents,
        "GM",
        "Giấy mời",
        f"dự {within_sentence(contents.name)}",
        _blocks(contents),
        addressees=contents.invited or ("Các cơ quan, đơn vị liên quan",),
        recipients=("Như trên",),
    )


def standing_over(contents: Contents) -> Iterator[str]:
    """Yield what stands before every agenda: the unfinished conclusions of earlier meetings, if any."""
    unfinished = sum(one.is_open for one in contents.earlier)
    if unfinished:
        yield f"Kết quả thực hiện kết luận các kỳ trước ({unfinished} nội dung chưa hoàn thành)"


def on_the_table(contents: Contents) -> tuple[str, ...]:
    """Return the papers on the table, one in a line; many briefings are one line that counts them."""
    briefings = [paper for paper in contents.papers if paper.kind == BRIEFING]
    if len(briefings) <= MOST_BRIEFINGS:
        return closed(map(_paper, contents.papers))
    others = [paper for paper in contents.papers if paper.kind != BRIEFING]
    return closed([f"{len(briefings)} báo cáo của các cơ quan, đơn vị dự hội nghị", *map(_paper, others)])


def _paper(paper: OnTheTable) -> str:
    """Return the title of a paper, with what it is and whose it is where the title does not say so."""
    return paper.title if paper.body in paper.title else f"{paper.title} ({paper.kind} của {paper.body})"


def _blocks(contents: Contents) -> Iterator[Block]:
    yield Paragraph(
        f"{contents.letterhead.issuer} trân trọng kính mời đại diện lãnh đạo các cơ quan, đơn vị dự "
        f"{within_sentence(contents.name)}, cụ thể như sau:"
    )
    yield Paragraph((Bold("Thời gian: "), f"{contents.held_at}, ngày {day_in_words(contents.held_on)}."))
    if contents.place:
        yield Paragraph((Bold("Địa điểm: "), f"{contents.place}."))
    if contents.chair:
        yield Paragraph((Bold("Chủ trì: "), f"{contents.chair}."))
    points = [*standing_over(contents), *map(_point, contents.agenda)]
    if points:
        yield Paragraph((Bold("Nội dung:"),))
        yield ListItems(closed(points))
    if contents.papers:
        yield Paragraph((Bold("Tài liệu:"),))
        yield ListItems(on_the_table(contents))
    for asked in contents.asked_for:
        yield Paragraph((Bold("Đề nghị chuẩn bị: "), f"{asked.rstrip(' ;.')}."))
    yield Paragraph(
        "Đề nghị các cơ quan, đơn vị sắp xếp công việc, cử đại biểu dự đúng thành phần, thời gian."
    )


def _point(point: Point) -> str:
    body = f" ({point.body})" if point.body else ""
    minutes = f", {point.minutes} phút" if point.minutes else ""
    return f"{point.title}{body}{minutes}"
