"""The invitation (giấy mời, GM): contents in, a paper out."""

from collections.abc import Iterator

from langnghe.core.paper import (
    Block,
    Bold,
    Document,
    ListItems,
    Paragraph,
    day_in_words,
    signature_of,
)
from langnghe.meetings.contents import Contents, Point
from langnghe.meetings.drawing.notice import within_sentence


def drawn(written: str) -> Document:
    """Return the invitation of contents written as JSON: the entrance of the process that sets papers."""
    return invitation(Contents.from_json(written))


def invitation(contents: Contents) -> Document:
    """Return the invitation as a paper in the form of the body that hosts the meeting."""
    letterhead = contents.letterhead
    name = within_sentence(contents.name)
    return Document(
        form=letterhead.official_form,
        superior=letterhead.superior,
        issuer=letterhead.issuer,
        number=letterhead.number(None, "GM"),
        place=letterhead.place,
        date=contents.written_on,
        type_name="Giấy mời",
        summary=f"dự {name}" if letterhead.form == "party" else f"Dự {name}",
        addressees=contents.invited or ("Các cơ quan, đơn vị liên quan",),
        blocks=tuple(_blocks(contents)),
        signature=signature_of(letterhead.signer),
        recipients=("Như trên",),
        archive="VT",
        notice=contents.notice,
        base_url=contents.base_url,
    )


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
    points = [*_standing_over(contents), *(_point(point) for point in contents.agenda)]
    if points:
        yield Paragraph((Bold("Nội dung:"),))
        yield ListItems(tuple(points))
    for asked in contents.asked_for:
        yield Paragraph((Bold("Đề nghị chuẩn bị: "), asked))


def _standing_over(contents: Contents) -> Iterator[str]:
    unfinished = sum(one.is_open for one in contents.earlier)
    if unfinished:
        yield f"Kết quả thực hiện kết luận các kỳ trước ({unfinished} nội dung chưa hoàn thành);"


def _point(point: Point) -> str:
    body = f" ({point.body})" if point.body else ""
    minutes = f", {point.minutes} phút" if point.minutes else ""
    return f"{point.title}{body}{minutes};"
