"""
Asking a figure: which SQL runs, for which place or body and period, under which boundaries, as known when.

A figure's own SQL (`sql/`, made from `definitions`) returns one row an item. Here the two relations it
reads from are put in front, rows are placed under the boundaries of one day, cut down to the question's
place or body, and counted. A case whose area was split, or that has no area, stands under the lowest
area that is certain (its province): it is counted there and shown as “not placed”, never shared out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from langnghe.bodies.models import Body
from langnghe.figures.catalogue import Figure
from langnghe.places.models import Area


@dataclass(frozen=True)
class Question:
    """
    What is asked of a figure.

    Exactly one of `area` and `body`; `first_on` and `last_on` are both inside the period, in local days.
    Without `known_at` everything known now counts; without `boundaries_on` the areas of today.
    """

    first_on: date
    last_on: date
    area: Area | None = None
    body: Body | None = None
    known_at: datetime | None = None
    boundaries_on: date | None = None

    def a_year_earlier(self) -> "Question":
        """Return the same question for the same days of the year before, under the same boundaries."""
        return Question(
            first_on=_a_year_before(self.first_on),
            last_on=_a_year_before(self.last_on),
            area=self.area,
            body=self.body,
            known_at=self.known_at,
            boundaries_on=self.boundaries_on,
        )


@dataclass(frozen=True)
class Item:
    """One row behind a number."""

    item_id: str
    counted: bool
    happened_at: datetime
    place_id: int | None
    topic_id: int
    body_id: int | None
    channel: str


_STATE_COLUMNS = """
    c.id AS case_id, c.number, s.status, s.area_id, s.province_id, s.topic_id, s.body_id,
    s.answer_due_at, c.received_at, c.first_report_id AS report_id, r.channel
"""
_LIVE_STATE = f"""
    SELECT {_STATE_COLUMNS} FROM cases_case c
    JOIN cases_case s ON s.id = c.id JOIN reports_report r ON r.id = c.first_report_id
"""  # noqa: S608 - constant text
_KNOWN_STATE = f"""
    SELECT {_STATE_COLUMNS} FROM cases_case c
    JOIN LATERAL (
        SELECT * FROM cases_caseevent e WHERE e.case_id = c.id AND e.recorded_at <= %(known_at)s {{until}}
        ORDER BY e.happened_at DESC, e.seq DESC LIMIT 1
    ) s ON true
    JOIN reports_report r ON r.id = c.first_report_id
"""  # noqa: S608 - constant text
_UNTIL = "AND e.happened_at < %(period_until)s"

_built: ContextVar[dict[tuple, str] | None] = ContextVar("_built", default=None)

_ITEMS = """
WITH case_state AS ({case_state}),
case_at_end AS ({case_at_end}),
items AS ({figure}),
moved (area_id, shown_id) AS (
    SELECT * FROM unnest(%(moved_from)s::bigint[], %(moved_to)s::bigint[])
),
placed AS (
    SELECT i.*,
        CASE WHEN m.area_id IS NULL THEN coalesce(i.area_id, i.province_id) ELSE m.shown_id END AS place_id
    FROM items i LEFT JOIN moved m ON m.area_id = coalesce(i.area_id, i.province_id)
)
SELECT {columns} FROM placed WHERE {scope}
"""
_BELOW_AREA = "place_id IN (SELECT descendant_id FROM places_areaancestor WHERE ancestor_id = %(scope)s)"
_BELOW_BODY = "body_id IN (SELECT descendant_id FROM bodies_bodyancestor WHERE ancestor_id = %(scope)s)"


def items(figure: Figure, question: Question) -> list[Item]:
    """Return every row of the figure's base, the counted ones among them marked, oldest first."""
    columns = "item_id, counted, happened_at, place_id, topic_id, body_id, channel"
    return [Item(*row) for row in _rows(figure, question, columns, "ORDER BY happened_at, item_id")]


def counts(figure: Figure, question: Question, *, cut: str = "NULL::text") -> list[tuple[object, int, int]]:
    """Return (key, counted, base) for each value of a cut; an SQL expression of this module's own making."""
    columns = f"{cut} AS cut_key, count(*) FILTER (WHERE counted), count(*)"
    return [
        (key, counted, base)
        for key, counted, base in _rows(figure, question, columns, "GROUP BY 1 ORDER BY 1")
    ]


@contextmanager
def states_built_once() -> Iterator[None]:
    """
    Build each state of the cases once for all questions asked inside, as a briefing with many figures does.

    The states lie in temporary tables of the one transaction that this opens.
    """
    with transaction.atomic():
        built: dict[tuple, str] = {}
        token = _built.set(built)
        try:
            yield
        finally:
            _built.reset(token)
        with connection.cursor() as cursor:
            for table in built.values():
                cursor.execute(f"DROP TABLE {table}")


