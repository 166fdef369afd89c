"""The pages of programmes: who sees what, what the forms ask about, and how many statements they take."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from langnghe.cases.tests.world import NOW, make_area, make_body, make_user, small_province
from langnghe.people.models import Role
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.forms import (
    ActualForm,
    CallForm,
    ItemForm,
    LaunchForm,
    NumberField,
    ProofForm,
    ReasonForm,
    RegisterForm,
    ReviewForm,
)
from langnghe.programmes.models import Actual, Kind, Plan, Programme, Review, Target
from langnghe.programmes.tests.world import make_board, make_plans, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return small_province()


@pytest.fixture
def plans(world):
    return make_plans(world)


def target_of(programme, **fields):
    given = {
        "code": "dvc",
        "year": 2026,
        "name": "Hồ sơ trực tuyến",
        "unit": "%",
        "value": Decimal(80),
        "source": "Kế hoạch 15-KH/TU",
        "valid_from": date(2026, 1, 1),
    }
    return Target.objects.create(programme=programme, **{**given, **fields})


def launched(**fields):
    given = {
        "kind": "programme",
        "name": "Phối hợp công tác dân vận 2026-2030",
        "owners": ["ubnd-90", "btgdv-90"],
        "basis": "Chương trình 03-CTr/BTGDV-UBND",
        "aim": "Phối hợp giữa Đảng và chính quyền.",
        "first_on": "2026-01-01",
        "last_on": "2030-12-31",
    }
    return {**given, **fields}


def test_a_joint_programme_belongs_to_a_board_and_a_committee(client, world):
    board = make_board(world)
    at_board = make_user("can-bo-ban", Role.OFFICER, board)
    client.force_login(world.leader)

    client.post(reverse("programmes:launch"), launched())

    programme = Programme.objects.get()
    assert set(programme.owners.all()) == {world.province_body, board}
    client.force_login(at_board)
    assert "Phối hợp công tác dân vận" in client.get(reverse("programmes:list")).content.decode()


def test_nobody_launches_in_the_name_of_others_alone(client, world):
    make_board(world)
    client.force_login(world.leader)

    response = client.post(reverse("programmes:launch"), launched(owners=["btgdv-90"]))

    assert response.status_code == 422
    assert not Programme.objects.exists()


def test_a_board_that_leads_jointly_sees_whose_plans_are_in(client, world):
    board = make_board(world)
    programme = make_programme(world, owners=[world.province_body, board])
    plan_actions.call_for_plans(
        programme, [world.commune_body], year=2026, due_on=date(2026, 3, 20), by=world.leader, now=NOW
    )
    client.force_login(make_user("can-bo-ban", Role.READER, board))

    shown = client.get(reverse("programmes:show", args=[programme.pk]), {"nam": "2026"}).content.decode()

    assert "Ủy ban nhân dân Xã Hương Sen" in shown


def test_all_bodies_of_a_kind_are_called_for_their_plans(client, world):
    world.commune_body.kind = world.neighbour_body.kind = "ubnd_xa"
    for body in (world.commune_body, world.neighbour_body):
        body.save(update_fields=["kind"])
    programme = make_programme(world)
    client.force_login(world.leader)

    client.post(
        reverse("programmes:call", args=[programme.pk]),
        {"year": "2026", "due_on": "2026-03-20", "body_kind": "ubnd_xa"},
    )

    assert {plan.body for plan in Plan.objects.all()} == {world.commune_body, world.neighbour_body}


def test_a_body_writes_and_submits_its_plan(client, world, plans):
    client.force_login(world.neighbour_officer)
    address = reverse("programmes:plan", args=[plans.awaited.pk])

    client.post(address, {"task": "Đối thoại quý II", "owner": "Văn phòng UBND", "due_on": "2026-06-10"})
    client.post(reverse("programmes:submit", args=[plans.awaited.pk]))

    plans.awaited.refresh_from_db()
    assert plans.awaited.status == "submitted"
    assert "Đối thoại quý II" in client.get(address).content.decode()


def test_a_task_is_done_with_words_that_show_it(client, world, plans):
    client.force_login(world.officer)
    address = reverse("programmes:finish", args=[plans.waiting.pk])

    empty = client.post(address, {"words": ""})
    client.post(address, {"words": "Đã rà soát 42 thủ tục."})

    assert empty.status_code == 422
    shown = client.get(reverse("programmes:plan", args=[plans.submitted.pk])).content.decode()
    assert "Đã rà soát 42 thủ tục." in shown
    assert "Không có kinh phí." in shown


def test_a_result_is_typed_as_people_write_numbers_and_shown_with_its_share(client, world, plans):
    target_of(plans.programme)
    client.force_login(world.officer)
    address = reverse("programmes:report_actual", args=[plans.submitted.pk, "dvc"])

    wrong = client.post(address, {"value": "khá nhiều", "as_of": "2026-02-28", "source": "Báo cáo số 5"})
    client.post(address, {"value": "62,5", "as_of": "2026-02-28", "source": "Báo cáo số 5"})

    shown = client.get(reverse("programmes:plan", args=[plans.submitted.pk])).content.decode()
    assert wrong.status_code == 422
    assert Actual.objects.get().value == Decimal("62.5")
    assert "62,5" in shown
    assert "78,1%" in shown
    assert "Báo cáo số 5" in shown


def test_a_counted_target_is_not_typed(client, world, plans):
    target_of(plans.programme, figure="reports_received")
    client.force_login(world.officer)

    address = reverse("programmes:report_actual", args=[plans.submitted.pk, "dvc"])

    assert client.get(address).status_code == 404


def test_a_telephone_in_free_text_is_asked_about_before_anything_is_saved(client, world, plans):
    client.force_login(world.officer)
    doubtful = {"task": "Gọi ông Nguyễn Văn Mẫu 0905 123 456", "owner": "Văn phòng", "due_on": "2026-06-10"}

    asked = client.post(reverse("programmes:plan", args=[plans.submitted.pk]), doubtful)

    assert asked.status_code == 422
    assert "[số điện thoại]" in asked.content.decode()
    assert plans.submitted.items.count() == 3


def test_no_form_has_a_field_for_a_residents_name_household_or_belief(world, plans):
    given = {"user": world.leader, "today": NOW.date()}
    forms = [
        LaunchForm(**given),
        CallForm(programme=plans.programme, today=NOW.date()),
        ItemForm(),
        ProofForm(),
        ReasonForm(),
        ActualForm(),
        RegisterForm(**given),
        ReviewForm(**given),
    ]

    assert {name for form in forms for name in form.fields} <= {
        *("kind", "name", "owners", "basis", "aim", "first_on", "last_on", "year", "due_on", "body_kind"),
        *("task", "owner", "words", "value", "as_of", "source", "body", "pledge", "held_on", "people"),
        *("million_dong", "working_days", "land_m2"),
    }


def test_a_movement_is_joined_and_reviewed_with_totals(client, world):
    movement = make_programme(world, kind=Kind.MOVEMENT, name="Toàn dân đoàn kết")
    client.force_login(world.officer)

    client.post(
        reverse("programmes:register", args=[movement.pk]),
        {"body": "ubnd-90001", "pledge": "Ba tuyến đường."},
    )
    client.post(
        reverse("programmes:review", args=[movement.pk]),
        {
            "body": "ubnd-90001",
            "held_on": "2026-03-02",
            "words": "Đã xong hai tuyến.",
            "people": "120",
            "million_dong": "85",
            "working_days": "300",
            "land_m2": "0",
        },
    )

    shown = client.get(reverse("programmes:show", args=[movement.pk]), {"nam": "2026"}).content.decode()
    assert Review.objects.get().working_days == 300
    assert "Ba tuyến đường." in shown
    assert "85 triệu đồng" in shown


def test_what_is_hidden_and_what_does_not_exist_look_the_same(client, world, plans):
    elsewhere = make_area("91", "Tỉnh Xa")
    stranger = make_user("nguoi-la", Role.LEADER, make_body("ubnd-91", "Ủy ban nhân dân Tỉnh Xa", elsewhere))
    client.force_login(stranger)
    addresses = [
        *(("programmes:show", plans.programme.pk), ("programmes:print", plans.programme.pk)),
        *(("programmes:call", plans.programme.pk), ("programmes:plan", plans.submitted.pk)),
        *(("programmes:print_plan", plans.submitted.pk), ("programmes:excuse", plans.awaited.pk)),
        *(("programmes:finish", plans.waiting.pk), ("programmes:drop", plans.waiting.pk)),
        ("programme_targets", plans.programme.pk),
    ]
    for name, pk in addresses:
        hidden = client.get(reverse(name, args=[pk])).status_code
        missing = client.get(reverse(name, args=[pk + 999])).status_code
        assert hidden == missing == 404
    assert "Năm Dân vận chính quyền" not in client.get(reverse("programmes:list")).content.decode()


def test_a_commune_sees_its_own_plan_and_not_its_neighbours(client, world, plans):
    client.force_login(world.officer)

    shown = client.get(
        reverse("programmes:show", args=[plans.programme.pk]), {"nam": "2026"}
    ).content.decode()

    assert "Xã Hương Sen" in shown
    assert "Xã Bến Tre Xanh" not in shown
    assert client.get(reverse("programmes:plan", args=[plans.awaited.pk])).status_code == 404


def test_a_reader_records_nothing(client, world, plans):
    client.force_login(world.reader)

    assert client.get(reverse("programmes:plan", args=[plans.submitted.pk])).status_code == 200
    assert client.post(reverse("programmes:plan", args=[plans.submitted.pk]), {}).status_code == 404
    assert client.post(reverse("programmes:submit", args=[plans.submitted.pk])).status_code == 404
    assert client.get(reverse("programmes:finish", args=[plans.waiting.pk])).status_code == 404
    assert client.get(reverse("programmes:launch")).status_code == 404


def test_lists_take_few_statements_however_many_rows(client, world, plans, django_assert_max_num_queries):
    for n in range(12):
        target_of(plans.programme, code=f"ma-{n}")
        make_programme(world, name=f"Chương trình {n}")
    client.force_login(world.leader)
    client.get(reverse("programmes:list"))

    for name, pk, most in [
        ("programmes:show", plans.programme.pk, 10),
        ("programmes:print", plans.programme.pk, 9),
        ("programmes:plan", plans.submitted.pk, 10),
        ("programme_targets", plans.programme.pk, 10),
    ]:
        with django_assert_max_num_queries(most):
            client.get(reverse(name, args=[pk]))
    with django_assert_max_num_queries(6):
        client.get(reverse("programmes:list"))


@pytest.mark.parametrize(
    ("written", "number"), [("1.234,5", "1234.5"), ("12", "12"), ("2 tỷ", "2000000000"), ("0", "0")]
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert NumberField().clean(written) == Decimal(number)
