"""A province small enough to hold in the head: two communes, their bodies, a few topics, rules and staff."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from langnghe.bodies.models import Body, BodyAncestor, Line
from langnghe.cases.intake import ReportIn
from langnghe.cases.models import DeadlineRule, RatingLevel, Route, Unit
from langnghe.people.models import Role, RoleGrant, User
from langnghe.places.models import Area, AreaAncestor
from langnghe.places.words import folded_words
from langnghe.reports.models import Channel
from langnghe.topics.models import Kind, Publicness, Topic, TopicPhrase, Track

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = date(2000, 1, 1)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)  # a Monday


@dataclass(frozen=True)
class World:
    """The rows of the small province."""

    province: Area
    commune: Area
    neighbour: Area
    province_body: Body
    commune_body: Body
    neighbour_body: Body
    roads: Topic
    conduct: Topic
    kind: Kind
    officer: User
    neighbour_officer: User
    leader: User
    reader: User


def small_province() -> World:
    """Write the small province and return its rows."""
    province = make_area("90", "Tỉnh Mẫu")
    commune, neighbour = (
        make_area("90001", "Xã Hương Sen", parent=province, latitude=16.0, longitude=108.0),
        make_area("90002", "Xã Bến Tre Xanh", parent=province, latitude=16.1, longitude=108.1),
    )
    province_body = make_body("ubnd-90", "Ủy ban nhân dân Tỉnh Mẫu", province)
    commune_body = make_body("ubnd-90001", "Ủy ban nhân dân Xã Hương Sen", commune, superior=province_body)
    neighbour_body = make_body(
        "ubnd-90002", "Ủy ban nhân dân Xã Bến Tre Xanh", neighbour, superior=province_body
    )
    kind = make_kind("phan-anh", "Phản ánh")
    make_kind("to-cao", "Tố cáo", track=Track.ELSEWHERE, text="Gửi đơn đến cơ quan thanh tra.")
    make_topic("khac", "Khác")
    roads = make_topic("giao-thong", "Giao thông")
    conduct = make_topic("thai-do", "Thái độ cán bộ", one_above=True, publicness=Publicness.NO)
    make_deadline(DeadlineRule.Clock.ANSWER, 5, Unit.WORKING_DAYS, extension_amount=5, extension_times=1)
    make_deadline(DeadlineRule.Clock.RECEIVE, 8, Unit.WORKING_HOURS)
    Route.objects.create(body_kind="ubnd", valid_from=SINCE)
    for position, (code, name, satisfied) in enumerate(
        [("good", "Hài lòng", True), ("fair", "Chấp nhận được", True), ("bad", "Chưa hài lòng", False)]
    ):
        RatingLevel.objects.create(
            code=code, name=name, satisfied=satisfied, position=position, valid_from=SINCE
        )
    return World(
        province=province,
        commune=commune,
        neighbour=neighbour,
        province_body=province_body,
        commune_body=commune_body,
        neighbour_body=neighbour_body,
        roads=roads,
        conduct=conduct,
        kind=kind,
        officer=make_user("can-bo", Role.OFFICER, commune_body),
        neighbour_officer=make_user("can-bo-ben", Role.OFFICER, neighbour_body),
        leader=make_user("lanh-dao", Role.LEADER, province_body),
        reader=make_user("nguoi-doc", Role.READER, commune_body),
    )


def make_area(code: str, name: str, *, parent: Area | None = None, **fields: object) -> Area:
    """Write an area with its closure."""
    kind, _, bare_name = name.partition(" ")
    area = Area.objects.create(
        code=code,
        name=name,
        bare_name=bare_name,
        folded=folded_words(name),
        kind=kind.lower(),
        parent=parent,
        level=parent.level + 1 if parent else 1,
        is_leaf=parent is not None,
        valid_from=SINCE,
        **fields,
    )
    if parent:
        Area.objects.filter(pk=parent.pk).update(is_leaf=False)
    distance, above = 0, area
    while above is not None:
        AreaAncestor.objects.create(ancestor=above, descendant=area, distance=distance)
        distance, above = distance + 1, above.parent
    return area


def make_body(slug: str, name: str, area: Area, *, superior: Body | None = None, kind: str = "ubnd") -> Body:
    """Write a body with its closure."""
    body = Body.objects.create(
        slug=slug,
        name=name,
        folded=folded_words(name),
        kind=kind,
        line=Line.STATE,
        area=area,
        superior=superior,
        name_on_paper=name,
        abbreviation="UBND",
        valid_from=SINCE,
    )
    distance, above = 0, body
    while above is not None:
        BodyAncestor.objects.create(ancestor=above, descendant=body, distance=distance)
        distance, above = distance + 1, above.superior
    return body


def make_topic(code: str, name: str, **fields: object) -> Topic:
    """Write a topic at the top of the tree."""
    return Topic.objects.create(code=code, name=name, folded=name.lower(), valid_from=SINCE, **fields)


def make_phrase(topic: Topic, phrase: str, weight: float = 2.0, **fields: object) -> TopicPhrase:
    """Write a phrase that suggests a topic."""
    return TopicPhrase.objects.create(topic=topic, phrase=phrase, weight=weight, valid_from=SINCE, **fields)


def make_kind(code: str, name: str, **fields: object) -> Kind:
    """Write a kind of report."""
    return Kind.objects.create(code=code, name=name, valid_from=SINCE, **fields)


def make_deadline(clock: str, amount: int, unit: str, **fields: object) -> DeadlineRule:
    """Write a rule that holds for everything."""
    return DeadlineRule.objects.create(
        rule_set="mẫu",
        clock=clock,
        amount=amount,
        unit=unit,
        citation="Quy định mẫu",
        valid_from=SINCE,
        **fields,
    )


def make_user(username: str, role: str, body: Body) -> User:
    """Write an account with one role in a body and everything below it; password: the name twice."""
    user = User.objects.create_user(
        username, password=username * 2, full_name=username.replace("-", " ").title()
    )
    RoleGrant.objects.create(user=user, role=role, body=body, valid_from=SINCE)
    return user


def report_in(world: World, words: str = "Đường vào làng bị sạt lở", **fields: object) -> ReportIn:
    """Return a report of the small province that can be taken in."""
    given = {
        "words": words,
        "kind": "phan-anh",
        "channel": Channel.WEB,
        "topic": "giao-thong",
        "area": world.commune,
        "client_id": uuid4(),
    }
    return ReportIn(**{**given, **fields})  # type: ignore[arg-type]


SOME_ID = UUID("0e6f4b1e-5f4a-4d49-9f4e-6f1f3b1c9a55")
