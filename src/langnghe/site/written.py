"""How numbers, days and moments stand on a page, in its language: no clock, no database."""

from datetime import date, datetime
from decimal import Decimal

from langnghe.core.language.formats import format_number, weekday_name

Number = int | float | Decimal


def number(value: Number, *, language: str, decimals: int | None = None) -> str:
    """Return 1234567.5 as “1.234.567,5” in Vietnamese and “1,234,567.5” in English."""
    if language == "vi":
        return format_number(value, decimals)
    exact = Decimal(str(value))
    return f"{exact:,f}" if decimals is None else f"{exact:,.{decimals}f}"


def percent(share: Number, *, language: str) -> str:
    """Return the share 0.875 as “87,5%”: one decimal, which a whole number does without."""
    points = (Decimal(str(share)) * 100).quantize(Decimal("0.1"))
    decimals = 0 if points == points.to_integral_value() else 1
    return f"{number(points, language=language, decimals=decimals)}%"


def day(on: date, *, language: str) -> str:
    """
    Return 5 March 2026 as “05/3/2026” in Vietnamese and “5 March 2026” in English.

    Days below 10 and the months 1 and 2 take a leading zero, as on official papers
    (Decree 30/2020/NĐ-CP, annex I).
    """
    if language == "vi":
        month = f"{on.month:02}" if on.month <= 2 else str(on.month)
        return f"{on.day:02}/{month}/{on.year}"
    return f"{on.day} {on:%B} {on.year}"


def named_day(on: date, *, language: str) -> str:
    """Return 22 June 2024 as “Thứ Bảy, 22/6/2024” in Vietnamese and “Saturday, 22 June 2024” in English."""
    if language == "vi":
        name = weekday_name(on)
        return f"{name[0].upper()}{name[1:]}, {day(on, language=language)}"
    return f"{on:%A}, {day(on, language=language)}"


def moment(at: datetime, *, language: str) -> str:
    """Return a local time as “17:00 ngày 05/3/2026” in Vietnamese and “17:00 on 5 March 2026” in English."""
    between = "ngày" if language == "vi" else "on"
    return f"{at:%H:%M} {between} {day(at, language=language)}"
