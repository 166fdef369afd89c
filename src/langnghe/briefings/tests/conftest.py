"""The contents of one report, without a database."""

from datetime import date

import pytest

from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Count, Line, Month, PartLine, Words
from langnghe.core.paper import Letterhead

FIGURES = {
    "reports_received": (1248, None, 1102),
    "reports_entered_by_staff": (96, 1248, 120),
    "cases_open": (210, None, 180),
    "cases_overdue": (34, 210, 51),
    "cases_answered": (980, None, 900),
    "answered_on_time": (790, 980, 640),
    "answered_on_time_extended": (60, 980, 80),
    "answered_late": (130, 980, 180),
    "answered_solved": (702, 980, 610),
    "cases_refused": (41, None, 38),
    "cases_withdrawn": (9, None, 0),
    "cases_reopened": (17, None, 17),
    "cases_extended": (88, None, 70),
    "cases_paused": (12, None, 15),
    "cases_handed_over": (155, None, 149),
    "satisfied": (210, 260, 188),
    "alarms": (6, None, 4),
    "situations_reported": (24, None, 19),
    "situations_concluded": (20, 24, 15),
    "hot_spots_declared": (1, None, 2),
    "meetings_with_people": (96, None, 71),
    "receptions_held": (48, None, 44),
    "dialogues_held": (6, None, 4),
    "promises_made": (57, None, 40),
    "promises_kept": (31, 42, 25),
    "practices_registered": (48, None, 40),
    "practices_copied": (12, 48, 9),
    "practices_recognised": (21, None, 18),
    "conclusions_made": (14, None, 11),
    "conclusions_done": (9, 12, 8),
    "plans_submitted": (120, 135, 101),
    "plan_items_done": (340, 412, 290),
}
AREAS = [
    ("23563", "Phường Pleiku", 412, 13.98, 108.0),
    ("23638", "Xã Ia Tul", 96, 13.4, 108.5),
    ("21583", "Phường Quy Nhơn", 640, 13.77, 109.22),
    ("23995", "Xã Đê Kôn", 0, 14.1, 108.4),
    ("", "chưa xác định", 100, None, None),
]
TOPICS = [("giao-thong", "Giao thông", 510), ("moi-truong", "Môi trường", 400), ("khac", "Khác", 338)]


def href(name: str, **query: str) -> str:
    return f"/so-lieu/{name}/?" + "&".join(f"{key}={value}" for key, value in query.items())


def counts(received: int, **query: str) -> dict[str, Count]:
    return {
        "reports_received": Count(received, href("reports_received", **query)),
        "cases_answered": Count(received * 3 // 4, href("cases_answered", **query)),
        "cases_open": Count(received // 4, href("cases_open", **query)),
        "cases_overdue": Count(received // 20, href("cases_overdue", **query), received // 4),
    }


@pytest.fixture
def contents() -> Contents:
    return Contents(
        letterhead=Letterhead(
            "state", "Ủy ban nhân dân tỉnh Gia Lai", "", "UBND", "Gia Lai", "ubnd_tinh", "tỉnh Gia Lai"
        ),
        written_on=date(2026, 7, 2),
        first_on=date(2026, 1, 1),
        last_on=date(2026, 6, 30),
        known_at="08:00 ngày 02/7/2026",
        boundaries_on=date(2026, 6, 30),
        lines=tuple(
            Line(
                name,
                name,
                "Cách tính.",
                Count(now, href(name, year="2026"), base),
                Count(before, href(name, year="2025")),
            )
            for name, (now, base, before) in FIGURES.items()
        ),
        topics=tuple(PartLine(code, name, counts(n, topic=code)) for code, name, n in TOPICS),
        areas=tuple(PartLine(code, name, counts(n, area=code), y, x) for code, name, n, y, x in AREAS),
        months=tuple(Month(f"{n:02d}/2026", 190 + 7 * n, 170 + 5 * n) for n in range(1, 7)),
        texts={part.name: Words(part.proposal, proposal=True) for part in outline.PARTS},
        notice="DỮ LIỆU MINH HỌA",
        base_url="https://langnghe.example",
    )
