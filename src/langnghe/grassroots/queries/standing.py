"""How bodies stand with their duty to meet people in a quarter: counted for each, never ranked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from langnghe.bodies.models import Body
from langnghe.grassroots.models import Duty, Visit
from langnghe.grassroots.schedule import days_short, span_of
from langnghe.people.rights import Action, Scope


@dataclass(frozen=True)
class Standing:
    """One duty of one body in a period: its whole weeks or months, and those that lack a day."""

    duty: Duty
    spans: int
    lacking: tuple[date, ...]  # first days of the weeks or months

    @property
    def done(self) -> int:
        """In how many weeks or months the duty was met."""
        return self.spans - len(self.lacking)


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year, as far as it has passed."""

    first: date
    last: date
    number: int

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies, up to its last day."""
    number = (day.month - 1) // 3 + 1
    first = date(day.year, number * 3 - 2, 1)
    following = date(day.year + number // 4, number % 4 * 3 + 1, 1)
    return Quarter(first, following - timedelta(days=1), number)


def bodies_with_duties(scope: Scope, *, on: date) -> QuerySet[Body]:
    """Return the bodies of this person for which a duty holds."""
    kinds = Duty.objects.on(on).values("body_kind")
    seen = scope.bodies(Action.SEE_WORK)
    return Body.objects.on(on).filter(kind__in=kinds, pk__in=seen).select_related("area")


def standings(bodies: Sequence[Body], quarter: Quarter, *, today: date) -> dict[int, list[Standing]]:
    """Return how each body stands with each of its duties in a quarter, up to yesterday: two statements."""
    last = min(quarter.last, today - timedelta(days=1))
    duties: dict[str, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.on(last).order_by("meeting_kind", "pk"):
        duties[duty.body_kind].append(duty)
    week_before = quarter.first - timedelta(days=7)
    held = Visit.objects.filter(body__in=bodies, withdrawn_at=None, held_on__range=(week_before, last))
    days: dict[tuple[int, str], list[tuple[date, bool]]] = defaultdict(list)
    for body_id, kind, day, by_head in held.values_list("body_id", "kind", "held_on", "head_took_part"):
        days[body_id, kind].append((day, by_head))
    return {
        body.pk: [
            _standing(duty, days[body.pk, duty.meeting_kind], first=quarter.first, last=last)
            for duty in duties[body.kind]
        ]
        for body in bodies
    }


@dataclass(frozen=True)
class Owed:
    """A duty not met yet in the week or month that runs: how many days it lacks, until when."""

    duty: Duty
    body: Body
    short: int
    until: date


def still_owed(bodies: Sequence[Body], *, today: date) -> list[Owed]:
    """Return which duties these bodies have not met in the week or month of a day: two statements."""
    duties = list(Duty.objects.on(today).filter(body_kind__in={body.kind for body in bodies}).order_by("pk"))
    since = min(today.replace(day=1), today - timedelta(days=6))
    held = Visit.objects.filter(body__in=bodies, withdrawn_at=None, held_on__range=(since, today))
    days = list(held.values_list("body_id", "kind", "held_on", "head_took_part")) if duties else []
    found = []
    for body in bodies:
        for duty in (duty for duty in duties if duty.body_kind == body.kind):
            first, last = span_of(today, per_month=duty.per == Duty.Per.MONTH)
            counted = {
                day
                for body_id, kind, day, by_head in days
                if body_id == body.pk
                and kind == duty.meeting_kind
                and day >= first
                and (by_head or not duty.by_head)
            }
            if (short := duty.days - len(counted)) > 0:
                found.append(Owed(duty, body, short, last))
    return found


def _standing(duty: Duty, held: list[tuple[date, bool]], *, first: date, last: date) -> Standing:
    spans = days_short(
        (day for day, by_head in held if by_head or not duty.by_head),
        days=duty.days,
        per_month=duty.per == Duty.Per.MONTH,
        first=max(first, duty.valid_from),
        last=last,
    )
    return Standing(duty, len(spans), tuple(start for start, short in spans if short))
