"""
Setting a paper in a fresh process: `python -m langnghe.core.paper.apart DRAWING KIND`.

DRAWING names the function, as "package.module:function", that makes a `Document` of the contents, which
come as JSON on standard input; KIND is html, article, docx or pdf. Charts and the typesetter weigh 70 MB:
a process that serves pages never imports them, and this one has neither a database nor a password.
"""

import subprocess
import sys
from importlib import import_module

from langnghe.core.paper.document import Document

FORMATS = ("html", "article", "docx", "pdf")
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
LONGEST_SECONDS = 120


class CannotTypeset(RuntimeError):
    """The paper could not be made; the message says why and what to do."""


def in_child(contents: str, kind: str, *, drawing: str) -> bytes:
    """Return the paper in one of `FORMATS`, made by a fresh process. Raise `CannotTypeset`."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "langnghe.core.paper.apart", drawing, kind],
            input=contents.encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotTypeset(
            f"The paper was not ready after {LONGEST_SECONDS} seconds: try again, or choose a shorter period."
        ) from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise CannotTypeset(lines[-1] if lines else "The process that sets papers ended without a word.")
    return done.stdout


def rendered(document: Document, kind: str) -> bytes:
    """Return the paper in one of `FORMATS`, made here: for commands and the fresh process alone."""
    from langnghe.core.paper.html import to_html, to_html_article
    from langnghe.core.paper.pdf import to_pdf
    from langnghe.core.paper.word import to_docx

    match kind:
        case "docx":
            return to_docx(document)
        case "pdf":
            return to_pdf(document)
        case "html":
            return to_html(document).encode()
        case _:
            return to_html_article(document).encode()


def main(drawing: str, kind: str) -> int:
    """Read contents from standard input and write the paper to standard output."""
    from langnghe.core.paper.fonts import FontsMissing
    from langnghe.core.paper.pdf import CannotDraw

    module, _, function = drawing.partition(":")
    draw = getattr(import_module(module), function)
    try:
        paper = rendered(draw(sys.stdin.buffer.read().decode()), kind)
    except (FontsMissing, CannotDraw) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.buffer.write(paper)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
