"""Briefing meetings in the demo year: Gia Lai's each month, and the cluster's, of which one is due today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from langnghe.alarms.models import Alarm
from langnghe.bodies.models import Body, Cluster
from langnghe.briefings import actions as briefings
from langnghe.briefings.models import Briefing
from langnghe.demo.outbreaks import OUTBREAKS
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Conclusion, Every, Meeting, Paper, Series
from langnghe.people.models import User
from langnghe.practices.models import Practice, Status

HOME = "52"
LAST_HOST = "66"  # Đắk Lắk hosted the cluster half a year ago
NAME = "Giao ban công tác tiếp nhận, xử lý phản ánh, kiến nghị của người dân"
CLUSTER_NAME = "Giao ban công tác dân vận chính quyền Cụm Bắc Trung Bộ và Tây Nguyên"
MINUTES = (
    "Văn phòng báo cáo kết quả thực hiện kết luận kỳ trước; nêu các nội dung quá hạn và nguyên nhân.\n"
    "Các cơ quan báo cáo số phản ánh tiếp nhận, đã trả lời, còn tồn; kiến nghị nội dung vượt thẩm quyền.\n"
    "Đại biểu thảo luận về việc trả lời đúng hẹn, công khai người phụ trách, phối hợp giữa các cơ quan.\n"
    "Chủ trì kết luận, giao nhiệm vụ, thời hạn cho từng cơ quan (minh họa)."
)
AGENDA = (
    ("Báo cáo kết quả tiếp nhận, xử lý phản ánh trong kỳ", 20),
    ("Ý kiến của các cơ quan, đơn vị", 40),
    ("Thảo luận, kết luận", 30),
)
PUBLIC = "Các đoạn đường sạt lở được khắc phục trước ngày 30/6/2026."


@dataclass(frozen=True)
class Task:
    """A conclusion of a monthly meeting: who does it, in how many days, and after how many it was done."""

    words: str
    kind: str  # of the body in Gia Lai
    days: int
    done_after: int | None  # None: not yet
    proof: str = ""


# One after the other, two for each monthly meeting; those without an end head later agendas.
TASKS = (
    Task(
        "Rà soát các phản ánh quá hạn trên 30 ngày, báo cáo nguyên nhân.",
        "van_phong_ubnd_tinh",
        20,
        18,
        "Báo cáo rà soát đã gửi",
    ),
    Task(
        "Hướng dẫn các xã, phường công khai người phụ trách và số điện thoại.",
        "so_noi_vu",
        25,
        22,
        "Công văn",
    ),
    Task("Xử lý dứt điểm điểm tập kết rác tự phát ven quốc lộ.", "so_nong_nghiep_moi_truong", 30, 41, "Ảnh"),
    Task("Khắc phục tình trạng mất nước kéo dài tại các khu tái định cư.", "so_xay_dung", 45, None),
    Task("Tập huấn kỹ năng trả lời người dân cho công chức một cửa.", "so_noi_vu", 40, 33, "Danh sách lớp"),
    Task("Kiểm tra chất lượng nước sinh hoạt nông thôn.", "so_nong_nghiep_moi_truong", 30, 29, "Kết quả"),
    Task("Rà soát đèn đường hư hỏng, lập kế hoạch sửa chữa.", "so_xay_dung", 30, 55, "Kế hoạch"),
    Task("Đôn đốc trả lời các phản ánh về đất đai còn tồn.", "so_nong_nghiep_moi_truong", 40, None),
    Task(
        "Tổ chức đối thoại tại các xã có nhiều phản ánh lặp lại.", "van_phong_ubnd_tinh", 45, 40, "Biên bản"
    ),
    Task("Kiểm tra an toàn điện mùa mưa bão.", "so_cong_thuong", 30, 26, "Biên bản kiểm tra"),
)
# The last cluster meeting's conclusions: the body's province, the days given, done after, proof.
OF_THE_CLUSTER = (
    ("Thống nhất quy trình chuyển phản ánh giữa các tỉnh giáp ranh, trình ký ban hành.", "40", 60, 52),
    ("Khảo sát, đề xuất cơ chế phối hợp xử lý sạt lở trên các tuyến liên tỉnh.", HOME, 120, None),
    ("Xây dựng bộ câu hỏi khảo sát hài lòng dùng chung bằng tiếng Việt và tiếng dân tộc.", "68", 150, None),
)
DAYS = (date(2025, 8, 6), date(2025, 10, 8), date(2025, 12, 10), date(2026, 2, 4), date(2026, 4, 8))
REQUESTS = {
    "38": "Bố trí biên chế tiếp công dân cho các xã miền núi sau sắp xếp.",
    "40": "Có hướng dẫn thống nhất về xử lý phản ánh liên quan nhiều tỉnh.",
    HOME: "Hỗ trợ kinh phí khắc phục sạt lở trên các tuyến đường liên xã.",
    "66": "Bổ sung kinh phí phiên dịch tiếng dân tộc khi đối thoại.",
    "68": "Cho phép dùng chung tổng đài tiếp nhận trong cụm.",
}


def make_earlier_meetings(*, by: User, until: datetime) -> int:
    """Make the meetings that came before the half-year report, with what became of them; return how many."""
    home = _province(HOME, until)
    if home is None:
        return 0
    series = meetings.begin_series(NAME, every=Every.MONTH, body=home, by=by)
    tasks = iter(TASKS)
    for number, day in enumerate(DAYS, start=3):
        meeting = _held(home, NAME, _at(day, 14, until), series, by)
        given = [next(tasks), next(tasks)]
        drafts = [_drafted(meeting, _within(home, task.kind), task.words, task.days) for task in given]
        conclusions.conclude(meeting, number=number * 4, by=by, now=meeting.begins_at + timedelta(hours=3))
        for task, conclusion in zip(given, drafts, strict=True):
            _carried_out(conclusion, task.done_after, task.proof, by, until)
    return len(DAYS) + _half_a_year_ago(home, by, until)


def make_last_meetings(*, by: User, until: datetime, first_on: date, last_on: date) -> int:
    """Make yesterday's meeting about the landslides and the cluster's of today; return how many."""
    home = _province(HOME, until)
    if home is None:
        return 0
    _about_the_landslides(home, by, until)
    series = Series.objects.filter(name=CLUSTER_NAME).first()
    if series is None:
        return 1
    meeting = _planned(home, CLUSTER_NAME, _at(until.date(), 14, until), series, by)
    _on_the_table(meeting, by, until, (first_on, last_on))
    return 2


def _about_the_landslides(home: Body, by: User, until: datetime) -> None:
    """Hold yesterday's meeting: its conclusions stand on the alarm, and one is carried out already."""
    series = Series.objects.get(name=NAME)
    meeting = _held(home, NAME, _at(until.date() - timedelta(days=1), 14, until), series, by)
    branch = OUTBREAKS[0].topic.split("-sat-lo")[0]
    alarms = Alarm.objects.filter(topic__code__startswith=branch, centre__parent__code=HOME)
    alarm = alarms.order_by("-last_found_at", "-pk").first()
    report = Briefing.objects.filter(scope_area__code=HOME).first()
    repair = _drafted(
        meeting,
        _within(home, "so_xay_dung"),
        "Khắc phục các đoạn đường sạt lở theo cảnh báo, bảo đảm xe qua lại an toàn trước mùa mưa.",
        12,
        public_words=PUBLIC,
    )
    signs = _drafted(
        meeting, _within(home, "van_phong_ubnd_tinh"), "Đôn đốc cắm biển cảnh báo tại các điểm sạt lở.", 1
    )
    told = _drafted(
        meeting,
        home,
        "Báo cáo tình hình sạt lở và kết quả xử lý trong báo cáo 6 tháng, gửi hội nghị cụm.",
        1,
    )
    if alarm:
        conclusions.link(repair, alarm=alarm, by=by)
        conclusions.link(signs, alarm=alarm, by=by)
    if report:
        conclusions.link(repair, briefing=report, figure="reports_received", by=by)
    conclusions.conclude(meeting, number=31, by=by, now=until - timedelta(minutes=50))
    conclusions.report_done(
        signs,
        words="Đã cắm biển tại các điểm sạt lở, có ảnh và biên bản của các xã (minh họa).",
        by=by,
        now=until - timedelta(minutes=20),
    )
    if report:
        words = "Đã nêu tại phần tình hình của báo cáo 6 tháng đầu năm (minh họa)."
        done_at = until - timedelta(minutes=15)
        conclusions.report_done(told, words=words, briefing=report, by=by, now=done_at)


