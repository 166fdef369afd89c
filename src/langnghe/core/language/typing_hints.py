"""
Left-overs of typing: words that stayed as the keys of Telex or VNI ("dduwowngf", "d9u7o7ng2"), and
what they meant.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize as unicode_form

from langnghe.core.language.letters import normal
from langnghe.core.language.syllables import is_syllable

_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TELEX_SHAPES = (
    ("dd", "đ"),
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("uwo", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VNI_SHAPES = (
    ("d9", "đ"), ("uo7", "ươ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("o7", "ơ"), ("u7", "ư"),
)  # fmt: skip
_NUMBERED = frozenset(
    [
        "thon",
        "to",
        "ap",
        "xom",
        "khu",
        "doi",
        "hem",
        "ngo",
        "lo",
        "km",
        "so",
        "kp",
        "tdp",
        "phuong",
        "quan",
        "lop",
        "duong",
        "ngay",
        "thang",
        "nam",
        "tang",
        "ca",
    ]
)
_ENGLISH = frozenset(
    [
        "was",
        "has",
        "his",
        "her",
        "for",
        "far",
        "car",
        "bus",
        "box",
        "max",
        "fax",
        "tax",
        "fox",
        "mix",
        "six",
        "sex",
        "bar",
        "war",
        "our",
        "or",
        "as",
        "is",
        "us",
        "was",
        "does",
        "this",
        "these",
        "wow",
        "see",
        "too",
        "book",
        "look",
        "good",
        "food",
        "been",
        "seen",
        "free",
        "boss",
        "loss",
        "pass",
        "class",
        "as",
        "if",
        "of",
        "off",
        "staff",
        "golf",
        "taxi",
        "test",
    ]
)

_LONG_O = re.compile(
    r"(?!(?:x|b|g|l|t|c)oong)[a-z]+oo(?:ng|[cmnpt])"
)  # "khoong", but xoong and boong are words


@dataclass(frozen=True, slots=True)
class TypingHint:
    """A word that looks like unfinished typing (`text[start:end]`) and what it would have become."""

    start: int
    end: int
    written: str
    meant: str
    method: str


def typing_hints(text: str) -> list[TypingHint]:
    """
    Return what in `text` looks like keys of Telex or VNI left over; a hint to the writer, never a
    correction.
    """
    hints = []
    for word in _WORD.finditer(unicode_form("NFC", text)):
        for method, read in (("telex", _from_telex), ("vni", _from_vni)):
            meant = read(word[0].lower())
            if meant:
                hints.append(
                    TypingHint(word.start(), word.end(), word[0], _as_written(meant, word[0]), method)
                )
                break
    return hints


def restore_typing(text: str) -> str:
    """Return `text` with its typing left-overs finished: "dduwowngf hỏng" -> "đường hỏng"."""
    text = unicode_form("NFC", text)
    for hint in reversed(typing_hints(text)):
        text = text[: hint.start] + hint.meant + text[hint.end :]
    return text


def _from_telex(word: str) -> str | None:
    if len(word) < 3 or not word.isalpha() or word in _ENGLISH:
        return None
    if word.isascii() and is_syllable(word) and not _LONG_O.fullmatch(word):
        return None
    return _finished(word, _TELEX_SHAPES, _TELEX_TONES, lone=("w", "ư"))


def _from_vni(word: str) -> str | None:
    if (
        not re.fullmatch(r"[^\W\d_]+[1-9][^\W_]*", word)
        or len(word) < 3
        or word.rstrip("0123456789") in _NUMBERED
    ):
        return None
    return _finished(word, _VNI_SHAPES, _VNI_TONES, lone=None)


def _finished(
    word: str, shapes: tuple[tuple[str, str], ...], tones: dict[str, str], lone: tuple[str, str] | None
) -> str | None:
    bare, tone = _without_tone(word, tones)
    bare = _shape_later(bare, shapes)
    for keys, letter in shapes:
        bare = bare.replace(keys, letter)
    if lone:
        bare = bare.replace(*lone)
    bare = bare.replace("uơ", "ươ") if re.search("uơ[a-z]", bare) else bare
    meant = normal(_with_tone(bare, tone))
    return meant if meant != normal(word) and not meant.isascii() and is_syllable(meant) else None


def _without_tone(word: str, tones: dict[str, str]) -> tuple[str, str]:
    """Take the last key that is a tone and stands behind a vowel."""
    for place in range(len(word) - 1, 0, -1):
        if word[place] in tones and re.search(r"[aeiouyăâêôơưà-ỹw]", word[:place]):
            return word[:place] + word[place + 1 :], tones[word[place]]
    return word, ""


def _shape_later(word: str, shapes: tuple[tuple[str, str], ...]) -> str:
    """
    Bring the key of a shape to its vowel where it was typed at the end: "duongw", "nguoiw",
    "dangd", "thona".
    """
    if len(word) > 3 and word[0] == "d" and word[-1] in "d9" and shapes[0][0] == "d" + word[-1]:
        return word[0] + word[-1] + word[1:-1]
    late = re.fullmatch(r"(.*?)(uo|[aoue])((?:ng|nh|ch|[cmnptiuy]))([aeow678])", word)
    if not late or not any(keys == late[2] + late[4] for keys, _ in shapes):
        return word
    return late[1] + late[2] + late[4] + late[3]


def _with_tone(bare: str, tone: str) -> str:
    if not tone:
        return bare
    vowel = next((place for place, letter in enumerate(bare) if letter in "aăâeêioôơuưy"), None)
    return bare if vowel is None else unicode_form("NFC", bare[: vowel + 1] + tone + bare[vowel + 1 :])


def _as_written(meant: str, written: str) -> str:
    if written.isupper():
        return meant.upper()
    return meant.capitalize() if written[0].isupper() else meant
