"""
Finding words again, with or without tone marks: how texts are indexed and how a question is read. Pure.

PostgreSQL's own parser knows no Vietnamese and no fold, so both sides are made here: a text becomes a
`tsvector` of folded syllables with their positions, a question a `tsquery` over the same syllables. What
people call alike (heo, lợn; cúp điện, mất điện) comes as data and stands for each other in questions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from unicodedata import normalize

from langnghe.core.language import fold, syllables

LONGEST_QUESTION = 200
MOST_PARTS = 12  # of a question; what a person types has few
AROUND = 60  # characters shown before the first word found
SHOWN = 220  # characters of a text that a line shows
_GAP = 16  # positions between texts indexed together, so that no phrase runs from one into the other
_LAST_POSITION = 16_383  # of a tsvector
_LONGEST_LEXEME = 60

Lexemes = tuple[str, ...]


def vector_of(*texts: str) -> str:
    """Return texts as one PostgreSQL `tsvector`, in its own writing: 'duong':2 'sat':4 …"""
    places: dict[str, list[int]] = {}
    at = 1
    for text in texts:
        for lexeme in lexemes(text):
            places.setdefault(lexeme, []).append(min(at, _LAST_POSITION))
            at += 1
        at += _GAP
    return " ".join([f"{lexeme}:{','.join(map(str, where[:255]))}" for lexeme, where in places.items()])


def lexemes(text: str) -> list[str]:
    """Return the syllables and numbers of a text as they are indexed: folded, H'Bông as one."""
    return [syllable.replace("'", "")[:_LONGEST_LEXEME] for syllable in syllables(text)]


