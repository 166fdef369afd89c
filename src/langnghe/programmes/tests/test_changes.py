"""A programme is changed after its launch, and ended early: what it said before stays known."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from langnghe.cases.tests.world import NOW, small_province
from langnghe.ground.steps import NotPossible
from langnghe.programmes import queries
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes
from langnghe.programmes.models import ItemEvent, PlanStatus, ProgrammeEvent
from langnghe.programmes.tests.world import make_board, make_plans, make_programme

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=10)
Kind = ProgrammeEvent.Kind


@pytest.fixture
def world():
    return small_province()


def said_of(programme, **fields):
    given = {
        "name": programme.name,
        "owners": list(programme.owners.all()),
        "basis": programme.basis,
        "aim": programme.aim.words,
        "last_on": programme.last_on,
        "words": "Theo Công văn số 20-CV/TU.",
    }
    return {**given, **fields}


def test_what_was_changed_by_whom_and_why_is_read_from_the_history(world):
    programme, board = make_programme(world), make_board(world)

    programmes.change(
        programme,
        **said_of(programme, name="Năm Dân vận khéo", owners=[world.province_body, board]),
        by=world.leader,
        now=LATER,
    )

    newest, first = queries.history_of(programme)
    assert (newest.event.kind, newest.event.words.words) == (Kind.CHANGED, "Theo Công văn số 20-CV/TU.")
    assert [(was, is_now) for _what, was, is_now in newest.changed] == [
        ("Năm Dân vận chính quyền 2026", "Năm Dân vận khéo"),
        (world.province_body.name, f"{board.name}; {world.province_body.name}"),
    ]
    assert (first.event.kind, first.changed) == (Kind.LAUNCHED, [])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Chưa có thay đổi nào"),
        ({"name": "Tên khác", "words": " "}, "Ghi lý do"),
        ({"owners": []}, "ít nhất một"),
        ({"last_on": date(2025, 12, 31)}, "kết thúc trước"),
    ],
)
def test_a_change_needs_a_reason_and_must_change_something(world, fields, sentence):
    programme = make_programme(world)

    with pytest.raises(NotPossible, match=sentence):
        programmes.change(programme, **said_of(programme, **fields), by=world.leader, now=LATER)

    assert programme.events.count() == 1


def test_a_programme_does_not_end_before_the_year_of_its_plans(world):
    programme = make_programme(world, last_on=date(2027, 12, 31))
    asked = {"year": 2027, "due_on": date(2027, 1, 31), "by": world.leader, "now": NOW}
    plan_actions.call_for_plans(programme, [world.commune_body], **asked)

    with pytest.raises(NotPossible, match="2027"):
        given = said_of(programme, last_on=date(2026, 12, 31))
        programmes.change(programme, **given, by=world.leader, now=LATER)


def test_ending_early_lets_go_of_what_is_due_later_and_leaves_what_was_due(world):
    plans = make_plans(world)

    programmes.end_early(plans.programme, words="Sáp nhập chương trình.", by=world.leader, now=LATER)

    plans.programme.refresh_from_db()
    plans.awaited.refresh_from_db()
    plans.waiting.refresh_from_db()
    assert (plans.programme.last_on, plans.programme.ended_at) == (LATER.date(), LATER)
    assert (plans.awaited.status, plans.waiting.status) == (PlanStatus.EXCUSED, "dropped")
    plans.done.refresh_from_db()
    assert plans.done.status == "done"


def test_what_was_overdue_stays_overdue_when_a_programme_ends(world):
    plans = make_plans(world)

    after = NOW + timedelta(days=60)
    programmes.end_early(plans.programme, words="Sáp nhập.", by=world.leader, now=after)

    plans.awaited.refresh_from_db()
    assert plans.awaited.status == PlanStatus.CALLED


def test_a_programme_that_has_ended_is_not_changed_or_ended_again(world):
    programme = make_programme(world)
    programmes.end_early(programme, words="Sáp nhập.", by=world.leader, now=LATER)

    for step in (
        lambda: programmes.change(programme, **said_of(programme, name="Khác"), by=world.leader, now=LATER),
        lambda: programmes.end_early(programme, words="Lại.", by=world.leader, now=LATER),
        lambda: plan_actions.call_for_plans(
            programme, [], year=2026, due_on=date(2026, 5, 1), by=world.leader, now=LATER
        ),
    ):
        with pytest.raises(NotPossible, match="đã kết thúc"):
            step()


def test_a_task_is_changed_with_its_reason_and_its_history_keeps_how_it_was(world):
    waiting = make_plans(world).waiting

    plan_actions.change_item(
        waiting,
        task="Rà soát, niêm yết thủ tục",
        owner="Phòng Văn hóa - Xã hội",
        due_on=date(2026, 4, 10),
        words="Chờ danh mục mới.",
        by=world.officer,
        now=LATER,
    )

    waiting.refresh_from_db()
    assert (waiting.task.words, waiting.owner) == ("Rà soát, niêm yết thủ tục", "Phòng Văn hóa - Xã hội")
    added, changed = waiting.events.order_by("seq")
    assert (added.task.words, added.owner) == ("Rà soát thủ tục", "Văn phòng HĐND và UBND")
    assert (changed.kind, changed.words.words) == (ItemEvent.Kind.CHANGED, "Chờ danh mục mới.")
    assert changed.due_at > added.due_at


def test_a_task_that_has_ended_is_not_changed(world):
    done = make_plans(world).done

    with pytest.raises(NotPossible):
        plan_actions.change_item(
            done,
            task="Khác",
            owner="Văn phòng",
            due_on=date(2026, 4, 10),
            words="Lý do.",
            by=world.officer,
            now=LATER,
        )


# Pages


def url(name, *args):
    return reverse(f"programmes:{name}", args=args)


def form_of(world, programme, **fields):
    given = {
        "name": programme.name,
        "owners": [world.province_body.slug],
        "basis": "",
        "aim": programme.aim.words,
        "last_on": "2026-12-31",
        "words": "Theo chỉ đạo mới.",
    }
    return {**given, **fields}


def test_a_leader_changes_and_ends_a_programme_and_everybody_reads_why(client, world):
    programme = make_plans(world).programme
    client.force_login(world.leader)

    changed = client.post(url("change", programme.pk), form_of(world, programme, name="Năm Dân vận khéo"))
    ended = client.post(url("end_early", programme.pk), {"words": "Chuyển sang chủ đề mới."})

    assert (changed.status_code, ended.status_code) == (302, 302)
    client.force_login(world.officer)
    page = client.get(url("show", programme.pk)).content.decode()
    history = client.get(url("history", programme.pk)).content.decode()
    assert "Năm Dân vận khéo" in page
    assert "kết thúc sớm" in page
    for said in ("Theo chỉ đạo mới.", "Chuyển sang chủ đề mới.", "<del>Năm Dân vận chính quyền 2026</del>"):
        assert said in history


@pytest.mark.parametrize("page", ["change", "end_early"])
def test_a_commune_neither_changes_nor_ends_what_the_province_leads(client, world, page):
    programme = make_plans(world).programme
    client.force_login(world.officer)

    assert client.get(url(page, programme.pk)).status_code == 404
    assert url(page, programme.pk) not in client.get(url("show", programme.pk)).content.decode()


def test_a_task_is_changed_on_its_page(client, world):
    waiting = make_plans(world).waiting
    client.force_login(world.officer)
    given = {"task": "Rà soát", "owner": "Văn phòng", "due_on": "2026-05-05", "words": "Dời ngày."}

    assert client.post(url("change_item", waiting.pk), given).status_code == 302
    waiting.refresh_from_db()
    assert waiting.task.words == "Rà soát"


@pytest.mark.parametrize("field", ["name", "basis", "aim", "words"])
def test_details_of_a_resident_are_pointed_out_in_a_change(client, world, field):
    programme = make_programme(world)
    client.force_login(world.leader)

    answer = client.post(
        url("change", programme.pk), form_of(world, programme, **{field: "Hỏi chị Hoa, 0905 123 456"})
    )

    assert answer.status_code == 422
    assert "0905 123 456" in answer.context["form"].errors[field][0]


def test_statements_of_the_history_do_not_grow(client, world, django_assert_max_num_queries):
    programme = make_programme(world)
    for n in range(20):
        given = said_of(programme, name=f"Năm Dân vận {n}")
        programmes.change(programme, **given, by=world.leader, now=LATER)
    client.force_login(world.leader)

    with django_assert_max_num_queries(8):
        client.get(url("history", programme.pk))
