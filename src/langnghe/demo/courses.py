"""What becomes of the cases of the demo year: handed over, extended, answered, rated, opened again."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from langnghe.bodies.models import Body
from langnghe.cases.intake import Step
from langnghe.cases.models import EventKind, Outcome, Status
from langnghe.core.workdays import WorkCalendar
from langnghe.demo.chance import Chance, by_weight
from langnghe.demo.grammar import answer_words, office_words
from langnghe.people.models import User

REFUSED, WITHDRAWN, FORGOTTEN = 0.025, 0.012, 0.02
EXTENDED, PAUSED = 0.07, 0.04
RATED, RATED_WHERE_LATE = 0.38, 0.25
REOPENED_WHERE_UNHAPPY = 0.35
ONE_DAY = timedelta(days=1)

_OUTCOMES = {
    Outcome.SOLVED: 0.83,
    Outcome.CANNOT_SOLVE: 0.09,
    Outcome.NOT_OURS: 0.05,
    Outcome.DUPLICATE: 0.03,
}
_RATINGS = {"hai-long": 0.56, "chap-nhan-duoc": 0.27, "chua-hai-long": 0.17}
_RATINGS_WHERE_LATE = {"hai-long": 0.27, "chap-nhan-duoc": 0.36, "chua-hai-long": 0.37}
LATE_AFTER = 6.0  # working days: people begin to lose patience


class OfficeTime:
    """Moments in office hours, counted in working days."""

    def __init__(self, calendar: WorkCalendar, *, first: datetime, last: datetime) -> None:
        self._zone = calendar.zone
        span = range((last.date() - first.date()).days + 1)
        days = [first.date() + ONE_DAY * number for number in span]
        self._days = [day for day in days if calendar.is_working(day)]

    def after(self, moment: datetime, working_days: float) -> datetime:
        """Return a moment in office hours so many working days later; the fraction is the time of day."""
        whole = int(working_days)
        at = min(bisect_right(self._days, moment.date()) - 1 + max(whole, 0), len(self._days) - 1)
        minutes = 10 + int((working_days - whole) * 560)
        found = datetime.combine(self._days[at], time(7, 30), self._zone) + timedelta(minutes=minutes)
        return found if found > moment else max(found + ONE_DAY, moment + timedelta(minutes=40))


@dataclass(frozen=True)
class Matter:
    """What one case is about, as far as its course depends on it."""

    topic: str
    locality: str
    received_at: datetime
    slowness: float  # 1 is usual; more takes longer
    handler: User
    elsewhere: Body | None  # the body that it is handed over to, if any
    extension: int
    is_praise: bool = False


@dataclass(frozen=True)
class Course:
    """The later events of a case, and how its sender rated it: the code of a level, or none."""

    steps: tuple[Step, ...]
    rating: str
    rated_at: datetime | None


class _Writer:
    """Writes one step after the other, each later than the one before."""

    def __init__(self, matter: Matter, office: OfficeTime) -> None:
        self.matter, self.office = matter, office
        self.at = matter.received_at
        self.steps: list[Step] = []
        self.rating: str = ""
        self.rated_at: datetime | None = None
        self.needs_days_more = 0.0

    def step(self, kind: EventKind, status: str, days: float, words: str = "", **facts: object) -> None:
        self.at = self.office.after(self.at, days)
        self.steps.append(
            Step(kind, self.at, status, words=words, words_are_public=bool(words), **facts)  # type: ignore[arg-type]
        )


def course_of(matter: Matter, *, until: datetime, office: OfficeTime, chance: Chance) -> Course:
    """Return what happened to a case up to a moment; what lies later has not happened yet."""
    writer = _Writer(matter, office)
    _write(writer, chance)
    steps = tuple(step for step in writer.steps if step.happened_at <= until)
    rated = writer.rated_at is not None and writer.rated_at <= until
    return Course(steps, writer.rating if rated else "", writer.rated_at if rated else None)


def _write(writer: _Writer, chance: Chance) -> None:
    by, fate = writer.matter.handler, chance.random()
    if fate < WITHDRAWN:
        writer.step(EventKind.WITHDRAWN, Status.WITHDRAWN, 1.4, outcome=Outcome.WITHDRAWN)
        return
    if fate < WITHDRAWN + REFUSED:
        reason = office_words("refused", chance)
        writer.step(EventKind.REFUSED, Status.REFUSED, 1.6, reason, outcome=Outcome.NOT_OURS, by=by)
        return
    if chance.random() < 0.93:
        days = 0.02 + 1.3 * chance.random() * writer.matter.slowness
        writer.step(EventKind.ACCEPTED, Status.ACCEPTED, days, office_words("accepted", chance), by=by)
    if writer.matter.elsewhere is not None:
        reason = office_words("handed_over", chance)
        body = writer.matter.elsewhere
        writer.step(EventKind.HANDED_OVER, Status.ACCEPTED, chance.random(), reason, by=by, body=body)
    _hold_up(writer, chance)
    _answer(writer, chance)


def _hold_up(writer: _Writer, chance: Chance) -> None:
    by = writer.matter.handler
    if writer.steps and chance.random() < PAUSED:
        writer.step(EventKind.PAUSED, Status.PAUSED, chance.random(), office_words("paused", chance), by=by)
        writer.step(EventKind.RESUMED, Status.ACCEPTED, 3 + 5 * chance.random(), by=by)
    elif writer.steps and writer.matter.extension and chance.random() < EXTENDED:
        reason, amount = office_words("extended", chance), writer.matter.extension
        writer.step(EventKind.EXTENDED, Status.ACCEPTED, 0.9 * chance.random(), reason, by=by, amount=amount)
        writer.needs_days_more = 3.5 + 2 * chance.random()


def _answer(writer: _Writer, chance: Chance) -> None:
    matter = writer.matter
    if matter.is_praise:
        thanks = office_words("thanked", chance)
        days = 0.3 + chance.random()
        writer.step(
            EventKind.ANSWERED, Status.ANSWERED, days, thanks, outcome=Outcome.SOLVED, by=matter.handler
        )
        return
    days = float(chance.lognormal(0.85, 0.55)) * matter.slowness + writer.needs_days_more
    if chance.random() < FORGOTTEN:
        days += 15 + 30 * chance.random()
    outcome = by_weight(_OUTCOMES, chance)
    words = office_words(outcome, chance) if outcome != Outcome.SOLVED else _solved(matter, chance)
    writer.step(EventKind.ANSWERED, Status.ANSWERED, days, words, outcome=outcome, by=matter.handler)
    late = days > LATE_AFTER
    if chance.random() > (RATED_WHERE_LATE if late else RATED):
        return
    writer.rating = by_weight(_RATINGS_WHERE_LATE if late else _RATINGS, chance)
    writer.step(EventKind.RATED, Status.ANSWERED, 0.1 + 2.5 * chance.random(), outcome=outcome)
    writer.rated_at = writer.at
    if writer.rating == "chua-hai-long" and chance.random() < REOPENED_WHERE_UNHAPPY:
        writer.step(EventKind.REOPENED, Status.ACCEPTED, 0.5, office_words("not_solved", chance))
        words = office_words("answered_again", chance)
        days = 1 + 5 * chance.random()
        writer.step(
            EventKind.ANSWERED, Status.ANSWERED, days, words, outcome=Outcome.SOLVED, by=matter.handler
        )


def _solved(matter: Matter, chance: Chance) -> str:
    return answer_words(matter.topic, locality=matter.locality, chance=chance)
