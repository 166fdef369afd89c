"""Which deadline counts where several fit."""

import pytest

from langnghe.cases.intake import take_in
from langnghe.cases.models import DeadlineRule, Unit
from langnghe.cases.tests.world import NOW, World, make_deadline, report_in, small_province

pytestmark = pytest.mark.django_db

# What a rule speaks of: a field, and whose value of the small province. That province allows 5 days.
URGENT, NORMAL = {"urgency": "urgent"}, {"urgency": "normal"}
ROADS, KIND, HERE = {"topic": "roads"}, {"kind": "kind"}, {"area": "commune"}


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.mark.parametrize(
    ("rules", "urgency", "days"),
    [
        ([], "urgent", 5),
        ([(URGENT, 1)], "normal", 5),
        ([(URGENT, 1)], "urgent", 1),
        ([(URGENT, 1), (ROADS, 15)], "urgent", 1),  # what is urgent does not wait for its topic
        ([(URGENT, 1), (ROADS, 15)], "normal", 15),
        ([(URGENT, 1), (KIND, 7)], "urgent", 1),  # nor for its kind
        ([(URGENT, 1), (ROADS | URGENT, 2)], "urgent", 2),  # unless the topic has an urgent time of its own
        ([(URGENT, 1), (KIND | URGENT, 2)], "urgent", 2),
        ([(ROADS, 15), (KIND, 7)], "normal", 15),  # the topic goes before the kind
        ([(ROADS, 15), (NORMAL, 4)], "normal", 15),  # "normal" is no reason to go before a topic
        ([(KIND, 7), (NORMAL, 4)], "normal", 7),
        ([(HERE, 3), (URGENT, 1)], "urgent", 3),  # the own rules of a place go before all others
        ([(HERE, 3), (HERE | URGENT, 2), (URGENT, 1)], "urgent", 2),
    ],
)
def test_the_rule_that_fits_best_counts(world, rules, urgency, days):
    for speaks_of, amount in rules:
        fields = {name: getattr(world, value, value) for name, value in speaks_of.items()}
        make_deadline(DeadlineRule.Clock.ANSWER, amount, Unit.WORKING_DAYS, **fields)

    case = take_in(report_in(world, urgency=urgency), by=None, now=NOW).case

    assert case.deadline_rule.amount == days
