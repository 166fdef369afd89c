"""What the half-year report says of situations that bodies reported, and of hot spots."""

from collections.abc import Iterator

from langnghe.briefings.contents import Contents
from langnghe.briefings.drawing.numbers import compared, opens, share_of
from langnghe.core.paper import Block, Paragraph, Run


def situations_block(contents: Contents) -> Iterator[Block]:
    """Yield what was seen in the period, for the part on how things stand."""
    yield Paragraph(tuple(_reported(contents)))


def conclusions_block(contents: Contents) -> Iterator[Block]:
    """Yield what became of it, for the part on results."""
    yield Paragraph(tuple(_concluded(contents)))


def _reported(contents: Contents) -> Iterator[str | Run]:
    yield "Qua công tác nắm tình hình, các cơ quan, đơn vị đã gửi lên cấp trên "
    yield from compared(contents.line("situations_reported"))
    yield " báo cáo nhanh; lãnh đạo có thẩm quyền tuyên bố "
    yield from compared(contents.line("hot_spots_declared"))
    yield " điểm nóng."


def _concluded(contents: Contents) -> Iterator[str | Run]:
    yield "Trong "
    yield opens(contents.line("situations_reported"))
    yield " báo cáo nhanh của kỳ, cấp có thẩm quyền đã xem xét, kết luận "
    yield from share_of(contents.line("situations_concluded"), of="số báo cáo nhanh")
    yield "."
