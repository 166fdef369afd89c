"""A paper as a Word file that an official can go on editing: real styles, headings, tables and page numbers.

The typeface is named "Times New Roman", which every office machine has; nothing is embedded.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

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
from langnghe.core.paper.fonts import width_mm
from langnghe.core.paper.forms import (
    ABOUT,
    ADDRESSED_TO,
    NUMBER_LABEL,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    PROPOSAL_MARK,
    RECIPIENTS,
    STAMP_COLOUR,
    Form,
    Stamp,
    place_and_date,
)

TYPEFACE = "Times New Roman"
CENTRE, RIGHT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LINK_COLOUR = RGBColor(0x0B, 0x4F, 0x9E)


def to_docx(document: Document) -> bytes:
    """Return the paper as a DOCX file; figures are links where the document has a base address."""
    word = docx.Document()
    _set_styles(word, document)
    _set_page(word.sections[0], document)
    _set_running_lines(word.sections[0], document)
    _set_properties(word, document)
    _add_letterhead(word, document)
    _add_title(word, document)
    _add_addressees(word, document)
    for line in document.legal_lines():
        _add_text(word.add_paragraph(style="Body Text"), line, italic=True)
    _add_blocks(word, document.blocks, document)
    _add_foot(word, document)
    for position, annex in enumerate(document.annexes, start=1):
        _add_annex(word, annex, position, document)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


# Styles and page


def _set_styles(word: Any, document: Document) -> None:
    form = document.form
    normal = word.styles["Normal"]
    _set_typeface(normal, form.sizes.body)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)

    text = word.styles["Body Text"]
    _set_typeface(text, form.sizes.body)
    text.paragraph_format.alignment = JUSTIFIED
    text.paragraph_format.first_line_indent = Mm(form.first_line_mm)
    text.paragraph_format.space_after = Pt(form.space_after_pt)
    text.paragraph_format.line_spacing = form.line_pitch

    for level in (1, 2, 3):
        heading = word.styles[f"Heading {level}"]
        _set_typeface(heading, form.sizes.body, bold=True, italic=level == 3)
        heading.paragraph_format.first_line_indent = Mm(form.first_line_mm)
        heading.paragraph_format.space_before = Pt(form.space_after_pt)
        heading.paragraph_format.space_after = Pt(form.space_after_pt)
        heading.paragraph_format.keep_with_next = True

    _set_typeface(word.styles["Title"], form.sizes.type_name, bold=True)
    word.styles["Title"].paragraph_format.alignment = CENTRE
    word.styles["Title"].paragraph_format.space_after = Pt(0)
    _drop(word.styles["Title"].element.pPr, "w:pBdr")

    caption = word.styles["Caption"]
    _set_typeface(caption, form.sizes.table, italic=True)
    caption.paragraph_format.alignment = CENTRE
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.space_after = Pt(4)

    cell = word.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    _set_typeface(cell, form.sizes.table)
    cell.paragraph_format.space_before = Pt(2)
    cell.paragraph_format.space_after = Pt(2)


def _set_typeface(style: Any, points: float, *, bold: bool = False, italic: bool = False) -> None:
    style.font.name = TYPEFACE
    style.font.size = Pt(points)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):  # the theme's typeface would win over the name
        if name.lower().endswith("theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), TYPEFACE)


def _set_page(section: Any, document: Document) -> None:
    margins = document.form.margins
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance = section.footer_distance = Mm(9)


def _set_running_lines(section: Any, document: Document) -> None:
    """Number the pages in the top margin from the second on; print the notice in the foot of every page."""
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _add_field(number, "PAGE", points=document.form.sizes.page_number)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.alignment = CENTRE
        if document.notice:
            _add_text(line, document.notice, bold=True, points=document.form.sizes.notice)
    first = section.first_page_header.paragraphs[0]
    first.alignment = CENTRE


def _set_properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title = clean(document.title)[:255]
    properties.author = clean(document.issuer)[:255]
    properties.last_modified_by = ""
    properties.comments = clean(document.notice)[:255]
    properties.language = "vi-VN"
    day = datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC)
    properties.created = properties.modified = day


# Parts above and below the text


def _add_letterhead(word: Any, document: Document) -> None:
    form, sizes = document.form, document.form.sizes
    left, right = _add_columns(word, document, rows=2, left_share=form.issuer_share)
    issuer, number = left
    motto, place = right

    lines = _Lines(issuer)
    if document.superior:
        _add_text(lines.next(), document.superior.upper(), points=sizes.superior)
    for line in document.issuer_lines():
        _add_text(lines.next(), line, bold=True, points=sizes.issuer)
    if form.under_issuer:
        _add_text(lines.next(), form.under_issuer, points=sizes.issuer)
    else:
        room = form.text_width_mm * form.issuer_share
        length = 0.4 * max(width_mm(line, points=sizes.issuer) for line in document.issuer_lines())
        _add_rule(lines.next(), length=length, room=room)

    lines = _Lines(motto)
    _add_text(lines.next(), form.motto, bold=True, points=sizes.motto)
    if form.creed:
        _add_text(lines.next(), form.creed, bold=True, points=sizes.creed)
    last, points = (form.creed, sizes.creed) if form.creed else (form.motto, sizes.motto)
    room = form.text_width_mm * (1 - form.issuer_share)
    _add_rule(lines.next(), length=width_mm(last, points=points), room=room)

    lines = _Lines(number)
    _add_text(lines.next(), NUMBER_LABEL + document.number, points=sizes.number)
    if not document.type_name:
        about = lines.next()
        about.paragraph_format.space_before = Pt(6)
        _add_text(about, ABOUT + document.summary, points=sizes.letter_summary)
    if document.urgency:
        lines.next().paragraph_format.line_spacing = Pt(6)
        _add_stamp(number, document.urgency)
    where = place.paragraphs[0]
    where.alignment = CENTRE
    _add_text(where, place_and_date(document.place, document.date), italic=True, points=sizes.place)


def _add_title(word: Any, document: Document) -> None:
    if not document.type_name:
        return
    sizes = document.form.sizes
    title = word.add_paragraph(style="Title")
    title.paragraph_format.space_before = Pt(18)
    _add_text(title, document.type_name.upper(), bold=True, points=sizes.type_name)
    summary = word.add_paragraph()
    summary.alignment = CENTRE
    summary.paragraph_format.left_indent = summary.paragraph_format.right_indent = Mm(10)
    _add_text(summary, document.summary, bold=True, points=sizes.summary)
    room = document.form.text_width_mm
    longest = min(room - 20, width_mm(document.summary, points=sizes.summary))
    _add_rule(word.add_paragraph(), length=0.4 * longest, room=room, space_after=14)


def _add_addressees(word: Any, document: Document) -> None:
    lines = document.addressee_lines()
    for position, line in enumerate(lines):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(14 if position == len(lines) - 1 else 0)
        if len(lines) == 1:
            paragraph.alignment = CENTRE
            _add_text(paragraph, f"{ADDRESSED_TO} {line}")
            continue
        paragraph.paragraph_format.left_indent = Mm(55)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(55))
        if position == 0:
            paragraph.paragraph_format.first_line_indent = Mm(-25)
            _add_text(paragraph, ADDRESSED_TO)
            paragraph.add_run("\t")
        _add_text(paragraph, line)


def _add_foot(word: Any, document: Document) -> None:
    """Set recipients left and the signature right, together on one page."""
    form, sizes = document.form, document.form.sizes
    word.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    word.add_paragraph().paragraph_format.keep_with_next = True
    (left,), (right,) = _add_columns(word, document, rows=1, left_share=0.5)

    lines = _Lines(left, alignment=None)
    if document.beside is not None:
        _add_signature(lines, document.beside, form, alignment=CENTRE)
    if document.recipient_lines():
        heading = lines.next()
        _add_text(heading, RECIPIENTS, points=sizes.recipients_heading)
        for mark in form.recipients_heading_marks:
            setattr(heading.runs[0].font, mark, True)
    for line in document.recipient_lines():
        _add_text(lines.next(), line, points=sizes.recipients)

    _add_signature(_Lines(right), document.signature, form)
    for line in (*left.paragraphs, *right.paragraphs):
        line.paragraph_format.keep_together = True


def _add_signature(lines: "_Lines", signature: Signature, form: Form, alignment: Any = None) -> None:
    """Set in whose name somebody signs, the office, and the name below room for signature and seal."""
    points, begun = form.sizes.signature, []
    for authority in signature.authority_lines(form):
        begun.append(lines.next())
        _add_text(begun[-1], authority, bold=True, points=points)
    begun.append(lines.next())
    _add_text(begun[-1], signature.office.upper(), bold=form.office_bold, points=points)
    begun.append(lines.next())
    begun[-1].paragraph_format.space_before = Pt(72)
    _add_text(begun[-1], signature.name, bold=True, points=points)
    for line in begun if alignment is not None else ():
        line.alignment = alignment


def _add_annex(word: Any, annex: Annex, position: int, document: Document) -> None:
    """Begin a new section, whose pages are counted anew."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)
    heading = word.add_paragraph(style="Title")
    _add_text(heading, annex_name(position, len(document.annexes)), bold=True, points=14)
    title = word.add_paragraph()
    title.alignment = CENTRE
    _add_text(title, annex.title.upper(), bold=True)
    reference = word.add_paragraph()
    reference.alignment = CENTRE
    reference.paragraph_format.space_after = Pt(12)
    _add_text(reference, document.annex_reference, italic=True)
    _add_blocks(word, annex.blocks, document)


