"""
Bringing in a foreign table of reports, in batches that can stop and go on.

Each row keeps its id of the source. The same row again is skipped; a changed one adds events from the
difference, and changed words become a new report linked to the same case. A faulty row goes to a file of
its own with a sentence, and all others come in.
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import transaction
from openpyxl import load_workbook

from langnghe.cases.history import event_of
from langnghe.cases.import_map import ImportMap, PlaceRule, StatusRule, slug_of
from langnghe.cases.intake import ReportIn, Step, faults_of, take_in_many
from langnghe.cases.models import Case, EventKind, ImportedRow, ImportRun, ReportLink
from langnghe.cases.offices import Atlas
from langnghe.cases.rulebook import Rulebook, rulebook
from langnghe.core.language import fold
from langnghe.ground.copying import copy_in, take_ids
from langnghe.places.address_book import address_reader
from langnghe.places.addresses import AddressReader
from langnghe.places.models import Area
from langnghe.places.points import Placed, Placer
from langnghe.reports.models import Channel, Report, ReportWords
from langnghe.reports.secrets import hash_of, secret_for
from langnghe.topics.models import Topic

BATCH = 5_000
EVER_SINCE = date(2000, 1, 1)
SURE_ENOUGH = 0.7  # nearer to the middle between two areas one point in three lies in the other

Point = tuple[float | None, float | None]  # latitude and longitude


class BadRow(Exception):
    """A row cannot be read; the message says which column and why."""


class BadFile(Exception):
    """The file as a whole cannot be imported."""


@dataclass(frozen=True)
class Line:
    """One line of the file: its number, its cells, and what it became, or why it became nothing."""

    number: int
    cells: Mapping[str, str]
    report_in: ReportIn | None = None
    placed: Placed | None = None  # where the point alone told the area
    fault: str = ""

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(json.dumps(self.cells, ensure_ascii=False, sort_keys=True).encode()).digest()


@dataclass
class Tally:
    """What became of the rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: int = 0

    def __str__(self) -> str:
        return f"{self.new} new, {self.changed} changed, {self.same} as before, {self.faulty} faulty"


def import_reports(
    path: Path, layout: ImportMap, *, errors: Path, dry_run: bool, now: datetime, say: Callable[[str], None]
) -> Tally:
    """
    Import a CSV or XLSX file; return what became of its rows. Raise BadFile.

    Each batch is its own transaction together with the count of rows done, so that an interrupted import
    of the same file goes on where it stopped. A dry run reads and checks every row and writes nothing.
    """
    if not path.is_file():
        raise BadFile(f"{path.name}: there is no such file.")
    lines = _lines(path, layout)
    run = _run_of(path, layout, dry_run=dry_run)
    reader = _Reader(layout, now=now, create_topics=layout.create_topics and not dry_run)
    tally = Tally(run.new, run.changed, run.same, run.faulty)
    lines = islice(lines, run.rows_done, None)
    with _ErrorFile(errors, append=run.rows_done > 0) as faulty:
        while batch := [reader.read(line) for line in islice(lines, BATCH)]:
            faulty.keep(line for line in batch if line.fault)
            good = [line for line in batch if not line.fault]
            with transaction.atomic():
                _take_batch(good, layout, reader.atlas, tally, now=now, dry_run=dry_run)
                tally.faulty += len(batch) - len(good)
                _advance(run, tally, len(batch), dry_run=dry_run)
            say(f"{run.rows_done} rows: {tally}")
    if not dry_run:
        run.finished_at = now
        run.save(update_fields=["finished_at"])
    return tally


