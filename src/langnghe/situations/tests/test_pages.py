"""The pages of this room, as a browser without script uses them."""

import re
from datetime import timedelta

import pytest
from django.forms import CharField
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import World, make_user, report_in, small_province
from langnghe.people.models import Role
from langnghe.situations import forms
from langnghe.situations.actions import hot_spots
from langnghe.situations.actions.reports import direct, report
from langnghe.situations.models import HotSpot, Situation
from langnghe.situations.tests.world import load_shipped_clocks, make_alarm, situation_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    load_shipped_clocks()
    return small_province()


def sent(world: World, **fields: object) -> Situation:
    given = situation_in(world, **{"since_on": timezone.localdate(), **fields})
    return report(given, by=world.officer, now=timezone.now())


def filled(client, **fields: str) -> dict[str, str]:
    page = client.get(reverse("situations:report")).content.decode()
    client_id = re.search(r'name="client_id" value="([^"]+)"', page)[1]
    given = {
        "client_id": client_id,
        "body": "ubnd-90001",
        "urgency": "flash",
        "words": "Nước lũ lên nhanh, cô lập thôn 3.",
        "topic": "giao-thong",
        "since_on": timezone.localdate().isoformat(),
        "people": "120",
    }
    return {**given, **fields}


def test_an_officer_reports_and_the_superior_directs_and_concludes(client, world):
    client.force_login(world.officer)
    client.post(reverse("situations:report"), filled(client))
    situation = Situation.objects.get()
    assert (situation.area, situation.people, situation.urgency) == (world.commune, 120, "flash")

    client.force_login(world.leader)
    waiting = client.get(reverse("situations:list"), {"loc": "cho-y-kien"}).content.decode()
    assert "HỎA TỐC" in waiting
    by = (timezone.localdate() + timedelta(days=1)).isoformat()
    client.post(reverse("situations:direct", args=[situation.pk]), {"words": "Di dời ngay.", "due_on": by})

    client.force_login(world.officer)
    direction = situation.directions.get()
    client.post(reverse("situations:carry_out", args=[direction.pk]), {"words": "Đã di dời 120 người."})

    client.force_login(world.leader)
    client.post(reverse("situations:conclude", args=[situation.pk]), {"words": "Đã an toàn."})
    page = client.get(reverse("situations:show", args=[situation.pk])).content.decode()
    assert all(words in page for words in ("Di dời ngay.", "Đã di dời 120 người.", "Đã an toàn."))
    situation.refresh_from_db()
    assert situation.state == "concluded"


def test_the_same_form_sent_twice_is_one_report(client, world):
    client.force_login(world.officer)
    given = filled(client)

    client.post(reverse("situations:report"), given)
    client.post(reverse("situations:report"), given)

    assert Situation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"topic": ""}, {"since_on": "2999-01-01"}, {"people": "-3"}, {"area_name": "khong co"}],
)
def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(client, world, wrong):
    client.force_login(world.officer)

    answer = client.post(reverse("situations:report"), {**filled(client, done="Đã báo quân sự xã"), **wrong})

    assert answer.status_code == 422
    assert "Đã báo quân sự xã" in answer.content.decode()
    assert not Situation.objects.exists()


@pytest.mark.parametrize("field", ["words", "done", "asked"])
def test_a_persons_details_are_pointed_out_before_anything_is_saved(client, world, field):
    client.force_login(world.officer)
    given = filled(client, **{field: "Người cầm đầu gọi số 0905 123 456"})

    shown = client.post(reverse("situations:report"), given)
    assert shown.status_code == 422
    assert "[số điện thoại]" in shown.content.decode()
    assert not Situation.objects.exists()

    client.post(reverse("situations:report"), {**given, "confirmed": "on"})
    assert Situation.objects.count() == 1


def test_words_stamped_secret_are_refused(client, world):
    client.force_login(world.officer)

    answer = client.post(
        reverse("situations:report"), filled(client, words="TUYỆT MẬT\nKế hoạch", confirmed="on")
    )

    assert answer.status_code == 422
    assert not Situation.objects.exists()