# Blocks of the text


def _add_blocks(word: Any, blocks: tuple[Block, ...], document: Document) -> None:
    for number, block in numbered(blocks):
        match block:
            case Heading(level=level, text=text):
                heading = word.add_paragraph(style=f"Heading {max(level, 1)}")
                _add_text(heading, f"{number} {text}".strip())
            case Paragraph(words=words, proposal=proposal):
                _add_paragraph(word, words, document, proposal=proposal)
            case ListItems(items=items):
                for at, item in enumerate(items):
                    _add_paragraph(word, (f"{list_letter(at)}) ", *runs(item)), document)
            case Table():
                _add_table(word, block, document)
            case Picture():
                _add_picture(word, block, document)


def _add_paragraph(word: Any, words: Words, document: Document, *, proposal: bool = False) -> None:
    paragraph = word.add_paragraph(style="Body Text")
    if proposal:
        _add_text(paragraph, PROPOSAL_MARK, italic=True)
        paragraph.runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW
    _add_words(paragraph, words, document)


def _add_table(word: Any, table: Table, document: Document) -> None:
    caption = word.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    _add_text(caption, table.caption)
    grid = word.add_table(rows=0, cols=len(table.header), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    header = grid.add_row()
    _set_row(header, "w:tblHeader")
    for cell, text in zip(header.cells, table.header, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style, paragraph.alignment = word.styles["Table Text"], CENTRE
        _add_text(paragraph, text, bold=True)
    for row in (*table.rows, *([table.total] if table.total else [])):
        _add_row(word, grid, row, document, bold=row is table.total)
    _set_widths(grid, table, document)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_row(word: Any, grid: Any, row: tuple[Words, ...], document: Document, *, bold: bool) -> None:
    line = grid.add_row()
    for cell, words in zip(line.cells, row, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = word.styles["Table Text"]
        if is_number(words):
            paragraph.alignment = RIGHT
        _add_words(paragraph, words, document)
        for run in paragraph.runs:
            run.bold = bold or run.bold


def _set_widths(grid: Any, table: Table, document: Document) -> None:
    grid.autofit = False
    shares = table.column_shares()
    whole = sum(shares)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(document.form.text_width_mm * share / whole)
        for cell in column.cells:
            cell.width = column.width


def _add_picture(word: Any, picture: Picture, document: Document) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = bool(picture.caption)
    width = Mm(min(picture.width_mm, document.form.text_width_mm))
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=width)
    shape._inline.docPr.set("descr", clean(picture.alt))
    if picture.caption:
        _add_text(word.add_paragraph(style="Caption"), picture.caption)


# Runs, rules and fields


def _add_words(paragraph: Any, words: Words, document: Document) -> None:
    for run in runs(words):
        _add_run(paragraph, run, document)


def _add_run(paragraph: Any, run: Run, document: Document) -> None:
    address = document.address_of(run) if isinstance(run, FigureNumber) else ""
    if address:
        _add_link(paragraph, run.text, address)
    else:
        _add_text(
            paragraph, run.text, bold=isinstance(run, Bold) or None, italic=isinstance(run, Italic) or None
        )


def _add_text(
    paragraph: Any,
    text: str,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    points: float | None = None,
) -> None:
    run = paragraph.add_run(clean(text))
    run.bold, run.italic = bold, italic
    if points:
        run.font.size = Pt(points)


def _add_link(paragraph: Any, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(clean(text))
    run.font.color.rgb = LINK_COLOUR
    link.append(run._r)
    paragraph._p.append(link)


def _add_field(paragraph: Any, name: str, *, points: float) -> None:
    """Add a field that Word fills in, such as the number of the page."""
    for kind, text in (("begin", ""), ("", f" {name} "), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(points)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _add_rule(paragraph: Any, *, length: float, room: float, space_after: float = 0) -> None:
    """Draw a line of `length` in the middle of `room` millimetres; the decree wants no underlining here."""
    paragraph.alignment = CENTRE
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(max(0.0, (room - length) / 2))
    layout.space_before, layout.space_after = Pt(2), Pt(space_after)
    layout.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_stamp(cell: Any, stamp: Stamp) -> None:
    """Set the degree of urgency in its frame, below what stands in a cell of the letterhead."""
    frame = cell.add_table(rows=1, cols=1)
    frame.style = "Table Grid"
    frame.alignment = WD_TABLE_ALIGNMENT.CENTER
    frame.autofit = False
    frame.rows[0].height, frame.rows[0].height_rule = Mm(stamp.height_mm), WD_ROW_HEIGHT_RULE.EXACTLY
    inside = frame.cell(0, 0)
    frame.columns[0].width = inside.width = Mm(stamp.width_mm)
    inside.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _set_cell_margins(frame)
    _set_borders(frame, colour=STAMP_COLOUR)
    words = inside.paragraphs[0]
    words.alignment = CENTRE
    _add_text(words, stamp.words, bold=True, points=stamp.points)
    words.runs[0].font.color.rgb = RGBColor.from_string(STAMP_COLOUR)
    cell.paragraphs[-1].paragraph_format.line_spacing = Pt(1)  # a cell must end with a paragraph


def _set_borders(table: Any, *, colour: str) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", colour)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


class _Lines:
    """The lines of a table cell, centred, the first being the one it already has."""

    def __init__(self, cell: Any, alignment: Any = CENTRE) -> None:
        self._cell, self._alignment, self._begun = cell, alignment, False

    def next(self) -> Any:
        paragraph = self._cell.add_paragraph() if self._begun else self._cell.paragraphs[0]
        self._begun = True
        paragraph.alignment = self._alignment
        return paragraph


def _add_columns(word: Any, document: Document, *, rows: int, left_share: float) -> tuple[Any, Any]:
    """Add a table of two columns without borders; return the cells of the left and of the right one."""
    table = word.add_table(rows=rows, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_cell_margins(table)
    for column, share in zip(table.columns, (left_share, 1 - left_share), strict=True):
        column.width = Mm(document.form.text_width_mm * share)
        for cell in column.cells:
            cell.width = column.width
    for row in table.rows:
        _set_row(row, "w:cantSplit")
    return tuple(tuple(column.cells) for column in table.columns)  # type: ignore[return-value]


def _set_cell_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def _set_row(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _drop(element: Any, name: str) -> None:
    for child in element.findall(qn(name)):
        element.remove(child)