def _half_a_year_ago(home: Body, by: User, until: datetime) -> int:
    """Make the cluster's last meeting, where Gia Lai belongs to one; return how many."""
    cluster = Cluster.objects.on(until.date()).filter(members__area__code=HOME).first()
    if cluster is None:
        return 0
    hosts = _hosts(cluster, home, until)
    series = meetings.begin_series(CLUSTER_NAME, every=Every.HALF_YEAR, cluster=cluster, by=by)
    meeting = _held(hosts.get(LAST_HOST, home), CLUSTER_NAME, _at(date(2025, 12, 15), 8, until), series, by)
    drafts = [
        (_drafted(meeting, hosts.get(code, home), words, days), done_after)
        for words, code, days, done_after in OF_THE_CLUSTER
    ]
    conclusions.conclude(meeting, number=112, by=by, now=meeting.begins_at + timedelta(hours=4))
    for conclusion, done_after in drafts:
        _carried_out(conclusion, done_after, "Quy chế phối hợp đã ký ban hành", by, until)
    return 1


def _hosts(cluster: Cluster, home: Body, until: datetime) -> dict[str, Body]:
    """Return the people's committee of each province of the cluster, by the province's code."""
    members = cluster.members.on(until.date()).values("area")
    bodies = Body.objects.on(until.date()).filter(kind=home.kind, area__in=members).select_related("area")
    return {body.area.code: body for body in bodies}


