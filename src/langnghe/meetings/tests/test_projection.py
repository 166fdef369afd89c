"""The projection shows one screen for each step, and each body has a sheet of its own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from langnghe.briefings import actions as briefing_actions
from langnghe.briefings import queries as briefing_queries
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in
from langnghe.meetings.actions import meetings
from langnghe.meetings.models import Meeting
from langnghe.meetings.numbers import count_waiting
from langnghe.meetings.tests.world import BEGINS, Round, concluded, drafted, held, make_round

pytestmark = pytest.mark.django_db

NEXT = BEGINS + timedelta(days=28)


@pytest.fixture
def round_() -> Round:
    return make_round()


@pytest.fixture
def meeting(round_) -> Meeting:
    """A meeting with everything: something left over, an agenda, a briefing, a paper and a conclusion."""
    take_in(report_in(round_.world), by=None, now=NOW)
    concluded(round_)
    meeting = held(round_, begins_at=NEXT)
    meetings.add_to_agenda(meeting, "Tình hình sạt lở", body=round_.world.commune_body, minutes=20)
    briefing = briefing_actions.draft_for_body(
        round_.world.province_body,
        first_on=date(2026, 1, 1),
        last_on=date(2026, 6, 30),
        now=briefing_queries.now(),
    )
    briefing_actions.write(briefing, {"requests": "Bố trí vốn sửa đường."}, by=round_.leader)
    by = {"by": round_.leader, "now": NEXT}
    meetings.hand_in(
        meeting, round_.world.province_body, kind="briefing", title="Báo cáo", briefing=briefing, **by
    )
    meetings.hand_in(
        meeting, round_.world.commune_body, kind="talk", title="Tham luận về đối thoại", words="…", **by
    )
    drafted(round_, meeting, "Cắm biển cảnh báo.")
    return meeting


def screens(client, meeting):
    address = reverse("meetings:projection", args=[meeting.pk])
    first = client.get(address)
    pages = [first] + [client.get(f"{address}?buoc={at}") for at in range(2, first.context["count"] + 1)]
    return [(page.context["slide"].kind, page.content.decode()) for page in pages]


def test_the_screens_follow_the_meeting_from_what_stands_over_to_the_conclusions(client, round_, meeting):
    client.force_login(round_.leader)

    shown = screens(client, meeting)

    kinds = [kind for kind, _ in shown]
    assert kinds == ["title", "earlier", "agenda", "numbers", "talks", "proposals", "conclusions"]
    pages = dict(shown)
    assert "Sửa đường vào làng" in pages["earlier"]
    assert 'href="/so-lieu/reports_received/?' in pages["numbers"]
    assert "Bố trí vốn sửa đường." in pages["proposals"]


def test_every_screen_has_its_way_on_and_back_without_script(client, round_, meeting):
    client.force_login(round_.leader)

    shown = [page for _, page in screens(client, meeting)]

    assert all('rel="next"' in page for page in shown[:-1])
    assert all('rel="prev"' in page for page in shown[1:])
    assert all('rel="up"' in page for page in shown)


@pytest.mark.parametrize("asked", ["0", "999", "x", "-1", "99999999999999999999"])
def test_a_screen_that_does_not_exist_is_the_nearest_one(client, round_, meeting, asked):
    client.force_login(round_.leader)

    assert client.get(reverse("meetings:projection", args=[meeting.pk]), {"buoc": asked}).status_code == 200


def test_a_guest_without_rights_to_a_briefing_does_not_see_its_numbers(client, round_, meeting):
    client.force_login(round_.world.officer)

    kinds = [kind for kind, _ in screens(client, meeting)]

    assert "numbers" not in kinds
    assert "proposals" not in kinds
    assert "earlier" in kinds


def test_each_body_has_a_sheet_with_its_own_conclusions(client, round_, meeting):
    client.force_login(round_.leader)

    own = client.get(reverse("meetings:sheet", args=[meeting.pk, round_.world.commune_body.slug]))
    other = client.get(reverse("meetings:sheet", args=[meeting.pk, round_.world.neighbour_body.slug]))
    stranger = client.get(reverse("meetings:sheet", args=[meeting.pk, round_.other_body.slug]))

    assert "Sửa đường vào làng" in own.content.decode()
    assert "đã 2" in own.content.decode()
    assert "Sửa đường vào làng" not in other.content.decode()
    assert stranger.status_code == 404


def test_the_numbers_of_a_briefing_are_counted_once_and_read_from_then_on(
    client, round_, meeting, django_assert_max_num_queries
):
    client.force_login(round_.leader)
    address = f"{reverse('meetings:projection', args=[meeting.pk])}?buoc=4"
    asked = client.get(address).context["numbers"]

    assert count_waiting() == 1
    assert count_waiting() == 0

    with django_assert_max_num_queries(14):
        read = client.get(address).context["numbers"]
    assert read == asked
    assert read[0].now.value == 1