class _Reader:
    """Turns lines into reports by a map, without writing anything but topics that the map lets it create."""

    def __init__(self, layout: ImportMap, *, now: datetime, create_topics: bool) -> None:
        self.layout, self.now, self.create_topics = layout, now, create_topics
        self.atlas = Atlas(on=now.date())
        self.rules: Rulebook = rulebook()
        self.areas: dict[str, list[Area]] = defaultdict(list)
        self.names: dict[str, list[Area]] = defaultdict(list)
        self.starts: set[date] = set()
        for area in Area.objects.known().order_by("valid_from"):
            self.areas[area.code].append(area)
            self.starts.add(area.valid_from)
            self.names[area.name].append(area)
        self.placers: dict[date, Placer] = {}
        self.topics = {topic.code: topic for topic in self.rules.topics}

    def read(self, line: Line) -> Line:
        """Return the line with its report, or with the sentence that says what is wrong."""
        if line.fault:
            return line
        try:
            report_in, placed = self._report_in(line.cells)
        except BadRow as error:
            return Line(line.number, line.cells, fault=str(error))
        if faults := faults_of(report_in, self.rules, now=self.now):
            return Line(line.number, line.cells, fault=" ".join(faults.values()))
        return Line(line.number, line.cells, report_in, placed)

    def _report_in(self, row: Mapping[str, str]) -> tuple[ReportIn, Placed | None]:
        cell = self._cells(row)
        source_id = cell("id")
        if not source_id:
            raise BadRow(f"column {self.layout.columns['id']}: the id is empty.")
        received_at = self._moment(row, self.layout.columns["received_at"])
        if received_at is None:
            raise BadRow(f"column {self.layout.columns['received_at']}: the time of receipt is empty.")
        happened = self.layout.columns.get("happened_at", "")
        steps, as_said = self._steps(row, cell("status"), received_at)
        point = self._point(row)
        area, placed = self._area(row, point, received_at.astimezone(self.layout.zone).date())
        report_in = ReportIn(
            words=self.layout.words_of(row),
            kind=self.layout.kind,
            channel=Channel.IMPORT,
            topic=self._topic(cell("topic")),
            area=area,
            locality=cell("locality")[:120],
            place=cell("place")[:300],
            latitude=point[0],
            longitude=point[1],
            happened_at=self._moment(row, happened) if happened else None,
            received_at=received_at,
            time_as_said=as_said,
            source=self.layout.source,
            source_id=source_id[:120],
            steps=steps,
        )
        return report_in, placed

    def _cells(self, row: Mapping[str, str]) -> Callable[[str], str]:
        return lambda name: row.get(self.layout.columns.get(name, ""), "").strip()

    def _moment(self, row: Mapping[str, str], column: str) -> datetime | None:
        written = row.get(column, "").strip()
        if not written:
            return None
        try:
            return self.layout.moment(written)
        except ValueError as error:
            raise BadRow(f"column {column}: {error}") from None

    def _point(self, row: Mapping[str, str]) -> Point:
        point = []
        for name in ("latitude", "longitude"):
            column = self.layout.columns.get(name, "")
            written = row.get(column, "").strip()
            try:
                point.append(float(written) if written else None)
            except ValueError:
                raise BadRow(f"column {column}: “{written}” is not a number.") from None
            if point[-1] is not None and not isfinite(point[-1]):
                raise BadRow(f"column {column}: “{written}” is not a number of degrees.")
        return (point[0], point[1]) if None not in point else (None, None)

    def _topic(self, name: str) -> str:
        code = self.layout.topic_codes.get(name) or (slug_of(name) if name else "")
        if not code or code in self.topics:
            return code
        if not self.create_topics and self.layout.create_topics:
            return ""  # a dry run: the topic would be created
        if not self.layout.create_topics:
            raise BadRow(f"the topic “{name}” is unknown: add it to [topics.codes], or create it.")
        topic = Topic.objects.create(code=code, name=name, folded=fold(name), valid_from=EVER_SINCE)
        self.topics[code] = topic
        self.rules = rulebook()
        return code

    def _area(self, row: Mapping[str, str], point: Point, day: date) -> tuple[Area | None, Placed | None]:
        """Return the area that the first fitting rule finds, at last the point; and how sure a point is."""
        for place in self.layout.places:
            if place.by_point:
                if placed := self._placed(point, day):
                    return placed.area, placed
            elif area := self._named(place, row, day):
                return area, None
        placed = self._placed(point, day)
        return (placed.area, placed) if placed else (None, None)

    def _named(self, place: PlaceRule, row: Mapping[str, str], day: date) -> Area | None:
        written = row.get(place.column, "").strip() if place.column else ""
        if place.by_name:
            named = [area for area in self.names.get(written, ()) if _held(area, day)]
            return named[0] if len(named) == 1 else None
        if place.by_address:
            return self._in_force(self.addresses.read(written).area or "", self.now.date())
        code = place.code or place.lookup.get(written, f"{place.prefix}{written}" if written else "")
        return self._in_force(code, day)

    @cached_property
    def addresses(self) -> AddressReader:
        """The reader of addresses, whose answers are communes of today: made only where the map asks."""
        return address_reader(on=self.now.date(), home=settings.HOME_PROVINCE)

    def _placed(self, point: Point, day: date) -> Placed | None:
        """Return the area of a point on a day if that is sure; days between two changes share one placer."""
        latitude, longitude = point
        if latitude is None or longitude is None:
            return None
        began = max((start for start in self.starts if start <= day), default=day)
        if began not in self.placers:
            self.placers[began] = Placer.on(day)
        placed = self.placers[began].place(latitude, longitude)
        return placed if placed and placed.sureness >= SURE_ENOUGH else None

    def _in_force(self, code: str, day: date) -> Area | None:
        """Return the area that carried a code on a day; the latest of that code where none did."""
        bearers = self.areas.get(code, [])
        held = [area for area in bearers if _held(area, day)]
        return held[-1] if held else bearers[-1] if bearers else None

    def _steps(
        self, row: Mapping[str, str], status: str, received_at: datetime
    ) -> tuple[tuple[Step, ...], str]:
        rule = self.layout.statuses.get(status)
        if rule is None:
            if status and self.layout.statuses:
                raise BadRow(f'the status “{status}” is unknown: add [status."{status}"] to the map.')
            return (), ""
        if rule.event is None:
            return (), ""
        happened_at, as_said = self._step_moment(row, rule, received_at)
        return (Step(rule.event, happened_at, rule.status, rule.outcome),), as_said

    def _step_moment(
        self, row: Mapping[str, str], rule: StatusRule, received_at: datetime
    ) -> tuple[datetime, str]:
        """Return when a step happened; a time before receipt is kept as said, read as the later."""
        happened_at = (self._moment(row, rule.at) if rule.at else None) or received_at
        if happened_at >= received_at:
            return happened_at, ""
        return received_at, f"{rule.at}: {row[rule.at]}"[:120]


