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
    PARTY,
    STATE,
    Authority,
    Form,
    party_number,
    place_and_date,
    state_number,
)

__all__ = [
    "PARTY",
    "STATE",
    "Annex",
    "Authority",
    "Block",
    "Bold",
    "Document",
    "FigureNumber",
    "Form",
    "Heading",
    "Italic",
    "ListItems",
    "Number",
    "Paragraph",
    "Picture",
    "Run",
    "Signature",
    "Table",
    "Text",
    "Words",
    "figures_of",
    "party_number",
    "place_and_date",
    "state_number",
]
