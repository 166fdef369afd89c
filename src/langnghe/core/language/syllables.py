"""
The spelling rules of one Vietnamese syllable: enough to tell a word from what a wrong decoding
makes of it.
"""

import re
from functools import lru_cache
from unicodedata import normalize as unicode_form

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionary
UPPER = (
    "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
    "ÐƉĔĬŎŬÑČɃ"
)  # for character classes; a range like À-Ỹ would hold small letters too
LOWER = UPPER.lower()
ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_OPEN = (  # vowels that end their syllable
    "oai|oay|oao|oeo|uây|uôi|uya|uyu|iêu|yêu|ươi|ươu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu"
)
_CLOSED = "uyê|iê|yê|oă|oo|uâ|uô|ươ|[ăâ]"  # vowels that need a consonant after them
_EITHER = "oa|oe|uê|uơ|uy|[aeêioôơuưy]"
_CODA = "ng|nh|ch|[cmnpt]"
SYLLABLE = re.compile(
    rf"(?P<onset>{ONSET})?"
    rf"(?:(?P<open>{_OPEN})|(?P<closed>{_CLOSED}|{_EITHER})(?P<coda>{_CODA})|(?P<bare>{_EITHER}))"
)
# Names of the highland peoples: other clusters and endings (Krông, Đắk, Mlah, Čư), and two vowels of
# their own.
_HIGHLAND = re.compile(
    r"[bcčdđghjklmnprstvwxyƀ']{0,4}(?:[aăâeêioôơuưyĕĭŏŭ]|ia|ea|oa|ua|ie|iê|oe|oă|uă|iă)(?:ng|nh|[cghklmnprstw])?"
)

_TONE_MARKS = re.compile(f"[{TONES}]")
_STOPPED = ("c", "ch", "p", "t")  # syllables closed by a stop take sắc or nặng only
_SAC_NANG = ("\u0301", "\u0323")
_SPELLING = re.compile(r"k(?![hieêy])|(?:gh|ngh)(?![ieêy])|(?:c|ng)[ieêy]|g[eêy]")


def vowel_of_tone(parts: re.Match[str]) -> int:
    """Return where in a syllable its tone mark stands: ngoài, hòa, thủy, quý, giá, khuỷu, nghĩa, giường."""
    nucleus = parts["open"] or parts["closed"] or parts["bare"]
    start = parts.end("onset") if parts["onset"] else 0
    marked = [at for at, vowel in enumerate(nucleus) if vowel in "ăâêôơư"]
    if marked:
        return start + marked[-1]
    if parts["coda"]:
        return start + len(nucleus) - 1
    return start + (1 if len(nucleus) == 3 else 0)


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """
    Say whether `word` is spelled as a Vietnamese syllable may be, its tone included: "đường", not
    "ñöôøng" or "caùn".

    Both schools of tone placement count (hòa, hoà).
    """
    bare, tone, place = _taken_apart(word)
    parts = SYLLABLE.fullmatch(bare)
    if not parts or tone is None or _SPELLING.match(bare):
        return False
    if parts["coda"] in _STOPPED and tone not in _SAC_NANG:
        return False
    usual = vowel_of_tone(parts)
    return not tone or place == usual or (parts["bare"] in ("oa", "oe", "uy") and place == usual + 1)


@lru_cache(maxsize=65_536)
def is_highland_word(word: str) -> bool:
    """Say whether `word` may be a syllable of a highland name, which is freer: "Krông", "Đắk", "Mlah"."""
    bare, tone, place = _taken_apart(word)
    if tone is None or not _HIGHLAND.fullmatch(bare):
        return False
    vowels = [at for at, letter in enumerate(bare) if letter in "aăâeêioôơuưĕĭŏŭ"]
    return not tone or place in vowels[-1:]


def _taken_apart(word: str) -> tuple[str, str | None, int]:
    """
    Return a word in small letters without its tone, the tone ("" for ngang, None for several) and
    its place.
    """
    bare: list[str] = []
    tone, place = "", -1
    for letter in unicode_form("NFC", word.lower()):
        base = unicode_form("NFD", letter)
        toneless = _TONE_MARKS.sub("", base)
        if toneless != base:
            if tone:
                return word, None, -1
            tone, place = _TONE_MARKS.findall(base)[0], len(bare)
        bare.append(unicode_form("NFC", toneless))
    return "".join(bare), tone, place
