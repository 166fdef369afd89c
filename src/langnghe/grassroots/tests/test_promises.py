"""A promise has an owner and a day, and its history shows what became of both."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from langnghe.cases.models import CaseEvent, EventKind
from langnghe.cases.tests.world import NOW, World, small_province
from langnghe.core.paper import day_in_words
from langnghe.grassroots.actions import promises
from langnghe.grassroots.models import Promise, PromiseEvent
from langnghe.grassroots.tests.world import TODAY, make_visit, opinion_in, promise_in
from langnghe.ground.steps import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.fixture
def promise(world) -> Promise:
    make_visit(world, promises=(promise_in(world),))
    return Promise.objects.get()


def test_a_promise_is_moved_kept_and_told_and_each_step_stays(world, promise):
    given = {"by": world.officer, "now": NOW}
    promises.move(promise, due_on=TODAY + timedelta(days=20), words="Chờ biển báo.", **given)
    promises.pass_on(promise, to=world.province_body, words="Tỉnh quản lý đường.", **given)
    promises.keep(promise, words="Đã lắp hai biển báo.", **given)
    promises.tell(promise, words="Báo tại họp thôn.", on=TODAY, **given)

    promise.refresh_from_db()
    assert (promise.state, promise.told_on, promise.body) == ("kept", TODAY, world.province_body)
    assert promise.promised_on == TODAY + timedelta(days=10)
    stood = [
        (event.kind, event.state, (event.due_on - TODAY).days) for event in promise.events.order_by("seq")
    ]
    assert stood == [
        ("made", "open", 10),
        ("moved", "open", 20),
        ("passed_on", "open", 20),
        ("kept", "kept", 20),
        ("told", "kept", 20),
    ]


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (promises.keep, {"words": " "}),
        (promises.give_up, {"words": ""}),
        (promises.move, {"words": "Bận", "due_on": TODAY + timedelta(days=5)}),
        (promises.tell, {"words": "Đã báo", "on": TODAY}),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_leaves_no_event(world, promise, act, given):
    with pytest.raises(NotPossible):
        act(promise, **given, by=world.officer, now=NOW)

    assert promise.events.count() == 1


def test_a_promise_that_ended_is_not_changed_again(world, promise):
    promises.give_up(promise, words="Hết kinh phí.", by=world.officer, now=NOW)

    with pytest.raises(NotPossible):
        promises.keep(promise, words="Đã làm.", by=world.officer, now=NOW)


def test_a_promise_cannot_fall_due_before_the_meeting(world):
    visit = make_visit(world)

    with pytest.raises(NotPossible):
        promises.make_promise(
            visit, promise_in(world, due_on=TODAY - timedelta(days=1)), by=world.officer, now=NOW
        )


def test_what_happened_to_a_promise_is_never_changed(promise):
    with pytest.raises(ProgrammingError), transaction.atomic():
        PromiseEvent.objects.update(state="kept")


def test_who_was_promised_something_reads_it_and_what_became_of_it_on_their_own_page(world):
    opinion = opinion_in(world, "Đèn thôn hỏng", promise=promise_in(world))
    visit = make_visit(world, opinions=(opinion,))
    promise, given = Promise.objects.get(), {"by": world.officer, "now": NOW}
    promises.move(promise, due_on=TODAY + timedelta(days=20), words="Chờ vật tư.", **given)
    promises.keep(promise, words="Đã thay bóng.", **given)

    case = visit.opinions.get().case
    said = [event.words.words for event in case.events.filter(kind=EventKind.PROMISE).order_by("seq")]
    first, moved, kept = said
    assert first.startswith(f"Tại buổi gặp ngày {day_in_words(TODAY)}, {world.commune_body.name} hứa: ")
    assert day_in_words(TODAY + timedelta(days=10)) in first
    assert day_in_words(TODAY + timedelta(days=20)) in moved
    assert kept.endswith("đã thực hiện xong: Đã thay bóng.")
    assert all(event.words_are_public for event in case.events.filter(kind=EventKind.PROMISE))


def test_a_promise_to_a_whole_meeting_writes_into_nobodys_case(world):
    make_visit(world, opinions=(opinion_in(world, "Đèn thôn hỏng"),), promises=(promise_in(world),))
    promises.keep(Promise.objects.get(), words="Đã làm.", by=world.officer, now=NOW)

    assert not CaseEvent.objects.filter(kind=EventKind.PROMISE).exists()
