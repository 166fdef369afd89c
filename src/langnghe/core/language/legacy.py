"""
Old Vietnamese encodings, TCVN3 (ABC, fonts .Vn…) and VNI (fonts VNI-…), read back into Unicode.

Both look like Latin-1 noise once a spreadsheet has lost its font. A cell is too short to tell; a column
is not, so the decision is one for all values, and each value that is Unicode already stays as it is. In
TCVN3 capitals come from the font (.VnTimeH), so text that was set in capitals comes back in small
letters: the file does not hold the case.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize as unicode_form

from langnghe.core.language.syllables import is_highland_word, is_syllable

UNICODE, TCVN3, VNI = "unicode", "tcvn3", "vni"

# TCVN 5712:1993. The small letters and Ă Â Ê Ô Ơ Ư Đ are VN3, what .Vn fonts show; the other capitals
# are VN1.
_TCVN3_LETTERS = {
    "\xa1": "ĂÂÊÔƠƯĐăâêôơưđ",
    "\xb5": "àảãáạ",
    "\xbb": "ằẳẵắ",
    "\xc6": "ặầẩẫấậè",
    "\xce": "ẻẽéẹềểễếệìỉ",
    "\xdc": "ĩíịò",
    "\xe1": "ỏõóọồổỗốộờởỡớợù",
    "\xf1": "ủũúụừửữứựỳỷỹýỵ",
    "\x80": "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    "\xaf": "Ằ",
    "\xba": "Ẳ",
    "\xbf": "Ẵ",
    "\xc0": "ẮẦẨẪẤỀ",
    "\xcd": "Ể",
    "\xd9": "ỄẾỒ",
    "\xe0": "Ổ",
    "\xf0": "Ỗ",
    "\xff": "Ố",
}
_TCVN3 = {
    ord(first) + step: letter
    for first, letters in _TCVN3_LETTERS.items()
    for step, letter in enumerate(letters)
}

# VNI for Windows: a plain letter and a second one that stands for its marks; five letters stand alone.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOFED = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVED = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    small = dict(_VNI_ALONE)
    for base in "aeouyôö":
        small |= {base + mark: _VNI_ALONE.get(base, base) + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        small |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_ROOFED.items()}
    small |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVED.items()}
    small = {code: unicode_form("NFC", letter) for code, letter in small.items()}
    table = dict(small)
    for code, letter in small.items():
        table[code.upper()] = table[code[0].upper() + code[1:]] = letter.upper()
        table[code[0] + code[1:].upper()] = letter
    return table


_VNI = _vni_letters()
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ENOUGH = 0.7  # share of marked words that must be Vietnamese syllables after decoding
_TOKEN = re.compile(r"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SIGNS_OF_LATIN_1 = "«»°©®÷×·"
_NO_WORD = re.compile("[\xa0-\xb4\xb6-\xbf×÷]+|µ[mglsAFVW]?|[A-Za-z]{1,2}[²³]")  # "© 2020", "°C", "µm", "m²"
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """
    The values of one column in Unicode, the encoding they were taken for, and how sure that is (0
    to 1).
    """

    encoding: str
    confidence: float
    values: list[str]


def decode_legacy(values: Sequence[str]) -> Decoded:
    """
    Return the values of one column in Unicode, deciding once for the column.

    Parameters
    ----------
    values : sequence of str
        The cells as read, bytes 80-FF as the Latin-1 characters of that code.

    Returns
    -------
    Decoded
        `encoding` is "unicode", "tcvn3" or "vni". The confidence is the share of marked words that
        become Vietnamese syllables, less the chance that the few words of a short column agree by
        accident; 1.0 for a column without any mark, which is the same in every encoding. Values that
        are Unicode already come back unchanged.
    """
    words = [word for value in values for word in _marked_words(value)]
    as_unicode = sum(1 for value in values if _VIETNAMESE.search(value))
    if not words:
        return Decoded(UNICODE, 1.0, list(values))
    encoding, confidence = _decide(words, as_unicode)
    if encoding == UNICODE:
        return Decoded(UNICODE, confidence, list(values))
    return Decoded(encoding, confidence, [_decode_value(value, encoding) for value in values])


def decode_tcvn3(text: str) -> str:
    """Return `text`, whose characters are the bytes of TCVN3, in Unicode."""
    return text.translate(_TCVN3)


def decode_vni(text: str) -> str:
    """Return `text`, whose characters are the bytes of VNI, in Unicode."""
    return _VNI_CODES.sub(lambda code: _VNI[code[0]], text)


_DECODERS = {UNICODE: lambda text: unicode_form("NFC", text), TCVN3: decode_tcvn3, VNI: decode_vni}


def _marked_words(value: str) -> Iterable[str]:
    """
    Yield the words of a value that differ between the encodings; none from a value that is Unicode
    already.
    """
    if value.isascii() or _VIETNAMESE.search(value):
        return []
    return [word for word in _TOKEN.findall(value) if not _NO_WORD.fullmatch(word)]


def _decide(words: list[str], as_unicode: int) -> tuple[str, float]:
    right = {encoding: sum(_reads(word, encoding) for word in words) for encoding in _DECODERS}
    best, second = sorted(right, key=lambda encoding: (right[encoding], encoding == UNICODE), reverse=True)[
        :2
    ]
    share = right[best] / len(words)
    if best == UNICODE or share < _ENOUGH:
        return UNICODE, round(_sureness(max(right[UNICODE], as_unicode), 1.0), 3)
    return best, round(_sureness(right[best] - right[second], share), 3)


def _sureness(witnesses: int, share: float) -> float:
    """Each word that only one encoding explains halves the doubt."""
    return share * (1 - 0.5 ** (witnesses + 1))


def _reads(word: str, encoding: str) -> bool:
    decoded = _DECODERS[encoding](word).strip(_SIGNS_OF_LATIN_1)
    return is_syllable(decoded) or is_highland_word(decoded)


def _decode_value(value: str, encoding: str) -> str:
    """
    Decode one value of a column, unless it is Unicode: it has letters no old file can hold, or
    reads so alone.
    """
    if value.isascii() or _VIETNAMESE.search(value):
        return value
    words = _TOKEN.findall(value)
    wrong = [word for word in words if not _reads(word, encoding)]
    if words and len(wrong) == len(words) and all(_reads(word, UNICODE) for word in words):
        return value
    return _DECODERS[encoding](value)
