"""
Numbers, money and dates as Vietnamese papers write them, out and in. No clock: the year of a day is
said or given.
"""

import re
from datetime import date
from decimal import Decimal

from langnghe.core.language.letters import fold

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")  # Monday first

_MULTIPLES = {
    "tram": 10**2, "nghin": 10**3, "ngan": 10**3, "k": 10**3, "ng": 10**3,
    "trieu": 10**6, "tr": 10**6, "cu": 10**6, "m": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip


def format_number(number: int | float | Decimal, decimals: int | None = None) -> str:
    """
    Return `number` in Vietnamese form: 1.234.567,89.

    `decimals` fixes the digits after the comma (rounded half to even); None writes as many as the number has.
    """
    exact = Decimal(str(number))
    text = f"{exact:,f}" if decimals is None else f"{exact:,.{decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def format_dong(amount: int | float | Decimal) -> str:
    """Return an amount of money, which has no decimals: "1.500.000 đồng"."""
    return f"{format_number(amount, 0)} đồng"


def format_date(day: date) -> str:
    """Return `day` as dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_date(day: date) -> str:
    """
    Return `day` as a document prints it: "ngày 05 tháng 01 năm 2026".

    Days below 10 and the months 1 and 2 take a leading zero, others not (Decree 30/2020/NĐ-CP, annex I).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def weekday_name(day: date) -> str:
    """Return the weekday of `day`: thứ Hai (Monday, the first) to Chủ nhật."""
    return WEEKDAYS[day.weekday()]


def parse_number(text: str) -> int | Decimal:
    """
    Read a number in Vietnamese form: "1.234.567,89", "1,5 triệu", "2 tỷ 300 triệu", "1tr2", "500k", "3
    triệu rưỡi".

    Dots part thousands and the comma decimals; where the signs say otherwise beyond doubt ("1,234,567.89",
    "12.5") they are read so. Whole numbers come as int, others as Decimal. Raise ValueError for
    anything else.
    """
    words = _CURRENCY.sub("", fold(text)).strip()
    sign = -1 if words.startswith("-") else 1
    words = words.removeprefix("-").strip()
    parts = list(_NUMBER_PART.finditer(words))
    if not words or "".join([part[0] for part in parts]) != words:
        raise ValueError(f"“{text}” is not a number; write it like 1.234.567,89.")
    return _whole(sign * _sum_of_parts(parts, text))


def parse_dong(text: str) -> int:
    """
    Read an amount of money in đồng: "1.500.000 đồng", "1,5 triệu", "500k". Raise ValueError if not
    whole.
    """
    amount = parse_number(text)
    if isinstance(amount, Decimal):
        raise ValueError(f"“{text}” is not a whole number of đồng.")
    return amount


def parse_date(text: str, *, year: int | None = None) -> date:
    """
    Read a day, day first: "05/06/2026" is 5 June; also "5-6-26", "ngày 05 tháng 01 năm 2026", "2026-06-05".

    `year` is taken where the text names none ("ngày 2/9"); two digits mean 2000 to 2069, then 1970 to 1999.
    Raise ValueError with a sentence for any other text, and for a day that does not exist.
    """
    words = " ".join(_NOT_OF_A_DATE.sub(" ", fold(text)).split())
    for form in _DATE_FORMS:
        if found := form.fullmatch(words):
            return _day(found.groupdict(), year, text)
    raise ValueError(f"“{text}” is not a date; write it like 05/06/2026 (day/month/year).")


_CURRENCY = re.compile(r"\s*(?:dong|vnd|₫|(?<=[\dkr ])d)\.?$")
_NUMBER_PART = re.compile(
    r"(?P<digits>\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)*)?\s*(?P<unit>tram|nghin|ngan|ng|trieu|tr|cu|ty|ti|"
    r"k|m)?(?:\s+|(?<=[a-z])(?=\d)|$)"
    r"(?P<half>ruoi(?:\s+|$))?"
)
_NOT_OF_A_DATE = re.compile(r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|ngay|mung|mong)\b|,")
_DATE_FORMS = [
    re.compile(r"(?P<day>\d{1,2}) ?([/.-]) ?(?P<month>\d{1,2}) ?\2 ?(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2}) ?[/-] ?(?P<month>\d{1,2})"),
    re.compile(
        r"(?P<day>\d{1,2}) thang (?P<month>\d{1,2}|[a-z]+(?: (?:mot|hai))?)(?: nam)?(?: (?P<year>\d{4}|"
        r"\d{2}))?"
    ),
]


def _sum_of_parts(parts: list[re.Match[str]], text: str) -> Decimal:
    total, last_unit = Decimal(0), 0
    for part in parts:
        if not part[0]:
            continue
        unit = _MULTIPLES.get(part["unit"] or "", 1)
        if part["digits"] is None or (last_unit and unit >= last_unit):
            raise ValueError(f"“{text}” is not a number; write it like 1.234.567,89.")
        value = _digits(part["digits"])
        if last_unit and not part["unit"] and len(part["digits"]) < 3 and last_unit > 100:
            unit = last_unit // 10 ** len(part["digits"])  # "1tr2" is 1,200,000; "2 tỷ 35" is 2,350,000,000
        total += value * unit + (Decimal(unit) / 2 if part["half"] else 0)
        last_unit = unit
    return total


def _digits(written: str) -> Decimal:
    """Read digits with their dots and commas."""
    written = written.replace(" ", "")
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return Decimal(written)
    mark, other = written[last], "," if written[last] == "." else "."
    groups = written.split(mark)
    thousands = len(groups) > 2 or (mark == "." and other not in written and _is_grouped(groups))
    if thousands:
        if not _is_grouped([*groups[0].split(other), *groups[1:]]):
            raise ValueError(f"“{written}” is not a number; write it like 1.234.567,89.")
        return Decimal(written.replace(mark, "").replace(other, ""))
    if other in groups[0] and not _is_grouped(groups[0].split(other)):
        raise ValueError(f"“{written}” is not a number; write it like 1.234.567,89.")
    return Decimal(groups[0].replace(other, "") + "." + groups[1])


def _is_grouped(groups: list[str]) -> bool:
    first, *others = groups
    return 1 <= len(first) <= 3 and first != "0" and all(len(group) == 3 for group in others)


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _day(parts: dict[str, str | None], given_year: int | None, text: str) -> date:
    written_year = parts.get("year")
    year = given_year if written_year is None else int(written_year)
    if year is None:
        raise ValueError(f"“{text}” names no year; write it like 05/06/2026.")
    if written_year is not None and len(written_year) == 2:
        year += 2000 if year < 70 else 1900
    month = parts["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    try:
        return date(year, number, int(parts["day"] or 0))
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar (day/month/year).") from None
