"""Models of good practice in the demo year: registered, visited, recognised, copied, told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from langnghe.bodies.models import Body
from langnghe.demo.chance import Chance, one_of
from langnghe.demo.year import Land
from langnghe.people.models import User
from langnghe.practices import actions
from langnghe.practices.actions import Entry
from langnghe.practices.models import Practice, Runner, Term
from langnghe.topics.models import Topic

HOME, ELSEWHERE = 110, 5  # practices of Gia Lai, and of each other province in depth
CONSENT = "Đã hỏi ý kiến từng người tại buổi họp thôn; không ai đề nghị giấu hình ảnh (dữ liệu minh họa)."


@dataclass(frozen=True)
class Model:
    """What a practice is about; `{place}` is a hamlet."""

    field: str
    name: str
    run_by: str
    aim: str
    measures: str
    people: tuple[int, int]
    story: str = ""
    topic: str = ""  # on which it means to move the reports received
    runner: str = Runner.COLLECTIVE


MODELS = (
    Model(
        "van-hoa-xa-hoi",
        "Tuyến đường hoa không rác {place}",
        "Chi hội Phụ nữ {place}",
        "Đường làng sạch, không còn bãi rác tự phát.",
        "Mỗi sáng thứ Bảy cùng quét dọn, trồng hoa ven đường, đặt thùng phân loại rác.",
        (30, 90),
        "Trước đây hai bên đường vào {place} là bãi rác tự phát, mưa xuống nước đọng và bốc mùi.\n\n"
        "Chi hội chia đoạn cho từng tổ, mỗi sáng thứ Bảy cùng quét dọn, rồi xin cây giống về trồng thay chỗ "
        "đổ rác. Sau hai tháng, chỗ đổ rác cũ thành luống hoa; bà con tự nhắc nhau.",
        "moi-truong",
    ),
    Model(
        "quoc-phong-an-ninh",
        "Tiếng kẻng an ninh {place}",
        "Tổ tự quản {place}",
        "Giữ yên thôn xóm ban đêm, nhắc giờ học của trẻ.",
        "Đánh kẻng lúc 21 giờ, tuần tra theo phiên, báo tin cho Công an xã.",
        (12, 40),
        "Mỗi tối lúc 21 giờ, tiếng kẻng ở {place} vang lên: trẻ về học bài, loa kẹo kéo tắt.\n\n"
        "Tổ tự quản chia phiên tuần tra. Việc nhỏ hòa giải ngay trong thôn, việc lớn báo Công an xã.",
    ),
    Model(
        "kinh-te",
        "Tổ liên kết trồng cà phê sạch {place}",
        "Chi hội Nông dân {place}",
        "Bán được giá, giảm thuốc bảo vệ thực vật.",
        "Cùng mua phân bón, ghi nhật ký vườn, bán chung một đầu mối.",
        (15, 45),
        "Vườn nào cũng bán lẻ, giá thấp. Chi hội Nông dân {place} rủ nhau ghi nhật ký vườn, mua chung phân "
        "bón và bán về một đầu mối.\n\nVụ đầu, giá bán cao hơn trước và lượng thuốc phun giảm hẳn.",
    ),
    Model(
        "he-thong-chinh-tri",
        "Ngày thứ Sáu nghe dân nói",
        "Văn phòng HĐND và UBND",
        "Mọi kiến nghị được trả lời đúng hẹn.",
        "Chiều thứ Sáu lãnh đạo trực tiếp nghe dân tại nhà văn hóa thôn, ghi vào sổ và hẹn ngày trả lời.",
        (40, 160),
        "Chiều thứ Sáu hằng tuần, lãnh đạo xã ngồi ở nhà văn hóa thôn. Việc nào hứa thì ghi ngày trả lời, "
        "tuần sau đọc lại từng việc.\n\nBà con nói: biết việc của mình đang ở đâu thì đỡ phải đi hỏi.",
    ),
    Model(
        "van-hoa-xa-hoi",
        "Hũ gạo tình thương {place}",
        "Ban Công tác Mặt trận {place}",
        "Giúp người già neo đơn, học sinh khó khăn.",
        "Góp gạo theo lòng hảo tâm mỗi tháng, công khai tổng số trên bảng tin.",
        (50, 140),
    ),
    Model(
        "kinh-te",
        "Hiến đất mở đường nội đồng {place}",
        "Ban Phát triển {place}",
        "Xe cơ giới vào được tận ruộng.",
        "Họp bàn công khai từng đoạn, đo lại mốc, làm chung theo ngày công.",
        (35, 120),
        topic="giao-thong",
    ),
    Model(
        "quoc-phong-an-ninh",
        "Camera an ninh {place}",
        "Chi hội Cựu chiến binh {place}",
        "Giảm mất trộm nông sản.",
        "Lắp camera ở ngã ba vào thôn, phân công người xem lại khi có tin báo.",
        (10, 30),
    ),
    Model(
        "he-thong-chinh-tri",
        "Tổ công nghệ số giúp dân nộp hồ sơ {place}",
        "Đoàn Thanh niên {place}",
        "Người lớn tuổi nộp được hồ sơ trực tuyến.",
        "Tối thứ Tư trực tại nhà văn hóa, hướng dẫn từng bước trên điện thoại.",
        (20, 70),
        topic="thu-tuc",
    ),
    Model(
        "van-hoa-xa-hoi",
        "Nếp sống mới, bỏ hủ tục {place}",
        "Trưởng ban Công tác Mặt trận {place}",
        "Cưới hỏi, ma chay tiết kiệm.",
        "Vận động từng dòng họ, đưa vào hương ước.",
        (30, 80),
        runner=Runner.OFFICE,
    ),
)


@dataclass(frozen=True)
class _Desk:
    """Who writes everything down, until when, and what is drawn from."""

    land: Land
    by: User
    until: datetime
    chance: Chance
    fields: dict[str, Term]

    def at(self, first: date, last: date) -> datetime:
        """Return a moment of an office day between two days, never after the end of the year."""
        days = int(self.chance.integers(0, (last - first).days + 1))
        return min(datetime.combine(first + timedelta(days=days), time(9, 15), self.until.tzinfo), self.until)

    def entry(self, body: Body, model: Model, *, started_on: date) -> Entry:
        """Return what a commune says of a practice in one of its hamlets."""
        place = one_of(self.land.localities.get(body.area.code) or ["Thôn 1"], self.chance)
        inside = place[0].lower() + place[1:]
        return Entry(
            name=model.name.format(place=inside),
            field=self.fields[model.field],
            area=body.area,
            locality=place,
            runner=model.runner,
            run_by=model.run_by.format(place=inside),
            aim=model.aim,
            measures=model.measures,
            taking_part=int(self.chance.integers(*model.people)),
            started_on=started_on,
        )


def make_practices(land: Land, *, by: User, until: datetime, chance: Chance) -> int:
    """Make the practices of the provinces that the year tells in depth; return how many were registered."""
    desk = _Desk(land, by, until, chance, {term.code: term for term in Term.objects.known()})
    count = 0
    for province, communes in sorted(land.communes.items()):
        if communes[0].code not in land.localities:
            continue
        bodies = list(
            Body.objects.on(until.date())
            .filter(area__in=[area.pk for area in communes], kind="ubnd_xa")
            .select_related("area", "superior__area")
            .order_by("area__code")
        )
        for _ in range(HOME if province == "52" else ELSEWHERE):
            model = one_of(MODELS, chance)
            practice = _registered(desk, one_of(bodies, chance), model)
            _lived(desk, practice, model, bodies)
            count += 1
    return count


def _registered(desk: _Desk, body: Body, model: Model) -> Practice:
    """Register a practice, mostly in the first quarter as guidance asks."""
    year = desk.until.year
    if desk.chance.random() < 0.8:
        now = desk.at(date(year, 1, 5), date(year, 3, 31))
    else:
        now = desk.at(date(year - 1, 8, 1), date(year - 1, 12, 20))
    started_on = (now - timedelta(days=int(desk.chance.integers(10, 120)))).date()
    return actions.register(desk.entry(body, model, started_on=started_on), body=body, by=desk.by, now=now)


def _lived(desk: _Desk, practice: Practice, model: Model, bodies: list[Body]) -> None:
    """Visit a practice, recognise, tell, let others copy, or retire it."""
    year, chance = desk.until.year, desk.chance
    if chance.random() < 0.5:
        _visited(desk, practice, working=chance.random() < 0.9)
    if model.topic and chance.random() < 0.5:
        topic = Topic.objects.known().filter(code=model.topic).first()
        actions.choose_figure(practice, figure="reports_received", topic=topic, by=desk.by, now=desk.until)
    if chance.random() < 0.32:
        now = desk.at(date(year, 4, 10), date(year, 6, 10))
        _recognised(desk, practice, now)
        if model.story and chance.random() < 0.6:
            story = model.story.format(place=practice.locality[0].lower() + practice.locality[1:])
            actions.tell(
                practice, story=story, consent=CONSENT, picture=None, by=desk.by, now=now + timedelta(days=3)
            )
        if chance.random() < 0.4:
            body = one_of([body for body in bodies if body.pk != practice.body_id], chance)
            now = now + timedelta(days=5)
            entry = desk.entry(body, model, started_on=now.date())
            actions.register(entry, body=body, by=desk.by, now=now, copies=practice)
    elif chance.random() < 0.04:
        actions.retire(
            practice, words="Không còn hoạt động qua hai lần kiểm tra.", by=desk.by, now=desk.until
        )


def _visited(desk: _Desk, practice: Practice, *, working: bool) -> None:
    now = desk.at(date(desk.until.year, 4, 1), desk.until.date())
    words = "Duy trì đều, người dân tự giác tham gia." if working else "Đã hai tháng không sinh hoạt."
    actions.check(practice, seen_on=now.date(), working=working, words=words, by=desk.by, now=now)


def _recognised(desk: _Desk, practice: Practice, now: datetime) -> None:
    body = practice.body
    at_province = body.superior is not None and desk.chance.random() < 0.35
    criteria = ("ten-dia-chi", "nhieu-luc-luong", "dan-dong-thuan", "hieu-qua-lan-toa")
    actions.recognise(
        practice,
        level=desk.fields["tinh" if at_province else "co-so"],
        year=now.year,
        criteria=[desk.fields[code] for code in criteria],
        recognised_by=body.superior if at_province and body.superior else body,
        words=f"Quyết định số {int(desk.chance.integers(20, 400))}/QĐ-UBND (minh họa)",
        by=desk.by,
        now=now,
    )
