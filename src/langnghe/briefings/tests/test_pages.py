"""The pages of briefings, as a leader and as a stranger."""

import re
from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from langnghe.briefings import actions, queries
from langnghe.briefings.models import Briefing
from langnghe.cases import actions as case_actions
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, World, report_in, small_province

pytestmark = pytest.mark.django_db

SPRING = {"first_on": date(2026, 1, 1), "last_on": date(2026, 6, 30)}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME_FOLDER = tmp_path


@pytest.fixture
def world() -> World:
    world = small_province()
    for n in range(3):
        take_in(report_in(world, f"Việc {n}"), by=None, now=NOW)
    return world


@pytest.fixture
def briefing(world) -> Briefing:
    return actions.draft_for_body(world.province_body, **SPRING, now=queries.now(), by=world.leader)


def test_a_leader_begins_a_briefing_writes_its_words_and_takes_it_home(client, world):
    client.force_login(world.leader)

    asked = {"body": world.province_body.pk, "first_on": "2026-01-01", "last_on": "2026-06-30"}
    begun = client.post(reverse("briefings:new"), asked)
    briefing = Briefing.objects.get()
    client.post(reverse("briefings:edit", args=[briefing.pk]), {"mood": "Nhân dân <b>phấn khởi</b>."})
    page = client.get(begun.url).content.decode()
    file = client.get(reverse("briefings:download", args=[briefing.pk, "docx"]))

    assert begun.url == reverse("briefings:show", args=[briefing.pk])
    assert "Nhân dân &lt;b&gt;phấn khởi&lt;/b&gt;." in page
    assert re.search(r'href="/so-lieu/reports_received/\?body=ubnd-90&amp;[^>]*>3</a>', page)
    words = [line.text for line in docx.Document(BytesIO(file.content)).paragraphs]
    assert "Nhân dân <b>phấn khởi</b>." in words


def test_the_paper_is_set_once_and_again_when_words_change(client, world, briefing, tmp_path):
    client.force_login(world.leader)
    address = reverse("briefings:show", args=[briefing.pk])

    client.get(address)
    first = {file.name for file in (tmp_path / "briefings").glob("*.article")}
    client.get(address)
    again = {file.name for file in (tmp_path / "briefings").glob("*.article")}
    actions.write(briefing, {"mood": "Ổn định."}, by=world.leader)
    page = client.get(address).content.decode()
    changed = {file.name for file in (tmp_path / "briefings").glob("*.article")}

    assert first == again
    assert len(changed) == 1
    assert changed != first
    assert "Ổn định." in page


def test_a_proposal_left_as_it_is_stays_a_proposal(client, world, briefing):
    client.force_login(world.leader)
    address = reverse("briefings:edit", args=[briefing.pk])
    shown = client.get(address).context["form"]

    client.post(address, {name: field.initial for name, field in shown.fields.items()})

    assert not briefing.texts.exists()


@pytest.mark.parametrize(("name", "arguments"), [("show", []), ("edit", []), ("download", ["pdf"])])
def test_what_is_hidden_looks_like_what_does_not_exist(client, world, briefing, name, arguments):
    client.force_login(world.neighbour_officer)

    hidden = client.get(reverse(f"briefings:{name}", args=[briefing.pk, *arguments]))
    missing = client.get(reverse(f"briefings:{name}", args=[briefing.pk + 1, *arguments]))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert _without_address(hidden, briefing.pk) == _without_address(missing, briefing.pk + 1)


def _without_address(answer, pk: int) -> str:
    page = re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]*"', "", answer.content.decode())
    return page.replace(f"/{pk}/", "/…/")


def test_an_officer_reads_no_page_for_writing(client, world):
    client.force_login(world.officer)

    assert client.get(reverse("briefings:new")).status_code == 404


@pytest.mark.parametrize("name", ["list", "new"])
def test_strangers_are_asked_to_sign_in(client, name):
    assert client.get(reverse(f"briefings:{name}")).status_code == 302


def test_a_body_elsewhere_cannot_be_reported_on(client, world):
    client.force_login(world.reader)
    leader_below = world.officer.grants.get()
    leader_below.role = "leader"
    leader_below.save()
    client.force_login(world.officer)

    asked = {"body": world.neighbour_body.pk, "first_on": "2026-01-01", "last_on": "2026-06-30"}
    answer = client.post(reverse("briefings:new"), asked)

    assert answer.status_code == 422
    assert not Briefing.objects.exists()


def test_a_period_that_ends_before_it_begins_is_refused_with_a_sentence(client, world):
    client.force_login(world.leader)
    asked = {"body": world.province_body.pk, "first_on": "2026-06-30", "last_on": "2026-01-01"}

    answer = client.post(reverse("briefings:new"), asked)

    assert answer.status_code == 422
    assert answer.context["form"].errors["last_on"]


def test_the_list_asks_few_statements_however_long_it_is(client, world, django_assert_max_num_queries):
    for _ in range(60):
        actions.draft_for_body(world.province_body, **SPRING, now=queries.now())
    client.force_login(world.leader)

    with django_assert_max_num_queries(8):
        page = client.get(reverse("briefings:list"))

    assert len(page.context["page"].rows) == 50
    assert page.context["page"].after


def test_each_number_of_the_paper_opens_exactly_as_many_rows_as_it_says(client, world):
    from langnghe.briefings.drawing.half_year import half_year_report
    from langnghe.core.paper import figures_of

    case = take_in(report_in(world, "Việc đã xong", area=world.neighbour), by=None, now=NOW).case
    case_actions.answer(case, outcome="solved", words="Đã sửa xong.", by=world.officer, now=NOW)
    take_in(report_in(world, "Không rõ ở đâu", area=None), by=None, now=NOW)
    client.force_login(world.leader)
    whole = actions.draft_for_body(world.province_body, **SPRING, now=queries.now())
    area = actions.draft_for_area(world.province, **SPRING, now=queries.now())

    for briefing in (whole, area):
        numbers = {
            number.href: number for number in figures_of(half_year_report(queries.contents_of(briefing)))
        }
        for number in numbers.values():
            page = client.get(number.href)
            assert page.status_code == 200, number
            assert page.context["counted"] == int(number.text.replace(".", "")), number
