"""Loading topics, kinds and phrases, as an administrator meets it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from langnghe.topics.models import Kind, Publicness, Topic, TopicPhrase, Track

pytestmark = pytest.mark.django_db


def load(*arguments: str | Path, **options: object) -> str:
    out = StringIO()
    call_command("load_topics", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def table(tmp_path):
    def write(content: str, name: str = "topics.csv") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_without_a_file_the_topics_of_vietnam_are_loaded_and_a_second_time_changes_nothing():
    first, second = load(), load()

    assert Topic.objects.filter(parent=None).count() == 13  # twelve, and what nobody has sorted yet
    assert Topic.objects.get(code="giao-thong-mat-duong").parent.code == "giao-thong"
    assert Kind.objects.filter(track=Track.OPEN).count() == 5
    assert TopicPhrase.objects.filter(topic__code="giao-thong-mat-duong", phrase="ổ gà").exists()
    assert first.startswith(f"topics: {Topic.objects.count()} new, 0 changed")
    assert second.startswith(f"topics: 0 new, 0 changed, {Topic.objects.count()} as they were")


def test_conduct_corruption_and_own_decisions_go_one_above_and_are_never_public():
    load()

    one_above = Topic.objects.filter(one_above=True)
    assert set(one_above.values_list("code", flat=True)) == {
        "thu-tuc-thai-do",
        "thu-tuc-tieu-cuc",
        "thu-tuc-quyet-dinh",
    }
    assert set(one_above.values_list("publicness", flat=True)) == {Publicness.NO}


def test_places_of_land_and_welfare_matters_are_never_shown_to_the_point():
    load()

    branches = Topic.objects.filter(code__startswith="dat-dai") | Topic.objects.filter(
        code__startswith="an-sinh"
    )
    assert not branches.filter(publicness=Publicness.YES).exists()


@pytest.mark.parametrize("code", ["khan-cap", "khieu-nai", "to-cao"])
def test_emergencies_and_legal_matters_say_where_to_go_in_both_languages(code):
    load()

    kind = Kind.objects.get(code=code)
    assert kind.track == Track.ELSEWHERE
    assert kind.text
    assert kind.text_en


def test_any_country_loads_its_own_topics_with_nothing_but_codes_and_names(table):
    load(table("name,code\nPothole,pothole\nGraffiti,graffiti\n"))

    assert list(Topic.objects.values_list("code", "severity", "publicness", "one_above")) == [
        ("graffiti", 1, "yes", False),
        ("pothole", 1, "yes", False),
    ]


def test_a_corrected_line_changes_its_topic_and_keeps_the_row(table):
    load(table("code,name\na,Old\nb,Other\n"))
    before = Topic.objects.get(code="a")

    told = load(table("code,name,parent_code\na,New,b\n"))

    after = Topic.objects.get(code="a")
    assert (after.pk, after.name, after.folded, after.parent.code) == (before.pk, "New", "new", "b")
    assert told == "topics: 0 new, 1 changed, 0 as they were\n"


def test_a_topic_may_end_and_begin_again_under_the_same_code(table):
    load(
        table(
            "code,name,valid_from,valid_to\n"
            "water,Water,2020-01-01,2025-06-30\n"
            "water,Water and drains,2025-07-01,\n"
        )
    )

    assert Topic.objects.on(date(2025, 6, 30)).get().name == "Water"
    assert Topic.objects.on(date(2025, 7, 1)).get().name == "Water and drains"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("code,name\na,\n", "line 2, column name: this cell must not be empty."),
        ("code,name\na,A\na,B\n", "line 3, column code: on 1900-01-01 the code “a” would stand twice"),
        ("code,name,severity\na,A,4\n", "line 2, column severity: write a whole number from 1 to 3."),
        ("code,name,public\na,A,maybe\n", "line 2, column public: “maybe” is not one of yes, coarse, no."),
        ("code,name,above\na,A,perhaps\n", "line 2, column above: “perhaps” is not one of yes, no."),
        ("code,name,parent_code\na,A,nowhere\n", "line 2, column parent_code: the parent “nowhere”"),
        (
            "code,name,parent_code\na,A,\nb,B,a\nc,C,b\n",
            "line 4, column parent_code: “b” has a parent itself",
        ),
        (
            "code,name,valid_from,valid_to\na,A,2026-02-01,2026-01-01\n",
            "line 2, column valid_to: the last day",
        ),
        ("code,name,valid_from\na,A,1/2/2026\n", "line 2, column valid_from: “1/2/2026” is not a date"),
        ("name\nA\n", "line 1: the columns code are missing"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_loaded(table, content, sentence):
    with pytest.raises(CommandError, match="Nothing was loaded") as stopped:
        load(table(content))

    assert f"topics.csv: {sentence}" in str(stopped.value)
    assert not Topic.objects.exists()


def test_a_fault_in_a_later_table_leaves_the_earlier_one_unloaded_too(table):
    topics = table("code,name\na,A\n")
    phrases = table("topic,phrase\na,hole\nz,hill\n", "phrases.csv")

    with pytest.raises(CommandError, match="there is no topic “z”"):
        load(topics, phrases=phrases)

    assert not Topic.objects.exists()


def test_a_dry_run_counts_and_keeps_nothing(table):
    told = load(table("code,name\na,A\n"), dry_run=True)

    assert told == "dry run, nothing kept: topics: 1 new, 0 changed, 0 as they were\n"
    assert not Topic.objects.exists()


def test_a_kind_that_is_not_handled_here_must_say_where_to_go(table):
    with pytest.raises(CommandError, match="must say where to go"):
        load(kinds=table("code,name,track\nto-cao,Tố cáo,elsewhere\n"))


def test_the_phrases_of_a_topic_are_exactly_those_of_the_newest_table(table):
    load(
        table("code,name\na,A\nb,B\n"), phrases=table("topic,phrase\na,one\na,two\nb,three\n", "phrases.csv")
    )

    load(phrases=table("topic,phrase,weight\na,two,2\na,four,\n", "phrases.csv"))

    held = TopicPhrase.objects.known().order_by("phrase").values_list("phrase", "weight")
    assert list(held) == [("four", 1.0), ("three", 1.0), ("two", 2.0)]


def test_a_phrase_that_differs_by_tone_marks_alone_stands_twice(table):
    load(table("code,name\na,A\n"))

    with pytest.raises(CommandError, match="line 3, column phrase: “o ga” stands already in line 2"):
        load(phrases=table("topic,phrase\na,ổ gà\na,o ga\n", "phrases.csv"))