STEPS = ("add", "confirm", "direct", "pass_up", "conclude", "carry_out")


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    ("words", "confirmed"),
    [("Người cầm đầu gọi số 0905 123 456", ""), ("TUYỆT MẬT. Kế hoạch", "on")],
    ids=["a resident's number", "a stamp"],
)
def test_no_step_keeps_details_of_a_resident_or_secrets(client, world, name, words, confirmed):
    situation = sent(world)
    pk = situation.pk
    if name == "carry_out":
        order = {"words": "Đối thoại.", "due_on": timezone.localdate()}
        pk = direct(situation, **order, by=world.leader, now=timezone.now()).pk
    events = situation.events.count()
    client.force_login(world.officer if name in ("add", "carry_out") else world.leader)

    given = {"words": words, "confirmed": confirmed, "due_on": timezone.localdate().isoformat()}
    answer = client.post(reverse(f"situations:{name}", args=[pk]), given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert situation.events.count() == events


@pytest.mark.parametrize("field", ["name", "reason"])
def test_a_hot_spot_names_no_person(client, world, field):
    client.force_login(world.leader)
    given = {"name": "Lũ cô lập thôn 3", "owner": "ubnd-90001", "reason": "Kéo dài.", "topic": ""}

    answer = client.post(
        reverse("situations:declare"), {**given, field: "Ông Nguyễn Văn Mẫu, số 0905 123 456, cầm đầu"}
    )

    assert answer.status_code == 422
    assert not HotSpot.objects.exists()


def test_closing_a_hot_spot_keeps_no_details_either(client, world):
    given = {"name": "Lũ", "area": world.commune, "owner": world.commune_body, "reason": "Kéo dài."}
    hot_spot = hot_spots.declare(**given, by=world.leader, now=timezone.now())
    client.force_login(world.leader)

    answer = client.post(
        reverse("situations:close", args=[hot_spot.pk]), {"words": "Đã gặp anh Mẫu 0905 123 456"}
    )

    assert answer.status_code == 422
    hot_spot.refresh_from_db()
    assert hot_spot.closed_at is None


ALL_FORMS = (forms.ReportForm, forms.WordsForm, forms.OptionalWordsForm, forms.DirectForm, forms.HotSpotForm)


def test_no_form_has_a_field_for_a_resident():
    forbidden = re.compile(r"full_?name|household|phone|telephone|religion|ethnic|address|email|cccd|leader")
    names = {name for form in ALL_FORMS for name in form.base_fields}

    assert not [name for name in names if forbidden.search(name)]


def test_every_free_text_of_staff_is_looked_through():
    for form in ALL_FORMS:
        free = {
            name
            for name, field in form.base_fields.items()
            if type(field) is CharField and name not in ("area", "area_name")
        }
        assert free <= set(form.free_texts)


def test_bodies_beside_the_line_see_nothing(client, world):
    situation = sent(world)
    client.force_login(world.neighbour_officer)

    assert "dựng lều" not in client.get(reverse("situations:list")).content.decode()
    for name in ("show", "add", "confirm", "direct", "pass_up", "conclude"):
        assert client.get(reverse(f"situations:{name}", args=[situation.pk])).status_code == 404


def test_the_reporting_body_neither_confirms_nor_concludes_its_own(client, world):
    situation = sent(world)
    client.force_login(world.officer)

    for name in ("confirm", "direct", "pass_up", "conclude"):
        assert (
            client.post(reverse(f"situations:{name}", args=[situation.pk]), {"words": "x"}).status_code == 404
        )
    assert client.get(reverse("situations:add", args=[situation.pk])).status_code == 200


def test_only_a_leader_directs(client, world):
    situation = sent(world)
    client.force_login(make_user("truc-ban", Role.OFFICER, world.province_body))

    assert client.get(reverse("situations:confirm", args=[situation.pk])).status_code == 200
    assert client.get(reverse("situations:direct", args=[situation.pk])).status_code == 404


def test_a_reader_sees_but_reports_nothing(client, world):
    situation = sent(world)
    client.force_login(world.reader)

    assert client.get(reverse("situations:show", args=[situation.pk])).status_code == 200
    assert client.get(reverse("situations:report")).status_code == 404


def test_cases_and_alarms_are_linked_by_number_and_seen_by_those_who_may(client, world):
    situation = sent(world)
    case = take_in(report_in(world), by=None, now=timezone.now()).case
    beside = take_in(report_in(world, area=world.neighbour), by=None, now=timezone.now()).case
    alarm = make_alarm(world)
    client.force_login(world.officer)
    link = reverse("situations:link", args=[situation.pk])

    client.post(link, {"number": case.number})
    client.post(link, {"number": str(alarm.pk)})
    assert client.post(link, {"number": beside.number}).status_code == 422
    assert client.post(link, {"number": "99-999999"}).status_code == 422

    page = client.get(reverse("situations:show", args=[situation.pk])).content.decode()
    assert case.number in page
    assert reverse("alarms:show", args=[alarm.pk]) in page
    assert situation.links.count() == 2


def test_the_superior_sees_the_clock_and_which_paper_sets_it(client, world):
    situation = sent(world, urgency="very_urgent")
    client.force_login(world.leader)
    address = reverse("situations:show", args=[situation.pk])

    page = client.get(address).content.decode()
    assert timezone.localtime(situation.due_at).strftime("%H:%M") in page
    assert "THƯỢNG KHẨN phải có ý kiến trong 02 giờ" in page

    client.post(reverse("situations:confirm", args=[situation.pk]), {"words": ""})
    assert "phải có ý kiến trong 02 giờ" not in client.get(address).content.decode()


def test_a_leader_declares_a_hot_spot_from_a_report_and_closes_it(client, world):
    situation = sent(world)
    client.force_login(world.leader)
    given = {"name": "Lũ cô lập thôn 3", "owner": "ubnd-90001", "reason": "Kéo dài ba ngày.", "topic": ""}

    client.post(f"{reverse('situations:declare')}?bao-cao={situation.pk}", given)
    hot_spot = HotSpot.objects.get()
    assert (hot_spot.situation, hot_spot.declared_by, hot_spot.area) == (
        situation,
        world.leader,
        world.commune,
    )

    client.post(reverse("situations:close", args=[hot_spot.pk]), {"words": "Nước đã rút."})
    page = client.get(reverse("situations:hot_spot", args=[hot_spot.pk])).content.decode()
    assert "Nước đã rút." in page


def test_an_officer_declares_no_hot_spot(client, world):
    client.force_login(world.officer)

    assert client.get(reverse("situations:declare")).status_code == 404
    assert client.post(reverse("situations:declare"), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["list", "hot_spots"])
def test_each_list_needs_few_statements_however_long(client, world, name, django_assert_max_num_queries):
    for n in range(5):
        situation = sent(world, words=f"Việc {n}")
        hot_spots.declare(
            name=f"Điểm {n}", area=world.commune, owner=world.commune_body, reason="Kéo dài.",
            situation=situation, by=world.leader, now=timezone.now(),
        )  # fmt: skip
    client.force_login(world.leader)
    client.get(reverse(f"situations:{name}"))

    with django_assert_max_num_queries(6):
        assert client.get(reverse(f"situations:{name}"), {"loc": "cho-y-kien"}).status_code == 200


def test_one_situation_needs_few_statements(client, world, django_assert_max_num_queries):
    situation = sent(world)
    for n in range(4):
        direct(situation, words=f"Việc {n}", due_on=timezone.localdate(), by=world.leader, now=timezone.now())
    client.force_login(world.leader)
    client.get(reverse("situations:show", args=[situation.pk]))

    with django_assert_max_num_queries(8):
        client.get(reverse("situations:show", args=[situation.pk]))
