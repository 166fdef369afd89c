"""What an article is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

_WORDS = ["bold", "italic", "link"]


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; the credit comes with the picture."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300)


class QuotationBlock(blocks.StructBlock):
    """Words of somebody in office, or of a paper."""

    words = blocks.TextBlock(label=_("Words"))
    speaker = blocks.CharBlock(label=_("Who said it, in which office"), max_length=160)


class DocumentBlock(blocks.StructBlock):
    """A paper to take home."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("What readers see"), max_length=200)


BODY = [
    ("paragraph", blocks.RichTextBlock(label=_("Paragraph"), features=_WORDS, icon="pilcrow")),
    (
        "heading",
        blocks.CharBlock(label=_("Heading"), max_length=160, template="portal/blocks/heading.html"),
    ),
    (
        "picture",
        PictureBlock(label=_("Picture"), icon="image", template="portal/blocks/picture.html"),
    ),
    (
        "quotation",
        QuotationBlock(label=_("Quotation"), icon="openquote", template="portal/blocks/quotation.html"),
    ),
    (
        "list",
        blocks.ListBlock(
            blocks.RichTextBlock(features=_WORDS),
            label=_("List"),
            icon="list-ul",
            template="portal/blocks/list.html",
        ),
    ),
    (
        "table",
        TypedTableBlock(
            [("words", blocks.CharBlock(label=_("Words"), required=False))],
            label=_("Table"),
            template="portal/blocks/table.html",
        ),
    ),
    (
        "document",
        DocumentBlock(
            label=_("Document to download"), icon="doc-full", template="portal/blocks/document.html"
        ),
    ),
]

RELATED = [("article", blocks.PageChooserBlock(page_type="portal.Article", label=_("Article")))]
