"""
Meetings with people in the demo year: reception days as published, days at the grassroots, what was promised.

What people said at them are the year's reports that came in by meeting people; each gets its meeting here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import models

from langnghe.bodies.models import Body
from langnghe.cases.models import ReportLink
from langnghe.cases.rulebook import rulebook
from langnghe.demo.chance import Chance, by_weight, one_of
from langnghe.demo.queries import SOURCE
from langnghe.demo.year import FIRST_DAY, IN_DEPTH, Land
from langnghe.grassroots.models import (
    MeetingKind,
    Opinion,
    Promise,
    PromiseEvent,
    PromiseState,
    PromiseWords,
    ReceptionRule,
    Visit,
    VisitOfficer,
)
from langnghe.ground.copying import copy_together, give_ids
from langnghe.people.models import User
from langnghe.places.models import Area, Locality
from langnghe.reports.models import Channel

HOME = "52"
ONE_DAY = timedelta(days=1)
PEOPLE = {
    MeetingKind.RECEPTION: (1, 12),
    MeetingKind.GRASSROOTS: (8, 45),
    MeetingKind.HAMLET: (30, 110),
    MeetingKind.DIALOGUE: (45, 180),
}
WENT = {
    MeetingKind.RECEPTION: "Chủ tịch UBND, công chức Văn phòng - Thống kê",
    MeetingKind.GRASSROOTS: "Phó Chủ tịch UBND, công chức địa chính, Trưởng Ban Công tác Mặt trận",
    MeetingKind.HAMLET: "Bí thư chi bộ, trưởng thôn, cán bộ Mặt trận",
    MeetingKind.DIALOGUE: "Bí thư Đảng ủy, Chủ tịch UBND, Chủ tịch Ủy ban MTTQ Việt Nam",
}
WHERE_SAID = {MeetingKind.GRASSROOTS: 0.55, MeetingKind.HAMLET: 0.3, MeetingKind.RECEPTION: 0.15}
PROMISES = (
    "Cho kiểm tra thực địa tại {place} và thông báo kết quả cho bà con.",
    "San gạt, đổ đá đoạn đường lầy ở {place} trước mùa mưa.",
    "Bố trí xe gom rác qua {place} mỗi tuần hai lần.",
    "Làm việc với điện lực để thay trụ điện nghiêng ở {place}.",
    "Khơi thông mương thoát nước tại {place}.",
    "Hướng dẫn hồ sơ vay vốn cho các hộ có nhu cầu ở {place}.",
    "Lắp biển báo và gờ giảm tốc trước điểm trường {place}.",
    "Mời cơ quan chuyên môn về tập huấn phòng bệnh cây cà phê tại {place}.",
    "Sửa vòi nước và bể chứa của công trình nước sạch {place}.",
    "Niêm yết công khai danh sách hỗ trợ tại nhà văn hóa {place}.",
)
PROOFS = (
    "Đã làm xong, thôn xác nhận; có ảnh trước và sau (minh họa).",
    "Đã thực hiện, biên bản nghiệm thu ngày hoàn thành (minh họa).",
    "Đã kiểm tra, thông báo kết quả tại nhà văn hóa thôn (minh họa).",
)
REASONS = ("Chờ bố trí kinh phí (minh họa).", "Vượt thẩm quyền của xã, đã đề nghị cấp trên (minh họa).")
TOLD = "Báo tại buổi họp thôn (minh họa)."


@dataclass
class _Year:
    """What is drawn from, who writes it down, and the rows made so far."""

    land: Land
    by: User
    until: datetime
    chance: Chance
    localities: dict[tuple[int, str], Locality]
    provinces: dict[int, Area]
    rows: list[models.Model] = field(default_factory=list)

    def visit(self, body: Body, area: Area, kind: str, day: date, *, said: str = "") -> Visit:
        """Return a new meeting of a body in one of the hamlets of a commune."""
        least, most = PEOPLE[MeetingKind(kind)]
        name = said or one_of(self.land.localities.get(area.code) or [""], self.chance)
        locality = None if kind == MeetingKind.RECEPTION else self.localities.get((area.pk, name))
        visit = Visit(
            client_id=UUID(bytes=self.chance.bytes(16), version=4),
            kind=kind,
            body=body,
            area=area,
            province=self.provinces.get(area.pk),
            locality=locality,
            locality_said="" if locality or kind == MeetingKind.RECEPTION else name,
            held_on=day,
            happened_at=self.moment(day),
            people=int(self.chance.integers(least, most)),
            head_took_part=self.chance.random() < (0.85 if kind == MeetingKind.RECEPTION else 0.25),
            went=WENT[MeetingKind(kind)],
            recorded_by=self.by,
        )
        self.rows.append(visit)
        return visit

    def moment(self, day: date) -> datetime:
        """Return the evening of a day, never after the end of the year."""
        return min(datetime.combine(day, time(17), self.until.tzinfo), self.until)


def make_meetings(land: Land, *, by: User, until: datetime, chance: Chance) -> int:
    """Let the bodies of Gia Lai meet people through the year, others where people said something there."""
    communes = [area for code in IN_DEPTH for area in land.communes.get(code, ())]
    listed = Locality.objects.known().filter(area__in=communes)
    year = _Year(
        land,
        by,
        until,
        chance,
        localities={(locality.area_id, locality.name): locality for locality in listed},
        provinces={area.pk: area.parent for area in communes if area.parent},
    )
    bodies = {
        (body.kind, body.area_id): body
        for body in Body.objects.on(until.date()).filter(
            kind__in=("ubnd_xa", "dang_uy_xa"), area__in=communes
        )
    }
    _publish(year, bodies)
    for area in land.communes.get(HOME, ()):
        _through_the_year(year, area, bodies)
    visits = _where_people_spoke(year, {area.pk: area for area in communes}, bodies)
    for visit, opinions in visits:
        _promise(year, visit, opinions)
    give_ids(year.rows)
    copy_together(year.rows)
    _let_the_officer_go_along(year.rows)
    return sum(isinstance(row, Visit) for row in year.rows)


def _let_the_officer_go_along(rows: Sequence[models.Model]) -> None:
    """Let the commune's officer have gone to the meetings of the own body away from the office."""
    officer = User.objects.get(username="can-bo")
    bodies = set(officer.grants.values_list("body_id", flat=True))
    went = [
        VisitOfficer(visit=row, user=officer)
        for row in rows
        if isinstance(row, Visit) and row.body_id in bodies and row.kind != MeetingKind.RECEPTION
    ]
    VisitOfficer.objects.bulk_create(went)