def _held(area: Area, day: date) -> bool:
    return area.valid_from <= day and (area.valid_to is None or day <= area.valid_to)


def _take_batch(
    lines: list[Line], layout: ImportMap, atlas: Atlas, tally: Tally, *, now: datetime, dry_run: bool
) -> None:
    newest = {line.report_in.source_id: line for line in lines if line.report_in}
    tally.same += len(lines) - len(newest)
    known = {
        row.source_id: row
        for row in ImportedRow.objects.filter(source=layout.source, source_id__in=list(newest))
    }
    new = [line for source_id, line in newest.items() if source_id not in known]
    changed = [
        (known[source_id], line)
        for source_id, line in newest.items()
        if source_id in known and bytes(known[source_id].row_hash) != line.digest
    ]
    tally.new += len(new)
    tally.changed += len(changed)
    tally.same += len(newest) - len(new) - len(changed)
    if dry_run:
        return
    if new:
        _take_new(new, layout, atlas, now=now)
    for row, line in changed:
        _take_change(row, line, now=now)


def _take_new(lines: list[Line], layout: ImportMap, atlas: Atlas, *, now: datetime) -> None:
    reports_in = [line.report_in for line in lines if line.report_in]
    batch = take_in_many(reports_in, atlas=atlas, by=None, now=now)
    ids = take_ids(ImportedRow, len(batch))
    imported = [
        ImportedRow(
            pk=pk,
            source=layout.source,
            source_id=report_in.source_id,
            row_hash=line.digest,
            values=_values(report_in) | _placed_by(line.placed),
            case=rows.case,
            report=rows.report,
        )
        for pk, line, report_in, rows in zip(ids, lines, reports_in, batch, strict=True)
    ]
    copy_in(ImportedRow, imported)


def _take_change(row: ImportedRow, line: Line, *, now: datetime) -> None:
    """Add events from the difference between a row as it was and as it is."""
    report_in = line.report_in
    assert report_in is not None  # noqa: S101 - only good lines come here
    case = Case.objects.select_for_update().get(pk=row.case_id)
    values, before = _values(report_in), row.values
    events = []
    if values["words"] != before.get("words"):
        report = _linked_report(report_in, case, now=now)
        events.append(event_of(case, EventKind.REPORT_LINKED, happened_at=now, report_id=report.pk))
    if values["topic"] != before.get("topic"):
        topic = rulebook().topic(report_in.topic, on=now.date())
        case.topic = topic or case.topic
        events.append(event_of(case, EventKind.TOPIC_CHANGED, happened_at=now))
    if values["steps"] != before.get("steps"):
        events += _steps_of_change(case, report_in, now=now)
    for event in events:
        event.save()
    case.save()
    row.row_hash, row.values = line.digest, before | values
    row.save(update_fields=["row_hash", "values"])


def _steps_of_change(case: Case, report_in: ReportIn, *, now: datetime) -> list:
    events = []
    was_open = case.is_open
    for step in report_in.steps:
        case.status, case.outcome = step.status, step.outcome
        case.closed_at = None if case.is_open else step.happened_at
        first = step.kind == EventKind.ANSWERED and not case.events.filter(first_answer=True).exists()
        events.append(event_of(case, step.kind, happened_at=step.happened_at, first_answer=first))
    if not report_in.steps and not was_open:
        case.status, case.outcome, case.closed_at = "received", "", None
        events.append(event_of(case, EventKind.REOPENED, happened_at=now))
    return events


