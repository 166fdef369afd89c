"""The minutes (biên bản, BB): contents in, a paper out, signed by the secretary and the chair."""

from collections.abc import Iterator

from langnghe.core.paper import Block, Bold, Document, Heading, ListItems, Paragraph, Signature, day_in_words
from langnghe.meetings.contents import Contents, Task
from langnghe.meetings.drawing.frame import closed, framed, within_sentence
from langnghe.meetings.drawing.invitation import on_the_table

BY_HAND = "…………"
MOST_NAMED = 12


def drawn(written: str) -> Document:
    """Return the minutes of contents written as JSON: the entrance of the process that sets papers."""
    return minutes(Contents.from_json(written))


def minutes(contents: Contents) -> Document:
    """Return the minutes as a paper in the form of the body that hosts the meeting."""
    return framed(
        contents,
        "BB",
        "Biên bản",
        within_sentence(contents.name),
        _blocks(contents),
        beside=Signature("Thư ký"),
        signature=Signature("Chủ trì"),
        recipients=("Các cơ quan, đơn vị dự hội nghị",),
    )


def _blocks(contents: Contents) -> Iterator[Block]:
    day = day_in_words(contents.held_on)
    yield Paragraph((Bold("Thời gian bắt đầu: "), f"{contents.held_at}, ngày {day}."))
    yield Paragraph((Bold("Địa điểm: "), f"{contents.place or BY_HAND}."))
    yield Paragraph((Bold("Chủ trì: "), f"{contents.chair or BY_HAND}."))
    yield Paragraph((Bold("Thành phần tham dự: "), _present(contents)))
    yield Paragraph((Bold("Thư ký (người ghi biên bản): "), f"{BY_HAND}."))
    if contents.agenda or contents.papers:
        yield Heading(1, "NỘI DUNG CHƯƠNG TRÌNH")
        said = [f"{point.title} ({point.body})" if point.body else point.title for point in contents.agenda]
        yield ListItems(closed([*said, *on_the_table(contents)]))
    yield Heading(1, "DIỄN BIẾN HỘI NGHỊ")
    for line in filter(str.strip, (contents.minutes or BY_HAND * 6).splitlines()):
        yield Paragraph(line.strip())
    if contents.tasks:
        yield Heading(1, "KẾT LUẬN CỦA HỘI NGHỊ")
        yield ListItems(closed(map(_task, contents.tasks)))
    yield Paragraph(f"Hội nghị kết thúc vào hồi {BY_HAND} giờ {BY_HAND}, ngày {day}./.")


def _present(contents: Contents) -> str:
    count = f"{contents.attended} đại biểu" if contents.attended else "đại biểu"
    named = "; ".join(contents.invited) if len(contents.invited) <= MOST_NAMED else ""
    if not contents.invited:
        return f"{count}."
    return (
        f"{count} của {named}." if named else f"{count} của {len(contents.invited)} cơ quan, đơn vị được mời."
    )


def _task(task: Task) -> str:
    return f"{task.words.rstrip(' ;.')} ({task.owner}; thời hạn {day_in_words(task.due_on)})"
