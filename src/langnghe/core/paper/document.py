"""A paper as data: who writes to whom, and the blocks of the text. Knows no renderer.

Everything is frozen and compares by value: the same document is the same paper. Text is in Unicode; renderers
compose it (NFC) and never read it as markup.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from langnghe.core.paper.fonts import letterhead_lines
from langnghe.core.paper.forms import STATE, Authority, Form, Stamp, place_and_date

LIST_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The Vietnamese alphabet as lists count by it: no f, j, w or z, and đ after d."""


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Bold:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Italic:
    """Words said aside."""

    text: str


@dataclass(frozen=True)
class Number:
    """A number nobody can open, such as a population typed from a source; right aligned in a table."""

    text: str


@dataclass(frozen=True)
class FigureNumber:
    """A number that opens: `href` shows the items behind it, `key` names it within the document."""

    text: str
    href: str
    key: str

    def __post_init__(self) -> None:
        if not self.href.startswith(("/", "https://", "http://")):
            raise ValueError(
                f'The figure "{self.key}" cannot open {self.href!r}: '
                'give a path that begins with "/" or a web address.'
            )


Run = Text | Bold | Italic | Number | FigureNumber
Words = str | Run | tuple[str | Run, ...]


def clean(text: str) -> str:
    """Return text composed (NFC), on one line and without control characters, which no paper can hold."""
    spaced = "".join(" " if letter in "\n\r\t\v\f\x85\u2028\u2029" else letter for letter in text)
    kept = (letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cs", "Cn"})
    return unicodedata.normalize("NFC", "".join(kept))


def runs(words: Words) -> tuple[Run, ...]:
    """Return words as runs; a plain string is plain text."""
    parts = words if isinstance(words, tuple) else (words,)
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True)
class Heading:
    """A heading; renderers write its number: level 1 "I.", level 2 "1.", level 3 "a)", level 0 none."""

    level: Literal[0, 1, 2, 3]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text. `proposal` marks words that a person still has to confirm or rewrite."""

    words: Words
    proposal: bool = False


@dataclass(frozen=True)
class ListItems:
    """Points counted a) b) c) d) đ) e)."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row that repeats on each page; `total` is set apart at its foot."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    total: tuple[Words, ...] = ()
    widths: tuple[float, ...] = ()  # shares of the page's width, else by content

    def column_shares(self) -> tuple[float, ...]:
        """Return the columns' shares of the width: as given, else by the longest words of each."""
        if self.widths:
            return self.widths
        rows = [self.header, *self.rows, *([self.total] if self.total else [])]
        columns = zip(*rows, strict=True)
        longest = (max(sum(len(run.text) for run in runs(cell)) for cell in column) for column in columns)
        return tuple(float(min(max(length, 8), 40)) for length in longest)

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.header):
                raise ValueError(
                    f'Table "{self.caption}": a row has {len(row)} cells '
                    f"under {len(self.header)} headings: {row!r}"
                )


@dataclass(frozen=True)
class Picture:
    """A chart, map or photograph: `png` for Word and pages, `svg` for PDF; `alt` says what it shows."""

    png: bytes
    alt: str
    caption: str = ""
    svg: bytes = b""
    width_mm: float = 160


Block = Heading | Paragraph | ListItems | Table | Picture


