"""
Which topic, kind and urgency a text speaks of: rules as data, a score, and the words that decided.
Plain Python.
"""

from langnghe.core.topics.rules import UNSURE_BELOW, Rule, RuleBook, Suggestion, Text, read_rules
from langnghe.core.topics.shipped import kind_rules, urgency_rules

__all__ = [
    "UNSURE_BELOW",
    "Rule",
    "RuleBook",
    "Suggestion",
    "Text",
    "kind_rules",
    "read_rules",
    "urgency_rules",
]
