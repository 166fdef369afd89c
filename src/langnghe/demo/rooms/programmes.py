"""Programmes in the demo year: a joint theme year with plans, tasks, targets, and one movement."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from langnghe.bodies.models import Body
from langnghe.demo.chance import Chance, one_of
from langnghe.demo.year import Land
from langnghe.figures.targets import count_all
from langnghe.ground.copying import copy_in, take_ids
from langnghe.people.models import User
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes as programme_actions
from langnghe.programmes.actions import targets as target_actions
from langnghe.programmes.actions.plans import item_event, plan_event
from langnghe.programmes.actions.programmes import Totals
from langnghe.programmes.actions.shared import end_of
from langnghe.programmes.models import (
    Actual,
    ItemEvent,
    ItemStatus,
    Kind,
    Plan,
    PlanEvent,
    PlanItem,
    PlanStatus,
    Programme,
    ProgrammeWords,
    Target,
)

# task, who does it, month and day by which it is due, what shows that it is done
TASKS = (
    (
        "Tổ chức đối thoại của người đứng đầu với Nhân dân quý I",
        "Văn phòng HĐND và UBND",
        (3, 25),
        "Biên bản",
    ),
    (
        "Rà soát, niêm yết thủ tục hành chính tại nơi tiếp nhận",
        "Trung tâm Phục vụ hành chính công",
        (4, 15),
        "",
    ),
    ("Tập huấn kỹ năng tiếp dân cho công chức", "Phòng Văn hóa - Xã hội", (5, 20), "Danh sách lớp"),
    ("Giải quyết dứt điểm kiến nghị tồn từ năm trước", "Ủy ban nhân dân", (6, 10), "Báo cáo"),
    ("Tổ chức đối thoại với Nhân dân quý II", "Văn phòng HĐND và UBND", (6, 25), "Biên bản"),
    ("Sơ kết 6 tháng thực hiện chủ đề năm", "Văn phòng HĐND và UBND", (7, 5), "Báo cáo"),
    ("Công khai kết quả thực hiện dân chủ ở cơ sở", "Ủy ban MTTQ Việt Nam", (11, 15), "Thông báo"),
)
TARGETS = (
    ("doi-thoai", "Số cuộc đối thoại với Nhân dân", "cuộc", Decimal(2), ""),
    ("truc-tuyen", "Tỷ lệ hồ sơ nộp trực tuyến", "%", Decimal(80), ""),
    ("mo-hinh", "Mô hình “Dân vận khéo” đăng ký", "mô hình", Decimal(1), "practices_registered"),
)
BASIS = "Kế hoạch số 15-KH/TU (minh họa)"


def make_programmes(land: Land, *, by: User, until: datetime, chance: Chance) -> int:
    """Make a theme year of each province told in depth, and a movement of Gia Lai; return how many plans."""
    count = 0
    for province, communes in sorted(land.communes.items()):
        if communes[0].code not in land.localities:
            continue
        bodies = list(
            Body.objects.on(until.date())
            .filter(area__in=[area.pk for area in communes], kind="ubnd_xa")
            .select_related("superior")
            .order_by("area__code")
        )
        programme = _theme_year(bodies[0], by, until)
        at_home = province == "52"
        plans = _planned(programme, bodies, TASKS if at_home else TASKS[:2], by, until, chance)
        count += len(plans)
        if at_home:
            _targeted(programme, plans, by, until, chance)
            _changed(programme, by, until)
            _movement(programme, bodies, by, until, chance)
    return count


def count_targets() -> int:
    """Count what the house counts of targets, at the end of the year; return how many results there are."""
    return count_all(now=timezone.now())


def _theme_year(commune_body: Body, by: User, until: datetime) -> Programme:
    leading = commune_body.superior or commune_body
    board = Body.objects.on(until.date()).filter(area=leading.area_id, kind="ban_tgdv_tinh").first()
    return programme_actions.launch(
        kind=Kind.THEME_YEAR,
        name=f"Năm Dân vận chính quyền {until.year}",
        owners=[leading, board] if board else [leading],
        basis=BASIS,
        aim="Chính quyền gần dân, nghe dân, trả lời dân đúng hẹn.",
        first_on=date(until.year, 1, 1),
        last_on=date(until.year, 12, 31),
        by=by,
        now=_at(date(until.year, 1, 8), until),
    )


def _planned(
    programme: Programme, bodies: Sequence[Body], tasks: tuple, by: User, until: datetime, chance: Chance
) -> list[Plan]:
    """Call for plans; most come in with their tasks, some late, a few not yet."""
    due_on = date(until.year, 2, 28)
    called_at = _at(date(until.year, 1, 12), until)
    plans = plan_actions.call_for_plans(
        programme, bodies, year=until.year, due_on=due_on, by=by, now=called_at
    )
    plan_events: list[PlanEvent] = []
    words: list[ProgrammeWords] = []
    items: list[PlanItem] = []
    item_events: list[ItemEvent] = []
    for plan in plans:
        if chance.random() < 0.06:
            continue
        late = chance.random() < 0.15
        day = due_on + timedelta(days=int(chance.integers(1, 25))) if late else date(until.year, 2, 27)
        now = _at(day - timedelta(days=0 if late else int(chance.integers(0, 30))), until)
        for task, owner, (month, on), proof in tasks:
            item = PlanItem(plan=plan, task=_said(task, words), owner=owner, last_seq=1)
            item.due_at = end_of(date(until.year, month, on))
            items.append(item)
            item_events.append(item_event(item, ItemEvent.Kind.ADDED, by=by, now=now))
            _ended(item, proof, item_events, words, by, until, chance)
        plan.status, plan.submitted_at, plan.last_seq = PlanStatus.SUBMITTED, now, 2
        plan_events.append(plan_event(plan, PlanEvent.Kind.SUBMITTED, by=by, now=now))
    Plan.objects.bulk_update(plans, ["status", "submitted_at", "last_seq"])
    _write(words, items, item_events)
    PlanEvent.objects.bulk_create(plan_events)
    return plans


def _ended(
    item: PlanItem,
    proof: str,
    events: list[ItemEvent],
    words: list[ProgrammeWords],
    by: User,
    until: datetime,
    chance: Chance,
) -> None:
    """End a task that fell due: mostly done, some late, a few dropped, the rest still waiting."""
    drawn = chance.random()
    now = item.due_at - timedelta(days=int(chance.integers(-12, 20)), hours=8)
    if now > until or drawn > 0.88:
        return
    dropped = drawn < 0.02
    item.status = ItemStatus.DROPPED if dropped else ItemStatus.DONE
    item.closed_at, item.last_seq = now, 2
    said = "Lồng ghép vào nhiệm vụ khác theo chỉ đạo." if dropped else f"{proof or 'Ảnh chụp'} (minh họa)."
    events.append(item_event(item, item.status, by=by, now=now, words=_said(said, words)))


def _said(text: str, words: list[ProgrammeWords]) -> ProgrammeWords:
    words.append(ProgrammeWords.saying(text))
    return words[-1]


def _write(words: list[ProgrammeWords], items: list[PlanItem], events: list[ItemEvent]) -> None:
    """Write words, tasks and events in three COPYs, each row with the keys of those before it."""
    for rows in (words, items, events):
        for row, pk in zip(rows, take_ids(type(rows[0]), len(rows)) if rows else (), strict=True):
            row.pk = pk
    for item in items:
        item.task_id = item.task.pk
    for event in events:
        event.item_id, event.task_id = event.item.pk, event.item.task_id
        event.words_id = event.words.pk if event.words else None
    copy_in(ProgrammeWords, words)
    copy_in(PlanItem, items)
    copy_in(ItemEvent, events)


def _targeted(programme: Programme, plans: Sequence[Plan], by: User, until: datetime, chance: Chance) -> None:
    """Set three targets for everybody; most communes report two results, the house counts one."""
    Target.objects.bulk_create(
        Target(
            programme=programme,
            code=code,
            year=until.year,
            name=name,
            unit=unit,
            value=value,
            figure=figure,
            source=BASIS,
            valid_from=programme.first_on,
            valid_to=programme.last_on,
        )
        for code, name, unit, value, figure in TARGETS
    )
    now = _at(date(until.year, 6, 12), until)
    Actual.objects.bulk_create(
        Actual(
            plan=plan,
            code=code,
            value=Decimal(int(chance.integers(0, 4) if unit == "cuộc" else chance.integers(52, 97))),
            as_of=date(until.year, 5, 31),
            source="Báo cáo tháng 5 của Văn phòng HĐND và UBND",
            by=by,
            reported_at=now,
        )
        for plan in plans
        for code, _name, unit, _value, figure in TARGETS
        if not figure and plan.status == PlanStatus.SUBMITTED and chance.random() < 0.9
    )


def _changed(programme: Programme, by: User, until: datetime) -> None:
    """Change what the programme says and one of its targets, each with its reason."""
    programme_actions.change(
        programme,
        name=programme.name,
        owners=list(programme.owners.all()),
        basis="Kế hoạch số 15-KH/TU, bổ sung theo Công văn số 88-CV/TU (minh họa)",
        aim="Chính quyền gần dân, nghe dân, trả lời dân đúng hẹn; mỗi xã nhân rộng ít nhất một mô hình.",
        last_on=programme.last_on,
        words="Bổ sung mục tiêu nhân rộng mô hình sau sơ kết quý I.",
        by=by,
        now=_at(date(until.year, 4, 15), until),
    )
    target_actions.change_target(
        Target.objects.get(programme=programme, code="doi-thoai"),
        value=Decimal(3),
        from_on=date(until.year, 5, 1),
        source="Công văn số 88-CV/TU (minh họa)",
        by=by,
        now=_at(date(until.year, 4, 16), until),
    )


def _movement(theme: Programme, bodies: Sequence[Body], by: User, until: datetime, chance: Chance) -> None:
    """Launch a movement; two communes in three join, some keep an interim review with totals."""
    movement = programme_actions.launch(
        kind=Kind.MOVEMENT,
        name="Chung sức xây dựng nông thôn mới, đô thị văn minh",
        owners=list(theme.owners.all()),
        basis="Kế hoạch số 32/KH-UBND (minh họa)",
        aim="Mỗi thôn, làng, tổ dân phố một việc làm thiết thực.",
        first_on=date(until.year, 1, 1),
        last_on=date(until.year, 12, 31),
        by=by,
        now=_at(date(until.year, 1, 20), until),
    )
    pledges = (
        "Ba tuyến đường sạch, sáng.",
        "Xóa hai điểm đen rác thải.",
        "Bê tông hóa 1,5 km đường nội đồng.",
    )
    for body in bodies:
        if chance.random() < 0.33:
            continue
        now = _at(date(until.year, 2, 1) + timedelta(days=int(chance.integers(0, 60))), until)
        programme_actions.register(movement, body, pledge=one_of(pledges, chance), by=by, now=now)
        if chance.random() < 0.25:
            programme_actions.review(
                movement,
                body,
                held_on=date(until.year, 6, 5),
                words="Đa số thôn đã hoàn thành việc đăng ký; còn vướng mặt bằng ở một số đoạn.",
                totals=Totals(
                    people=int(chance.integers(80, 900)),
                    million_dong=int(chance.integers(10, 400)),
                    working_days=int(chance.integers(50, 1500)),
                    land_m2=int(chance.integers(0, 3000)),
                ),
                by=by,
                now=_at(date(until.year, 6, 8), until),
            )


def _at(day: date, until: datetime) -> datetime:
    return min(datetime.combine(day, time(9, 30), until.tzinfo), until)