def _on_the_table(meeting: Meeting, by: User, until: datetime, days: tuple[date, date]) -> None:
    """Put the provinces' briefings, their synthesis and two papers on the table of today's meeting."""
    assert meeting.cluster is not None  # noqa: S101 - a meeting of the cluster
    hosts = _hosts(meeting.cluster, meeting.body, until)
    first_on, last_on = days
    known_at = timezone.now()  # what the year wrote was recorded until now, by the demonstration's clock
    now = until - timedelta(hours=16)
    for code, body in sorted(hosts.items()):
        briefing = Briefing.objects.filter(scope_area__code=code, last_on=last_on).first()
        briefing = briefing or briefings.draft_for_area(
            body.area, first_on=first_on, last_on=last_on, now=known_at
        )
        if code in REQUESTS:
            briefings.write(briefing, {"requests": REQUESTS[code]}, by=by)
        title = f"Báo cáo của {body.name}"
        meetings.hand_in(
            meeting, body, kind=Paper.Kind.BRIEFING, title=title, briefing=briefing, by=by, now=now
        )
    whole = briefings.draft_for_cluster(
        meeting.cluster, meeting.body, first_on=first_on, last_on=last_on, now=known_at, by=by
    )
    meetings.hand_in(
        meeting,
        meeting.body,
        kind="briefing",
        title="Báo cáo tổng hợp của cụm",
        briefing=whole,
        by=by,
        now=now,
    )
    for code, title in (
        ("40", "Kinh nghiệm đối thoại với Nhân dân tại thôn, bản"),
        ("68", "Trả lời đúng hẹn"),
    ):
        if code in hosts:
            words = "Nội dung tham luận minh họa, không phải văn bản của cơ quan nào."
            meetings.hand_in(meeting, hosts[code], kind="talk", title=title, words=words, by=by, now=now)
    told = Practice.objects.filter(status=Status.RECOGNISED).exclude(told_at=None)
    one_of_each_name = {practice.name: practice for practice in told.order_by("told_at", "-pk")}
    for practice in list(one_of_each_name.values())[:2]:
        meetings.hand_in(
            meeting,
            meeting.body,
            kind=Paper.Kind.PRACTICE,
            title=practice.name,
            practice=practice,
            by=by,
            now=now,
        )
    for title, body, minutes in (
        ("Báo cáo trung tâm: kết quả 6 tháng đầu năm 2026", meeting.body, 30),
        ("Tham luận: kinh nghiệm đối thoại với Nhân dân", hosts.get("40", meeting.body), 20),
        ("Tham luận: trả lời đúng hẹn", hosts.get("68", meeting.body), 20),
        ("Thảo luận, thống nhất nội dung kết luận", meeting.body, 50),
    ):
        meetings.add_to_agenda(meeting, title, body=body, minutes=minutes)


