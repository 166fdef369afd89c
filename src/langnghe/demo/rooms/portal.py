"""The portal in the demo year: two sections, five articles about invented events, pictures drawn by rules."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from langnghe.bodies.models import Body
from langnghe.demo.chance import Chance
from langnghe.demo.year import INVENTED, Land
from langnghe.figures.actions import publish_counts
from langnghe.people.models import User
from langnghe.portal import actions
from langnghe.portal.models import Article, Picture, ReadCount, Section

CREDIT = "Hình vẽ minh họa"
SOURCE = "UBND Xã Mẫu Một (dữ liệu minh họa)"
SIZE = (1200, 800)
READ_DAYS = 14


@dataclass(frozen=True)
class Story:
    """One article: `days_ago` from the end of the year, and how often it is opened on a day."""

    section: str
    days_ago: int
    title: str
    lead: str
    body: tuple[tuple[str, object], ...]
    caption: str = ""
    colours: tuple[str, str, str] = ("#bcd9ea", "#6f9b6a", "#c9a36a")  # sky, hill, road
    read: int = 10


SECTIONS = {
    "Tin địa phương": "Việc trong xã, trong thôn, người thật việc thật.",
    "Nghe dân nói": "Phản ánh được giải quyết ra sao, lịch tiếp công dân, đối thoại.",
}
STORIES = (
    Story(
        "Tin địa phương",
        1,
        "Đường vào làng sạt lở: đã rào chắn, xe máy đi lối tạm",
        "Sau mưa lớn, taluy ở dốc đầu làng sạt xuống nửa mặt đường. Xã đã rào chắn, cử người trực và mở lối "
        "tạm cho xe máy; ô tô đi vòng qua đường liên xã.",
        (
            ("paragraph", "<p>Từ tối hôm trước, nhiều bà con gửi phản ánh kèm ảnh chỗ sạt.</p>"),
            ("heading", "Đi lại thế nào"),
            (
                "list",
                [
                    "<p>Xe máy: đi lối tạm phía trong, không đi sau 18 giờ.</p>",
                    "<p>Ô tô, xe tải: đi vòng đường liên xã, thêm khoảng 6 km.</p>",
                ],
            ),
            (
                "quotation",
                {
                    "words": "Thấy vết nứt mới thì đứng xa và báo ngay, đừng tự dọn đất.",
                    "speaker": "Ban Chỉ huy phòng thủ dân sự xã",
                },
            ),
        ),
        "Đoạn dốc đầu làng, nơi taluy sạt xuống",
        ("#c3cfd8", "#7d8f72", "#a5825b"),
        41,
    ),
    Story(
        "Nghe dân nói",
        3,
        "Đèn đường trước chợ sáng lại sau bốn ngày làm việc",
        "Mười một hộ quanh chợ phản ánh đèn hỏng ba tuần. Xã chuyển đơn vị điện lực thay bóng và trả lời "
        "trước hạn một ngày.",
        (
            (
                "paragraph",
                "<p>Các phản ánh về cùng một việc được gộp lại; mỗi người gửi đều nhận được câu trả lời.</p>",
            ),
        ),
        "Đường trước chợ về tối",
        ("#31435c", "#4b5d52", "#8a7c5d"),
        18,
    ),
    Story(
        "Tin địa phương",
        6,
        "Sáng thứ Bảy, thôn cùng quét dọn ba tuyến đường hoa",
        "Hơn sáu mươi người dọn rác, trồng thêm mười giờ ven ba tuyến đường; bãi rác tự phát cuối thôn thành "
        "luống hoa.",
        (("paragraph", "<p>Lần dọn sau vào sáng thứ Bảy đầu tháng, tập trung ở nhà văn hóa thôn.</p>"),),
        "Tuyến đường hoa cuối thôn",
        ("#cfe6f2", "#86b36b", "#d6b3a0"),
        12,
    ),
    Story(
        "Nghe dân nói",
        10,
        "Đối thoại quý II: năm việc bà con hỏi, ba việc có ngày hẹn",
        "Tại buổi đối thoại, người đứng đầu xã trả lời về nước sinh hoạt, đường nội đồng, thủ tục đất đai và "
        "hẹn ngày cụ thể cho ba việc.",
        (
            ("heading", "Ba việc có ngày hẹn"),
            (
                "list",
                [
                    "<p>Sửa van xả cặn giếng nước tập trung.</p>",
                    "<p>Rải đá cấp phối đường nội đồng.</p>",
                    "<p>Niêm yết lại danh mục thủ tục đất đai.</p>",
                ],
            ),
        ),
        read=9,
    ),
    Story(
        "Tin địa phương",
        15,
        "Trạm y tế khám cả sáng thứ Bảy",
        "Từ tháng này trạm y tế xã mở cửa thêm sáng thứ Bảy, theo góp ý của bà con đi làm rẫy cả tuần.",
        (("paragraph", "<p>Giờ khám: 7 giờ 30 đến 11 giờ. Nhớ mang thẻ bảo hiểm y tế.</p>"),),
        read=7,
    ),
)


def make_portal(land: Land, *, by: User, until: datetime, chance: Chance) -> int:
    """Write the articles, how often each was opened, and the public counts of the weeks; return how many."""
    home = actions.lay_out()
    sections = {
        name: home.add_child(instance=Section(title=name, lead=lead)) for name, lead in SECTIONS.items()
    }
    office = Body.objects.on(until.date()).filter(kind="ubnd_xa", area__code=INVENTED[0]).first()
    for story in STORIES:
        article = _write(story, sections[story.section], until, office)
        _read(article, story, until, chance)
    publish_counts(now=until)
    return len(STORIES)


def _write(story: Story, section: Section, until: datetime, office: Body | None) -> Article:
    day = (until - timedelta(days=story.days_ago)).date()
    return section.add_child(
        instance=Article(
            title=story.title,
            lead=story.lead,
            body=[*story.body, ("paragraph", "<p><b>DỮ LIỆU MINH HỌA</b>: sự việc trong bài là hư cấu.</p>")],
            photo=_picture(story) if story.caption else None,
            photo_caption=story.caption,
            source=SOURCE,
            office=office,
            own_date=day,
        )
    )


def _read(article: Article, story: Story, until: datetime, chance: Chance) -> None:
    ReadCount.objects.bulk_create(
        ReadCount(
            article=article,
            day=(until - timedelta(days=back)).date(),
            times=1 + int(story.read * (0.5 + chance.random())),
        )
        for back in range(min(story.days_ago + 1, READ_DAYS))
    )


def _picture(story: Story) -> Picture:
    """Draw hills and a road: no place that exists, nobody in it."""
    sky, hill, road = story.colours
    width, height = SIZE
    drawn = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((-200, 300, 800, 1300), fill=hill)
    pen.ellipse((500, 380, 1500, 1400), fill=hill)
    pen.polygon([(430, height), (590, 430), (650, 430), (840, height)], fill=road)
    for top in range(450, height, 90):
        pen.line([(width // 2 + 20, top), (width // 2 + 24, top + 45)], fill="#ffffff", width=6)
    content = io.BytesIO()
    drawn.save(content, "JPEG", quality=82)
    return Picture.objects.create(
        title=story.caption,
        file=ImageFile(content, name="minh-hoa.jpg"),
        credit=CREDIT,
        description=f"{CREDIT}: {story.caption}",
    )
