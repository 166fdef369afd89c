"""A paper as a PDF, set by typst in the one typeface of our papers.

What people wrote reaches the typesetter as data (JSON), never as its markup. No other typeface is within its
reach; a character that ours cannot draw stops the work with a sentence instead of leaving a box on the page.
"""

import json
import re
import shutil
import zlib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from langnghe.core.paper import fonts
from langnghe.core.paper.document import (
    Annex,
    Block,
    Bold,
    Document,
    FigureNumber,
    Heading,
    Italic,
    ListItems,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Words,
    annex_name,
    clean,
    is_number,
    list_letter,
    numbered,
    runs,
)
from langnghe.core.paper.forms import (
    ABOUT,
    ADDRESSED_TO,
    NUMBER_LABEL,
    PROPOSAL_MARK,
    RECIPIENTS,
    STAMP_COLOUR,
    Form,
    place_and_date,
)

LAYOUT = Path(__file__).parent / "paper.typ"


class CannotDraw(ValueError):
    """The paper holds a character that our typeface does not have, or the PDF took another typeface."""


def to_pdf(document: Document) -> bytes:
    """
    Return the paper as a tagged PDF; figures are links where the document has a base address.

    Raises
    ------
    FontsMissing
        If the typeface has not been built.
    CannotDraw
        If a character cannot be drawn, or another typeface would stand in.
    """
    with TemporaryDirectory(prefix="langnghe-paper-") as folder:
        pdf = _typeset(document, Path(folder))
    _check_typeface(pdf)
    return pdf


def embedded_fonts(pdf: bytes) -> set[str]:
    """Return the names of the typefaces inside a PDF, without the tag of the subset: {"Tinos-Bold", …}."""
    names = set()
    for part in _readable_parts(pdf):
        names.update(re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)", part))
    return {name.decode("ascii", "replace") for name in names}


def _typeset(document: Document, folder: Path) -> bytes:
    pictures = _Pictures(folder)
    content = _content(document, pictures)
    _check_letters(content)
    (folder / "document.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    shutil.copy(LAYOUT, folder / "paper.typ")
    typeface = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.font_files()[0].parent]
    )
    day = datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC)
    compiler = typst.Compiler(folder / "paper.typ", root=folder, font_paths=typeface)
    return cast(bytes, compiler.compile(format="pdf", timestamp=day))


def _check_letters(content: Any) -> None:
    for text in _strings(content):
        if unknown := fonts.undrawable(text):
            shown = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in unknown)
            at = text.index(unknown[0])
            nearby = text[max(0, at - 40) : at + 20]
            raise CannotDraw(
                f"The typeface {fonts.FAMILY} cannot draw {shown}, as in “{nearby}”: "
                "write it in other words and make the paper again."
            )


def _check_typeface(pdf: bytes) -> None:
    others = {name for name in embedded_fonts(pdf) if not name.startswith(fonts.FAMILY)}
    if others or not embedded_fonts(pdf):
        raise CannotDraw(
            f"The PDF was to be set in {fonts.FAMILY} alone but holds "
            f"{', '.join(sorted(others)) or 'no typeface at all'}."
        )


def _readable_parts(pdf: bytes) -> list[bytes]:
    """Return a PDF and its streams, opened where they are compressed."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            continue
    return parts


class _Pictures:
    """Writes pictures beside the layout and gives each a file name."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._written = folder, 0

    def write(self, picture: Picture) -> str:
        self._written += 1
        kind, data = ("svg", picture.svg) if picture.svg else ("png", picture.png)
        name = f"picture-{self._written}.{kind}"
        (self._folder / name).write_bytes(data)
        return name


def _signature(signature: Signature, form: Form) -> dict[str, Any]:
    return {
        "authority": signature.authority_lines(form),
        "office": signature.office.upper(),
        "signer": signature.name,
    }


