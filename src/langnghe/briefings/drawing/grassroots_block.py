"""What the half-year report says of meetings with people and of what was promised there."""

from collections.abc import Iterator

from langnghe.briefings.contents import Contents
from langnghe.briefings.drawing.numbers import compared, opens, share_of
from langnghe.core.paper import Block, Paragraph, Run


def grassroots_block(contents: Contents) -> Iterator[Block]:
    """Yield the paragraphs of this room."""
    yield Paragraph(tuple(_meetings(contents)))
    yield Paragraph(tuple(_promises(contents)))


def _meetings(contents: Contents) -> Iterator[str | Run]:
    yield "Các cơ quan trên địa bàn đã tổ chức "
    yield from compared(contents.line("meetings_with_people"))
    yield " buổi gặp gỡ Nhân dân (ngày đi cơ sở, tiếp công dân, đối thoại, họp thôn); trong đó tiếp công dân "
    yield from compared(contents.line("receptions_held"))
    yield " buổi, đối thoại trực tiếp với Nhân dân "
    yield from compared(contents.line("dialogues_held"))
    yield " cuộc."


def _promises(contents: Contents) -> Iterator[str | Run]:
    yield "Tại các buổi gặp gỡ, cán bộ đã hứa với Nhân dân "
    yield opens(contents.line("promises_made"))
    yield " nội dung; trong số các nội dung đến hạn trong kỳ, đã thực hiện "
    yield from share_of(contents.line("promises_kept"), of="số nội dung đến hạn")
    yield "."
