"""The pages of this room, as a browser without script uses them."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.forms import CharField
from django.urls import reverse
from django.utils import timezone

from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, make_user, small_province
from langnghe.grassroots import forms
from langnghe.grassroots.actions.promises import keep
from langnghe.grassroots.actions.visits import record_visit
from langnghe.grassroots.models import Promise, ReceptionChange, ReceptionRule, Visit
from langnghe.grassroots.tests.world import (
    make_duty,
    make_locality,
    make_rule,
    opinion_in,
    promise_in,
    visit_in,
)
from langnghe.people.models import Role
from langnghe.reports.models import Report

pytestmark = pytest.mark.django_db


ALL_FORMS = (
    *(forms.VisitForm, forms.OpinionForm, forms.ReasonForm, forms.ProofForm, forms.ToldForm, forms.MoveForm),
    *(forms.PassOnForm, forms.ReceptionRuleForm, forms.ReceptionChangeForm),
)


@pytest.fixture
def world() -> World:
    return small_province()


@pytest.fixture
def desk(client, world):
    client.force_login(world.officer)
    return client


def today() -> date:
    return timezone.localdate()


def held(world: World, **fields: object) -> Visit:
    return record_visit(visit_in(world, held_on=today(), **fields), by=world.officer, now=timezone.now())


def soon(world: World, **fields: object):
    return promise_in(world, **{"due_on": today() + timedelta(days=5), **fields})


def filled(client, **rows: str) -> dict[str, str]:
    """Return the form as it comes, with the head filled in; `rows` are fields of the first opinion."""
    page = client.get(reverse("grassroots:record")).content.decode()
    tags = re.findall(r"<input type=\"hidden\"[^>]*>", page)
    hidden = {re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag) for tag in tags}
    given = {name: value[1] if value else "" for name, value in hidden.items()}
    head = {"kind": "hamlet", "body": "ubnd-90001", "held_on": today().isoformat(), "people": "42"}
    return {
        **given,
        **head,
        "area_name": "Xã Hương Sen",
        "locality": "Thôn 1",
        **{f"y-kien-0-{name}": value for name, value in rows.items()},
    }


def test_an_officer_writes_down_a_meeting_and_hands_out_the_codes(desk, world):
    answer = desk.post(
        reverse("grassroots:record"),
        filled(
            desk,
            words="Đường vào làng bị sạt lở",
            kind="phan-anh",
            topic="giao-thong",
            promise="Kè lại bờ suối",
            keeper="ubnd-90001",
            due_on=(today() + timedelta(days=30)).isoformat(),
        ),
    )

    visit, case = Visit.objects.get(), Case.objects.get()
    assert (visit.kind, visit.people, visit.area) == ("hamlet", 42, world.commune)
    page = answer.content.decode()
    assert case.number in page
    assert re.search(r"[A-Z2-9]{3}-[A-Z2-9]{4}-[A-Z2-9]{3}", page)
    assert Promise.objects.get().opinion.case == case


def test_the_same_form_sent_twice_is_one_meeting(desk):
    given = filled(desk, words="Một", kind="phan-anh")

    desk.post(reverse("grassroots:record"), given)
    desk.post(reverse("grassroots:record"), given)

    assert (Visit.objects.count(), Report.objects.count()) == (1, 1)


def test_one_more_row_is_added_without_script_and_nothing_typed_is_lost(desk):
    given = filled(desk, words="Cầu treo mục ván", touches_office="on")

    page = desk.post(reverse("grassroots:record"), {**given, "add_row": "1"}).content.decode()

    assert "Cầu treo mục ván" in page
    assert 'name="y-kien-1-words"' in page
    assert given["client_id"] in page
    assert given["y-kien-0-client_id"] in page
    assert "checked" in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("head", "row", "sentence"),
    [
        ({"people": ""}, {}, "required"),
        ({"held_on": "2999-01-01"}, {}, "future"),
        ({"area_name": "khong co", "area": ""}, {}, "No commune of this name"),
        ({}, {"answer": "Đã trả lời"}, "so that the answer has its question"),
        ({}, {"words": "Một", "answer": "Đã trả lời"}, "Choose how it ended"),
        ({}, {"promise": "Làm cầu"}, "by when it was promised"),
        ({}, {"promise": "Làm cầu", "keeper": "ubnd-90001", "due_on": "2020-01-01"}, "before the meeting"),
    ],
)
def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(desk, head, row, sentence):
    given = {**filled(desk, **row), **head, "words": "Bà con dự đông đủ"}

    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = desk.post(reverse("grassroots:record"), given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Bà con dự đông đủ" in answer.content.decode()
    assert not Visit.objects.exists()
    assert not Report.objects.exists()


def test_a_residents_details_are_flagged_before_anything_is_saved(desk):
    given = filled(desk, words="Ông gọi số 0905 123 456 nhiều lần", kind="phan-anh")

    shown = desk.post(reverse("grassroots:record"), given)
    page = shown.content.decode()

    assert shown.status_code == 422
    assert "[số điện thoại]" in page
    assert not Visit.objects.exists()
    assert not Report.objects.exists()

    assert 'name="y-kien-0-confirmed"' in page
    desk.post(reverse("grassroots:record"), {**given, "y-kien-0-confirmed": "on"})
    assert Report.objects.count() == 1


@pytest.mark.parametrize("name", ["keep", "give_up", "move", "pass_on", "tell"])
@pytest.mark.parametrize(
    ("words", "confirmed"),
    [("Đã báo chị ở số 0905 123 456.", ""), ("TỐI MẬT. Kế hoạch", "on")],
    ids=["a resident's number", "a stamp"],
)
def test_no_step_of_a_promise_keeps_details_of_a_resident_or_secrets(desk, world, name, words, confirmed):
    held(world, promises=(soon(world),))
    promise = Promise.objects.get()
    if name == "tell":
        keep(promise, words="Đã lắp.", by=world.officer, now=timezone.now())
    later = (today() + timedelta(days=60)).isoformat()
    given = {"words": words, "confirmed": confirmed, "due_on": later, "on": today().isoformat()}

    answer = desk.post(
        reverse(f"grassroots:{name}", args=[promise.pk]), {**given, "to": world.province_body.slug}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert promise.events.count() == (2 if name == "tell" else 1)


def test_a_public_reason_for_a_changed_day_is_looked_through(desk, world):
    rule = make_rule(world.commune_body, weekday=today().isoweekday(), weeks=[])
    given = {"day": today().isoformat(), "reason": "Bận làm việc với chị Hoa, 0905 123 456"}
    change = reverse("grassroots:change_day", args=[rule.pk])

    assert desk.post(change, given).status_code == 422
    assert not ReceptionChange.objects.exists()


def test_taking_a_meeting_back_keeps_no_details_either(desk, world):
    visit = held(world)
    address = reverse("grassroots:withdraw", args=[visit.pk])

    assert desk.post(address, {"words": "Trùng với buổi của anh 0905 123 456"}).status_code == 422
    visit.refresh_from_db()
    assert visit.withdrawn_at is None


def test_no_form_has_a_field_for_a_resident():
    forbidden = re.compile(r"name$|household|phone|telephone|religion|ethnic|address|email|cccd")
    names = {
        name for form in ALL_FORMS for name, field in form.base_fields.items() if isinstance(field, CharField)
    }

    assert not [name for name in names if forbidden.search(name) and name != "area_name"]


def test_every_free_text_of_staff_is_looked_through():
    for form in ALL_FORMS:
        free = {
            name
            for name, field in form.base_fields.items()
            if type(field) is CharField and name not in ("area", "area_name", "place")
        }
        assert free <= set(form.free_texts)


def test_another_body_sees_neither_the_meeting_nor_the_promise(client, world):
    visit = held(world, promises=(soon(world),))
    promise = Promise.objects.get()
    client.force_login(world.neighbour_officer)

    assert "34" not in client.get(reverse("grassroots:list")).content.decode()
    for name, pk in [
        ("show", visit.pk),
        ("promise", promise.pk),
        ("keep", promise.pk),
        ("withdraw", visit.pk),
    ]:
        assert client.get(reverse(f"grassroots:{name}", args=[pk])).status_code == 404


def test_the_body_that_keeps_a_promise_sees_it_but_not_the_meeting(client, world):
    visit = held(world, promises=(soon(world, body=world.neighbour_body),))
    client.force_login(world.neighbour_officer)

    assert client.get(reverse("grassroots:promise", args=[Promise.objects.get().pk])).status_code == 200
    assert client.get(reverse("grassroots:show", args=[visit.pk])).status_code == 404


def test_a_reader_sees_but_writes_nothing_down(client, world):
    visit = held(world)
    client.force_login(world.reader)

    assert client.get(reverse("grassroots:show", args=[visit.pk])).status_code == 200
    assert client.get(reverse("grassroots:record")).status_code == 404
    assert client.post(reverse("grassroots:withdraw", args=[visit.pk]), {"words": "x"}).status_code == 404


def test_words_about_the_office_itself_are_neither_on_the_page_nor_in_the_register(desk, world):
    visit = held(world, opinions=(opinion_in(world, "Cán bộ xã gây khó", topic=world.conduct),))

    assert "Cán bộ xã gây khó" not in desk.get(reverse("grassroots:show", args=[visit.pk])).content.decode()
    assert "Cán bộ xã gây khó" not in desk.get(reverse("grassroots:register")).content.decode()


def test_a_promise_is_kept_and_told_on_its_page(desk, world):
    held(world, promises=(soon(world),))
    promise = Promise.objects.get()

    desk.post(reverse("grassroots:keep", args=[promise.pk]), {"words": "Đã lắp biển báo."})
    told = {"words": "Báo tại họp thôn.", "on": today().isoformat()}
    desk.post(reverse("grassroots:tell", args=[promise.pk]), told)

    promise.refresh_from_db()
    assert (promise.state, promise.told_on) == ("kept", today())
    assert "Đã lắp biển báo." in desk.get(reverse("grassroots:promise", args=[promise.pk])).content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", {"Lắp biển báo", "Sửa cầu"}),
        ("sap-den-han", {"Lắp biển báo"}),
        ("qua-han", {"Sửa cầu"}),
        ("da-thuc-hien", {"Nạo mương"}),
        ("chua-bao", {"Nạo mương"}),
    ],
)
def test_promises_are_listed_by_how_they_stand(desk, world, address, words):
    long_ago = today() - timedelta(days=30)
    made = [
        soon(world, words="Lắp biển báo"),
        soon(world, words="Sửa cầu", due_on=today() - timedelta(days=3)),
        soon(world, words="Nạo mương"),
    ]
    visit = visit_in(world, held_on=long_ago, promises=tuple(made))
    record_visit(visit, by=world.officer, now=timezone.now())
    keep(Promise.objects.get(words__words="Nạo mương"), words="Đã nạo.", by=world.officer, now=timezone.now())

    page = desk.get(reverse("grassroots:promises"), {"loc": address}).content.decode()

    assert {said for said in ("Lắp biển báo", "Sửa cầu", "Nạo mương") if said in page} == words


def test_the_register_prints_what_was_said_answered_and_promised(desk, world):
    held(world, opinions=(opinion_in(world, promise=soon(world)),), went="Chủ tịch UBND xã")

    page = desk.get(reverse("grassroots:register")).content.decode()

    assert "Đường vào làng bị sạt lở" in page
    assert "Lắp biển báo trước trường học" in page
    assert "Chủ tịch UBND xã" in page
    assert Case.objects.get().number in page


def test_staff_of_the_body_who_went_are_named_by_their_accounts(desk, world):
    given = {**filled(desk), "officers": [str(world.officer.pk)]}
    assert str(world.officer) in desk.get(reverse("grassroots:record")).content.decode()

    desk.post(reverse("grassroots:record"), given)

    visit = Visit.objects.get()
    assert [one.user for one in visit.officers.all()] == [world.officer]
    for page in (reverse("grassroots:show", args=[visit.pk]), reverse("grassroots:register")):
        assert str(world.officer) in desk.get(page).content.decode()


def test_an_account_of_another_body_did_not_go_along(desk, world):
    stranger = str(world.neighbour_officer.pk)

    assert (
        desk.post(reverse("grassroots:record"), {**filled(desk), "officers": [stranger]}).status_code == 422
    )
    assert not Visit.objects.exists()


def test_who_went_stays_ticked_when_a_row_is_added(desk, world):
    given = {**filled(desk), "officers": [str(world.officer.pk)], "add_row": "1"}

    page = desk.post(reverse("grassroots:record"), given).content.decode()

    assert re.search(rf'name="officers" value="{world.officer.pk}"[^>]*checked', page)


def test_bodies_stand_by_name_whatever_their_counts(client, world):
    make_duty()
    held(world)
    client.force_login(world.leader)

    lines = client.get(reverse("grassroots:duties")).context["lines"]

    names = [body.folded for body, _stands in lines]
    assert len(names) > 1
    assert names == sorted(names)


def test_own_days_are_told_to_oneself_alone(client, world):
    make_duty()
    colleague = make_user("dong-nghiep", Role.OFFICER, world.commune_body)
    for _ in range(2):  # twice on one day is one day
        held(world, officers=(world.officer,))

    client.force_login(world.officer)
    own = client.get(reverse("grassroots:duties"), headers={"accept-language": "vi"})
    client.force_login(colleague)
    others = client.get(reverse("grassroots:duties"))

    assert own.context["own"] == [("ngày đi cơ sở", 1)]
    assert others.context["own"] == []


def test_coverage_names_the_localities_that_nobody_reached(desk, world):
    make_locality(world, "Thôn 1")
    make_locality(world, "Thôn 2")
    held(world, locality="Thôn 1")
    held(world, locality="Chợ phiên")

    page = desk.get(reverse("grassroots:coverage")).content.decode()

    assert "1/2" in page or "1 of 2" in page
    assert re.search(r"Thôn 2</th><td[^>]*>0</td>", page)
    assert "Chợ phiên" in page


def test_a_province_sees_its_communes_and_opens_one(client, world):
    make_locality(world, "Thôn 1")
    held(world)
    client.force_login(world.leader)

    assert "Bến Tre Xanh" in client.get(reverse("grassroots:coverage")).content.decode()
    opened = client.get(reverse("grassroots:coverage"), {"xa": "90001"}).content.decode()
    assert "Thôn 1" in opened


def test_the_public_schedule_names_office_place_and_next_days(client, world):
    rule = make_rule(world.commune_body)

    page = client.get(reverse("grassroots:schedule"), {"area_name": "huong sen"}).content.decode()

    assert "Chủ tịch UBND xã" in page
    assert "Phòng tiếp công dân" in page
    assert "07:30" in page
    assert rule.body.name in page


def test_several_communes_of_a_name_are_offered(client, world):
    page = client.get(reverse("grassroots:schedule"), {"area_name": "xa"}).content.decode()

    assert "?area=90001" in page
    assert "?area=90002" in page


def test_the_calendar_file_has_an_event_for_each_day_and_no_line_that_is_too_long(client, world):
    make_rule(world.commune_body, weeks=[], place="Phòng tiếp công dân, trụ sở; tầng 1 " * 4)

    answer = client.get(reverse("grassroots:calendar_file", args=["ubnd-90001"]))

    content = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert content.count("BEGIN:VEVENT") == content.count("END:VEVENT") > 0
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    assert "\\, trụ sở\\;" in content.replace("\r\n ", "")


def test_a_body_publishes_changes_and_ends_its_reception_days(desk, world):
    given = {
        "receiver": "Bí thư Đảng ủy",
        "place": "Hội trường",
        "weekday": str(today().isoweekday()),
        "opens_at": "08:00",
        "closes_at": "11:00",
        "on_holiday": "skip",
        "valid_from": today().isoformat(),
    }
    desk.post(reverse("grassroots:add_rule", args=["ubnd-90001"]), given)
    rule = ReceptionRule.objects.get()
    assert rule.weeks == []

    change = reverse("grassroots:change_day", args=[rule.pk])
    next_day = today() + timedelta(days=7)
    wrong = {"day": (next_day + timedelta(days=1)).isoformat(), "reason": "Đi họp"}
    assert desk.post(change, wrong).status_code == 422
    desk.post(change, {"day": next_day.isoformat(), "moved_to": "", "reason": "Họp Hội đồng nhân dân"})
    assert desk.post(change, {"day": next_day.isoformat(), "reason": "Lần nữa"}).status_code == 422

    public = desk.get(reverse("grassroots:schedule"), {"area": "90001"}).content.decode()
    assert "Họp Hội đồng nhân dân" in public
    desk.post(reverse("grassroots:take_back_change", args=[ReceptionChange.objects.get().pk]))
    public = desk.get(reverse("grassroots:schedule"), {"area": "90001"}).content.decode()
    assert "Họp Hội đồng nhân dân" not in public

    desk.post(reverse("grassroots:end_rule", args=[rule.pk]))
    public = desk.get(reverse("grassroots:schedule"), {"area": "90001"}).content.decode()
    assert "Bí thư Đảng ủy" not in public


def test_another_body_cannot_change_the_schedule(client, world):
    rule = make_rule(world.commune_body)
    client.force_login(world.neighbour_officer)

    assert client.get(reverse("grassroots:add_rule", args=["ubnd-90001"])).status_code == 404
    assert client.post(reverse("grassroots:end_rule", args=[rule.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["list", "promises", "duties", "coverage", "register", "keep_schedule", "schedule"]
)
def test_each_list_needs_few_statements_however_long(client, world, name, django_assert_max_num_queries):
    make_user("bi-thu", Role.LEADER, world.province_body)
    make_duty()
    make_locality(world)
    for n in range(4):
        make_rule(world.commune_body, weekday=n + 1)
        held(world, opinions=(opinion_in(world), opinion_in(world, "Hai")), promises=(soon(world),))
    client.force_login(world.leader)
    given = {"co-quan": "ubnd-90001"}
    client.get(reverse(f"grassroots:{name}"), given)

    with django_assert_max_num_queries(10):
        assert client.get(reverse(f"grassroots:{name}"), given).status_code == 200


def test_one_meeting_needs_few_statements(client, world, django_assert_max_num_queries):
    visit = held(world, opinions=tuple(opinion_in(world, f"Việc {n}") for n in range(6)))
    client.force_login(world.officer)
    client.get(reverse("grassroots:show", args=[visit.pk]))

    with django_assert_max_num_queries(8):
        client.get(reverse("grassroots:show", args=[visit.pk]))
