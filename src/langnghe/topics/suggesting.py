"""What words suggest: a topic by the loaded phrases, a kind and an urgency by the shipped ones."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from langnghe.core.topics import Rule, RuleBook, Suggestion, Text, kind_rules, urgency_rules
from langnghe.topics.models import TopicPhrase

EMERGENCY, SOON = "khan-cap", "gap"  # the answers of the shipped rules of urgency; silence is ordinary


@dataclass(frozen=True)
class Suggested:
    """What was heard in one text; each part abstains where it is not sure."""

    topic: Suggestion
    kind: Suggestion
    urgency: Suggestion


class Suggester:
    """The loaded phrases, made ready once and asked for each report."""

    def __init__(self, phrases: Iterable[TopicPhrase]) -> None:
        rules = [_rule(phrase) for phrase in phrases]
        self.version = _version(rules)
        self._topics = RuleBook(rules)

    def suggest(self, words: str) -> Suggested:
        """Return what `words` suggest. Pure: the same words and the same phrases say the same."""
        text = Text(words)
        return Suggested(
            self._topics.suggest(text), kind_rules().suggest(text), urgency_rules().suggest(text)
        )


def _rule(phrase: TopicPhrase) -> Rule:
    excludes = tuple(part for other in phrase.excludes.split("|") if (part := other.strip()))
    return Rule(phrase.topic.code, phrase.phrase, phrase.weight, excludes)


def _version(rules: Iterable[Rule]) -> str:
    """Return a name for exactly these rules, by which suggestions of one version are measured together."""
    digest = hashlib.sha256(repr(sorted(map(repr, rules))).encode())
    return f"rules {digest.hexdigest()[:12]}"
