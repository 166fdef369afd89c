"""Reception days as a calendar file (RFC 5545), for the calendar on anybody's telephone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings

from langnghe.grassroots.queries.receptions import Published

LONGEST_LINE_BYTES = 73


def calendar_file(published: Iterable[Published], *, name: str, now: datetime) -> str:
    """Return the days that are held, each as an event of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lang Nghe//VI", f"X-WR-CALNAME:{_text(name)}"]
    for each in published:
        for reception in each.days:
            if reception.held:
                lines += _event(each, reception.day, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(each: Published, day: object, now: datetime) -> list[str]:
    rule = each.rule
    return [
        "BEGIN:VEVENT",
        f"UID:{rule.pk}-{day:%Y%m%d}@langnghe",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={settings.TIME_ZONE}:{day:%Y%m%d}T{rule.opens_at:%H%M%S}",
        f"DTEND;TZID={settings.TIME_ZONE}:{day:%Y%m%d}T{rule.closes_at:%H%M%S}",
        f"SUMMARY:{_text(rule.receiver)}",
        f"LOCATION:{_text(rule.place)}",
        f"DESCRIPTION:{_text(rule.body.name)}",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """Return words with the signs that mean something in the format written as themselves."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces short enough for the format, never inside a letter."""
    piece, lead = "", ""
    for letter in line:
        if len((lead + piece + letter).encode()) > LONGEST_LINE_BYTES:
            yield lead + piece
            piece, lead = "", " "
        piece += letter
    yield lead + piece
