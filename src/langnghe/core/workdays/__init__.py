"""Working time: calendars, deadlines in days and hours, and the ledger that explains a date. Plain Python."""

from langnghe.core.workdays.calendar import (
    OFFICE_HOURS,
    CalendarDay,
    CalendarEnds,
    DayKind,
    Opening,
    WorkCalendar,
)
from langnghe.core.workdays.deadlines import Entry, Ledger, LedgerDay, Pause, Stretch, Unit, due_at, ledger
from langnghe.core.workdays.vietnam import VIETNAM, vietnam_calendar, vietnam_overrides

__all__ = [
    "OFFICE_HOURS",
    "VIETNAM",
    "CalendarDay",
    "CalendarEnds",
    "DayKind",
    "Entry",
    "Ledger",
    "LedgerDay",
    "Opening",
    "Pause",
    "Stretch",
    "Unit",
    "WorkCalendar",
    "due_at",
    "ledger",
    "vietnam_calendar",
    "vietnam_overrides",
]
