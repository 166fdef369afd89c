"""The Vietnamese alphabet and its order: words, names of people, and the letters of a list."""

from unicodedata import normalize as unicode_form

from langnghe.core.language.letters import normal
from langnghe.core.language.syllables import TONES

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w, z stand where names from abroad need them
LIST_LETTERS = (
    "abcdđeghiklmnopqrstuvxy"  # points of a law: a) b) c) d) đ) e) g), with no f (Decree 30/2020/NĐ-CP)
)

_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, not another tone
_BLANK, _PUNCTUATION, _OTHER, _LEVEL = '"', "#", "~", "!"
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_TONE_RANK = {"": "0", **{tone: str(rank) for rank, tone in enumerate(TONES, start=1)}}
_FOREIGN_MARK = "6"  # ĕ, ƀ and their like follow the letter they are made from


def sort_key(text: str) -> str:
    """
    Return a key of plain ASCII under which names stand in Vietnamese order.

    The alphabet decides first (a ă â b c d đ e ê ...), then the tones (ngang, huyền, hỏi, ngã, sắc,
    nặng), then small letters before capitals; a blank comes before everything, then punctuation,
    digits, letters, other scripts. Compare keys code point by code point: in PostgreSQL under the
    collation "C".
    """
    letters, tones, cases = [], [], []
    for letter in _letters(normal(text)):
        base, tone, case = _weights(letter)
        letters.append(base)
        tones.append(tone)
        cases.append(case)
    return _LEVEL.join(["".join(letters), "".join(tones).rstrip("0"), "".join(cases).rstrip("0")])


def person_sort_key(name: str) -> str:
    """
    Return the key under which people are listed: by given name (the last word), family name, then
    the rest.
    """
    *others, given = normal(name).split() or [""]
    family, middle = others[:1], others[1:]
    parts = (given, " ".join(family), " ".join(middle))
    return " ".join([sort_key(part.lower()) for part in parts] + [sort_key(name)])


def list_letter(number: int) -> str:
    """
    Return the letter of the `number`-th point of a list, from 1: a, b, c, d, đ, e, g. Raise
    ValueError past y.
    """
    if not 1 <= number <= len(LIST_LETTERS):
        raise ValueError(
            f"A list has the points 1 to {len(LIST_LETTERS)} (a to y), not {number}: split the list."
        )
    return LIST_LETTERS[number - 1]


def _letters(text: str) -> list[str]:
    """Return the letters of `text`, each with the combining marks that follow it."""
    letters: list[str] = []
    for character in text:
        if "\u0300" <= character <= "\u036f" and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _weights(letter: str) -> tuple[str, str, str]:
    known = _KNOWN.get(letter)
    return (
        known
        if known
        else _KNOWN.setdefault(letter, _weigh(letter))
        if len(_KNOWN) < 4096
        else _weigh(letter)
    )


def _weigh(letter: str) -> tuple[str, str, str]:
    small = letter.lower()
    case = "0" if small == letter else "1"
    if letter.isspace():
        return _BLANK, "0", "0"
    if letter in "0123456789":
        return letter, "0", "0"
    taken_apart = unicode_form("NFD", small)
    base, marks = taken_apart[0], taken_apart[1:]
    tone = "".join([mark for mark in marks if mark in TONES])
    shape = "".join([mark for mark in marks if mark not in TONES])
    whole = unicode_form("NFC", base + shape)
    if whole in _RANK:
        return _RANK[whole], _TONE_RANK.get(tone, _FOREIGN_MARK), case
    return _weigh_foreign(base, shape, case)


def _weigh_foreign(base: str, shape: str, case: str) -> tuple[str, str, str]:
    first = unicode_form("NFC", base + shape[:1])
    base = {"ƀ": "b", "ɓ": "b", "ð": "đ", "ɖ": "đ"}.get(base, base)
    if first in _RANK and shape[:1] in _SHAPES:  # ơ̆: after ơ
        return _RANK[first], _FOREIGN_MARK, case
    if base in _RANK:
        return _RANK[base], _FOREIGN_MARK, case
    kind = _OTHER if base.isalnum() else _PUNCTUATION
    return f"{kind}{ord(base):06x}", "0", case


_KNOWN: dict[str, tuple[str, str, str]] = {}
