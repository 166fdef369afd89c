"""
Situation reports in the demo year: what communes saw and sent up, what was directed, how it ended.

Quarrels and hot spots lie in the two invented communes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from langnghe.alarms.models import Alarm, Finding
from langnghe.bodies.models import Body
from langnghe.cases.models import Case
from langnghe.cases.rulebook import rulebook
from langnghe.demo.chance import Chance, one_of
from langnghe.demo.year import FIRST_DAY, IN_DEPTH, INVENTED, Land
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.situations.actions import hot_spots, reports
from langnghe.situations.actions.reports import SituationIn
from langnghe.situations.models import Situation, Urgency

HOME, AT_HOME, ELSEWHERE = "52", 46, 3  # reports of Gia Lai, and of each other province in depth


@dataclass(frozen=True)
class Scene:
    """What is seen; `{place}` is a hamlet."""

    topic: str
    words: str
    done: str
    asked: str
    urgency: str
    people: tuple[int, int]
    months: tuple[int, ...] = tuple(range(1, 13))


SCENES = (
    Scene(
        "giao-thong-sat-lo",
        "Mưa lớn làm sạt taluy trên đường vào {place}, đất đá lấp nửa mặt đường, xe máy đi lại khó khăn. "
        "Chưa có thiệt hại về người.",
        "Đã cắm biển cảnh báo, cử dân quân trực hai đầu đoạn sạt.",
        "Đề nghị hỗ trợ máy xúc và phương án gia cố.",
        Urgency.VERY_URGENT,
        (60, 300),
        (6, 7, 8, 9, 10, 11),
    ),
    Scene(
        "an-sinh-cuu-tro",
        "Nước suối dâng nhanh, {place} bị chia cắt, một số nhà ngập sàn.",
        "Đã đưa người già, trẻ em lên nhà văn hóa; dự trữ mì, nước uống cho hai ngày.",
        "Đề nghị thuyền, áo phao và lương thực.",
        Urgency.FLASH,
        (80, 400),
        (9, 10, 11),
    ),
    Scene(
        "nong-nghiep-dich-benh",
        "Heo ở {place} chết rải rác ba ngày nay, nghi dịch bệnh.",
        "Đã khoanh vùng, rải vôi, báo thú y lấy mẫu.",
        "Đề nghị cử cán bộ thú y và hóa chất khử trùng.",
        Urgency.URGENT,
        (20, 90),
    ),
    Scene(
        "nong-nghiep-thuy-loi",
        "Hồ chứa gần {place} cạn, cà phê và lúa nước thiếu nước tưới.",
        "Đã chia lịch bơm theo tổ, vận động nhường nước cho diện tích sắp khô.",
        "Đề nghị điều tiết nước từ hồ phía trên.",
        Urgency.NORMAL,
        (50, 260),
        (2, 3, 4, 5),
    ),
    Scene(
        "y-te-dich-benh",
        "Nhiều trẻ ở {place} sốt, nổi mụn nước; điểm trường có lớp vắng quá nửa.",
        "Trạm y tế đã đến khám, phun khử khuẩn lớp học.",
        "Đề nghị hướng dẫn chuyên môn và thuốc.",
        Urgency.URGENT,
        (15, 60),
    ),
    Scene(
        "an-ninh-chay-no",
        "Cháy rẫy lan gần rừng phòng hộ cạnh {place}, gió mạnh.",
        "Đã huy động dân quân, kiểm lâm dập lửa, phát băng cản.",
        "Đề nghị tăng cường lực lượng và phương tiện.",
        Urgency.FLASH,
        (30, 120),
        (2, 3, 4),
    ),
    Scene(
        "nong-nghiep-tieu-thu",
        "Giá nông sản xuống nhanh đầu vụ, bà con {place} lo không đủ trả nợ vật tư.",
        "Đã họp thôn, kết nối hai hợp tác xã thu mua.",
        "Đề nghị hỗ trợ kết nối tiêu thụ.",
        Urgency.NORMAL,
        (40, 220),
    ),
    Scene(
        "dien-nuoc-nuoc-sach",
        "Công trình nước sạch ở {place} ngừng cấp, bà con phải chở nước từ xa.",
        "Đã cấp nước bằng xe bồn cách ngày.",
        "Đề nghị sửa máy bơm.",
        Urgency.NORMAL,
        (60, 240),
    ),
)
QUARREL = Scene(
    "dat-dai-boi-thuong",
    "Một số hộ ở {place} chưa đồng ý mức bồi thường, tập trung trước công trình (tình huống minh họa).",
    "Đã cử tổ công tác đến nghe và ghi nhận từng ý kiến.",
    "Đề nghị đoàn công tác của tỉnh đối thoại.",
    Urgency.URGENT,
    (40, 90),
)
DIRECTIONS = (
    "Chủ động xử lý tại chỗ, không để người dân bị chia cắt; báo cáo kết quả.",
    "Phối hợp ngành chuyên môn kiểm tra trong ngày, thông tin kịp thời cho bà con.",
    "Tổ chức gặp gỡ, lắng nghe ý kiến bà con; báo cáo bằng văn bản.",
)
CARRIED_OUT = "Đã thực hiện xong, tình hình ổn định (minh họa)."
CONCLUSIONS = (
    "Tình hình đã ổn định, tiếp tục theo dõi thường xuyên (minh họa).",
    "Đã xử lý xong; giao xã theo dõi và báo cáo định kỳ (minh họa).",
)


@dataclass(frozen=True)
class _Desk:
    """Who reports and who answers, until when, and what is drawn from."""

    land: Land
    by: User
    leader: User
    until: datetime
    chance: Chance

    def report(self, body: Body, scene: Scene, at: datetime) -> Situation:
        """Let a commune send a scene up at a moment."""
        day = at.date()
        place = one_of(self.land.localities.get(body.area.code) or ["Thôn 1"], self.chance)
        topic = rulebook().topic(scene.topic, on=day)
        assert topic is not None, scene.topic  # noqa: S101 - shipped topics
        return reports.report(
            SituationIn(
                client_id=UUID(bytes=self.chance.bytes(16), version=4),
                body=body,
                words=scene.words.format(place=place[0].lower() + place[1:]),
                topic=topic,
                area=body.area,
                locality=place,
                since_on=day,
                people=int(self.chance.integers(*scene.people)),
                done=scene.done,
                asked=scene.asked,
                urgency=scene.urgency,
            ),
            by=self.by,
            now=at,
        )

    def answer(self, situation: Situation) -> None:
        """Let the superior speak, nearly always in time, and let it end some days later, within the year."""
        sent, draw = situation.sent_at, self.chance.random
        spoken = sent + (situation.due_at - sent) * (0.3 + 0.6 * draw() if draw() < 0.9 else 1.6)
        ended = spoken + timedelta(days=1 + 8 * draw())
        if spoken > self.until:
            return
        if draw() < 0.55:
            words, due_on = one_of(DIRECTIONS, self.chance), spoken.date() + timedelta(days=3)
            direction = reports.direct(situation, words=words, due_on=due_on, by=self.leader, now=spoken)
            if ended <= self.until:
                reports.carry_out(direction, words=CARRIED_OUT, by=self.by, now=ended)
        else:
            reports.confirm(situation, by=self.leader, now=spoken)
        if ended <= self.until and draw() < 0.94:
            reports.conclude(situation, words=one_of(CONCLUSIONS, self.chance), by=self.leader, now=ended)


def make_situations(land: Land, *, by: User, until: datetime, chance: Chance) -> int:
    """Let communes report through the year; return how many reports there were."""
    desk = _Desk(land, by, User.objects.get(username="lanh-dao"), until, chance)
    count = 0
    for code in IN_DEPTH:
        communes = land.communes.get(code, [])
        bodies = _committees(communes, until.date())
        if not bodies:
            continue
        for at in _moments(AT_HOME if code == HOME else ELSEWHERE, until, chance):
            scene = one_of([scene for scene in SCENES if at.month in scene.months], chance)
            desk.answer(desk.report(one_of(bodies, chance), scene, at))
            count += 1
    return count + _quarrels(desk) + _this_morning(desk)


def link_situations(*, by: User, until: datetime) -> int:
    """
    Say which alarms and cases the situations have to do with; return how many links there are.

    Done once the alarms are there: those whose places hold the commune, over the same kind of matter, and the
    newest case of that kind that came from the commune in the week before.
    """
    count = 0
    for situation in Situation.objects.select_related("topic").order_by("pk"):
        branch = situation.topic.code.split("-sat-lo")[0]
        week_before = situation.sent_at - timedelta(days=7)
        found = Finding.objects.filter(
            alarm__topic__code__startswith=branch,
            areas__contains=[situation.area_id],
            last_on__range=(week_before.date(), situation.sent_at.date()),
        )
        alarm = Alarm.objects.filter(pk__in=found.values("alarm")).order_by("pk").first()
        cases = Case.objects.filter(
            Q(topic=situation.topic_id) | Q(topic__parent=situation.topic.parent_id),
            area=situation.area_id,
            received_at__range=(week_before, situation.sent_at),
        )
        for linked in ({"alarm": alarm}, {"case": cases.order_by("-received_at", "-pk").first()}):
            if any(linked.values()):
                reports.link(situation, **linked, by=by, now=until)
                count += 1
    return count


def _quarrels(desk: _Desk) -> int:
    """Let a quarrel in an invented commune become a hot spot that was closed, and another that stands."""
    communes = list(Area.objects.on(desk.until.date()).filter(code__in=INVENTED).order_by("code"))
    bodies = {body.area.code: body for body in _committees(communes, desk.until.date())}
    for code, began, name, closed in (
        (INVENTED[0], date(2025, 10, 14), "Bồi thường tuyến tránh, Xã Mẫu Một", 34),
        (INVENTED[1], date(2026, 5, 20), "Điểm tập kết rác, Phường Mẫu Hai", None),
    ):
        at = datetime.combine(began, time(8, 20), desk.until.tzinfo)
        if code not in bodies or at > desk.until:
            continue
        situation = desk.report(bodies[code], QUARREL, at)
        spoken, due_on = at + timedelta(hours=2), at.date() + timedelta(days=5)
        reports.direct(situation, words=DIRECTIONS[2], due_on=due_on, by=desk.leader, now=spoken)
        declared = hot_spots.declare(
            name=name,
            area=bodies[code].area,
            owner=bodies[code],
            reason="Kéo dài, nhiều người, đã đối thoại nhưng chưa thống nhất (tình huống minh họa).",
            topic=situation.topic,
            situation=situation,
            by=desk.leader,
            now=at + timedelta(days=6),
        )
        if closed:
            ended = at + timedelta(days=closed)
            hot_spots.close(declared, reason="Các hộ đã đồng thuận (minh họa).", by=desk.leader, now=ended)
            reports.conclude(situation, words=CONCLUSIONS[1], by=desk.leader, now=ended)
    return 2


def _this_morning(desk: _Desk) -> int:
    """Let the officer's commune have sent something that waits for a word when the demonstration opens."""
    officer = User.objects.get(username="can-bo")
    grant = officer.grants.select_related("body__area", "body__superior").first()
    if grant is None:
        return 0
    desk.report(grant.body, SCENES[0], desk.until - timedelta(minutes=35))
    return 1


def _committees(communes: Sequence[Area], day: date) -> list[Body]:
    found = Body.objects.on(day).filter(kind="ubnd_xa", area__in=communes, superior__isnull=False)
    return list(found.select_related("area", "superior").order_by("area__code"))


def _moments(count: int, until: datetime, chance: Chance) -> list[datetime]:
    """Return moments through the year in their order, by day and by night."""
    days = (until.date() - FIRST_DAY).days
    drawn = sorted(
        (int(chance.integers(0, days)), int(chance.integers(6 * 60, 22 * 60))) for _ in range(count)
    )
    midnight = datetime.combine(FIRST_DAY, time(), until.tzinfo)
    return [midnight + timedelta(days=day, minutes=minute) for day, minute in drawn]