CUTS = {
    "topic": "topic_id",
    "area": "place_id",
    "body": "body_id",
    "channel": "channel",
    "day": "(happened_at AT TIME ZONE %(zone)s)::date",
}


def _rows(figure: Figure, question: Question, columns: str, ending: str) -> list[tuple]:
    until = min(_starts(question.last_on + timedelta(days=1)), timezone.now())
    known_now = question.known_at is None
    moved = _moved(question)
    parameters = {
        "period_from": _starts(question.first_on),
        "period_until": until,
        "known_at": "infinity" if known_now else question.known_at,
        "moved_from": list(moved),
        "moved_to": list(moved.values()),
        "scope": question.area.pk if question.area else question.body.pk if question.body else None,
        "zone": settings.TIME_ZONE,
    }
    ended_before_now = question.last_on < timezone.localdate()
    now_state = _LIVE_STATE if known_now else _KNOWN_STATE.format(until="")
    end_state = _KNOWN_STATE.format(until=_UNTIL) if ended_before_now or not known_now else _LIVE_STATE
    sql = _ITEMS.format(
        case_state=_state(now_state, {"known_at": parameters["known_at"]}),
        case_at_end=_state(end_state, {"known_at": parameters["known_at"], "period_until": until}),
        figure=_sql_of(figure.name),
        columns=columns,
        scope=_BELOW_AREA if question.area else _BELOW_BODY,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {ending}", parameters)
        return cursor.fetchall()


def _state(sql: str, parameters: dict[str, Any]) -> str:
    """Return the SQL of a state, or of the temporary table that holds it already."""
    built = _built.get()
    if built is None:
        return sql
    key = (sql, *parameters.items())
    if key not in built:
        table = f"figures_state_{uuid4().hex}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {sql}", parameters)
            cursor.execute(f"ANALYZE {table}")
        built[key] = table
    return f"SELECT * FROM {built[key]}"  # noqa: S608 - a name made above


def _moved(question: Question) -> dict[int, int | None]:
    """Return where areas not in force on the boundary day are shown: their one successor, or nowhere."""
    day = question.boundaries_on or timezone.localdate()
    with connection.cursor() as cursor:
        columns = [*((table, "area_id") for table in _PLACED), ("cases_case", "province_id")]
        placed = " OR ".join(
            f"EXISTS (SELECT FROM {table} c WHERE c.{column} = a.id)" for table, column in columns
        )
        cursor.execute(_AREAS_NOT_IN_FORCE.format(placed=placed), {"day": day})
        return dict(cursor.fetchall())


# Tables whose rows figures count by area; that area may have ended before, or begun after, the boundary day.
_PLACED = (
    "cases_case",
    "situations_situation",
    "situations_hotspot",
    "grassroots_visit",
    "grassroots_promise",
    "practices_practice",
    "meetings_conclusionevent",
    "programmes_plan",
)

# Changes are followed until an area in force on the day, forward from one that ended before it, back from one
# that began after it. One such area shows what was there; of several, the parent that all of them share.
_AREAS_NOT_IN_FORCE = """
WITH RECURSIVE used AS (
    SELECT a.id, a.valid_from, a.valid_to FROM places_area a
    WHERE NOT (a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to >= %(day)s)) AND ({placed})
), walk (id, at_id, forward, arrived) AS (
    SELECT u.id, u.id, u.valid_to < %(day)s, false FROM used u
    UNION
    SELECT w.id, n.id, w.forward, n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to >= %(day)s)
    FROM walk w
    JOIN places_areachange h ON h.withdrawn_at IS NULL AND NOT w.arrived
        AND CASE WHEN w.forward THEN h.old_id ELSE h.new_id END = w.at_id
    JOIN places_area n ON n.id = CASE WHEN w.forward THEN h.new_id ELSE h.old_id END
)
SELECT w.id,
    CASE WHEN count(DISTINCT w.at_id) FILTER (WHERE w.arrived) = 1 THEN min(w.at_id) FILTER (WHERE w.arrived)
         WHEN count(DISTINCT n.parent_id) FILTER (WHERE w.arrived) = 1
             THEN min(n.parent_id) FILTER (WHERE w.arrived) END
FROM walk w JOIN places_area n ON n.id = w.at_id GROUP BY w.id
"""


@cache
def _sql_of(name: str) -> str:
    return files("langnghe.figures").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _starts(day: date) -> datetime:
    return datetime.combine(day, time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