class Synonyms:
    """Groups of phrases that stand for each other, made ready once."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[Lexemes, set[Lexemes]] = {}
        for group in groups:
            phrases = {tuple(lexemes(phrase)) for phrase in group} - {()}
            for phrase in phrases:
                self._groups.setdefault(phrase, set()).update(phrases)
        self._longest = max(map(len, self._groups), default=0)

    def at_head(self, words: Sequence[str]) -> tuple[int, list[Lexemes]]:
        """Return how many words of the head have others that stand for them, and all of these phrases."""
        for length in range(min(self._longest, len(words)), 0, -1):
            phrase = tuple(words[:length])
            if phrase in self._groups:
                return length, [phrase, *sorted(self._groups[phrase] - {phrase})]
        return 0, []


@dataclass(frozen=True)
class Part:
    """One thing that must stand in the text: any of these phrases; the last word may be only begun."""

    phrases: tuple[Lexemes, ...]
    begun: bool = False
    loose: bool = False  # a number may stand one word further on: "thôn số 4"

    @property
    def tsquery(self) -> str:
        written = [_followed(phrase, begun=self.begun) for phrase in self.phrases]
        if self.loose:
            written += [_followed(phrase, to_number="<2>") for phrase in self.phrases]
        return f"({' | '.join(written)})"


@dataclass(frozen=True)
class Question:
    """What somebody looks for: parts that must all be there, and a case number or its beginning."""

    parts: tuple[Part, ...] = ()
    number: str = ""
    _marks: dict[str, list[tuple[Lexemes, bool]]] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.parts or self.number)

    @property
    def tsquery(self) -> str:
        """Return the parts as one PostgreSQL `tsquery`."""
        return " & ".join(part.tsquery for part in self.parts)

    def begun(self) -> "Question":
        """Return the same question, its last word only begun: for where nothing has the whole word."""
        if not self.parts:
            return self
        last = Part(self.parts[-1].phrases[:1], begun=True)
        return Question((*self.parts[:-1], last), number=self.number)

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """Return the part of `text` round the first word found, in pieces: what was found is True."""
        text = normalize("NFC", text)
        hits = _joined(self._hits(_words_in(text)))
        start = _blank_before(text, hits[0][0] - AROUND) if hits else 0
        end = _blank_after(text, start + SHOWN)
        pieces = [("… ", False)] if start else []
        at = start
        for begin, finish in hits:
            if begin >= end:
                break
            pieces += [(text[at:begin], False), (text[begin:finish], True)]
            at = finish
        pieces.append((text[at : max(at, end)] + (" …" if end < len(text) else ""), False))
        return [piece for piece in pieces if piece[0]]

    def _hits(self, words: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        wanted = self._marks or self._by_first_word()
        begun = [phrase for phrase, is_begun in chain(*wanted.values()) if is_begun and len(phrase) == 1]
        for at, (word, start, _) in enumerate(words):
            for phrase, is_begun in wanted.get(word, ()):
                run = [lexeme for lexeme, _, _ in words[at : at + len(phrase)]]
                if len(run) == len(phrase) and _fits(run, phrase, begun=is_begun):
                    yield start, words[at + len(phrase) - 1][2]
            if any(word.startswith(phrase[0]) for phrase in begun):
                yield start, words[at][2]

    def _by_first_word(self) -> dict[str, list[tuple[Lexemes, bool]]]:
        for part in self.parts:
            for phrase in part.phrases:
                self._marks.setdefault(phrase[0], []).append((phrase, part.begun))
        return self._marks


def read_question(text: str, synonyms: Synonyms) -> Question:
    """
    Return what somebody typed as a question.

    Words must all stand in the text, in any order; words in quotes as they stand; a number follows the
    word before it ("thôn 4" is not "thôn 14", nor a 4 anywhere); `tham*` finds what begins so;
    `26-000123` or its beginning is a case number.
    """
    folded = fold(text[:LONGEST_QUESTION])
    number = _NUMBER.search(folded)
    parts: list[Part] = []
    words: list[str] = []
    for token in _TOKEN.finditer(_NUMBER.sub(" ", folded, count=1)):
        if token["word"] and not token["star"]:
            words += lexemes(token["word"])
            continue
        parts += _parts_of(words, synonyms)
        words = []
        if phrase := tuple(lexemes(token["quoted"] or token["word"] or "")):
            parts.append(Part((phrase,), begun=bool(token["star"])))
    parts += _parts_of(words, synonyms)
    return Question(tuple(parts[:MOST_PARTS]), number=number[0].rstrip("*") if number else "")


_NUMBER = re.compile(r"(?<![\w/-])\d\d-\d{1,6}\*?(?![\w/-])")
_TOKEN = re.compile(r"\"(?P<quoted>[^\"]*)(?:\"|$)|(?P<word>[^\W_]+(?:'[^\W_]+)*)(?P<star>\*)?")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:['’‘ʼ](?:[^\W_]|[\u0300-\u036f])+)*")


def _words_in(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text as lexemes, with where each begins and ends."""
    found = _WORD.finditer(text)
    return [(fold(word[0]).replace("'", ""), word.start(), word.end()) for word in found]


def _parts_of(words: Sequence[str], synonyms: Synonyms) -> list[Part]:
    """Return a part for each word, or for each phrase that others stand for; numbers join the one before."""
    parts: list[Part] = []
    at = 0
    while at < len(words):
        if words[at][0].isdigit() and parts:
            parts[-1] = Part(tuple((*phrase, words[at]) for phrase in parts[-1].phrases), loose=True)
            at += 1
            continue
        length, phrases = synonyms.at_head(words[at:])
        parts.append(Part(tuple(phrases) or ((words[at],),)))
        at += length or 1
    return parts


def _followed(phrase: Lexemes, *, begun: bool = False, to_number: str = "<->") -> str:
    """Return a phrase as tsquery: its words one after the other, the first number `to_number` behind."""
    written = phrase[0]
    for before, word in pairwise(phrase):
        step = to_number if word[0].isdigit() and not before[0].isdigit() else "<->"
        written += f" {step} {word}"
    return written + (":*" if begun else "")


def _fits(run: Sequence[str], phrase: Lexemes, *, begun: bool) -> bool:
    last = run[-1].startswith(phrase[-1]) if begun else run[-1] == phrase[-1]
    return last and tuple(run[:-1]) == phrase[:-1]


def _joined(hits: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _blank_before(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at > 0 else 0


def _blank_after(text: str, at: int) -> int:
    blank = text.find(" ", at)
    return blank if 0 <= blank < len(text) else len(text)
