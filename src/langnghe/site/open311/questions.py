"""What a client asks of a list: read from the address, refused with a sentence where it cannot be meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.site.open311.answers import Fault

LONGEST_RANGE = timedelta(days=90)
MOST_ROWS = 1000
STATUSES = ("open", "closed")
# Clients forget to escape the plus sign, and it arrives as a blank.
_LOST_PLUS = re.compile(r"(?<=[\d.]) (?=\d\d:?\d\d$)")
_EARLIEST, _LATEST = 1900, 9990


@dataclass(frozen=True)
class Question:
    """Which requests are asked for: by number, or by service, status and time; and which page of them."""

    numbers: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    since: datetime
    until: datetime
    page: int
    page_size: int

    @property
    def rows(self) -> slice:
        """Where the page lies in the whole list."""
        first = (self.page - 1) * self.page_size
        return slice(first, first + self.page_size)


def question_from(asked: Mapping[str, str], *, now: datetime) -> Question:
    """Return what is asked for. Raise Fault with one sentence for each argument that cannot be meant."""
    numbers = _listed(asked, "service_request_id")
    faults: list[str] = []
    since, until = (now - LONGEST_RANGE, now) if numbers else _range(asked, faults, now=now)
    statuses = _listed(asked, "status")
    if not numbers and set(statuses) - set(STATUSES):
        faults.append(_("status can be open, closed, or both with a comma between."))
    page = _whole_number(asked, "page", faults, default=1, most=1_000_000)
    page_size = _whole_number(asked, "page_size", faults, default=MOST_ROWS, most=MOST_ROWS)
    if len(numbers) > MOST_ROWS:
        faults.append(_("At most 1,000 requests can be asked for at once."))
    if faults:
        raise Fault(400, *faults)
    return Question(numbers, _listed(asked, "service_code"), statuses, since, until, page, page_size)


def moment_from(text: str) -> datetime:
    """
    Return a moment written in the W3C subset of ISO 8601.

    Without an offset it is meant in the installation's own time zone. Raises ValueError.
    """
    moment = datetime.fromisoformat(_LOST_PLUS.sub("+", text.strip()))
    if not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError(f"The year of {text} lies too far away.")
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _range(asked: Mapping[str, str], faults: list[str], *, now: datetime) -> tuple[datetime, datetime]:
    since, until = _moment(asked, "start_date", faults), _moment(asked, "end_date", faults)
    if since is None and until is None:
        return now - LONGEST_RANGE, now
    since = since or (until or now) - LONGEST_RANGE
    until = until or since + LONGEST_RANGE
    if since > until:
        faults.append(_("start_date lies after end_date."))
    elif until - since > LONGEST_RANGE:
        faults.append(_("The time asked for may be at most 90 days long: ask in several parts."))
    return since, until


def _moment(asked: Mapping[str, str], name: str, faults: list[str]) -> datetime | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        return moment_from(text)
    except ValueError:
        faults.append(_("%(name)s is not a date: write it like 2026-03-02T09:00:00+07:00.") % {"name": name})
        return None


def _whole_number(asked: Mapping[str, str], name: str, faults: list[str], *, default: int, most: int) -> int:
    text = asked.get(name, "").strip()
    if not text:
        return default
    if re.fullmatch(r"[0-9]{1,9}", text) and 1 <= int(text) <= most:
        return int(text)
    faults.append(_("%(name)s must be a whole number from 1 to %(most)d.") % {"name": name, "most": most})
    return default


def _listed(asked: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = (part.strip() for part in asked.get(name, "").replace("\x00", "").split(","))
    return tuple(part for part in parts if part)
