"""The situation report (báo cáo nhanh, BC): contents in, a paper out. Words of official Vietnamese papers."""

from collections.abc import Iterator

from langnghe.core.paper import (
    FLASH,
    URGENT,
    VERY_URGENT,
    Block,
    Bold,
    Document,
    Heading,
    Paragraph,
    day_in_words,
)
from langnghe.situations.contents import Contents

STAMPS = {"urgent": URGENT, "very_urgent": VERY_URGENT, "flash": FLASH}
NOTHING_DONE = "Đơn vị đang tiếp tục nắm tình hình."
NOTHING_ASKED = "Đơn vị tiếp tục theo dõi và báo cáo khi có diễn biến mới."


def drawn(written: str) -> Document:
    """Return the report of contents written down as JSON: the entrance of the process that sets papers."""
    return situation_report(Contents.from_json(written))


def situation_report(contents: Contents) -> Document:
    """Return the report as a paper in the form of the body that reports."""
    return contents.letterhead.document(
        "BC",
        "Báo cáo nhanh",
        f"{_about(contents)} {_lowered(contents.topic)} tại {_lowered(contents.place)}",
        _blocks(contents),
        written_on=contents.written_on,
        addressees=(contents.addressee,),
        recipients=("Như trên",),
        notice=contents.notice,
        urgency=STAMPS.get(contents.urgency),
    )


def _about(contents: Contents) -> str:
    return "về tình hình" if contents.letterhead.form == "party" else "Về tình hình"


def _blocks(contents: Contents) -> Iterator[Block]:
    yield Heading(1, "DIỄN BIẾN TÌNH HÌNH")
    yield Paragraph((Bold("Thời gian: "), f"từ ngày {day_in_words(contents.since_on)}."))
    yield Paragraph((Bold("Địa điểm: "), f"{contents.place}."))
    if contents.people is not None:
        people = f"{contents.people:,}".replace(",", ".")
        yield Paragraph((Bold("Số người liên quan: "), f"khoảng {people} người."))
    yield from map(Paragraph, _lines(contents.seen))
    for when, words in contents.added:
        first, *rest = _lines(words) or ["…"]
        yield Paragraph((Bold(f"Cập nhật {when}: "), first))
        yield from map(Paragraph, rest)
    yield Heading(1, "VIỆC ĐÃ LÀM")
    yield from map(Paragraph, _lines(contents.done) or [NOTHING_DONE])
    yield Heading(1, "KIẾN NGHỊ, ĐỀ XUẤT")
    yield from map(Paragraph, _lines(contents.asked) or [NOTHING_ASKED])
    yield Paragraph(f"Báo cáo được gửi trên hệ thống lúc {contents.sent_at}./.")


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
