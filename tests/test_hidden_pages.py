"""
What is hidden from somebody and what does not exist look the same: every address of the project is tried.

The addresses come from the URL resolver, so that a new one without an entry in the tables below fails. An
entry says what the address is for: a page for everybody, a page of staff without an object, or the page of
an object, with how to make one and what to ask for where there is none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.bodies.models import Cluster, ClusterMember
from langnghe.briefings import actions as briefing_actions
from langnghe.briefings import queries as briefing_queries
from langnghe.cases import actions
from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.tests.world import World, make_area, make_body, make_user, report_in, small_province
from langnghe.grassroots.actions.receptions import change_day
from langnghe.grassroots.tests.world import make_rule, make_visit, promise_in
from langnghe.meetings.actions import conclusions, meetings
from langnghe.people.models import Responsibility, Role, User
from langnghe.places.models import UnlistedLocality
from langnghe.portal.actions import take_feedback
from langnghe.portal.tests.world import make_article, make_section
from langnghe.practices.tests.world import make_practice
from langnghe.programmes.tests.world import make_plans
from langnghe.reports.pictures import CleanPicture
from langnghe.situations.actions.hot_spots import declare
from langnghe.situations.actions.reports import direct
from langnghe.situations.tests.world import load_shipped_clocks, make_situation

pytestmark = pytest.mark.django_db

SECRET_WORDS = "Hạc trắng bay qua cổng số bảy"  # stand in everything that is hidden
NO_NUMBER, NO_ID = "99-999999", 987_654

# For everybody, also without signing in; a room writes what of its own is public.
PUBLIC = {
    *("home", "about", "privacy", "set_language", "healthz"),
    *("cases:say", "cases:similar", "cases:review", "cases:send", "cases:follow", "cases:followed"),
    *("cases:rate", "cases:not_solved", "cases:withdraw"),  # by the code on the receipt alone
    *("places:search", "places:find", "places:shapes", "places:history", "places:locality_options"),
    *("practices:public_list", "practices:public", "practices:public_picture"),
    *("grassroots:schedule", "grassroots:calendar_file"),
    *("figures:public", "wagtail_serve", "portal_picture", "portal_search", "portal_feed", "portal_print"),
    *("portal_send", "portal_feedback", "portal_thanks", "portal_in_charge", "wagtaildocs_serve"),
    *("demo:tour", "demo:look"),  # only in a demonstration
    "open311:",
}
# Signing in and the own account: pages of the library allauth, tested there.
OWN_ACCOUNT = ("account_", "mfa_")
# One door stands before all addresses of Wagtail's (portal/middleware.py), tested with it.
EDITORS_AREA = "bien-tap/"
# Pages of staff without an object: what they list is narrowed to what the person may see.
LISTS = {
    *("morning", "morning_sheet", "area_changes"),
    *("cases:list", "cases:overdue", "cases:search", "cases:enter", "cases:find_to_erase"),
    *("people:responsibilities", "people:localities"),
    "alarms:list",
    *("situations:list", "situations:report", "situations:hot_spots", "situations:declare"),
    *("grassroots:list", "grassroots:record", "grassroots:duties", "grassroots:coverage"),
    *("grassroots:register", "grassroots:promises", "grassroots:keep_schedule"),
    *("practices:list", "practices:register"),
    *("programmes:list", "programmes:launch"),
    *("figures:list", "portal_feedback_list"),
    *("briefings:list", "briefings:new"),
    *("meetings:list", "meetings:new", "meetings:conclusions"),
}


@dataclass(frozen=True)
class Of:
    """The page of an object: what makes one and returns the arguments, and the arguments of none."""

    made: Callable[["Made"], list[Any]]
    none: list[Any]


OBJECTS = {
    **{
        f"cases:{name}": Of(lambda made: [made.case.number], [NO_NUMBER])
        for name in (
            *("show", "ledger", "accept", "answer", "refuse", "extend", "pause", "resume", "reopen", "note"),
            *("hand_over", "correct", "take_suggestion", "alike", "erase", "link"),
        )
    },
    **{
        f"cases:{name}": Of(lambda made: [made.case.number, made.case.first_report_id], [NO_NUMBER, NO_ID])
        for name in ("unlink", "publish", "unpublish", "contact")
    },
    "cases:side_by_side": Of(lambda made: [made.case.number, made.other.number], [NO_NUMBER, NO_NUMBER]),
    "cases:picture": Of(
        lambda made: [made.case.number, made.case.first_report.files.get().pk], [NO_NUMBER, NO_ID]
    ),
    "people:end_responsibility": Of(lambda made: [made.responsibility.pk], [NO_ID]),
    "people:add_responsibility": Of(lambda made: [made.world.commune_body.slug], ["khong-co"]),
    "people:settle_name": Of(lambda made: [made.unlisted.pk], [NO_ID]),
    **{
        f"alarms:{name}": Of(lambda made: [made.alarm.pk], [NO_ID])
        for name in ("show", "shapes", "give_verdict")
    },
    **{
        f"situations:{name}": Of(lambda made: [made.situation.pk], [NO_ID])
        for name in ("show", "paper", "add", "confirm", "direct", "pass_up", "conclude", "link")
    },
    "situations:download": Of(lambda made: [made.situation.pk, "docx"], [NO_ID, "docx"]),
    "situations:carry_out": Of(lambda made: [made.direction.pk], [NO_ID]),
    **{f"situations:{name}": Of(lambda made: [made.hot_spot.pk], [NO_ID]) for name in ("hot_spot", "close")},
    **{
        f"grassroots:{name}": Of(lambda made: [made.visit.pk], [NO_ID])
        for name in ("show", "add_opinions", "take_in_again", "withdraw")
    },
    **{
        f"grassroots:{name}": Of(lambda made: [made.visit.promises.get().pk], [NO_ID])
        for name in ("promise", "keep", "give_up", "move", "pass_on", "tell")
    },
    "grassroots:add_rule": Of(lambda made: [made.world.commune_body.slug], ["khong-co"]),
    **{f"grassroots:{name}": Of(lambda made: [made.rule.pk], [NO_ID]) for name in ("end_rule", "change_day")},
    "grassroots:take_back_change": Of(lambda made: [made.rule.changes.get().pk], [NO_ID]),
    **{
        f"practices:{name}": Of(lambda made: [made.practice.pk], [NO_ID])
        for name in (
            *("show", "copy", "correct", "check", "recognise", "retire", "tell", "take_back", "picture"),
        )
    },
    **{
        f"programmes:{name}": Of(lambda made: [made.plans.programme.pk], [NO_ID])
        for name in ("show", "print", "call", "register", "review", "change", "end_early", "history")
    },
    **{
        f"programmes:{name}": Of(lambda made: [made.plans.submitted.pk], [NO_ID])
        for name in ("plan", "print_plan", "submit", "excuse")
    },
    "programmes:report_actual": Of(lambda made: [made.plans.submitted.pk, "dvc"], [NO_ID, "dvc"]),
    **{
        f"programmes:{name}": Of(lambda made: [made.plans.waiting.pk], [NO_ID])
        for name in ("finish", "drop", "change_item")
    },
    "programme_targets": Of(lambda made: [made.plans.programme.pk], [NO_ID]),
    "add_target": Of(lambda made: [made.plans.programme.pk], [NO_ID]),
    "change_target": Of(lambda made: [made.plans.programme.targets.get().pk], [NO_ID]),
    "practice_figure": Of(lambda made: [made.practice.pk], [NO_ID]),
    **{f"briefings:{name}": Of(lambda made: [made.briefing.pk], [NO_ID]) for name in ("show", "edit")},
    "briefings:download": Of(lambda made: [made.briefing.pk, "docx"], [NO_ID, "docx"]),
    "briefings:sum": Of(lambda made: [made.synthesis.pk, "reports_received"], [NO_ID, "reports_received"]),
    "briefings:gather": Of(lambda made: [made.synthesis.pk], [NO_ID]),
    **{
        f"meetings:{name}": Of(lambda made: [made.meeting.pk], [NO_ID])
        for name in (
            *("show", "change", "invite", "agenda", "hand_in", "held", "minutes", "write_minutes", "draft"),
            *("conclude", "put_practice", "projection"),
        )
    },
    "meetings:paper_page": Of(lambda made: [made.meeting.pk, "giay-moi"], [NO_ID, "giay-moi"]),
    "meetings:download": Of(lambda made: [made.meeting.pk, "giay-moi", "docx"], [NO_ID, "giay-moi", "docx"]),
    "meetings:sheet": Of(
        lambda made: [made.meeting.pk, made.world.commune_body.slug], [NO_ID, "ubnd-khong-co"]
    ),
    "meetings:move_point": Of(
        lambda made: [made.meeting.pk, made.meeting.agenda.get().pk, "len"], [NO_ID, NO_ID, "len"]
    ),
    "meetings:decide": Of(lambda made: [made.meeting.pk, made.unfinished.pk], [NO_ID, NO_ID]),
    **{
        f"meetings:{name}": Of(lambda made: [made.meeting.pk, made.meeting.papers.get().pk], [NO_ID, NO_ID])
        for name in ("paper", "take_back")
    },
    **{
        f"meetings:{name}": Of(lambda made: [made.unfinished.pk], [NO_ID])
        for name in (
            *("conclusion", "redraft", "strike_out", "link", "report_done", "return", "extend", "drop"),
        )
    },
    "meetings:unlink": Of(lambda made: [made.unfinished.pk, made.unfinished.links.get().pk], [NO_ID, NO_ID]),
    "meetings:picture": Of(lambda made: [made.unfinished.pk, made.proof.pk], [NO_ID, NO_ID]),
    **{
        f"portal_feedback_{name}": Of(lambda made: [made.feedback.pk], [NO_ID]) for name in ("settle", "look")
    },
    "trace": Of(lambda made: [made.case.number], [NO_NUMBER]),
    "trace_of_alarm": Of(lambda made: [made.alarm.pk], [NO_ID]),
    "trace_of_briefing": Of(lambda made: [made.briefing.pk], [NO_ID]),
    "trace_of_conclusion": Of(lambda made: [made.unfinished.pk], [NO_ID]),
    # What a name or a day stands for is the same for everybody; what it opens is narrowed.
    **{
        f"figures:{name}": Of(lambda made: ["reports_received"], ["khong-co"])
        for name in ("show", "chart", "map")
    },
    "area_change": Of(lambda made: ["2025-07-01"], ["1999-01-01"]),
}


@dataclass
class Made:
    """A small province with one of everything, and the people who try to see it."""

    world: World
    elsewhere: User

    def __post_init__(self) -> None:
        world, now = self.world, timezone.now()
        picture = CleanPicture(ContentFile(b"picture", name="anh.jpg"), b"digest", 4, 3)
        contact = ContactIn(telephone="0905123456")
        given = report_in(world, SECRET_WORDS, pictures=(picture,), contact=contact)
        self.case = take_in(given, by=None, now=now).case
        self.other = take_in(report_in(world, SECRET_WORDS), by=None, now=now).case
        actions.note(self.case, words=SECRET_WORDS, by=world.officer, now=now)
        self.responsibility = Responsibility.objects.create(
            body=world.commune_body, officer_name=SECRET_WORDS, valid_from=now.date() - timedelta(days=1)
        )
        self.unlisted = UnlistedLocality.objects.create(
            area=world.commune, name=SECRET_WORDS, folded="hac", first_said_at=now
        )
        self.alarm = self._alarm()
        self._sent_upwards()
        self._met_people()
        self.practice = make_practice(world, name=SECRET_WORDS)
        self.plans = make_plans(world, name=SECRET_WORDS)
        self.plans.programme.targets.create(
            code="dvc",
            name=SECRET_WORDS,
            unit="%",
            value=80,
            year=2026,
            source="Kế hoạch 15-KH/TU",
            valid_from=date(2026, 1, 1),
        )
        self.briefing = briefing_actions.draft_for_body(
            world.commune_body,
            first_on=now.date() - timedelta(days=30),
            last_on=now.date(),
            now=briefing_queries.now(),
            by=world.leader,
        )
        self._met()
        self.article = make_article(make_section("Tin của xã"))
        self.feedback = take_feedback(
            self.article, words=SECRET_WORDS, contact=contact, network="", now=timezone.now()
        )

    def _met(self) -> None:
        """A meeting that left a conclusion unfinished, the next one, and the synthesis of a cluster."""
        world, now = self.world, timezone.now()
        by = {"by": world.leader, "now": now}
        first, self.meeting = (
            meetings.plan(world.province_body, meetings.Plan(SECRET_WORDS, now - timedelta(days=days)), **by)
            for days in (30, 1)
        )
        for meeting in (first, self.meeting):
            meetings.invite(meeting, [world.commune_body], asked_for=SECRET_WORDS, **by)
            meetings.hold(meeting, attended=None, **by)
        self.unfinished = conclusions.draft(
            first, words=SECRET_WORDS, body=world.commune_body, due_on=now.date() + timedelta(days=9)
        )
        conclusions.link(self.unfinished, case=self.case, by=world.leader)
        conclusions.conclude(first, number=None, **by)
        picture = CleanPicture(ContentFile(b"picture", name="anh.jpg"), b"digest", 4, 3)
        self.proof = conclusions.report_done(self.unfinished, words=SECRET_WORDS, picture=picture, **by)
        conclusions.return_to_owner(self.unfinished, words=SECRET_WORDS, **by)
        meetings.add_to_agenda(self.meeting, SECRET_WORDS)
        meetings.hand_in(
            self.meeting, world.commune_body, kind="talk", title=SECRET_WORDS, words=SECRET_WORDS, **by
        )
        conclusions.draft(self.meeting, words=SECRET_WORDS, body=world.commune_body, due_on=now.date())
        cluster = Cluster.objects.create(code="cum-mau", name=SECRET_WORDS, valid_from=date(2000, 1, 1))
        ClusterMember.objects.create(cluster=cluster, area=world.province, valid_from=date(2000, 1, 1))
        self.synthesis = briefing_actions.draft_for_cluster(
            cluster,
            world.province_body,
            first_on=now.date() - timedelta(days=30),
            last_on=now.date(),
            now=briefing_queries.now(),
        )

    def _sent_upwards(self) -> None:
        world, now = self.world, timezone.now()
        load_shipped_clocks()
        self.situation = make_situation(world, words=SECRET_WORDS)
        self.direction = direct(
            self.situation, words=SECRET_WORDS, due_on=timezone.localdate(), by=world.leader, now=now
        )
        given = {"area": world.commune, "owner": world.commune_body, "by": world.leader, "now": now}
        self.hot_spot = declare(name=SECRET_WORDS, reason=SECRET_WORDS, **given)

    def _met_people(self) -> None:
        world = self.world
        promise = promise_in(world, words=SECRET_WORDS)
        self.visit = make_visit(world, words=SECRET_WORDS, promises=(promise,))
        self.rule = make_rule(world.commune_body, weeks=[])
        change_day(
            self.rule, date(2026, 3, 5), moved_to=None, reason="Đi họp", by=world.officer
        )  # a Thursday, as the rule says

    def _alarm(self) -> Alarm:
        world, now = self.world, timezone.now()
        alarm = Alarm.objects.create(
            topic=world.roads, centre=world.commune, first_found_at=now, last_found_at=now
        )
        run = DetectionRun.objects.create(
            topic=world.roads, scanned_on=now, first_on=now, reports=1, settings={}, seed=1, digest="0"
        )
        Finding.objects.create(
            alarm=alarm,
            run=run,
            areas=[world.commune.pk],
            reports=[self.case.first_report_id],
            first_on=now,
            last_on=now,
            radius_km=0,
            observed=1,
            expected=0.1,
            statistic=1,
            p=0.01,
            p_gumbel=0.01,
            recurrence_days=100,
        )
        return alarm


@pytest.fixture
def made(settings, tmp_path) -> Made:
    settings.MEDIA_ROOT = settings.HOME_FOLDER = tmp_path
    world = small_province()
    other = make_area("91", "Tỉnh Khác")
    there = make_area("91001", "Xã Xa", parent=other)
    above = make_body("ubnd-91", "Ủy ban nhân dân Tỉnh Khác", other)
    body = make_body("ubnd-91001", "Ủy ban nhân dân Xã Xa", there, superior=above)
    return Made(world, make_user("can-bo-xa", Role.OFFICER, body))


def all_names() -> Iterator[str]:
    """Return the name of every address of the project, with those of its rooms before it."""
    yield from _names_below(get_resolver(), "")


def _names_below(resolver: URLResolver, rooms: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith(EDITORS_AREA):
            continue
        if isinstance(pattern, URLResolver):
            yield from _names_below(pattern, f"{rooms}{pattern.namespace}:" if pattern.namespace else rooms)
        else:
            yield f"{rooms}{_name(pattern)}"


def _name(pattern: URLPattern) -> str:
    return pattern.name or str(pattern.pattern)


def is_known(name: str) -> bool:
    """Tell whether an address stands in one of the tables."""
    known = name in PUBLIC or name in LISTS or name in OBJECTS
    room = name.partition(":")[0] + ":"
    return known or room in PUBLIC or name.startswith(OWN_ACCOUNT)


Seen = tuple[int, str]


def seen(answer: HttpResponse, path: str) -> Seen:
    """Return status and page, without what differs each time and without the address asked for."""
    page = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = re.sub(r'(nonce|content|value)="[^"]*"', "", page.decode(errors="replace"))
    return answer.status_code, (text + answer.get("Location", "")).replace(path, "…")


def differences(client: Client, made: Made, method: str, fits: Callable[[Seen, Seen], bool]) -> dict:
    """Return the addresses where what is there and what is not do not fit, with what was seen of each."""
    found, ask = {}, getattr(client, method)
    for name, of in OBJECTS.items():
        paths = reverse(name, args=of.made(made)), reverse(name, args=of.none)
        there, none = (seen(ask(path), path) for path in paths)
        if not fits(there, none):
            found[name] = there[0], none[0]
    return found


def test_every_address_has_an_entry_here():
    without = sorted({name for name in all_names() if not is_known(name)})

    assert not without, (
        f"{', '.join(without)}: say in tests/test_hidden_pages.py who may open this address. A page for "
        "everybody goes into PUBLIC, one without an object into LISTS, the page of an object into OBJECTS."
    )


def test_no_entry_is_left_of_an_address_that_is_gone():
    names = set(all_names())

    assert {name for name in (PUBLIC | LISTS | OBJECTS.keys()) if not name.endswith(":")} <= names


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_cannot_tell_what_is_there(made, method):
    def fits(there: Seen, none: Seen) -> bool:
        return there == none and (there[0] == 405 or (there[0] == 302 and "/tai-khoan/login/" in there[1]))

    assert differences(Client(), made, method, fits) == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_officer_of_another_province_cannot_tell_what_is_there(made, method):
    client = Client()
    client.force_login(made.elsewhere)

    assert (
        differences(client, made, method, lambda there, none: there == none and there[0] in (404, 405)) == {}
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reader_reads_or_cannot_tell_what_is_there(made, method):
    client = Client()
    client.force_login(made.world.reader)

    assert differences(client, made, method, lambda there, none: there == none or there[0] == 200) == {}


def test_lists_show_strangers_the_way_to_sign_in_and_officers_nothing_from_elsewhere(made):
    client = Client()
    client.force_login(made.elsewhere)
    for name in sorted(LISTS):
        sent_away = Client().get(reverse(name))
        assert (sent_away.status_code, "/tai-khoan/login/" in sent_away.get("Location", "")) == (302, True), (
            name
        )
        status, page = seen(client.get(reverse(name)), reverse(name))
        assert status in (200, 404), name
        assert SECRET_WORDS not in page, name
        assert made.case.number not in page, name
