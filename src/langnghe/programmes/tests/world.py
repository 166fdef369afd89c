"""A programme of the small province: two communes owe plans, one has submitted."""

from dataclasses import dataclass
from datetime import date, timedelta

from langnghe.bodies.models import Line
from langnghe.cases.tests.world import NOW, World, make_body
from langnghe.programmes.actions import plans as plan_actions
from langnghe.programmes.actions import programmes as programme_actions
from langnghe.programmes.models import Kind, Plan, PlanItem, Programme


@dataclass(frozen=True)
class Plans:
    """The rows of the programme."""

    programme: Programme
    submitted: Plan
    awaited: Plan
    done: PlanItem
    waiting: PlanItem
    dropped: PlanItem


def make_programme(world: World, **fields: object) -> Programme:
    """Launch a theme year of the province."""
    given = {
        "kind": Kind.THEME_YEAR,
        "name": "Năm Dân vận chính quyền 2026",
        "owners": [world.province_body],
        "basis": "Kế hoạch số 15-KH/TU",
        "aim": "Chính quyền gần dân, sát dân.",
        "first_on": date(2026, 1, 1),
        "last_on": date(2026, 12, 31),
    }
    return programme_actions.launch(**{**given, **fields}, by=world.leader, now=NOW)  # type: ignore[arg-type]


def make_board(world: World):
    """Write a Party board of the province, of another line than the people's committee."""
    board = make_body("btgdv-90", "Ban Tuyên giáo và Dân vận Tỉnh ủy", world.province, kind="ban_tgdv_tinh")
    board.line = Line.PARTY
    board.save(update_fields=["line"])
    return board


def make_plans(world: World, **fields: object) -> Plans:
    """Call for two plans due in March; one comes in with three tasks: one done, one waiting, one dropped."""
    programme = make_programme(world, **fields)
    asked = {"year": 2026, "due_on": date(2026, 3, 20), "by": world.leader, "now": NOW}
    submitted, awaited = plan_actions.call_for_plans(
        programme, [world.commune_body, world.neighbour_body], **asked
    )
    given = {"owner": "Văn phòng HĐND và UBND", "by": world.officer, "now": NOW}
    done, waiting, dropped = (
        plan_actions.add_item(submitted, task=task, due_on=date(2026, 3, day), **given)
        for task, day in [("Đối thoại với Nhân dân quý I", 10), ("Rà soát thủ tục", 25), ("Hội thi", 28)]
    )
    plan_actions.submit(submitted, by=world.officer, now=NOW + timedelta(days=1))
    plan_actions.finish(done, proof="Biên bản ngày 09/3.", by=world.officer, now=NOW + timedelta(days=7))
    plan_actions.drop(dropped, words="Không có kinh phí.", by=world.officer, now=NOW + timedelta(days=8))
    for row in (submitted, awaited, done, waiting, dropped):
        row.refresh_from_db()
    return Plans(programme, submitted, awaited, done, waiting, dropped)
