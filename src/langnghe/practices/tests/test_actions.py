"""What can be done to a practice, and what the database holds to."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, transaction

from langnghe.cases.tests.world import NOW, small_province
from langnghe.ground.steps import NotPossible
from langnghe.practices import actions, queries
from langnghe.practices.models import EventKind, Practice, PracticeEvent, Status, Term
from langnghe.practices.term_tables import load_terms
from langnghe.practices.tests.world import entry, make_copied_practice, make_practice, recognise, term

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def world():
    return small_province()


@pytest.fixture
def practice(world):
    return make_practice(world)


def kinds(practice):
    return list(practice.events.order_by("seq").values_list("kind", flat=True))


def test_a_registered_practice_has_an_event_that_says_how_it_stood(practice):
    [event] = practice.events.all()

    assert (event.kind, event.status, event.taking_part) == (EventKind.REGISTERED, Status.REGISTERED, 64)
    assert practice.aim.words == "Đường làng sạch, không còn rác tự phát."


def test_events_are_never_changed(practice):
    with pytest.raises(ProgrammingError), transaction.atomic():
        PracticeEvent.objects.update(name="Khác")


def test_a_visit_says_what_was_seen_and_whether_it_works(practice, world):
    seen = {
        "seen_on": LATER.date(),
        "working": False,
        "words": "Thùng rác hỏng, không ai thay.",
        "taking_part": 12,
    }
    event = actions.check(practice, **seen, by=world.officer, now=LATER)

    practice.refresh_from_db()
    assert (practice.working, practice.checked_on, practice.taking_part) == (False, LATER.date(), 12)
    assert event.words.words == "Thùng rác hỏng, không ai thay."


def test_a_visit_cannot_lie_in_the_future(practice, world):
    with pytest.raises(NotPossible):
        actions.check(
            practice,
            seen_on=NOW.date() + timedelta(days=1),
            working=True,
            words="Tốt.",
            by=world.officer,
            now=NOW,
        )


def test_recognition_keeps_level_year_and_criteria(practice, world):
    recognise(practice, world)

    event = practice.events.get(kind=EventKind.RECOGNISED)
    assert (practice.status, practice.level.code, practice.recognised_year) == ("recognised", "tinh", 2026)
    assert [one.code for one in queries.criteria_of([event])] == ["nhieu-luc-luong", "dan-dong-thuan"]


def test_a_commune_recognises_at_its_own_level_only(practice, world):
    given = {"year": 2026, "criteria": [term("dan-dong-thuan")], "words": "", "by": world.leader, "now": NOW}

    with pytest.raises(NotPossible):
        actions.recognise(practice, level=term("tinh"), recognised_by=world.commune_body, **given)
    actions.recognise(practice, level=term("co-so"), recognised_by=world.commune_body, **given)


def test_recognition_needs_criteria(practice, world):
    given = {"year": 2026, "criteria": [], "words": "", "by": world.leader, "now": NOW}

    with pytest.raises(NotPossible):
        actions.recognise(practice, level=term("co-so"), recognised_by=world.commune_body, **given)


def test_a_copy_links_both_ways(world):
    copy = make_copied_practice(world)

    source = copy.copy_of
    assert [one.pk for one in queries.copies_of(source)] == [copy.pk]
    assert source.events.get(kind=EventKind.COPIED).copy == copy


def test_only_a_recognised_practice_of_another_body_is_copied(practice, world):
    with pytest.raises(NotPossible):
        actions.register(
            entry(world, area=world.neighbour),
            body=world.neighbour_body,
            copies=practice,
            by=world.neighbour_officer,
            now=NOW,
        )
    recognise(practice, world)
    with pytest.raises(NotPossible):
        actions.register(entry(world), body=world.commune_body, copies=practice, by=world.officer, now=NOW)
    assert Practice.objects.count() == 1


def test_a_practice_lies_in_the_area_of_its_body(world):
    make_practice(world)

    with pytest.raises(NotPossible):
        actions.register(
            entry(world, area=world.neighbour), body=world.commune_body, by=world.officer, now=NOW
        )


def test_a_retired_practice_stays_readable_and_is_changed_no_more(practice, world):
    actions.retire(practice, words="Không còn hoạt động.", by=world.leader, now=LATER)

    practice.refresh_from_db()
    assert practice.status == Status.RETIRED
    with pytest.raises(NotPossible):
        recognise(practice, world)
    assert kinds(practice) == [EventKind.REGISTERED, EventKind.RETIRED]


def test_correcting_keeps_what_was_registered_in_the_history(practice, world):
    actions.correct(
        practice, entry(world, name="Tuyến đường hoa"), words="Gõ nhầm tên.", by=world.officer, now=LATER
    )

    practice.refresh_from_db()
    assert practice.name == "Tuyến đường hoa"
    assert practice.events.get(kind=EventKind.REGISTERED).name == "Tuyến đường không rác"


def test_no_story_without_consent(practice, world):
    recognise(practice, world)

    with pytest.raises(NotPossible):
        actions.tell(practice, story="Ngày trước…", consent=" ", picture=None, by=world.officer, now=NOW)
    practice.story = practice.aim
    with pytest.raises(IntegrityError), transaction.atomic():
        practice.save()


def test_only_recognised_practices_with_a_story_are_public(practice, world):
    told = {
        "story": "Ngày trước…",
        "consent": "Đã hỏi tại buổi họp thôn.",
        "picture": None,
        "by": world.officer,
    }

    with pytest.raises(NotPossible):
        actions.tell(practice, **told, now=NOW)
    recognise(practice, world)
    before = queries.told(practice.pk)
    actions.tell(practice, **told, now=NOW)
    then = queries.told(practice.pk)
    practice.refresh_from_db()
    actions.retire(practice, words="Không còn.", by=world.leader, now=LATER)

    assert (before, then.story, queries.told(practice.pk)) == (None, "Ngày trước…", None)


def test_a_story_taken_back_is_blanked(practice, world):
    recognise(practice, world)
    told = {"story": "Ngày trước…", "consent": "Đã hỏi từng người.", "picture": None}
    actions.tell(practice, **told, by=world.officer, now=NOW)
    practice.refresh_from_db()
    story = practice.story

    actions.take_back(practice, words="Một người không đồng ý nữa.", by=world.officer, now=LATER)

    story.refresh_from_db()
    assert (story.words, queries.told(practice.pk)) == ("", None)


def test_terms_that_we_ship_are_loaded_once_and_each_has_its_citation(db):
    first, second = load_terms(None, now=NOW), load_terms(None, now=NOW)

    assert (second.created, second.unchanged) == (0, first.created)
    assert Term.objects.filter(kind=Term.Kind.FIELD).count() == 4
    assert not Term.objects.filter(citation="").exists()


def test_a_faulty_table_of_terms_is_named_by_line_and_nothing_is_written(db, tmp_path):
    table = tmp_path / "terms.csv"
    table.write_text("kind,code,name,position,citation\nfield,a,A,1,x\nlever,b,,2,y\n")

    with pytest.raises(CommandError, match=r"(?s)line 3, column name.*line 3, column kind"):
        call_command("load_practice_terms", str(table))
    assert not Term.objects.exists()


def test_how_it_started_is_a_date_of_its_own(practice):
    assert practice.started_on == date(2025, 9, 1)
