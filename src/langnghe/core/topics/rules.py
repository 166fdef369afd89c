"""
Suggest an answer (a topic, a kind, an urgency) for a text from keyword rules given as data.

A phrase speaks for its answer where its syllables stand in the text, longest phrases first ("giải phóng
mặt bằng" before "mặt bằng"), unless one of its exclusions stands there too. A text with tone marks must
have those of the phrase ("chợ" is not "cho"); a text without any is met by its fold. Below a threshold
the book says nothing: unsure is an answer. A learned model may take this place: anything with
`suggest(text) -> Suggestion`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from langnghe.core.language import fold, normal, syllables

UNSURE_BELOW = 0.4
_MARKED_FROM = 0.1  # share of syllables with marks from which a text counts as written with them


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One phrase that speaks for `answer` with `weight`, unless one of the phrases in `excludes` is in
    the text.
    """

    answer: str
    phrase: str
    weight: float = 1.0
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    What the rules say of one text.

    `answer` is None where they abstain; `score` (0 to 1) is the best answer's either way; `words` are
    the phrases that decided, strongest first; `others` are the runners-up with their scores; `best` is the
    answer that they would give if they were sure.
    """

    answer: str | None
    score: float
    words: tuple[str, ...]
    others: tuple[tuple[str, float], ...] = ()
    best: str | None = None

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Return the best answer and the runners-up, each with its score."""
        return ((self.best, self.score), *self.others) if self.best else ()

    @property
    def reason(self) -> str:
        """Return the reason in Vietnamese, for the officer beside the suggestion."""
        quoted = ", ".join(f"“{word}”" for word in self.words)
        if self.answer is None:
            return f"chưa rõ: chỉ thấy {quoted}" if self.words else "chưa rõ: không có từ khóa nào"
        return f"có từ {quoted}"


class Text:
    """The syllables of one text, told apart once for all the books that are asked about it."""

    __slots__ = ("is_marked", "syllables")

    def __init__(self, text: str) -> None:
        spelled = _spelled(text)
        self.is_marked = _is_marked(spelled)
        self.syllables = spelled if self.is_marked else syllables(text)


class RuleBook:
    """A sequence of rules, made ready once and asked many times."""

    def __init__(self, rules: Iterable[Rule], *, unsure_below: float = UNSURE_BELOW) -> None:
        self.rules = tuple(rules)
        self.unsure_below = unsure_below
        self._marked = _index(self.rules, _spelled)
        self._folded = _index(self.rules, syllables)

    def suggest(self, text: str | Text) -> Suggestion:
        """Return the answer whose phrases weigh most in `text`, or None below the threshold."""
        read = Text(text) if isinstance(text, str) else text
        spoken = _spoken(_matches(read.syllables, self._marked if read.is_marked else self._folded))
        weights: dict[str, float] = {}
        for rule in spoken:
            weights[rule.answer] = weights.get(rule.answer, 0.0) + rule.weight
        return self._decide(weights, spoken)

    def _decide(self, weights: Mapping[str, float], spoken: Sequence[Rule]) -> Suggestion:
        total = sum(weight for weight in weights.values() if weight > 0)
        scored = sorted(
            ((_score(weight, total), answer) for answer, weight in weights.items() if weight > 0),
            reverse=True,
        )
        if not scored:
            return Suggestion(None, 0.0, ())
        best, answer = scored[0]
        deciding = sorted((rule for rule in spoken if rule.answer == answer), key=lambda rule: -rule.weight)
        others = tuple((name, score) for score, name in scored[1:4])
        sure = best >= self.unsure_below and (len(scored) == 1 or scored[1][0] < best)
        return Suggestion(
            answer if sure else None, best, tuple(rule.phrase for rule in deciding), others, answer
        )


def read_rules(rows: Iterable[Mapping[str, str]], *, column: str = "topic") -> list[Rule]:
    """
    Return the rules in rows with the columns `column`, phrase, weight and excludes (phrases parted
    by |).
    """
    return [
        Rule(
            row[column],
            row["phrase"],
            float(row.get("weight") or 1),
            tuple(phrase.strip() for phrase in (row.get("excludes") or "").split("|") if phrase.strip()),
        )
        for row in rows
    ]


Words = tuple[str, ...]
_Entry = tuple[Words, list[tuple[Rule, tuple[Words, ...]]]]
_Index = dict[str, list[_Entry]]  # by the first syllable of the phrase, the longest phrases first
_WORD = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")


def _score(weight: float, total: float) -> float:
    """
    Return how sure `weight` is among `total`: its share, times w / (w + 1), for one faint word
    proves little.
    """
    return round(weight / total * weight / (weight + 1), 3)


def _spelled(text: str) -> list[str]:
    """Return the words and numbers of a text in small letters, with their tone marks."""
    return _WORD.findall(normal(normal(text).lower()))


def _is_marked(words: Sequence[str]) -> bool:
    """Say whether a text is written with tone marks; a stray one does not make it so."""
    marked = sum(1 for word in words if not word.isascii())
    return marked >= _MARKED_FROM * len(words) and marked > 0


def _index(rules: Iterable[Rule], split: Callable[[str], list[str]]) -> _Index:
    entries: dict[Words, list[tuple[Rule, tuple[Words, ...]]]] = {}
    for rule in rules:
        phrase = tuple(split(rule.phrase))
        if phrase:
            excludes = tuple(tuple(split(other)) for other in rule.excludes)
            entries.setdefault(phrase, []).append((rule, excludes))
    index: _Index = {}
    for phrase in sorted(entries, key=len, reverse=True):
        index.setdefault(phrase[0], []).append((phrase, entries[phrase]))
    return index


def _matches(words: Sequence[str], index: _Index) -> list[Rule]:
    """Return the rules whose phrases stand in `words`; a longer phrase hides those inside it."""
    text = " " + " ".join(words) + " "
    found: list[Rule] = []
    hidden_until = 0
    for at, word in enumerate(words):
        if at < hidden_until or word not in index:
            continue
        for phrase, entries in index[word]:
            if tuple(words[at : at + len(phrase)]) != phrase:
                continue
            if spoken := [rule for rule, excludes in entries if not _any_in(excludes, text)]:
                found += spoken
                hidden_until = at + len(phrase)
                break
    return found


def _any_in(phrases: Iterable[Words], text: str) -> bool:
    return any(f" {' '.join(phrase)} " in text for phrase in phrases)


def _spoken(found: Iterable[Rule]) -> list[Rule]:
    """Return each rule once: saying a thing twice does not make it truer."""
    seen: dict[tuple[str, str], Rule] = {}
    for rule in found:
        seen.setdefault((rule.answer, fold(rule.phrase)), rule)
    return list(seen.values())