def _publish(year: _Year, bodies: dict[tuple[str, int], Body]) -> None:
    """Publish reception days: each week of a commune's chair, two days a month of its Party secretary."""
    for number, area in enumerate(year.land.communes.get(HOME, ())):
        weekday = number % 5 + 1
        for kind, receiver, weeks, day in (
            ("ubnd_xa", "Chủ tịch UBND", [], weekday),
            ("dang_uy_xa", "Bí thư Đảng ủy", [1, 3], weekday % 5 + 1),
        ):
            if body := bodies.get((kind, area.pk)):
                year.rows.append(
                    ReceptionRule(
                        body=body,
                        receiver=receiver,
                        place="Phòng tiếp công dân, trụ sở",
                        weekday=day,
                        weeks=weeks,
                        opens_at=time(7, 30),
                        closes_at=time(11, 30),
                        valid_from=FIRST_DAY,
                    )
                )


def _through_the_year(year: _Year, area: Area, bodies: dict[tuple[str, int], Body]) -> None:
    """Hold what a commune holds: reception days, days at the grassroots, hamlet meetings, dialogues."""
    is_working, draw = rulebook().calendar(()).is_working, year.chance.random
    diligence = 0.62 + 0.36 * draw()
    committee, party = bodies.get(("ubnd_xa", area.pk)), bodies.get(("dang_uy_xa", area.pk))
    weekday = year.land.communes[HOME].index(area) % 5
    for monday in _mondays(year.until):
        reception = monday + weekday * ONE_DAY
        grassroots = monday + (weekday + 2) % 5 * ONE_DAY
        for body, kind, day, likely in (
            (committee, MeetingKind.RECEPTION, reception, 0.94),
            (committee, MeetingKind.GRASSROOTS, grassroots, diligence),
            (party, MeetingKind.RECEPTION, monday + (weekday + 1) % 5 * ONE_DAY, 0.45),
            (committee, MeetingKind.HAMLET, grassroots + ONE_DAY, 0.12),
            (committee, MeetingKind.DIALOGUE, reception + ONE_DAY, 0.035),
        ):
            if body and FIRST_DAY <= day < year.until.date() and is_working(day) and draw() < likely:
                visit = year.visit(body, area, kind, day)
                if kind == MeetingKind.DIALOGUE or draw() < 0.02:
                    _promise(year, visit, [])


