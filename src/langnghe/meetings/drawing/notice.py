"""The notice of conclusions (thông báo kết luận, TB): contents in, a paper out."""

from collections.abc import Iterator

from langnghe.core.paper import (
    Block,
    Bold,
    Document,
    FigureNumber,
    Heading,
    Paragraph,
    Run,
    Table,
    day_in_words,
)
from langnghe.meetings.contents import Contents, Earlier, Task
from langnghe.meetings.drawing.frame import framed, within_sentence

MOST_RECIPIENTS = 12
UNDECIDED = "chưa có ý kiến kết luận"


def drawn(written: str) -> Document:
    """Return the notice of contents written down as JSON: the entrance of the process that sets papers."""
    return notice_of_conclusions(Contents.from_json(written))


def notice_of_conclusions(contents: Contents) -> Document:
    """Return the notice as a paper in the form of the body that hosted the meeting."""
    return framed(
        contents,
        "TB",
        "Thông báo",
        f"kết luận {within_sentence(contents.name)} ngày {day_in_words(contents.held_on)}",
        _blocks(contents),
        number=contents.number,
        recipients=_recipients(contents),
    )


def _recipients(contents: Contents) -> tuple[str, ...]:
    if len(contents.invited) > MOST_RECIPIENTS:
        return ("Các cơ quan, đơn vị dự hội nghị", "Lãnh đạo cơ quan")
    return (*contents.invited, "Lãnh đạo cơ quan")


def _blocks(contents: Contents) -> Iterator[Block]:
    yield Paragraph(_opening(contents))
    if contents.earlier:
        yield Heading(1, "KẾT LUẬN GIAO BAN KỲ TRƯỚC VÀ KẾT QUẢ THỰC HIỆN")
        yield _follow_up(contents.earlier)
    yield Heading(1, "NỘI DUNG KẾT LUẬN")
    for position, task in enumerate(contents.tasks, start=1):
        yield from _task(position, task)
    undecided = [one for one in contents.earlier if one.undecided]
    if undecided:
        yield Heading(1, "NỘI DUNG CHƯA CÓ Ý KIẾN KẾT LUẬN, CHUYỂN KỲ SAU")
        for one in undecided:
            words = one.words.rstrip(" ;.")
            yield Paragraph(f"{words} ({one.owner}; đã {one.age_days} ngày, {UNDECIDED}).")
    yield Paragraph(
        "Yêu cầu các cơ quan, đơn vị được giao nhiệm vụ tổ chức thực hiện, báo cáo kết quả kèm minh chứng "
        "đúng thời hạn; nội dung chưa hoàn thành được đưa vào đầu chương trình kỳ giao ban sau."
    )


def _opening(contents: Contents) -> str:
    day = f"Ngày {day_in_words(contents.held_on)}"
    place = f", tại {contents.place}" if contents.place else ""
    chair = f"{contents.chair} chủ trì" if contents.chair else f"{contents.letterhead.issuer} tổ chức"
    present = f", có {contents.attended} đại biểu tham dự" if contents.attended else ""
    return (
        f"{day}{place}, {chair} {within_sentence(contents.name)}{present}. Sau khi nghe các báo cáo, "
        "tham luận và ý kiến thảo luận, hội nghị thống nhất kết luận như sau:"
    )


def _follow_up(earlier: tuple[Earlier, ...]) -> Table:
    rows = tuple(
        (one.words, one.owner, day_in_words(one.due_on), f"{one.result} (đã {one.age_days} ngày)")
        for one in earlier
    )
    header = ("Nội dung kết luận", "Cơ quan thực hiện", "Thời hạn", "Kết quả")
    return Table("Kết quả thực hiện kết luận các kỳ trước", header, rows, widths=(37, 22, 18, 23))


def _task(position: int, task: Task) -> Iterator[Block]:
    yield Paragraph((Bold(f"{position}. "), task.words))
    yield Paragraph(f"Cơ quan thực hiện: {task.owner}. Thời hạn: {day_in_words(task.due_on)}.")
    if task.bases:
        yield Paragraph(tuple(_bases(position, task)))


def _bases(position: int, task: Task) -> Iterator[str | Run]:
    yield "Căn cứ: "
    for at, basis in enumerate(task.bases):
        yield f"; {basis.label}" if at else basis.label
        yield FigureNumber(basis.number, basis.href, f"conclusion-{position}-{at}")
    yield "."
