"""
Personal data in free text: found, explained and masked before anything becomes public.

`identifiers` reads the numbers, `personal_names` the names; here they become spans of the text as it
was given.
"""

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import is_normalized
from unicodedata import normalize as unicode_form

from langnghe.core.language.identifiers import (
    ACCOUNT,
    CCCD,
    CMND,
    HEALTH_CARD,
    HOUSE_NUMBER,
    PHONE,
    PLATE,
    TAX_CODE,
    identifiers_in,
)
from langnghe.core.language.personal_names import names_in

EMAIL, NAME = "email", "name"

MASKS = {
    PHONE: "[số điện thoại]",
    CCCD: "[số căn cước]",
    CMND: "[số chứng minh nhân dân]",
    PLATE: "[biển số xe]",
    EMAIL: "[thư điện tử]",
    ACCOUNT: "[số tài khoản]",
    HEALTH_CARD: "[số thẻ bảo hiểm y tế]",
    TAX_CODE: "[mã số thuế]",
    HOUSE_NUMBER: "[số nhà]",
    NAME: "[tên người]",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """
    Where personal data stands in a text (`text[start:end]`), of which kind, and why it was taken
    for it.
    """

    start: int
    end: int
    kind: str
    reason: str


def find_personal_data(text: str) -> list[Span]:
    """
    Return the personal data in `text`, from left to right, never overlapping.

    Kinds: phone, cccd, cmnd, plate, email, account, health_card, tax_code, house_number, name. `start`
    and `end` count characters of `text` as given, also where it is decomposed Unicode. Reasons are
    Vietnamese sentences for the writer.
    """
    if is_normalized("NFC", text):
        return _find(text)
    composed, origins = _composed(text)
    return [Span(origins[s.start], origins[s.end], s.kind, s.reason) for s in _find(composed)]


def mask_personal_data(text: str, spans: Iterable[Span] | None = None) -> str:
    """Return `text` with each span (default: those found) replaced by words that say what stood there."""
    parts, at = [], 0
    for span in find_personal_data(text) if spans is None else sorted(spans):
        parts += [text[at : span.start], MASKS[span.kind]]
        at = span.end
    return "".join([*parts, text[at:]])


def _find(text: str) -> list[Span]:
    found: list[Span] = []
    if "@" in text or "[at]" in text or "(at)" in text:
        found = [Span(*mail.span(), EMAIL, "địa chỉ thư điện tử") for mail in _EMAIL.finditer(text)]
    for start, end, kind, reason in identifiers_in(text):
        _keep(Span(start, end, kind, reason), found)
    for start, end, reason in names_in(text):
        _keep(Span(start, end, NAME, reason), found)
    return found


def _keep(span: Span, found: list[Span]) -> None:
    """Put `span` in its place among what was found, unless it touches a surer one."""
    place = bisect(found, span)
    if place and found[place - 1].end > span.start:
        return
    if place < len(found) and found[place].start < span.end:
        return
    found.insert(place, span)


_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*\s?(?:@|\[at\]|\(at\))\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)


def _composed(text: str) -> tuple[str, list[int]]:
    """Return `text` in NFC, and for each position in it (and its end) the position in `text`."""
    pieces, origins, at = [], [], 0
    for cluster in _CLUSTER.finditer(text):
        piece = unicode_form("NFC", cluster[0])
        pieces.append(piece)
        origins += [cluster.start()] * len(piece)
        at = cluster.end()
    return "".join(pieces), [*origins, at]


_CLUSTER = re.compile(r"(?s).[\u0300-\u036f]*")
