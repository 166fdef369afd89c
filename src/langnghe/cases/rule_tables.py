"""Loading routes, deadlines and the rating scale from tables: all or nothing."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from langnghe.bodies.models import Body
from langnghe.cases.models import DeadlineRule, DuplicateWindow, RatingLevel, Route, Unit, Urgency
from langnghe.ground.dated import Dated
from langnghe.ground.dated_tables import keep_rows
from langnghe.ground.tables import BadTable, Fault, Loaded, Row, read_table, stop_on
from langnghe.places.models import Area
from langnghe.topics.models import Kind, Topic

EVER_SINCE = date(2000, 1, 1)


def load_routes(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load which body deals with which topic where. Raise BadTable."""
    return _load(
        path or _shipped("routes.csv"), _route, ROUTE_KEY, ["topic", "body_kind"], now=now, dry_run=dry_run
    )


def load_deadlines(
    path: Path | None, *, rule_set: str, area: Area | None, now: datetime, dry_run: bool = False
) -> Loaded:
    """Load one set of deadlines, for everywhere or for one area and everything below it. Raise BadTable."""

    def deadline(row: Row, known: "_Known", faults: list[Fault]) -> DeadlineRule | None:
        return _deadline(row, known, faults, area=area) if row["set"] == rule_set else None

    path = path or _shipped("deadlines.csv")
    required = ["set", "clock", "amount", "unit", "citation"]
    if not any(row["set"] == rule_set for row in read_table(path, required=required)):
        sets = sorted({row["set"] for row in read_table(path, required=required)})
        sentence = f"no line belongs to the set “{rule_set}”; there are: {', '.join(sets)}."
        raise BadTable([Fault(1, "set", sentence)], path=path)
    return _load(path, deadline, DEADLINE_KEY, required, now=now, dry_run=dry_run)


def load_rating_levels(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load the steps on which people rate an answer. Raise BadTable."""
    path = path or _shipped("rating_levels.csv")
    return _load(
        path, _level, ["code", "valid_from"], ["code", "name", "satisfied"], now=now, dry_run=dry_run
    )


def load_duplicate_windows(path: Path | None, *, now: datetime, dry_run: bool = False) -> Loaded:
    """Load how near two reports must be for the question whether they say the same. Raise BadTable."""
    path = path or _shipped("duplicate_windows.csv")
    return _load(path, _window, ["topic_id", "valid_from"], ["days", "metres"], now=now, dry_run=dry_run)


ROUTE_KEY = ["area_id", "area_kind", "topic_id", "valid_from"]
DEADLINE_KEY = ["rule_set", "area_id", "kind_id", "topic_id", "urgency", "clock", "valid_from"]


class _Known:
    """What the cells of a table may name."""

    def __init__(self) -> None:
        self.topics = {topic.code: topic for topic in Topic.objects.known()}
        self.kinds = {kind.code: kind for kind in Kind.objects.known()}
        self.areas = {area.code: area for area in Area.objects.known().order_by("valid_from")}
        self.body_kinds = set(Body.objects.known().values_list("kind", flat=True).distinct())

    def named(self, among: str, row: Row, column: str, faults: list[Fault]) -> Any:
        """Return what a cell names, None where it is empty; an unknown name is a fault."""
        code = row[column]
        if not code:
            return None
        found = getattr(self, among).get(code)
        if found is None:
            faults.append(
                Fault(row.line, column, f"“{code}” is not known: load the {among} first, or correct it.")
            )
        return found


def _route(row: Row, known: _Known, faults: list[Fault]) -> Route | None:
    if not row["body_kind"]:
        faults.append(Fault(row.line, "body_kind", "the kind of body is empty: a route must lead somewhere."))
    return Route(
        area=known.named("areas", row, "area_code", faults),
        area_kind=row["area_kind"],
        topic=known.named("topics", row, "topic", faults),
        body_kind=row["body_kind"],
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _deadline(row: Row, known: _Known, faults: list[Fault], *, area: Area | None) -> DeadlineRule:
    return DeadlineRule(
        rule_set=row["set"],
        area=area,
        kind=known.named("kinds", row, "kind", faults),
        topic=known.named("topics", row, "topic", faults),
        urgency=row.choice("urgency", ["", *Urgency.values], faults=faults),
        clock=row.choice("clock", DeadlineRule.Clock.values, faults=faults),
        starts=row.choice("starts", DeadlineRule.Starts.values, faults=faults) or DeadlineRule.Starts.RECEIPT,
        amount=row.whole("amount", faults=faults, least=1),
        unit=row.choice("unit", Unit.values, faults=faults),
        extension_amount=row.whole("extension_amount", faults=faults),
        extension_times=row.whole("extension_times", faults=faults),
        citation=row["citation"],
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _level(row: Row, known: _Known, faults: list[Fault]) -> RatingLevel:
    return RatingLevel(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        satisfied=row.choice("satisfied", ["yes", "no"], faults=faults) == "yes",
        position=row.whole("position", faults=faults),
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _window(row: Row, known: _Known, faults: list[Fault]) -> DuplicateWindow:
    return DuplicateWindow(
        topic=known.named("topics", row, "topic", faults),
        days=row.whole("days", faults=faults, least=1),
        metres=row.whole("metres", faults=faults, least=1),
        valid_from=row.day("valid_from", faults=faults) or EVER_SINCE,
        valid_to=row.day("valid_to", faults=faults),
    )


def _load(
    path: Path,
    make: Callable[[Row, _Known, list[Fault]], Dated | None],
    key: Sequence[str],
    required: Sequence[str],
    *,
    now: datetime,
    dry_run: bool,
) -> Loaded:
    faults: list[Fault] = []
    known = _Known()
    made = [(row, make(row, known, faults)) for row in read_table(path, required=required)]
    rows = [new for _, new in made if new is not None]
    stop_on(faults, path=path)
    return keep_rows(rows, key=key, now=now, dry_run=dry_run)


def _shipped(name: str) -> Path:
    with as_file(files("langnghe.cases").joinpath("data", name)) as path:
        return path