@dataclass(frozen=True)
class Annex:
    """A part after the signature, on its own page: "Phụ lục I", a title, and its blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Signature:
    """
    Who signs, and in whose name.

    `authority` lists for whom, from the collective down: a deputy chair signing for the committee is
    `((ON_BEHALF, "ỦY BAN NHÂN DÂN"), (DEPUTY, "CHỦ TỊCH"))` with the office "PHÓ CHỦ TỊCH".
    """

    office: str
    name: str = ""
    authority: tuple[tuple[Authority, str], ...] = ()

    def authority_lines(self, form: Form) -> list[str]:
        """Return "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH" as this form writes them."""
        return [f"{authority.written(form)} {body.upper()}" for authority, body in self.authority]


@dataclass(frozen=True)
class Document:
    """
    A paper in one of the two official forms. `notice` is a line printed on every page.

    `beside` signs to the left of `signature`, as the secretary of a meeting does under its minutes; the
    recipients then stand below.
    """

    issuer: str  # as the letterhead names it
    number: str  # as `Form.document_number` writes it
    place: str
    date: date
    type_name: str  # "Báo cáo"; empty for a letter (công văn)
    summary: str
    blocks: tuple[Block, ...]
    signature: Signature
    beside: Signature | None = None
    form: Form = STATE
    superior: str = ""
    addressees: tuple[str, ...] = ()
    legal_grounds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    archive: str = ""  # what follows "Lưu:", such as "VT, TH"
    annexes: tuple[Annex, ...] = ()
    notice: str = ""
    urgency: Stamp | None = None
    base_url: str = ""  # with it, figures open from Word and PDF as well

    def address_of(self, number: FigureNumber) -> str:
        """Return where a figure opens from outside the web site, or nothing where that cannot be known."""
        if "://" in number.href:
            return number.href
        return self.base_url.rstrip("/") + number.href if self.base_url else ""

    def issuer_lines(self) -> list[str]:
        """Return the issuer in capitals, on two lines where one does not hold it."""
        room = self.form.text_width_mm * self.form.issuer_share
        return letterhead_lines(clean(self.issuer).upper(), points=self.form.sizes.issuer, room_mm=room)

    @property
    def title(self) -> str:
        """The type and summary in one line, for the title bar of a reader."""
        return " ".join(part for part in (self.type_name, self.summary) if part)

    @property
    def annex_reference(self) -> str:
        """The line under an annex's title that ties it to this paper."""
        kind = self.type_name or "Công văn"
        return f"(Kèm theo {kind} số {self.number} {place_and_date('', self.date).lower()} của {self.issuer})"

    def recipient_lines(self) -> list[str]:
        """Return "- Như trên;" … "- Lưu: VT, TH." """
        lines = [f"- {recipient.rstrip(';. ')};" for recipient in self.recipients]
        if self.archive:
            lines.append(f"- Lưu: {self.archive.rstrip(';. ')}.")
        elif lines:
            lines[-1] = lines[-1][:-1] + "."
        return lines

    def addressee_lines(self) -> list[str]:
        """Return one addressee as it is, several as "- …;" with a full stop after the last."""
        names = [name.rstrip(";. ") for name in self.addressees]
        if len(names) < 2:
            return names
        return [f"- {name};" for name in names[:-1]] + [f"- {names[-1]}."]

    def legal_lines(self) -> list[str]:
        """Return the grounds, each closed by a semicolon, the last by a full stop."""
        grounds = [ground.rstrip(";. ") for ground in self.legal_grounds]
        return [f"{ground};" for ground in grounds[:-1]] + [f"{ground}." for ground in grounds[-1:]]


def list_letter(position: int) -> str:
    """Return the letter of the item at `position` (from 0); past y they go on aa, ab …"""
    letter = ""
    position += 1
    while position:
        position, place = divmod(position - 1, len(LIST_LETTERS))
        letter = LIST_LETTERS[place] + letter
    return letter


def numbered(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    """Yield each block with the number its heading bears ("I.", "1.", "a)"), or with nothing."""
    counts = {1: 0, 2: 0, 3: 0}
    for block in blocks:
        if not isinstance(block, Heading) or block.level == 0:
            yield "", block
            continue
        counts[block.level] += 1
        counts.update({deeper: 0 for deeper in counts if deeper > block.level})
        yield _heading_number(block.level, counts[block.level]), block


def figures_of(document: Document) -> list[FigureNumber]:
    """Return every number of the document that opens, in reading order."""
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    return [run for block in blocks for run in _runs_of(block) if isinstance(run, FigureNumber)]


def is_number(words: Words) -> bool:
    """Whether a cell holds a number alone, and so is set to the right."""
    parts = runs(words)
    return len(parts) == 1 and isinstance(parts[0], Number | FigureNumber)


def annex_name(position: int, annexes: int) -> str:
    """Return "Phụ lục" for an only annex, else "Phụ lục I", "Phụ lục II" …"""
    return "Phụ lục" if annexes == 1 else f"Phụ lục {roman(position)}"


def roman(number: int) -> str:
    """Return a positive number in Roman figures."""
    if number < 1:
        raise ValueError(f"Roman figures begin at 1, not {number}.")
    written = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, number = divmod(number, value)
        written += letters * times
    return written


def _heading_number(level: int, position: int) -> str:
    if level == 1:
        return f"{roman(position)}."
    return f"{position}." if level == 2 else f"{list_letter(position - 1)})"


def _runs_of(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph(words=words):
            yield from runs(words)
        case ListItems(items=items):
            for item in items:
                yield from runs(item)
        case Table(rows=rows, total=total):
            for row in (*rows, total):
                for cell in row:
                    yield from runs(cell)