def _content(document: Document, pictures: _Pictures) -> dict[str, Any]:
    """Return what the layout shows, every string as it will stand on the page."""
    form = document.form
    content = {
        "sizes": asdict(form.sizes),
        "margins": asdict(form.margins),
        "line_pitch": form.line_pitch,
        "first_line": form.first_line_mm,
        "space_after": form.space_after_pt,
        "left_share": form.issuer_share,
        "text_width": form.text_width_mm,
        "title": document.title,
        "issuer": document.issuer,
        "day": {"year": document.date.year, "month": document.date.month, "day": document.date.day},
        "notice": document.notice,
        "motto": form.motto,
        "creed": form.creed,
        "superior_line": document.superior.upper(),
        "issuer_lines": document.issuer_lines(),
        "under_issuer": form.under_issuer,
        "number_line": NUMBER_LABEL + document.number,
        "place_and_date": place_and_date(document.place, document.date),
        "type_line": document.type_name.upper(),
        "summary": document.summary,
        "about": "" if document.type_name else ABOUT + document.summary,
        "urgency": [asdict(document.urgency)] if document.urgency else [],
        "stamp_colour": f"#{STAMP_COLOUR}",
        "addressed_to": ADDRESSED_TO,
        "addressees": document.addressee_lines(),
        "legal": document.legal_lines(),
        "blocks": _blocks(document.blocks, document, pictures),
        "recipients_label": RECIPIENTS,
        "recipients_underlined": "underline" in form.recipients_heading_marks,
        "recipients": document.recipient_lines(),
        "signature": _signature(document.signature, form),
        "beside": _signature(document.beside, form) if document.beside else None,
        "office_bold": form.office_bold,
        "annexes": [
            _annex(annex, position, document, pictures)
            for position, annex in enumerate(document.annexes, start=1)
        ],
    }
    return _cleaned(content)


def _annex(annex: Annex, position: int, document: Document, pictures: _Pictures) -> dict[str, Any]:
    return {
        "name": annex_name(position, len(document.annexes)),
        "title": annex.title.upper(),
        "reference": document.annex_reference,
        "blocks": _blocks(annex.blocks, document, pictures),
    }


def _blocks(blocks: tuple[Block, ...], document: Document, pictures: _Pictures) -> list[dict[str, Any]]:
    return [_block(number, block, document, pictures) for number, block in numbered(blocks)]


def _block(number: str, block: Block, document: Document, pictures: _Pictures) -> dict[str, Any]:
    match block:
        case Heading(level=level, text=text):
            return {"kind": "heading", "level": max(level, 1), "text": f"{number} {text}".strip()}
        case Paragraph(words=words, proposal=proposal):
            mark = PROPOSAL_MARK if proposal else ""
            return {"kind": "paragraph", "mark": mark, "words": _words(words, document)}
        case ListItems(items=items):
            lettered = [
                {"letter": list_letter(at), "words": _words(item, document)} for at, item in enumerate(items)
            ]
            return {"kind": "list", "items": lettered}
        case Table():
            return _table(block, document)
        case Picture():
            return {
                "kind": "picture",
                "file": pictures.write(block),
                "alt": block.alt,
                "caption": block.caption,
                "width": block.width_mm,
            }


def _table(table: Table, document: Document) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "header": list(table.header),
        "rows": [_cells(row, document) for row in table.rows],
        "total": _cells(table.total, document),
        "widths": list(table.column_shares()),
    }


def _cells(row: tuple[Words, ...], document: Document) -> list[dict[str, Any]]:
    return [{"number": is_number(words), "words": _words(words, document)} for words in row]


def _words(words: Words, document: Document) -> list[dict[str, str]]:
    return [_run(run, document) for run in runs(words)]


def _run(run: Run, document: Document) -> dict[str, str]:
    kind = "bold" if isinstance(run, Bold) else "italic" if isinstance(run, Italic) else "text"
    address = document.address_of(run) if isinstance(run, FigureNumber) else ""
    return {"kind": kind, "text": run.text, "address": address}


def _cleaned(content: Any) -> Any:
    match content:
        case str():
            return clean(content)
        case dict():
            return {key: _cleaned(value) for key, value in content.items()}
        case list():
            return [_cleaned(value) for value in content]
        case _:
            return content


def _strings(content: Any) -> list[str]:
    match content:
        case str():
            return [content]
        case dict():
            return [text for value in content.values() for text in _strings(value)]
        case list():
            return [text for value in content for text in _strings(value)]
        case _:
            return []
