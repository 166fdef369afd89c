"""
The shipped rules for the kind of a report and its urgency. Topics are each installation's own and
come with it.
"""

import csv
from functools import cache
from importlib.resources import files

from langnghe.core.topics.rules import RuleBook, read_rules


@cache
def kind_rules() -> RuleBook:
    """
    Return the rules whose answers are kinds: kien-nghi, gop-y, hoi-dap, khen-ngoi, khieu-nai, to-
    cao, phan-anh.
    """
    return _book("kind_rules.csv")


@cache
def urgency_rules() -> RuleBook:
    """
    Return the rules whose answers are "khan-cap" (danger to life) and "gap" (soon); silence means
    ordinary.
    """
    return _book("urgency_rules.csv")


def _book(name: str) -> RuleBook:
    table = files("langnghe.core.topics").joinpath("data", name).read_text(encoding="utf-8")
    return RuleBook(read_rules(csv.DictReader(table.splitlines()), column="answer"))
