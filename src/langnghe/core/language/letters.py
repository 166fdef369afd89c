"""
The normal form of Vietnamese writing, and its fold to plain letters.

`normal` is for comparing what was typed on different keyboards; `fold` for finding what was typed without
tone marks. Neither is for display: an official name is shown as its decree prints it.
"""

import re
from unicodedata import is_normalized
from unicodedata import normalize as unicode_form

from langnghe.core.language.syllables import SYLLABLE, TONES, vowel_of_tone

APOSTROPHES = "'’‘ʼʻ`´′＇"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),  # soft hyphens and invisible joints
    }
)
_FOLDED_SIGNS = _SIGNS | str.maketrans(dict.fromkeys("‒–—―−", "-"))
# Letters that carry a bar instead of a mark: no Unicode form takes them apart. Ð ð (eth) and Ɖ ɖ only
# look like Đ đ.
_BARRED = str.maketrans({**dict.fromkeys("đðɖ", "d"), **dict.fromkeys("ƀɓ", "b")})
_MARKS = re.compile("[\u0300-\u036f]+")
_CACHED_WORDS = 100_000
_CACHED_LETTERS = 24


def normal(text: str) -> str:
    """
    Return `text` in the one form in which equal writing is equal: for comparing, never for display.

    NFC; Ð and Ɖ read as Đ inside Vietnamese words; curly quotes straightened; every run of blanks one
    space; tone marks on the vowel where the older school puts them (hoà -> hòa, qúy -> quý). Letter case,
    punctuation and all other scripts stay. Applying it twice changes nothing.
    """
    return " ".join([_normal_words[word] for word in text.translate(_SIGNS).split()])


def fold(text: str) -> str:
    """
    Return `text` in small letters without any mark: "Đường H’Bông" -> "duong h'bong".

    đ becomes d, ƀ becomes b, breves of highland names are dropped, dashes are one dash, blanks one space.
    Decomposed input gives the same. Marks of other scripts (Khmer, Thai) are letters there, and stay.
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    return " ".join(filter(None, [_folded_words[word] for word in text.split()]))


def syllables(text: str) -> list[str]:
    """Return the folded words and numbers of `text` in order, punctuation left out."""
    return _WORDS.findall(fold(text))


def has_tone_marks(text: str) -> bool:
    """Say whether `text` carries any Vietnamese mark at all: without one, "Cam Giang" may be two communes."""
    return _fold_word(text) != unicode_form("NFC", text.lower().translate(_FOLDED_SIGNS))


_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def _fold_word(word: str) -> str:
    word = unicode_form("NFD", word.lower().translate(_FOLDED_SIGNS)).lower()
    plain = _MARKS.sub("", word).translate(_BARRED)
    return plain if plain.isascii() else unicode_form("NFC", plain)


def _normal_word(word: str) -> str:
    if word.isascii():
        return word
    return _place_tones(_mend_barred_d(unicode_form("NFC", word)))


class _Remembered(dict[str, str]):
    """What `change` makes of each word met so far: a language has few, so most texts are looked up whole."""

    def __init__(self, change):
        super().__init__()
        self.change = change

    def __missing__(self, word: str) -> str:
        changed = self.change(word)
        if len(word) <= _CACHED_LETTERS:
            if len(self) >= _CACHED_WORDS:
                self.clear()
            self[word] = changed
        return changed


# A mistaken Đ: eth or the African D at the head of what else looks like a Vietnamese or highland
# syllable, or inside an abbreviation in capitals (NÐ-CP, HÐND). An Icelandic or Ewe word has other
# letters, or its eth elsewhere.
_LETTER_RUN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_VOWEL = "aăâeêioôơuưyĕĭŏŭ"
_SYLLABLE_AFTER_D = re.compile(rf"(?:[rlh]?[{_VOWEL}]{{1,3}}(?:ng|nh|ch|[cmnptkhlrsi])?)?")
_ABBREVIATION = re.compile(r"[A-ZĐÐƉƯƠ]{2,7}")


def _mend_barred_d(word: str) -> str:
    if not any(letter in word for letter in "ÐƉðɖ"):
        return word
    return _LETTER_RUN.sub(_mend_run, word)


def _mend_run(run: re.Match[str]) -> str:
    word = run[0]
    mended = word.translate(_AS_BARRED_D)
    if word[0] in "ÐƉðɖ" and _SYLLABLE_AFTER_D.fullmatch(_toneless(word[1:].lower())):
        return mended
    return mended if _ABBREVIATION.fullmatch(word) else word


_AS_BARRED_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_TONE_MARKS = re.compile(f"[{TONES}]")


def _toneless(word: str) -> str:
    return unicode_form("NFC", _MARKS_OF_HIGHLANDS.sub("", _TONE_MARKS.sub("", unicode_form("NFD", word))))


# ơ̆ ư̆ ô̆ ê̆ â̆: a breve above a letter that has no single character with it.
_MARKS_OF_HIGHLANDS = re.compile("(?<=[\u0302\u031b])\u0306")

_TONED_RUN = re.compile(r"[^\W\d_]{2,7}")


def _place_tones(word: str) -> str:
    return _TONED_RUN.sub(_place_tone, word) if is_normalized("NFC", word) else word


def _place_tone(run: re.Match[str]) -> str:
    word = run[0]
    taken_apart = unicode_form("NFD", word)
    tones = _TONE_MARKS.findall(taken_apart)
    if len(tones) != 1:
        return word
    bare = unicode_form("NFC", _TONE_MARKS.sub("", taken_apart))
    parts = SYLLABLE.fullmatch(bare.lower())
    if not parts or len(bare) != len(word):
        return word
    at = vowel_of_tone(parts)
    return unicode_form("NFC", bare[: at + 1] + tones[0] + bare[at + 1 :])


_folded_words = _Remembered(_fold_word)
_normal_words = _Remembered(_normal_word)
