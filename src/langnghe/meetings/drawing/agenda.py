"""The agenda (chương trình, CTr): contents in, a paper out."""

from collections.abc import Iterator

from langnghe.core.paper import (
    Block,
    Bold,
    Document,
    ListItems,
    Number,
    Paragraph,
    Table,
    Words,
    day_in_words,
)
from langnghe.meetings.contents import Contents
from langnghe.meetings.drawing.frame import framed, within_sentence
from langnghe.meetings.drawing.invitation import on_the_table, standing_over

HEADER = ("TT", "Nội dung", "Thực hiện", "Thời gian")


def drawn(written: str) -> Document:
    """Return the agenda of contents written as JSON: the entrance of the process that sets papers."""
    return agenda(Contents.from_json(written))


def agenda(contents: Contents) -> Document:
    """Return the agenda as a paper in the form of the body that hosts the meeting."""
    return framed(
        contents,
        "CTr",
        "Chương trình",
        within_sentence(contents.name),
        _blocks(contents),
        recipients=("Các cơ quan, đơn vị dự hội nghị",),
    )


def _blocks(contents: Contents) -> Iterator[Block]:
    yield Paragraph((Bold("Thời gian: "), f"{contents.held_at}, ngày {day_in_words(contents.held_on)}."))
    if contents.place:
        yield Paragraph((Bold("Địa điểm: "), f"{contents.place}."))
    if contents.chair:
        yield Paragraph((Bold("Chủ trì: "), f"{contents.chair}."))
    rows = tuple(_rows(contents))
    if rows:
        yield Table("Nội dung chương trình", HEADER, rows, widths=(8, 50, 26, 16))
    if contents.papers:
        yield Paragraph((Bold("Tài liệu hội nghị:"),))
        yield ListItems(on_the_table(contents))


def _rows(contents: Contents) -> Iterator[tuple[Words, ...]]:
    host = contents.letterhead.issuer
    points: list[tuple[str, str, int | None]] = [(words, host, None) for words in standing_over(contents)]
    points += [(point.title, point.body, point.minutes) for point in contents.agenda]
    for position, (title, body, minutes) in enumerate(points, start=1):
        yield Number(str(position)), title, body, f"{minutes} phút" if minutes else ""
