"""What pages ask of topics and kinds."""

from datetime import date

import pytest
from django.core.management import call_command

from langnghe.topics import queries
from langnghe.topics.models import Topic

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def shipped_topics():
    call_command("load_topics", verbosity=0)


def test_the_tree_comes_in_one_statement_with_the_unsorted_topic_last(django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = queries.topic_tree(TODAY)

    assert tree[-1].top.code == queries.UNSORTED_TOPIC
    assert sum(1 + len(branch.children) for branch in tree) == Topic.objects.count()
    assert all(child.code.startswith(branch.top.code) for branch in tree for child in branch.children)


@pytest.mark.parametrize("typed", ["đèn đường", "den duong", "DEN DUONG ", "street light"])
def test_a_topic_is_found_with_and_without_tone_marks_and_in_english(typed):
    assert [topic.code for topic in queries.topics_named(typed, on=TODAY)] == ["giao-thong-den-duong"]


def test_a_branch_holds_the_topic_and_those_below_it():
    land = Topic.objects.get(code="dat-dai")

    assert {topic.code.split("-dai")[0] for topic in queries.within(land)} == {"dat"}
    assert queries.within(land).count() == 1 + land.children.count()


def test_people_are_asked_about_danger_first_and_only_open_kinds_are_handled_here():
    assert queries.kinds_on(TODAY)[0].code == "khan-cap"
    assert [kind.code for kind in queries.open_kinds_on(TODAY)] == [
        "phan-anh",
        "kien-nghi",
        "gop-y",
        "hoi-dap",
        "khen-ngoi",
    ]


def test_every_topic_of_the_second_level_has_phrases():
    named = set(queries.phrases_on(TODAY).values_list("topic__code", flat=True))

    assert named == set(Topic.objects.exclude(parent=None).values_list("code", flat=True))
