"""What the half-year report says of programmes: plans that are in, tasks that are done."""

from collections.abc import Iterator

from langnghe.briefings.contents import Contents
from langnghe.briefings.drawing.numbers import grouped, share_of
from langnghe.core.paper import Paragraph, Run


def programmes_block(contents: Contents) -> Iterator[Paragraph]:
    """Yield the paragraph under what the political system did, where anything was due."""
    plans, items = contents.line("plans_submitted"), contents.line("plan_items_done")
    if plans.now.base or items.now.base:
        yield Paragraph(tuple(_programmes(contents)))


def _programmes(contents: Contents) -> Iterator[str | Run]:
    plans, items = contents.line("plans_submitted"), contents.line("plan_items_done")
    yield "Thực hiện chương trình, chủ đề năm, phong trào thi đua: "
    yield from share_of(plans, of=f"trong số {grouped(plans.now.base or 0)} cơ quan, đơn vị phải nộp")
    yield " kế hoạch đã nộp; "
    yield from share_of(items, of=f"trong số {grouped(items.now.base or 0)} nhiệm vụ đến hạn")
    yield " nhiệm vụ trong kế hoạch đã hoàn thành."
