"""The way from a report to what was done in the end, both ways, each step within the reader's rights."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from langnghe.alarms.models import Alarm
from langnghe.briefings import actions as briefing_actions
from langnghe.briefings import queries as briefing_queries
from langnghe.briefings.models import Briefing
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in
from langnghe.meetings.actions import conclusions
from langnghe.meetings.models import Conclusion
from langnghe.meetings.tests.test_follow_up import make_alarm
from langnghe.meetings.tests.world import BEGINS, Round, drafted, held, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_round()


@pytest.fixture
def case(round_):
    return take_in(report_in(round_.world, "Lời riêng của người dân"), by=None, now=NOW).case


@pytest.fixture
def conclusion(round_, case) -> Conclusion:
    """A conclusion that stands on an alarm round the case and a line of a briefing, and was carried out."""
    world = round_.world
    meeting = held(round_)
    conclusion = drafted(round_, meeting)
    by = {"by": round_.leader}
    conclusions.link(conclusion, alarm=make_alarm(round_, [case.first_report_id]), **by)
    briefing = briefing_actions.draft_for_area(
        world.province,
        first_on=date(2026, 1, 1),
        last_on=date(2026, 6, 30),
        now=briefing_queries.now(),
    )
    conclusions.link(conclusion, briefing=briefing, figure="cases_open", **by)
    conclusions.conclude(meeting, number=5, now=BEGINS + timedelta(hours=5), **by)
    conclusions.report_done(conclusion, words="Đã nghiệm thu.", now=BEGINS + timedelta(days=9), **by)
    return conclusion


def layers_of(page) -> dict[str, list]:
    return {layer.icon: layer.steps for layer in page.context["layers"]}


def test_a_case_leads_to_its_alarm_briefing_conclusion_and_proof(client, round_, case, conclusion):
    client.force_login(round_.leader)

    layers = layers_of(client.get(reverse("trace", args=[case.number])))

    assert [len(steps) for steps in layers.values()] == [1, 1, 1, 2, 1, 1]
    assert layers["circle-check"][0].words == "Đã nghiệm thu."
    for steps in layers.values():
        for step in steps:
            assert client.get(step.url).status_code == 200, step


def test_a_conclusion_leads_back_to_the_case_and_the_report(client, round_, case, conclusion):
    client.force_login(round_.leader)

    page = client.get(reverse("trace_of_conclusion", args=[conclusion.pk]))

    layers = layers_of(page)
    assert [step.name for step in layers["inbox"]] == [case.number]
    assert layers["inbox"][0].url == reverse("trace", args=[case.number])
    assert len(layers["message"]) == 1
    assert "Lời riêng" not in page.content.decode()


def test_steps_outside_the_readers_rights_are_not_there(client, round_, case, conclusion):
    client.force_login(round_.world.neighbour_officer)

    assert client.get(reverse("trace", args=[case.number])).status_code == 404
    layers = layers_of(client.get(reverse("trace_of_conclusion", args=[conclusion.pk])))

    assert layers["inbox"] == []
    assert layers["file-text"] == []
    assert len(layers["gavel"]) == 1


def test_a_case_that_led_to_nothing_says_so(client, round_, case):
    client.force_login(round_.leader)

    layers = layers_of(client.get(reverse("trace", args=[case.number])))

    assert layers["gavel"] == layers["circle-check"] == []
    assert client.get(reverse("trace_of_conclusion", args=[99])).status_code == 404


def test_the_pages_of_case_and_conclusion_lead_to_the_trace(client, round_, case, conclusion):
    client.force_login(round_.leader)

    assert reverse("trace", args=[case.number]) in client.get(f"/viec/{case.number}/").content.decode()
    page = client.get(reverse("meetings:conclusion", args=[conclusion.pk])).content.decode()
    assert reverse("trace_of_conclusion", args=[conclusion.pk]) in page


def test_every_stop_is_an_entrance_from_which_every_other_is_reached(client, round_, case, conclusion):
    alarm, briefing = Alarm.objects.get(), Briefing.objects.get()
    client.force_login(round_.leader)
    entrances = {
        "inbox": (reverse("trace", args=[case.number]), f"/viec/{case.number}/"),
        "bell-ringing": (reverse("trace_of_alarm", args=[alarm.pk]), f"/canh-bao/{alarm.pk}/"),
        "file-text": (reverse("trace_of_briefing", args=[briefing.pk]), f"/bao-cao/{briefing.pk}/"),
        "gavel": (
            reverse("trace_of_conclusion", args=[conclusion.pk]),
            reverse("meetings:conclusion", args=[conclusion.pk]),
        ),
    }

    for icon, (address, page) in entrances.items():
        layers = layers_of(client.get(address))
        assert address in client.get(page).content.decode(), page
        assert all(layers.values()), address
        assert [step.here for step in layers[icon]].count(True) >= 1
        for steps in layers.values():
            for step in steps:
                assert client.get(step.url).status_code == 200, step


def test_a_briefing_that_proves_a_conclusion_leads_to_it(client, round_, conclusion):
    briefing = Briefing.objects.get()
    proof = {"words": "Có số liệu.", "briefing": briefing, "by": round_.leader, "now": BEGINS}
    given = {"words": "Chưa rõ.", "by": round_.leader, "now": BEGINS}
    conclusion.links.filter(briefing=briefing).delete()
    conclusions.return_to_owner(conclusion, **given)
    conclusions.report_done(conclusion, **proof)
    client.force_login(round_.leader)

    layers = layers_of(client.get(reverse("trace_of_briefing", args=[briefing.pk])))

    assert [step.name for step in layers["gavel"]] == [conclusion.meeting.name]
    assert any(f"/bao-cao/{briefing.pk}/" == step.url for step in layers["circle-check"])


def test_an_alarm_or_briefing_that_is_hidden_has_no_trace(client, round_, conclusion):
    client.force_login(round_.other_officer)

    for name, row in (("trace_of_alarm", Alarm), ("trace_of_briefing", Briefing)):
        assert client.get(reverse(name, args=[row.objects.get().pk])).status_code == 404
        assert client.get(reverse(name, args=[999])).status_code == 404
