"""
Suggest an answer (a topic, a kind, an urgency) for a text from keyword rules given as data.

A phrase speaks for its answer where its syllables stand in the text, longest phrases first ("giải phóng
mặt bằng" before "mặt bằng"), unless one of its exclusions stands there too. A text with tone marks must
have those of the phrase ("chợ" is not "cho"); a text without any is met by its fold. Below a threshold
the book says nothing: unsure is an answer. A learned model may take this place: anything with
`suggest(text) -> Suggestion`.
"""

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
    the phrases that decided, strongest first; `others` are the runners-up with their scores.
    """

    answer: str | None
    score: float
    words: tuple[str, ...]
    others: tuple[tuple[str, float], ...] = ()

    @property
    def reason(self) -> str:
        """Return the reason in Vietnamese, for the officer beside the suggestion."""
        quoted = ", ".join(f"“{word}”" for word in self.words)
        if self.answer is None:
            return f"chưa rõ: chỉ thấy {quoted}" if self.words else "chưa rõ: không có từ khóa nào"
        return f"có từ {quoted}"


class RuleBook:
    """A sequence of rules, made ready once and asked many times."""

    def __init__(self, rules: Iterable[Rule], *, unsure_below: float = UNSURE_BELOW) -> None:
        self.rules = tuple(rules)
        self.unsure_below = unsure_below
        self._marked = _index(self.rules, _marked_words)
        self._folded = _index(self.rules, syllables)

    def suggest(self, text: str) -> Suggestion:
        """Return the answer whose phrases weigh most in `text`, or None below the threshold."""
        words = _marked_words(text)
        found = (
            _matches(words, self._marked) if _is_marked(words) else _matches(syllables(text), self._folded)
        )
        spoken = _spoken(found)
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
        return Suggestion(answer if sure else None, best, tuple(rule.phrase for rule in deciding), others)


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
_Index = dict[Words, list[tuple[Rule, tuple[Words, ...]]]]


def _score(weight: float, total: float) -> float:
    """
    Return how sure `weight` is among `total`: its share, times w / (w + 1), for one faint word
    proves little.
    """
    return round(weight / total * weight / (weight + 1), 3)


def _marked_words(text: str) -> list[str]:
    words = normal(normal(text).lower()).split()
    return [part for word in words for part in _split(word)]


def _split(word: str) -> list[str]:
    parts = "".join([letter if letter.isalnum() or letter == "'" else " " for letter in word]).split()
    return [part.strip("'") for part in parts if part.strip("'")]


def _is_marked(words: Sequence[str]) -> bool:
    """Say whether a text is written with tone marks; a stray one does not make it so."""
    marked = sum(1 for word in words if not word.isascii())
    return marked >= _MARKED_FROM * len(words) and marked > 0


def _index(rules: Iterable[Rule], split: Callable[[str], list[str]]) -> _Index:
    index: _Index = {}
    for rule in rules:
        phrase = tuple(split(rule.phrase))
        if phrase:
            index.setdefault(phrase, []).append((rule, tuple(tuple(split(other)) for other in rule.excludes)))
    return index


def _matches(words: Sequence[str], index: _Index) -> list[Rule]:
    """Return the rules whose phrases stand in `words`; a longer phrase hides those inside it."""
    longest = max(map(len, index), default=0)
    text = " " + " ".join(words) + " "
    found, at = [], 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            entries = index.get(tuple(words[at : at + length]), ())
            spoken = [rule for rule, excludes in entries if not _any_in(excludes, text)]
            if spoken:
                found += spoken
                at += length
                break
        else:
            at += 1
    return found


def _any_in(phrases: Iterable[Words], text: str) -> bool:
    return any(f" {' '.join(phrase)} " in text for phrase in phrases)


def _spoken(found: Iterable[Rule]) -> list[Rule]:
    """Return each rule once: saying a thing twice does not make it truer."""
    seen: dict[tuple[str, str], Rule] = {}
    for rule in found:
        seen.setdefault((rule.answer, fold(rule.phrase)), rule)
    return list(seen.values())