def _where_people_spoke(
    year: _Year, areas: dict[int, Area], bodies: dict[tuple[str, int], Body]
) -> list[tuple[Visit, list[Opinion]]]:
    """Give each report that came in by meeting people its meeting, those of one commune and day the same."""
    links = (
        ReportLink.objects.filter(
            report__source=SOURCE, report__channel=Channel.MEETING, report__area__in=areas, undone_at=None
        )
        .select_related("report__words", "case")
        .order_by("report__received_at", "pk")
    )
    together: dict[tuple[int, date], list[ReportLink]] = defaultdict(list)
    seen: set[int] = set()
    for link in links:
        if link.report_id not in seen and link.report.area_id is not None:
            seen.add(link.report_id)
            day = link.report.received_at.astimezone(year.until.tzinfo).date()
            together[link.report.area_id, day].append(link)
    made = []
    for (area_id, day), of_day in together.items():
        body = bodies.get(("ubnd_xa", area_id))
        if body is not None:
            said = of_day[0].report.words.locality
            visit = year.visit(body, areas[area_id], by_weight(WHERE_SAID, year.chance), day, said=said)
            made.append((visit, [_opinion(year, visit, link, n) for n, link in enumerate(of_day, start=1)]))
    return made


def _opinion(year: _Year, visit: Visit, link: ReportLink, position: int) -> Opinion:
    opinion = Opinion(
        visit=visit,
        client_id=link.report.client_id,
        position=position,
        kind_id=link.report.kind_id,
        topic_id=link.report.topic_id,
        touches_office=link.report.touches_office,
        case=link.case,
    )
    year.rows.append(opinion)
    return opinion


def _promise(year: _Year, visit: Visit, opinions: Sequence[Opinion]) -> None:
    """Promise something at a meeting, at some of those at which people spoke, and let it go its way."""
    if opinions and year.chance.random() > 0.3:
        return
    place = visit.place or visit.area.name
    words = PromiseWords.saying(one_of(PROMISES, year.chance).format(place=place[0].lower() + place[1:]))
    due_on = visit.held_on + int(year.chance.integers(7, 60)) * ONE_DAY
    promise = Promise(
        client_id=UUID(bytes=year.chance.bytes(16), version=4),
        visit=visit,
        opinion=opinions[0] if opinions else None,
        words=words,
        body=visit.body,
        officer_title=one_of(("Phó Chủ tịch UBND", "Công chức địa chính", "Phòng Kinh tế"), year.chance),
        area=visit.area,
        province=visit.province,
        promised_on=due_on,
        due_on=due_on,
    )
    year.rows += [words, promise]
    for kind, day, state, said in _course(year, visit.held_on, due_on):
        if day <= year.until.date():
            promise.state = state
            promise.told_on = day if kind == PromiseEvent.What.TOLD else None
            _event(year, promise, kind, day, said)


def _course(year: _Year, held_on: date, due_on: date) -> Iterator[tuple[str, date, str, str]]:
    """Yield what becomes of a promise, in order: kind, day, how it then stands, words."""
    what, draw = PromiseEvent.What, year.chance.random
    yield what.MADE, held_on, PromiseState.OPEN, ""
    fate = draw()
    if fate < 0.78:
        ended = max(held_on + ONE_DAY, due_on - int(year.chance.integers(-4, 9)) * ONE_DAY)
        yield what.KEPT, ended, PromiseState.KEPT, one_of(PROOFS, year.chance)
    elif fate < 0.86:
        ended = due_on
        yield what.NOT_KEPT, ended, PromiseState.NOT_KEPT, one_of(REASONS, year.chance)
    else:
        return
    if draw() < 0.75:
        state = PromiseState.KEPT if fate < 0.78 else PromiseState.NOT_KEPT
        yield what.TOLD, ended + 6 * ONE_DAY, state, TOLD


def _event(year: _Year, promise: Promise, kind: str, day: date, said: str) -> None:
    words = PromiseWords.saying(said) if said else None
    promise.last_seq += 1
    event = PromiseEvent(
        promise=promise,
        seq=promise.last_seq,
        kind=kind,
        happened_at=year.moment(day),
        by=year.by,
        words=words,
        state=promise.state,
        body=promise.body,
        area=promise.area,
        province=promise.province,
        promised_on=promise.promised_on,
        due_on=promise.due_on,
        falls_due_at=datetime.combine(promise.promised_on, time(23, 59), year.until.tzinfo),
    )
    year.rows += [words, event] if words else [event]


def _mondays(until: datetime) -> Iterator[date]:
    monday = FIRST_DAY - FIRST_DAY.weekday() * ONE_DAY
    while monday <= until.date():
        yield monday
        monday += 7 * ONE_DAY
