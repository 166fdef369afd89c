"""
How alike two reports are, and what speaks against their being the same matter.

Similarity alone is wrong exactly where it matters: "đèn đường thôn 4 hỏng" and "đèn đường thôn 14 hỏng"
share all but one sign. So the score only proposes; another hamlet, number, subject or proper name
overrules it. A person confirms.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from langnghe.core.language import PlaceToken, fold, normal, place_tokens
from langnghe.core.language.personal_names import names_in
from langnghe.core.language.syllables import UPPER
from langnghe.core.sameness.words import (
    EMPTY_WORDS,
    MARKED_SHORT_FORMS,
    SCENE,
    SHORT_FORMS,
    SUBJECT,
    TROUBLE,
    Concept,
    longest_phrase,
    phrases,
    spellings,
)

SAME_FROM = 0.5
SAME_THERE_FROM = 0.3  # where the same subject stands at the same hamlet, street or school
DIFFERENT_BELOW = 0.2
_MARKED_FROM = 0.3  # share of syllables with marks from which a text counts as written with them
_BUILT_ALIKE = 0.5  # share of syllables in the same order

_WEIGHTS = {SUBJECT: 3.0, TROUBLE: 2.0}
_SYLLABLE = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HAMLETS = frozenset(["thôn", "làng", "buôn", "bon", "bản", "ấp", "khóm", "xóm", "tổ", "đội"])
_ALLEYS = frozenset(["hẻm", "ngõ", "ngách", "kiệt"])
_COUNTED_AFTER = re.compile(
    r" ?(?:ngay|tuan|thang|nam|gio|phut|hom|lan|ho|nguoi|m\b|m2|met|cm|km|kg|tan|ha|dong|trieu|nghin|"
    r"ty|k\b|%|"
    r"chieu|dem|h\b|chau|em|con|cai|xe)"
)
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\b(?:ngay|thang|nam|luc|hoi|quy) \d{1,4}|\d{1,2} ?(?:h|"
    r"gio) ?\d{0,2}"
)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,+/]\d+)*[a-z]?(?!\w)")
_PROPER = re.compile(rf"(?<=[^\W\d_] )[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*)+")
_THANKS = re.compile(
    r"\b(?:cảm ơn|cám ơn|hoan nghênh|khen|tuyên dương|đã sửa xong|đã khắc phục|đã được sửa"
    r"|cam on|hoan nghenh|da sua xong|da khac phuc|da duoc sua)\b"
)  # "tuyen duong" without marks is a road more often than praise


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    A score from 0 to 1, a proposal (True, False, or None for "ask a person"), and the reasons in
    Vietnamese.
    """

    score: float
    same: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One text, read once and compared with many."""

    places: list[PlaceToken]
    subjects: frozenset[str]  # or the scenes, where no subject is named
    names_subject: bool
    troubles: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    people: frozenset[str]
    thanks: bool
    bag: dict[str, float]
    pairs: Counter[tuple[str, str]]
    words: list[str]


def judge(a: str | Matter, b: str | Matter) -> Judgement:
    """
    Say whether two reports of one commune and one time are about the same matter.

    `same` is False where a guard stands against it (another hamlet, street, number, subject or proper
    name; thanks beside a trouble) or the words have little in common, True where they have much and
    nothing stands against it, None between. The guards are shown first among the reasons.
    """
    one, other = matter_of(a), matter_of(b)
    value = _score(one, other)
    against = list(_guards(one, other))
    if against:
        return Judgement(value, False, tuple(against))
    shared = list(_shared(one, other))
    if value < DIFFERENT_BELOW:
        return Judgement(value, False, ("ít từ ngữ chung",))
    enough = SAME_THERE_FROM if _stand_together(one, other) else SAME_FROM
    sure = value >= enough and _speak_of_the_same(one, other)
    if sure and (doubt := _doubt(one, other)):
        return Judgement(value, None, (doubt, *shared))
    return Judgement(value, True if sure else None, tuple(shared or ["có từ ngữ giống nhau"]))


def score(a: str | Matter, b: str | Matter) -> float:
    """Return how alike the words of two texts are, 0 to 1, before any guard."""
    return _score(matter_of(a), matter_of(b))


def matter_of(text: str | Matter) -> Matter:
    """Return a text as it is compared; whoever compares one with many reads it once."""
    if isinstance(text, Matter):
        return text
    written = normal(text)
    folded = fold(written)
    spelled = _spelled_syllables(written, folded)
    words = [syllable for syllable, _ in spelled]
    concepts, rest = _concepts(spelled)
    places = place_tokens(written)
    bag: dict[str, float] = {}
    for concept in concepts:
        bag[concept.name] = max(bag.get(concept.name, 0), _WEIGHTS.get(concept.role, 1.0))
    bag |= {syllable: 1.0 for syllable in rest if syllable not in EMPTY_WORDS and not syllable.isdigit()}
    bag |= {str(place): 2.0 for place in places}
    return Matter(
        places=places,
        subjects=_named(concepts, SUBJECT) or _named(concepts, SCENE),
        names_subject=bool(_named(concepts, SUBJECT)),
        troubles=_named(concepts, TROUBLE),
        numbers=_numbers(folded, places),
        names=_proper_names(written),
        people=frozenset(
            fold(written[start:end]) for start, end, why in names_in(written) if why.startswith("tên riêng")
        ),
        thanks=_THANKS.search(written.lower()) is not None,
        bag=bag,
        pairs=Counter(pairwise(words)),
        words=words,
    )


def _proper_names(written: str) -> frozenset[str]:
    """Return the runs of capitals inside sentences; a text all in capitals has none to tell."""
    if written == written.upper():
        return frozenset()
    return frozenset(fold(name[0]) for name in _PROPER.finditer(written))


def _named(concepts: list[Concept], role: str) -> frozenset[str]:
    return frozenset(concept.name for concept in concepts if concept.role == role)


_Spelled = tuple[str, str | None]  # a folded syllable, and how it is spelled where that tells anything


def _plain_syllables(folded: str) -> list[str]:
    return [part for word in _SYLLABLE.findall(folded) for part in SHORT_FORMS.get(word, word).split()]


def _spelled_syllables(written: str, folded: str) -> list[_Spelled]:
    """
    Return the syllables of a text, short forms in full; with their spelling where it is written with marks.

    In such a text "đến" is not "đèn", nor "cho" "chợ"; in one without marks nobody can tell.
    """
    plain, marked = _SYLLABLE.findall(folded), _SYLLABLE.findall(written.lower())
    if len(plain) != len(marked) or not _is_marked(marked):
        return [(part, None) for word in plain for part in SHORT_FORMS.get(word, word).split()]
    spelled: list[_Spelled] = []
    for word, as_written in zip(plain, marked, strict=True):
        if word in SHORT_FORMS and (as_written.isascii() or as_written in MARKED_SHORT_FORMS):
            spelled += [(part, None) for part in SHORT_FORMS[word].split()]
        else:
            spelled.append((word, as_written))
    return spelled


def _is_marked(words: Sequence[str]) -> bool:
    return sum(not word.isascii() for word in words) >= _MARKED_FROM * len(words) > 0


def _concepts(words: Sequence[_Spelled]) -> tuple[list[Concept], list[str]]:
    """Return the concepts in `words`, longest phrases first, and the syllables that belong to none."""
    found, rest, at = [], [], 0
    table, longest, known = _table(), longest_phrase(), spellings()
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(word for word, _ in words[at : at + length])
            as_written = words[at][1] if length == 1 else None
            if as_written and phrase[0] in known and as_written not in known[phrase[0]]:
                continue
            if concept := table.get(phrase):
                found.append(concept)
                at += length
                break
        else:
            rest.append(words[at][0])
            at += 1
    return found, rest


def _table() -> dict[tuple[str, ...], Concept]:
    if not _TABLE:
        for syllables, concept in phrases().items():
            _TABLE[tuple(_plain_syllables(" ".join(syllables)))] = concept
    return _TABLE


_TABLE: dict[tuple[str, ...], Concept] = {}


def _score(one: Matter, other: Matter) -> float:
    """
    Return the mean of how much of both, and of the shorter, is shared; or of pairs of syllables, if
    that is more.
    """
    common = sum(min(weight, other.bag[word]) for word, weight in one.bag.items() if word in other.bag)
    sizes = sum(one.bag.values()), sum(other.bag.values())
    concepts = common / sum(sizes) + common / (2 * min(sizes)) if common else 0.0
    shared = sum((one.pairs & other.pairs).values())
    total = one.pairs.total() + other.pairs.total()
    return round(max(min(concepts, 1.0), 2 * shared / total if total else 0.0), 3)


def _guards(one: Matter, other: Matter) -> Iterator[str]:
    """Yield what stands against one matter."""
    yield from _places_apart(one.places, other.places)
    if one.numbers - other.numbers and other.numbers - one.numbers:
        yield f"khác số: {_listed(one.numbers)} / {_listed(other.numbers)}"
    if one.names_subject and other.names_subject and not one.subjects & other.subjects:
        yield f"khác đối tượng: {_listed(one.subjects)} / {_listed(other.subjects)}"
    if one.names and other.names and not _share_a_name(one.names, other.names):
        yield f"khác tên riêng: {_listed(one.names)} / {_listed(other.names)}"
    if one.thanks != other.thanks:
        yield "một bên khen hoặc cảm ơn, một bên phản ánh"


def _places_apart(one: list[PlaceToken], other: list[PlaceToken]) -> Iterator[str]:
    kinds = {_level(token) for token in one} & {_level(token) for token in other}
    for kind in sorted(kinds):
        here = {fold(token.name) for token in one if _level(token) == kind}
        there = {fold(token.name) for token in other if _level(token) == kind}
        if not here & there:
            yield f"khác {kind}: {_listed(here)} / {_listed(there)}"
    hamlets = [{str(token) for token in side if token.kind in _HAMLETS} for side in (one, other)]
    if all(hamlets) and not hamlets[0] & hamlets[1] and not kinds & _HAMLETS:
        yield f"khác nơi: {_listed(hamlets[0])} / {_listed(hamlets[1])}"


def _level(token: PlaceToken) -> str:
    return "hẻm" if token.kind in _ALLEYS else token.kind


def _numbers(folded: str, places: list[PlaceToken]) -> frozenset[str]:
    """Return the numbers that name something: not days, hours, counts or the numbers of places."""
    known = {token.name for token in places}
    bare = _DATE.sub(lambda date: " " * len(date[0]), folded)
    return frozenset(
        found[0]
        for found in _NUMBER.finditer(bare)
        if found[0] not in known and not _COUNTED_AFTER.match(bare, found.end())
    )


def _share_a_name(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(name in another or another in name for name in one for another in other)


def _speak_of_the_same(one: Matter, other: Matter) -> bool:
    """Say whether a subject, or failing that a trouble or the very wording, is shared."""
    if one.subjects & other.subjects:
        return True
    near = (one.pairs & other.pairs).total() >= math.ceil(0.5 * max(one.pairs.total(), other.pairs.total()))
    return near or bool(one.troubles & other.troubles and not (one.subjects and other.subjects))


def _stand_together(one: Matter, other: Matter) -> bool:
    """Say whether both name one subject at one small place: then a long letter need not share more words."""
    places = {str(token) for token in one.places} & {str(token) for token in other.places}
    return bool(places and one.subjects & other.subjects)


def _doubt(one: Matter, other: Matter) -> str | None:
    """Return what may well be another matter, though a person must say so."""
    if one.people and other.people and not one.people & other.people:
        return "nêu tên người khác nhau"
    here, there = one.subjects - other.subjects, other.subjects - one.subjects
    if here and there and one.names_subject and other.names_subject:
        return f"mỗi bên nói thêm điều khác: {' / '.join(sorted([_listed(here), _listed(there)]))}"
    if swapped := _swapped(one, other):
        return f"câu giống nhau nhưng khác chỗ: {swapped}"
    return None


def _swapped(one: Matter, other: Matter) -> str | None:
    """
    Return what one sentence has in the place of what the other has, where the two are built alike.

    "đường lê lợi bị ngập" and "đường trần phú bị ngập" differ in a name typed small, or in a subject
    that no list holds; in a paraphrase the words around differ as well.
    """
    first, second = sorted((one.words, other.words))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.ratio() < _BUILT_ALIKE:
        return None
    if one.troubles and other.troubles and not one.troubles & other.troubles:
        return " / ".join(sorted([_listed(one.troubles), _listed(other.troubles)]))
    for change, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        here, there = _content(first[from_a:to_a]), _content(second[from_b:to_b])
        if change == "replace" and here and there and not here & there:
            return f"{' '.join(first[from_a:to_a])} / {' '.join(second[from_b:to_b])}"
    return None


def _content(words: Sequence[str]) -> set[str]:
    """Return the concepts and other telling syllables of a part of a sentence."""
    concepts, rest = _concepts([(word, None) for word in words])
    return {concept.name for concept in concepts} | {word for word in rest if word not in EMPTY_WORDS}


def _shared(one: Matter, other: Matter) -> Iterator[str]:
    if subjects := one.subjects & other.subjects:
        yield f"cùng đối tượng: {_listed(subjects)}"
    if troubles := one.troubles & other.troubles:
        yield f"cùng tình trạng: {_listed(troubles)}"
    if places := {str(token) for token in one.places} & {str(token) for token in other.places}:
        yield f"cùng nơi: {_listed(places)}"


def _listed(words: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(words))
