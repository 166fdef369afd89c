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
NUCLEUS = (
    "oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|iêu|yêu|ươi|ươu|uêu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uo|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    "[aăâeêioôơuưy]"
)
CODA = "ng|nh|ch|[cmnpt]"
SYLLABLE = re.compile(f"({ONSET})?({NUCLEUS})({CODA})?")

_TONE_MARKS = re.compile(f"[{TONES}]")
_STOPPED = ("c", "ch", "p", "t")  # syllables closed by a stop take sắc or nặng only
_SAC_NANG = ("\u0301", "\u0323")
_SPELLING = re.compile(r"k(?![hieêy])|(?:gh|ngh)(?![ieêy])|(?:c|ng)[ieêy]|g[eêy]")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """
    Say whether `word` is spelled as a Vietnamese syllable may be, its tone included: "đường", not
    "thựa~n".
    """
    taken_apart = unicode_form("NFD", word.lower())
    tones = _TONE_MARKS.findall(taken_apart)
    bare = unicode_form("NFC", _TONE_MARKS.sub("", taken_apart))
    parts = SYLLABLE.fullmatch(bare)
    if not parts or len(tones) > 1 or _SPELLING.match(bare) or bare.endswith(("ă", "â")):
        return False
    return parts[3] not in _STOPPED or (bool(tones) and tones[0] in _SAC_NANG)