def _planned(host: Body, name: str, begins_at: datetime, series: Series, by: User) -> Meeting:
    """Plan a meeting and invite its bodies a week before."""
    plan = Plan(name, begins_at, "Hội trường UBND tỉnh (minh họa)", f"Lãnh đạo {host.name}")
    now = begins_at - timedelta(days=7)
    meeting = meetings.plan(host, plan, series=series, by=by, now=now)
    invited = _invited(meeting)
    meetings.invite(meeting, invited, asked_for="Báo cáo, tham luận", by=by, now=now)
    return meeting


def _invited(meeting: Meeting) -> list[Body]:
    """Return the cluster's bodies of the host's kind, else the host's departments."""
    day = meeting.begins_at.date()
    bodies = Body.objects.on(day).exclude(pk=meeting.body_id)
    if meeting.cluster is not None:
        return list(
            bodies.filter(kind=meeting.body.kind, area__in=meeting.cluster.members.on(day).values("area"))
        )
    return list(bodies.filter(superior=meeting.body_id, area=meeting.body.area_id))


def _held(host: Body, name: str, begins_at: datetime, series: Series, by: User) -> Meeting:
    meeting = _planned(host, name, begins_at, series, by)
    for title, minutes in AGENDA:
        meetings.add_to_agenda(meeting, title, body=host, minutes=minutes)
    meeting = meetings.hold(meeting, attended=48, by=by, now=begins_at + timedelta(hours=2))
    meetings.write_minutes(meeting, MINUTES, by=by, now=begins_at + timedelta(hours=2))
    return meeting


def _drafted(meeting: Meeting, body: Body, words: str, days: int, public_words: str = "") -> Conclusion:
    due_on = meeting.begins_at.date() + timedelta(days=days)
    return conclusions.draft(meeting, words=words, body=body, due_on=due_on, public_words=public_words)


def _carried_out(
    conclusion: Conclusion, done_after: int | None, proof: str, by: User, until: datetime
) -> None:
    """Let a conclusion be done so many days after its meeting, if that day has come."""
    if done_after is None:
        return
    now = conclusion.meeting.begins_at + timedelta(days=done_after)
    if now < until:
        conclusions.report_done(conclusion, words=f"{proof} (minh họa).", by=by, now=now)


def _within(home: Body, kind: str) -> Body:
    """Return the host's department of a kind, the host itself where there is none."""
    return Body.objects.filter(area=home.area_id, kind=kind, withdrawn_at=None).first() or home


def _province(code: str, until: datetime) -> Body | None:
    bodies = Body.objects.on(until.date()).filter(area__code=code, kind="ubnd_tinh")
    return bodies.select_related("area").first()


def _at(day: date, hour: int, until: datetime) -> datetime:
    return datetime.combine(day, time(hour), until.tzinfo)
