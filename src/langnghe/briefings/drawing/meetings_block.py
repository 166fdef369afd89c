"""What the half-year report says of the conclusions of briefing meetings and how they were carried out."""

from collections.abc import Iterator

from langnghe.briefings.contents import Contents
from langnghe.briefings.drawing.numbers import before, compared, share_of
from langnghe.core.paper import Block, Heading, Paragraph, Run


def meetings_block(contents: Contents) -> Iterator[Block]:
    """Yield the part under the board's own work."""
    yield Heading(2, "Kết luận giao ban kỳ trước và kết quả thực hiện")
    yield Paragraph(tuple(_conclusions(contents)))


def _conclusions(contents: Contents) -> Iterator[str | Run]:
    done = contents.line("conclusions_done")
    yield "Trong kỳ, các hội nghị giao ban ban hành "
    yield from compared(contents.line("conclusions_made"))
    yield " nội dung kết luận giao cơ quan, đơn vị trên địa bàn thực hiện. "
    if not done.now.base:
        yield "Không có nội dung nào đến hạn trong kỳ."
        return
    yield f"Trong {done.now.base} nội dung đến hạn, đã hoàn thành "
    yield from share_of(done, of="số nội dung đến hạn")
    yield "; cùng kỳ năm trước hoàn thành "
    yield before(done)
    yield "."
