"""Practices of the small province: one that works, and one that copies it."""

from datetime import date, datetime

from langnghe.cases.tests.world import NOW, World
from langnghe.practices import actions
from langnghe.practices.actions import Entry
from langnghe.practices.models import Practice, Term
from langnghe.practices.term_tables import load_terms


def make_terms() -> None:
    """Write the fields, criteria and levels that we ship, unless they are there."""
    load_terms(None, now=NOW)


def term(code: str) -> Term:
    """Return a field, criterion or level by its code."""
    return Term.objects.known().get(code=code)


def entry(world: World, **fields: object) -> Entry:
    """Return what a body says of a practice."""
    given = {
        "name": "Tuyến đường không rác",
        "field": term("van-hoa-xa-hoi"),
        "area": world.commune,
        "locality": "Thôn 4",
        "run_by": "Chi hội Phụ nữ thôn 4",
        "aim": "Đường làng sạch, không còn rác tự phát.",
        "measures": "Mỗi sáng thứ Bảy các hộ cùng quét dọn; đặt thùng phân loại.",
        "taking_part": 64,
        "started_on": date(2025, 9, 1),
    }
    return Entry(**{**given, **fields})  # type: ignore[arg-type]


def make_practice(world: World, *, now: datetime = NOW, **fields: object) -> Practice:
    """Register a practice of the commune."""
    make_terms()
    return actions.register(entry(world, **fields), body=world.commune_body, by=world.officer, now=now)


def recognise(practice: Practice, world: World, *, now: datetime = NOW) -> Practice:
    """Let the province's leader recognise a practice; return it as it stands."""
    actions.recognise(
        practice,
        level=term("tinh"),
        year=2026,
        criteria=[term("nhieu-luc-luong"), term("dan-dong-thuan")],
        recognised_by=world.province_body,
        words="Quyết định số 12-QĐ/TU",
        by=world.leader,
        now=now,
    )
    practice.refresh_from_db()
    return practice


def make_copied_practice(world: World, *, now: datetime = NOW) -> Practice:
    """Let the neighbouring commune copy a recognised practice; return the copy."""
    source = recognise(make_practice(world, now=now), world, now=now)
    return actions.register(
        entry(world, name="Ngõ xóm không rác", area=world.neighbour, locality="Thôn 1"),
        body=world.neighbour_body,
        copies=source,
        by=world.neighbour_officer,
        now=now,
    )
