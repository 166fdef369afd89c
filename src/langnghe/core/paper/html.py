"""A paper as a web page: the same parts in reading order, each number a link to what stands behind it.

There is no inline style and no script, so the article may stand in a page with a strict security policy.
"""

import base64
from html import escape

from langnghe.core.paper.document import (
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
    Form,
    place_and_date,
)

STYLESHEET = """
.paper { max-width: 46rem; margin: 1.5rem auto; padding: 1.5rem 2rem; background: #fff; color: #000;
  font: 1.1rem/1.5 "Times New Roman", Tinos, "Liberation Serif", serif; overflow-wrap: break-word; }
.paper p { margin: 0 0 .5em; }
.paper a { color: #0b4f9e; text-decoration: underline; text-underline-offset: .15em; }
.paper a:focus-visible { outline: .2em solid #0b4f9e; outline-offset: .1em; }
.paper-notice { border: 1px solid #9c1c1c; color: #9c1c1c; text-align: center; font-weight: bold;
  letter-spacing: .05em; padding: .2em; }
.paper-head { display: grid; grid-template-columns: 2fr 3fr; gap: .75rem 1rem; text-align: center; }
.paper-head p { margin: 0; }
.paper-caps { text-transform: uppercase; font-size: .92em; }
.paper-ruled::after { content: ""; display: block; width: 40%; margin: .2em auto 0; border-top: 1px solid; }
.paper-ruled-whole { display: inline-block; border-bottom: 1px solid; }
.paper-urgency { display: inline-block; margin-top: .4em; padding: .1em .6em; border: 2px solid #c00000;
  color: #c00000; font-weight: bold; }
.paper-title { text-align: center; margin: 1.5rem 0 1rem; }
.paper-title h1 { font-size: 1.1em; font-weight: bold; margin: 0; }
.paper-title .paper-type { display: block; text-transform: uppercase; }
.paper-title.paper-ruled::after { width: 20%; }
.paper-to { display: flex; gap: .5em; justify-content: center; margin: 1rem 0; }
.paper-to ul, .paper-recipients ul, .paper-list { list-style: none; margin: 0; padding: 0; }
.paper-list { margin-left: 2em; }
.paper-text { text-align: justify; text-indent: 2.2em; }
.paper-proposal { border-left: .25em solid #a56a00; padding-left: .6em; background: #fff8e6; }
.paper h2, .paper h3, .paper h4 { font-size: 1em; margin: 1em 0 .4em; }
.paper h4 { font-style: italic; }
.paper-scroll { overflow-x: auto; }
.paper table { border-collapse: collapse; width: 100%; font-size: .9em; margin: .25em 0 1em; }
.paper caption { caption-side: top; color: inherit; font-style: italic; padding: .3em 0; text-align: center; }
.paper th, .paper td { border: 1px solid #444; padding: .25em .5em; vertical-align: top; }
.paper thead th { text-align: center; background: #f2f2f2; }
.paper tbody th { font-weight: normal; text-align: left; }
.paper tfoot th, .paper tfoot td { font-weight: bold; text-align: left; }
.paper .paper-number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.paper figure { margin: 1em 0; text-align: center; }
.paper figure img { max-width: 100%; height: auto; }
.paper figcaption { color: inherit; font-style: italic; }
.paper-foot { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 1.5rem; }
.paper-recipients { font-size: .8em; }
.paper-recipients h2 { font-size: 1.05em; font-style: italic; margin: 0; }
.paper-party .paper-recipients h2 { font-style: normal; font-weight: normal; text-decoration: underline; }
.paper-signature { text-align: center; }
.paper-signature p { margin: 0; text-transform: uppercase; font-weight: bold; }
.paper-party .paper-signature .paper-office { font-weight: normal; }
.paper-signature .paper-name { text-transform: none; margin-top: 4.5em; }
.paper-annex { border-top: 1px solid #999; margin-top: 2rem; padding-top: 1rem; }
.paper-annex > header { text-align: center; }
.paper-annex > header h2 { margin: 0; }
.paper-annex .paper-annex-title { text-transform: uppercase; font-weight: bold; }
@media (max-width: 40rem) { .paper { padding: 1rem; margin: 0; }
  .paper-head, .paper-foot { grid-template-columns: 1fr; } .paper-text { text-align: left; }
  .paper td, .paper th { min-width: 6em; } }
@media print { .paper { max-width: none; margin: 0; padding: 0; }
  .paper a { color: inherit; text-decoration: none; }
  .paper thead { display: table-header-group; } .paper-annex { break-before: page; border: 0; }
  .paper-notice-top { position: fixed; top: 0; left: 0; right: 0; } }
"""


def to_html(document: Document) -> str:
    """Return the whole page, which needs no other file."""
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n<style>{STYLESHEET}</style>\n</head>\n"
        f"<body>\n<main>\n{to_html_article(document)}</main>\n</body>\n</html>\n"
    )


def to_html_article(document: Document) -> str:
    """Return the article alone, for a page that brings `STYLESHEET` itself."""
    parts = [
        f'<article class="paper paper-{document.form.name}" lang="vi">\n',
        _notice(document, "paper-notice-top"),
        _head(document),
        _title(document),
        _addressees(document),
        *(f'<p class="paper-text"><em>{_text(line)}</em></p>\n' for line in document.legal_lines()),
        _blocks(document.blocks, document),
        _foot(document),
        *(_annex(document, position) for position in range(1, len(document.annexes) + 1)),
        _notice(document, "paper-notice-bottom"),
        "</article>\n",
    ]
    return "".join(parts)


def _notice(document: Document, where: str) -> str:
    if not document.notice:
        return ""
    return f'<p class="paper-notice {where}" role="note">{_text(document.notice)}</p>\n'