def _linked_report(report_in: ReportIn, case: Case, *, now: datetime) -> Report:
    first = case.first_report
    words = ReportWords.saying(
        report_in.words.strip(), locality=report_in.locality.strip(), place=report_in.place.strip()
    )
    words.save()
    report = Report.objects.create(
        words=words,
        channel=Channel.IMPORT,
        kind=first.kind,
        topic=first.topic,
        area=first.area,
        received_at=report_in.received_at or now,
        client_id=report_in.client_id,
        secret_hash=hash_of(secret_for(report_in.client_id)),
        source=report_in.source,
        source_id=report_in.source_id,
    )
    ReportLink.objects.create(report=report, case=case)
    return report


def _values(report_in: ReportIn) -> dict[str, Any]:
    return {
        "words": hashlib.sha256(report_in.words.encode()).hexdigest(),
        "topic": report_in.topic,
        "steps": [
            [step.kind, step.happened_at.isoformat(), step.status, step.outcome] for step in report_in.steps
        ],
    }


def _placed_by(placed: Placed | None) -> dict[str, Any]:
    """Return how a point told the area, for who asks later how sure that was."""
    return {"placed": {"how": placed.how, "sureness": placed.sureness}} if placed else {}


def _run_of(path: Path, layout: ImportMap, *, dry_run: bool) -> ImportRun:
    digest, map_digest = _digest(path), hashlib.sha256(repr(layout).encode()).digest()
    same = ImportRun.objects.filter(
        source=layout.source, file_sha256=digest, map_sha256=map_digest, finished_at=None
    )
    fresh = ImportRun(
        source=layout.source, file_name=path.name[:200], file_sha256=digest, map_sha256=map_digest
    )
    if dry_run:
        return fresh
    if interrupted := same.order_by("-pk").first():
        return interrupted
    fresh.save()
    return fresh


def _advance(run: ImportRun, tally: Tally, rows: int, *, dry_run: bool) -> None:
    run.rows_done += rows
    run.new, run.changed, run.same, run.faulty = tally.new, tally.changed, tally.same, tally.faulty
    if not dry_run:
        run.save(update_fields=["rows_done", "new", "changed", "same", "faulty"])


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _lines(path: Path, layout: ImportMap) -> Iterator[Line]:
    rows = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    try:
        _, header = next(rows)
    except StopIteration:
        raise BadFile(f"{path.name}: the file is empty.") from None
    header = [name.strip() for name in header]
    if missing := layout.missing_columns(header):
        raise BadFile(f"{path.name}: the columns {', '.join(missing)} are missing: the map names them.")
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _line(number, header, cells)


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    if len(cells) > len(header):
        extra = len(cells) - len(header)
        fault = f"{extra} cells more than the header has: is a comma or quote out of place?"
        return Line(
            number,
            {**dict(zip(header, cells, strict=False)), "": "|".join(cells[len(header) :])},
            fault=fault,
        )
    return Line(number, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True)))


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError:
                raise BadFile(
                    f"{path.name}: line {reader.line_num + 1} or one after it is not UTF-8 text:"
                    " save the file again as “CSV UTF-8”."
                ) from None
            except csv.Error as error:
                raise BadFile(f"{path.name}: line {reader.line_num}: {error}.") from None
            yield reader.line_num, cells


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # openpyxl lets many kinds pass: a broken zip, a wrong part, a missing sheet
        raise BadFile(f"{path.name}: this is not a readable XLSX file: save it again.") from None
    for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        yield number, ["" if cell is None else str(cell) for cell in cells]


class _ErrorFile:
    """The faulty rows as they came, each with its line and a sentence; made only when there is one."""

    def __init__(self, path: Path, *, append: bool) -> None:
        self.path, self.append = path, append
        self.file: TextIO | None = None

    def __enter__(self) -> "_ErrorFile":
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def keep(self, lines: Iterator[Line]) -> None:
        for line in lines:
            file = self.file or self._opened(line)
            csv.writer(file).writerow([line.number, line.fault, *line.cells.values()])

    def _opened(self, line: Line) -> TextIO:
        self.file = self.path.open("a" if self.append else "w", encoding="utf-8", newline="")
        if self.file.tell() == 0:
            csv.writer(self.file).writerow(["line", "sentence", *line.cells])
        return self.file
