"""What the half-year report says of models of “Dân vận khéo”."""

from collections.abc import Iterator

from langnghe.briefings.contents import Contents
from langnghe.briefings.drawing.numbers import compared, share_of
from langnghe.core.paper import Paragraph, Run


def practices_block(contents: Contents) -> Iterator[Paragraph]:
    """Yield the paragraph under the board's own work."""
    yield Paragraph(tuple(_practices(contents)))


def _practices(contents: Contents) -> Iterator[str | Run]:
    yield "Phong trào thi đua “Dân vận khéo”: các cơ quan, đơn vị đăng ký "
    yield from compared(contents.line("practices_registered"))
    yield " mô hình, điển hình; trong đó nhân rộng từ mô hình đã được công nhận "
    yield from share_of(contents.line("practices_copied"), of="số mô hình đăng ký")
    yield " mô hình. Cấp có thẩm quyền công nhận "
    yield from compared(contents.line("practices_recognised"))
    yield " mô hình."