def _head(document: Document) -> str:
    form = document.form
    under = f"<p>{_text(form.under_issuer)}</p>" if form.under_issuer else ""
    superior = f'<p class="paper-caps">{_text(document.superior)}</p>' if document.superior else ""
    about = "" if document.type_name else f"<p>{_text(ABOUT + document.summary)}</p>"
    stamp = document.urgency
    urgency = f'<p><strong class="paper-urgency">{_text(stamp.words)}</strong></p>' if stamp else ""
    ruled = "" if under else " paper-ruled"
    last = form.creed or form.motto
    motto = f'<p class="paper-caps"><strong>{_text(form.motto)}</strong></p>' if form.creed else ""
    return (
        '<div class="paper-head">\n'
        f'<div>{superior}<p class="paper-caps{ruled}"><strong>{_text(document.issuer)}</strong></p>'
        f"{under}</div>\n"
        f'<div>{motto}<p><strong class="paper-ruled-whole">{_text(last)}</strong></p></div>\n'
        f"<div><p>{NUMBER_LABEL}{_text(document.number)}</p>{about}{urgency}</div>\n"
        f"<div><p><em>{_text(place_and_date(document.place, document.date))}</em></p></div>\n"
        "</div>\n"
    )


def _title(document: Document) -> str:
    if not document.type_name:
        return ""
    return (
        '<div class="paper-title paper-ruled">'
        f'<h1><span class="paper-type">{_text(document.type_name)}</span> {_text(document.summary)}</h1>'
        "</div>\n"
    )


def _addressees(document: Document) -> str:
    lines = document.addressee_lines()
    if not lines:
        return ""
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f'<div class="paper-to"><span>{ADDRESSED_TO}</span><ul>{items}</ul></div>\n'


def _foot(document: Document) -> str:
    lines = "".join(f"<li>{_text(line)}</li>" for line in document.recipient_lines())
    recipients = f"<h2>{RECIPIENTS}</h2><ul>{lines}</ul>" if lines else ""
    beside = _signature(document.beside, document.form) if document.beside else ""
    return (
        f'<div class="paper-foot">\n<div>{beside}<div class="paper-recipients">{recipients}</div></div>\n'
        f"{_signature(document.signature, document.form)}\n</div>\n"
    )


def _signature(signature: Signature, form: Form) -> str:
    authority = "".join(f"<p>{_text(line)}</p>" for line in signature.authority_lines(form))
    return (
        f'<div class="paper-signature">{authority}<p class="paper-office">{_text(signature.office)}</p>'
        f'<p class="paper-name">{_text(signature.name)}</p></div>'
    )


def _annex(document: Document, position: int) -> str:
    annex = document.annexes[position - 1]
    return (
        f'<section class="paper-annex">\n<header><h2>{annex_name(position, len(document.annexes))}</h2>'
        f'<p class="paper-annex-title">{_text(annex.title)}</p>'
        f"<p><em>{_text(document.annex_reference)}</em></p></header>\n"
        f"{_blocks(annex.blocks, document)}</section>\n"
    )


def _blocks(blocks: tuple[Block, ...], document: Document) -> str:
    return "".join(_block(number, block, document) for number, block in numbered(blocks))


def _block(number: str, block: Block, document: Document) -> str:
    match block:
        case Heading(level=level, text=text):
            words = f"{number} {text}".strip()
            return f"<h{max(level, 1) + 1}>{_text(words)}</h{max(level, 1) + 1}>\n"
        case Paragraph(words=words, proposal=proposal):
            marked = " paper-proposal" if proposal else ""
            mark = f"<em>{PROPOSAL_MARK}</em>" if proposal else ""
            return f'<p class="paper-text{marked}">{mark}{_words(words, document)}</p>\n'
        case ListItems(items=items):
            lines = [f"<li>{list_letter(at)}) {_words(item, document)}</li>" for at, item in enumerate(items)]
            return f'<ul class="paper-list">{"".join(lines)}</ul>\n'
        case Table():
            return _table(block, document)
        case Picture():
            return _picture(block)


def _table(table: Table, document: Document) -> str:
    header = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.header)
    rows = "".join(_row(row, document) for row in table.rows)
    total = f"<tfoot>{_row(table.total, document)}</tfoot>" if table.total else ""
    return (
        f'<div class="paper-scroll" role="region" tabindex="0" aria-label="{_text(table.caption)}">'
        f"<table><caption>{_text(table.caption)}</caption><thead><tr>{header}</tr></thead>"
        f"<tbody>{rows}</tbody>{total}</table></div>\n"
    )


def _row(row: tuple[Words, ...], document: Document) -> str:
    first = f'<th scope="row">{_words(row[0], document)}</th>' if row else ""
    return f"<tr>{first}{''.join(_cell(cell, document) for cell in row[1:])}</tr>"


def _cell(words: Words, document: Document) -> str:
    kind = ' class="paper-number"' if is_number(words) else ""
    return f"<td{kind}>{_words(words, document)}</td>"


def _picture(picture: Picture) -> str:
    # Not the lines: a browser sets their letters in whatever typeface it has, and wider ones are cut off.
    source = f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
    caption = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{source}" alt="{_text(picture.alt)}" />{caption}</figure>\n'


def _words(words: Words, document: Document) -> str:
    return "".join(_run(run, document) for run in runs(words))


def _run(run: Run, document: Document) -> str:
    match run:
        case Bold():
            return f"<strong>{_text(run.text)}</strong>"
        case Italic():
            return f"<em>{_text(run.text)}</em>"
        case FigureNumber():
            href = _text(document.address_of(run) or run.href)
            return f'<a class="figure-number" href="{href}" data-key="{_text(run.key)}">{_text(run.text)}</a>'
        case _:
            return _text(run.text)


def _text(text: str) -> str:
    return escape(clean(text))
