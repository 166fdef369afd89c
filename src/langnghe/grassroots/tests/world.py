"""What tests of this room begin with: a meeting in the small province, its opinions and promises."""

from datetime import date, time, timedelta

from langnghe.bodies.models import Body
from langnghe.cases.tests.world import NOW, World
from langnghe.grassroots.actions.promises import PromiseIn, keep
from langnghe.grassroots.actions.visits import OpinionIn, VisitIn, record_visit, withdraw
from langnghe.grassroots.models import Duty, MeetingKind, Promise, ReceptionRule, Visit
from langnghe.places.models import Locality

TODAY = NOW.date()


def make_locality(world: World, name: str = "Thôn 1") -> Locality:
    return Locality.objects.create(
        area=world.commune, name=name, folded=name.lower().replace("ô", "o"), valid_from=date(2000, 1, 1)
    )


def opinion_in(world: World, words: str = "Đường vào làng bị sạt lở", **fields: object) -> OpinionIn:
    return OpinionIn(**{"words": words, "kind": world.kind, "topic": world.roads, **fields})  # type: ignore[arg-type]


def promise_in(world: World, **fields: object) -> PromiseIn:
    given = {
        "words": "Lắp biển báo trước trường học",
        "body": world.commune_body,
        "due_on": TODAY + timedelta(days=10),
    }
    return PromiseIn(**{**given, **fields})  # type: ignore[arg-type]


def visit_in(world: World, **fields: object) -> VisitIn:
    given = {
        "kind": MeetingKind.GRASSROOTS,
        "body": world.commune_body,
        "area": world.commune,
        "held_on": TODAY,
        "people": 34,
        "locality": "Thôn 1",
    }
    return VisitIn(**{**given, **fields})  # type: ignore[arg-type]


def make_visit(world: World, **fields: object) -> Visit:
    return record_visit(visit_in(world, **fields), by=world.officer, now=NOW)


def meet_people(world: World) -> None:
    """Hold four meetings of March, one of them taken back; promise three things, two of them due in March."""
    within, after = TODAY + timedelta(days=10), TODAY + timedelta(days=40)
    due = [promise_in(world, due_on=day) for day in (within, within, after)]
    make_visit(world, kind="dialogue", promises=tuple(due))
    make_visit(world, kind="reception")
    make_visit(world, kind="hamlet")
    by_mistake = make_visit(world, kind="reception", promises=(promise_in(world),))
    withdraw(by_mistake, reason="Ghi nhầm", by=world.officer, now=NOW)
    kept = Promise.objects.get(client_id=due[0].client_id)
    keep(kept, words="Đã lắp.", by=world.officer, now=NOW + timedelta(days=8))


def make_rule(body: Body, **fields: object) -> ReceptionRule:
    given = {
        "receiver": "Chủ tịch UBND xã",
        "place": "Phòng tiếp công dân",
        "weekday": 4,
        "weeks": [1, 3],
        "opens_at": time(7, 30),
        "closes_at": time(11, 30),
        "valid_from": date(2026, 1, 1),
    }
    return ReceptionRule.objects.create(body=body, **{**given, **fields})


def make_duty(**fields: object) -> Duty:
    given = {
        "body_kind": "ubnd",
        "meeting_kind": MeetingKind.GRASSROOTS,
        "days": 1,
        "per": "week",
        "name": "Đi cơ sở mỗi tuần ít nhất một ngày",
        "citation": "Quy định mẫu",
        "valid_from": date(2000, 1, 1),
    }
    return Duty.objects.create(**{**given, **fields})
