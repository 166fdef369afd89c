"""Papers: a document as blocks and figures, and its renderers to HTML, DOCX and PDF in both official forms.

    from langnghe.core.paper import Document, Heading, Paragraph, FigureNumber, STATE
    from langnghe.core.paper.html import to_html
    from langnghe.core.paper.word import to_docx
    from langnghe.core.paper.pdf import to_pdf

The renderers are imported by their modules: python-docx and typst are heavy, and web processes stay clear of
typst.
"""

from langnghe.core.paper.document import (
    Annex,
    Block,
    Bold,
    Document,
    FigureNumber,
    Heading,
    Italic,
    ListItems,
    Number,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Text,
    Words,
    figures_of,
)
from langnghe.core.paper.forms import (
    FLASH,
    PARTY,
    STATE,
    URGENT,
    VERY_URGENT,
    Authority,
    Form,
    Stamp,
    day_in_words,
    party_number,
    place_and_date,
    state_number,
)
from langnghe.core.paper.letterheads import Letterhead, signature_of

__all__ = [
    "FLASH",
    "PARTY",
    "STATE",
    "URGENT",
    "VERY_URGENT",
    "Annex",
    "Authority",
    "Block",
    "Bold",
    "Document",
    "FigureNumber",
    "Form",
    "Heading",
    "Italic",
    "Letterhead",
    "ListItems",
    "Number",
    "Paragraph",
    "Picture",
    "Run",
    "Signature",
    "Stamp",
    "Table",
    "Text",
    "Words",
    "day_in_words",
    "figures_of",
    "party_number",
    "place_and_date",
    "signature_of",
    "state_number",
]
