"""Importing the table of another system: everything comes in, once, and nothing is lost."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from langnghe.cases import importing
from langnghe.cases.import_map import BadMap, PlaceRule, read_map
from langnghe.cases.importing import BadFile, Tally, import_reports
from langnghe.cases.models import Case, CaseEvent, ImportedRow, ImportRun
from langnghe.cases.tests.world import make_area, make_body, make_deadline, make_kind, make_topic
from langnghe.places.models import Area, Boundary
from langnghe.reports.models import Report

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[4]
MADE_UP = ROOT / "tests" / "la311" / "requests.csv"
MAP = ROOT / "examples" / "la311" / "map.toml"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def city():
    """The made-up city: two commissions, four councils, one body for each."""
    with (MADE_UP.parent / "areas.csv").open() as file:
        areas = {}
        bodies = {}
        for row in csv.DictReader(file):
            parent = areas.get(row["parent_code"])
            areas[row["code"]] = make_area(row["code"], row["name"], parent=parent)
            bodies[row["code"]] = make_body(
                row["code"], row["name"], areas[row["code"]], superior=bodies.get(row["parent_code"])
            )
    make_kind("phan-anh", "Phản ánh")
    make_topic("khac", "Khác")
    make_deadline("answer", 5, "working_days")


def brought_in(
    path: Path = MADE_UP, *, dry_run: bool = False, errors: Path = Path("no-row-is-faulty.csv")
) -> Tally:
    layout = read_map(MAP)
    return import_reports(path, layout, errors=errors, dry_run=dry_run, now=NOW, say=lambda _: None)


def made_up_rows() -> list[dict[str, str]]:
    with MADE_UP.open() as file:
        return list(csv.DictReader(file))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_every_row_becomes_a_report_with_an_owner():
    tally = brought_in()

    assert (tally.new, tally.faulty) == (200, 0)
    assert Report.objects.count() == Case.objects.filter(body__isnull=False).count() == 200
    by_type = Counter(row["RequestType"] for row in made_up_rows())
    assert Counter(Case.objects.values_list("topic__name", flat=True)) == by_type
    by_council = Counter(
        f"nc-{row['NC']}"
        if row["NC"]
        else {"Harbor APC": "harbor-apc", "": "la"}.get(row["APC"], "east-los-angeles-apc")
        for row in made_up_rows()
    )
    assert Counter(Case.objects.values_list("area__code", flat=True)) == by_council


def test_times_are_read_in_the_zone_of_the_source():
    brought_in()

    first = Report.objects.get(source_id="9-800000")
    said = made_up_rows()[0]["CreatedDate"]
    assert (
        first.received_at.astimezone(ZoneInfo("America/Los_Angeles")).strftime("%m/%d/%Y %I:%M:%S %p") == said
    )


def test_the_same_file_again_changes_nothing():
    brought_in()

    again = brought_in()

    assert (again.new, again.changed, again.same) == (0, 0, 200)
    assert CaseEvent.objects.filter(kind="opened").count() == 200


def test_a_time_that_contradicts_itself_is_kept_as_said_and_read_as_the_later():
    brought_in()

    report = Report.objects.get(source_id="9-800020")
    assert report.time_as_said.startswith("ClosedDate: ")
    assert Case.objects.get(first_report=report).closed_at == report.received_at


def test_a_changed_row_adds_events_and_changed_words_a_linked_report(tmp_path):
    rows = made_up_rows()
    still_open = next(row for row in rows if row["Status"] == "Open")
    brought_in()
    case = Case.objects.get(first_report__source_id=still_open["SRNumber"])
    still_open |= {
        "Status": "Closed",
        "ClosedDate": "01/20/2018 09:00:00 AM",
        "RequestType": "Graffiti Removal",
    }

    tally = brought_in(written(tmp_path / "later.csv", rows))

    assert (tally.new, tally.changed, tally.same) == (0, 1, 199)
    case.refresh_from_db()
    assert (case.status, case.outcome, case.topic.name) == ("answered", "solved", "Graffiti Removal")
    assert [event.kind for event in case.events.order_by("seq")] == [
        "opened",
        "report_linked",
        "topic_changed",
        "answered",
    ]
    assert case.links.count() == 2


def test_faulty_rows_go_to_a_file_with_a_sentence_and_all_others_come_in(tmp_path):
    rows = made_up_rows()
    rows[0]["CreatedDate"] = "yesterday"
    rows[1]["Status"] = "Vanished"
    rows[2]["Latitude"] = "north"
    rows[3]["CreatedDate"] = "12/27/2099 01:36:22 PM"
    rows[4]["SRNumber"] = ""
    errors = tmp_path / "faulty.csv"

    tally = brought_in(written(tmp_path / "some.csv", rows), errors=errors)

    assert (tally.new, tally.faulty) == (195, 5)
    with errors.open() as file:
        kept = list(csv.DictReader(file))
    assert [row["line"] for row in kept] == ["2", "3", "4", "5", "6"]
    assert "yesterday" in kept[0]["sentence"]
    assert "Vanished" in kept[1]["sentence"]
    assert kept[2]["SRNumber"] == rows[2]["SRNumber"]


def test_an_interrupted_import_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 60)
    reports_before = []

    def stop_after_two(sentence: str) -> None:
        reports_before.append(sentence)
        if len(reports_before) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_reports(
            MADE_UP, read_map(MAP), errors=Path("none"), dry_run=False, now=NOW, say=stop_after_two
        )
    assert Report.objects.count() == 120

    tally = brought_in()

    assert (tally.new, Report.objects.count()) == (200, 200)
    assert ImportRun.objects.get().rows_done == 200


def test_a_dry_run_writes_nothing():
    tally = brought_in(dry_run=True)

    assert tally.new == 200
    assert not Report.objects.exists()
    assert not ImportRun.objects.exists()


def test_xlsx_is_read_like_csv(tmp_path):
    book = Workbook()
    rows = made_up_rows()
    book.active.append(list(rows[0]))
    for row in rows[:5]:
        book.active.append(list(row.values()))
    book.save(tmp_path / "few.xlsx")

    assert brought_in(tmp_path / "few.xlsx").new == 5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"SRNumber,CreatedDate\n", "columns"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    with pytest.raises(BadFile, match=sentence):
        brought_in(path)


def test_a_line_with_too_many_cells_is_faulty_not_shifted(tmp_path):
    lines = MADE_UP.read_text().splitlines()
    lines[1] += ",one,two"
    path = tmp_path / "shifted.csv"
    path.write_text("\n".join(lines))

    tally = brought_in(path, errors=tmp_path / "faulty.csv")

    assert (tally.new, tally.faulty) == (199, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('time_zone = "America/Los_Angeles"', 'time_zone = "Mars"'), "time zone"),
        (('means = "solved"', 'means = "gone"'), "gone"),
        (('id = "SRNumber"', ""), "id"),
        (('source = "la311"', "source = "), "TOML"),
    ],
)
def test_a_wrong_map_gets_one_sentence(tmp_path, change, sentence):
    path = tmp_path / "map.toml"
    path.write_text(MAP.read_text().replace(*change))

    with pytest.raises(BadMap, match=sentence):
        read_map(path)


def test_the_command_ends_with_a_sentence_where_the_file_is_missing():
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_reports", "nowhere.csv", "--map", str(MAP))


def test_a_row_that_no_column_places_is_placed_by_its_point_and_says_how_sure(tmp_path):
    lands = Area.objects.filter(is_leaf=True).order_by("code")
    for step, area in enumerate(lands):
        Area.objects.filter(pk=area.pk).update(latitude=34.0, longitude=-118.5 + 0.1 * step)
    first, second, *_ = lands
    Boundary.objects.create(area=second, geometry=square(-118.9, 34.2), **box(-118.9, 34.2), source="survey")
    (row, *_) = made_up_rows()
    points = [(34.0, -118.49), (34.25, -118.85), ("", ""), (0.0, 0.0)]
    rows = [
        row | {"SRNumber": f"p-{at}", "NC": "", "APC": "", "Latitude": latitude, "Longitude": longitude}
        for at, (latitude, longitude) in enumerate(points)
    ]
    layout = replace(read_map(MAP), places=())

    path = written(tmp_path / "points.csv", rows)
    import_reports(path, layout, errors=tmp_path / "e.csv", dry_run=False, now=NOW, say=lambda _: None)

    by_id = {row.source_id: row for row in ImportedRow.objects.select_related("case__area")}
    assert [by_id[f"p-{at}"].case.area for at in range(4)] == [first, second, None, None]
    assert by_id["p-0"].values["placed"]["how"] == "nearest"
    assert by_id["p-0"].values["placed"]["sureness"] == pytest.approx(0.9, abs=0.01)
    assert by_id["p-1"].values["placed"] == {"how": "boundary", "sureness": 1.0}
    assert "placed" not in by_id["p-2"].values


def test_the_areas_column_of_a_row_wins_over_its_point():
    brought_in()

    rows = ImportedRow.objects.exclude(case__area__code="la")
    assert rows.exists()
    assert not any("placed" in row.values for row in rows)


def square(west: float, south: float) -> dict:
    east, north = west + 0.1, south + 0.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def box(west: float, south: float) -> dict[str, float]:
    return {"west": west, "south": south, "east": west + 0.1, "north": south + 0.1}


def test_a_name_means_the_area_that_bore_it_on_the_day_of_receipt(tmp_path):
    before = Area.objects.get(code="nc-41")
    after = make_area("nc-new", before.name, parent=before.parent)
    Area.objects.filter(pk=before.pk).update(valid_to=date(2017, 12, 31))
    Area.objects.filter(pk=after.pk).update(valid_from=date(2018, 1, 1))

    placed = placed_by(tmp_path, before.name, by_name=True)

    assert placed == {"r-2017": "nc-41", "r-2019": "nc-new"}


@pytest.mark.parametrize(
    ("address", "code"), [("thôn 4, xã Ia Mẫu, tỉnh Mẫu", "ia-mau"), ("Xã Nơi Khác, tỉnh Mẫu", None)]
)
def test_a_column_may_be_read_as_an_address(tmp_path, address, code):
    mau = make_area("mau", "Tỉnh Mẫu")
    make_body("mau", "Ủy ban nhân dân tỉnh Mẫu", mau)
    make_area("ia-mau", "Xã Ia Mẫu", parent=mau)

    assert placed_by(tmp_path, address, by_address=True) == {"r-2017": code, "r-2019": code}


def placed_by(folder: Path, place: str, **way: bool) -> dict[str, str | None]:
    """Import two rows, of 2017 and 2019, whose council is `place`; return the code of the area of each."""
    (row, *_) = made_up_rows()
    days = {year: f"01/05/{year} 09:00:00 AM" for year in (2017, 2019)}
    rows = [
        row
        | {"SRNumber": f"r-{year}", "CreatedDate": day, "ClosedDate": day, "NC": place}
        | {"Latitude": "", "Longitude": ""}
        for year, day in days.items()
    ]
    layout = replace(read_map(MAP), places=(PlaceRule(column="NC", **way),))
    path = written(folder / "places.csv", rows)
    import_reports(path, layout, errors=folder / "e.csv", dry_run=False, now=NOW, say=lambda _: None)
    imported = ImportedRow.objects.select_related("case__area")
    return {row.source_id: row.case.area.code if row.case.area else None for row in imported}
