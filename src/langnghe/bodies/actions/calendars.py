"""Loading days off and made-up working days, which go before the built-in calendar."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from langnghe.bodies.models import CalendarChange, CalendarDay
from langnghe.ground.tables import Fault, Loaded, read_table, stop_on
from langnghe.places.models import Area
from langnghe.places.queries import areas_by_code

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "calendar_days.csv"
CALENDAR_COLUMNS = ("day", "kind", "reason")


@transaction.atomic
def load_calendar(path: Path, *, on: date, dry_run: bool = False) -> Loaded:
    """
    Keep the days of a table; what it says of a day replaces what was known of that day.

    The table has `day`, `kind` (off or worked) and `reason` and may have `area_code` (empty: for everyone)
    and `source`. What is replaced is withdrawn, not deleted; a `CalendarChange` tells higher rooms of each
    day that is another one now. Raises BadTable, one sentence a faulty line.
    """
    rows = read_table(path, required=CALENDAR_COLUMNS)
    areas = areas_by_code([row["area_code"] for row in rows if row["area_code"]], on)
    faults: list[Fault] = []
    told: dict[tuple[int | None, date], CalendarDay] = {}
    for row in rows:
        area: Area | None = areas.get(row["area_code"])
        if row["area_code"] and area is None:
            faults.append(Fault(row.line, "area_code", f"no area “{row['area_code']}” was in force on {on}."))
        day = row.day("day", faults=faults)
        if day is None:
            if not row["day"]:
                faults.append(Fault(row.line, "day", "this cell must not be empty."))
            continue
        if row["kind"] not in CalendarDay.Kind.values:
            faults.append(Fault(row.line, "kind", f"“{row['kind']}” is neither off nor worked."))
        key = area.pk if area else None, day
        if key in told:
            faults.append(Fault(row.line, "day", f"{day} stands in this table twice."))
        told[key] = CalendarDay(
            area=area, day=day, kind=row["kind"], reason=row["reason"], source=row["source"]
        )
    stop_on(faults, path=path)
    loaded = _keep(told)
    if dry_run:
        transaction.set_rollback(True)
    return loaded


def _keep(told: dict[tuple[int | None, date], CalendarDay]) -> Loaded:
    days = {day for _, day in told}
    known = CalendarDay.objects.filter(withdrawn_at=None, day__in=days)
    held = {(day.area_id, day.day): day for day in known}
    new = {key: day for key, day in told.items() if key not in held or _said(held[key]) != _said(day)}
    replaced = [held[key].pk for key in new if key in held]
    CalendarDay.objects.filter(pk__in=replaced).update(withdrawn_at=timezone.now())
    CalendarDay.objects.bulk_create(new.values())
    CalendarChange.objects.bulk_create(
        CalendarChange(area=day.area, day=day.day, reason=day.reason)
        for key, day in new.items()
        if key not in held or held[key].kind != day.kind
    )
    return Loaded(len(new) - len(replaced), len(replaced), len(told) - len(new))


def _said(day: CalendarDay) -> tuple[str, str, str]:
    return day.kind, day.reason, day.source
