"""Reading the counts that are public: the table of a week as it was published, and its two totals."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from langnghe.figures.models import Measure, PublicCount
from langnghe.places.queries import areas_by_code
from langnghe.topics.models import Topic

ALL, REST = "all", "rest"
WEEKS_SHOWN = 26


@dataclass(frozen=True)
class WeeklyTable:
    """What is public of one week: a line for each place, a number for each topic; None is not shown."""

    measure: Measure
    topics: list[str]
    lines: list[tuple[str, list[int | None]]]


def weeks() -> list[date]:
    """Return the Mondays of the latest published weeks, latest first."""
    known = PublicCount.objects.order_by("-week").values_list("week", flat=True).distinct()
    return list(known[:WEEKS_SHOWN])


def totals_of_latest_week() -> dict[str, int | None]:
    """Return the two totals of the latest published week by measure, empty before the first."""
    latest = PublicCount.objects.filter(place=ALL, topic=ALL).order_by("-week")[: len(Measure)]
    rows = list(latest)
    return {row.measure: row.count for row in rows if row.week == rows[0].week}


def tables_of(monday: date) -> list[WeeklyTable]:
    """Return the tables of a week with the names that held then."""
    cells = list(PublicCount.objects.filter(week=monday).values_list("measure", "place", "topic", "count"))
    sunday = monday + timedelta(days=6)
    places = {code: area.name for code, area in areas_by_code({cell[1] for cell in cells}, sunday).items()}
    topics = {topic.code: str(topic) for topic in Topic.objects.on(sunday)}
    return [
        _table(measure, {cell[1:3]: cell[3] for cell in cells if cell[0] == measure}, places, topics)
        for measure in Measure
        if any(cell[0] == measure for cell in cells)
    ]


def _table(
    measure: Measure,
    cells: dict[tuple[str, str], int | None],
    places: dict[str, str],
    topics: dict[str, str],
) -> WeeklyTable:
    columns = _in_order({key[1] for key in cells}, topics)
    lines = _in_order({key[0] for key in cells}, places)
    names = {ALL: _("All"), REST: _("Other")}
    return WeeklyTable(
        measure,
        [names.get(topic) or topics.get(topic, topic) for topic in columns],
        [
            (
                names.get(place) or places.get(place, place),
                [cells.get((place, topic)) for topic in columns],
            )
            for place in lines
        ],
    )


def _in_order(codes: set[str], names: dict[str, str]) -> list[str]:
    """Return codes by their names; what is left over stands last but one, the total last."""
    return sorted(codes, key=lambda code: (code == ALL, code == REST, names.get(code, code)))
