"""
The words of an uploaded paper: DOCX or PDF in, plain text out; the file itself is never kept.

So nothing hidden in a file comes along, and a stamp of secrecy is seen before anything is stored.
"""

import io
import re
import zipfile
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from langnghe.core.language import secrecy_stamp

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PAGES = 80
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(header\d*|document|footer\d*)\.xml")


class BadUpload(Exception):
    """The file cannot be taken; the message says why and what to do."""


def words_of(data: bytes, *, name: str) -> str:
    """Return the words of a DOCX or PDF file. Raise BadUpload, also where it bears a stamp of secrecy."""
    if len(data) > MOST_BYTES:
        raise BadUpload(_("%(name)s is larger than 10 MB: send the text without pictures.") % {"name": name})
    if data.startswith(b"PK"):
        words = _of_docx(data, name)
    elif data.startswith(b"%PDF-"):
        words = _of_pdf(data, name)
    else:
        raise BadUpload(_("%(name)s is neither DOCX nor PDF: save it as one of them.") % {"name": name})
    if stamp := secrecy_stamp(words):
        raise BadUpload(
            _("%(name)s is stamped %(stamp)s: it was not stored. State secrets never belong here.")
            % {"name": name, "stamp": stamp}
        )
    if not words.strip():
        raise BadUpload(_("%(name)s holds pictures only: type the words, or send a DOCX.") % {"name": name})
    return words


def pages_alone(data: bytes, *, name: str) -> bytes:
    """
    Return a PDF with the pages of another one and nothing else: no properties, scripts, notes, attachments.

    Raise BadUpload where it is none.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    written, packed = PdfWriter(), io.BytesIO()
    try:
        for page in PdfReader(io.BytesIO(data)).pages:
            added = written.add_page(page)
            for hidden in ("/Annots", "/AA", "/Metadata", "/PieceInfo"):
                added.pop(hidden, None)
        written.metadata = None
        written.write(packed)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        raise BadUpload(
            _("%(name)s cannot be read: save it again as DOCX or PDF.") % {"name": name}
        ) from None
    return packed.getvalue()


def _of_docx(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = sorted(
                (part for part in packed.infolist() if _PARTS.fullmatch(part.filename)),
                key=lambda part: part.filename.startswith("word/document"),
            )
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadUpload(_("%(name)s is too long: send the text without pictures.") % {"name": name})
            texts = [_paragraphs(packed.read(part)) for part in parts]
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, RuntimeError):
        raise BadUpload(
            _("%(name)s cannot be read: save it again as DOCX or PDF.") % {"name": name}
        ) from None
    headers_last = [*texts[-1:], *texts[:-1]]
    return "\n".join(filter(None, headers_last))


def _paragraphs(xml: bytes) -> str:
    if b"<!DOCTYPE" in xml:  # a Word file has none; entities are how such files attack
        raise ElementTree.ParseError
    lines = (
        "".join(text.text or "" for text in paragraph.iter(f"{_WORD}t"))
        for paragraph in ElementTree.fromstring(xml).iter(f"{_WORD}p")  # noqa: S314 - no entities, see above
    )
    return "\n".join(line for line in lines if line.strip())


def _of_pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(io.BytesIO(data)).pages
        if len(pages) > MOST_PAGES:
            raise BadUpload(
                _("%(name)s has more than %(most)s pages: send a shorter paper.")
                % {"name": name, "most": MOST_PAGES}
            )
        return "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        raise BadUpload(
            _("%(name)s cannot be read: save it again as DOCX or PDF.") % {"name": name}
        ) from None
