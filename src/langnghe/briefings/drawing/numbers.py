"""
How an official Vietnamese paper writes a figure inside a sentence: the number opens, the same days of the
year before stand beside it, and a share stands beside the two numbers it comes from.
"""

from collections.abc import Iterator

from langnghe.briefings.contents import Count, Line
from langnghe.core.paper import FigureNumber, Run


def compared(line: Line) -> Iterator[str | Run]:
    """Yield a number and, in brackets, the same days of the year before with the change."""
    yield opens(line)
    yield " (cùng kỳ năm trước: "
    yield before(line)
    if change := change_in_words(line.now.value, line.before.value):
        yield f", {change}"
    yield ")"


def share_of(line: Line, *, of: str = "số việc đã trả lời") -> Iterator[str | Run]:
    """Yield a number and, in brackets, its share of what it is a part of."""
    yield opens(line)
    if line.now.share is not None:
        yield f" ({percent(line.now.share)} {of})"


def change_in_words(now: int, before: int) -> str:
    """Return "tăng 12,5%", "giảm 3%" or "không đổi"; nothing where there is nothing to compare with."""
    if not before:
        return ""
    if now == before:
        return "không đổi"
    return f"{'tăng' if now > before else 'giảm'} {percent(abs(now - before) / before)}"


def percent(share: float) -> str:
    """Return 0.1253 as "12,5%" and 0.5 as "50%"."""
    return f"{share * 100:.1f}".removesuffix(".0").replace(".", ",") + "%"


def grouped(number: int) -> str:
    """Return 1234567 as "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def opens(line: Line) -> FigureNumber:
    """Return the number of this period, which opens."""
    return number(line.now, line.name)


def before(line: Line) -> FigureNumber:
    """Return the number of the same days of the year before, which opens too."""
    return number(line.before, f"{line.name}-before")


def number(count: Count, key: str) -> FigureNumber:
    """Return a count written with its groups of three, which opens."""
    return FigureNumber(grouped(count.value), count.href, key)
