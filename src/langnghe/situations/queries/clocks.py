"""By when a superior must speak: the clock of each urgency as data, in working time or in hours."""

from datetime import date, datetime, timedelta

from langnghe.bodies.models import Body
from langnghe.cases.rulebook import rulebook
from langnghe.core.workdays import Unit, ledger
from langnghe.places.models import AreaAncestor
from langnghe.situations.models import Clock


class NoClock(Exception):
    """No clock is loaded for this urgency; the message names the command that loads them."""

    def __init__(self) -> None:
        super().__init__("No clock is set for this urgency: load them with `langnghe load_situation_clocks`.")


def clock_on(day: date, urgency: str) -> Clock | None:
    """Return the clock of an urgency on a day."""
    return Clock.objects.on(day).filter(urgency=urgency).order_by("-valid_from").first()


def due_for(body: Body, urgency: str, *, started_at: datetime) -> datetime:
    """Return by when `body` has to speak to a situation that reached it at a moment. Raise NoClock."""
    area_ids = tuple(
        AreaAncestor.objects.filter(descendant=body.area_id)
        .order_by("distance")
        .values_list("ancestor_id", flat=True)
    )
    calendar = rulebook().calendar(area_ids)
    day = calendar.local(started_at).date()
    clock = clock_on(day, urgency)
    if clock is None:
        raise NoClock
    if clock.unit == Clock.Unit.HOURS:
        return started_at + timedelta(hours=clock.amount)
    return ledger(started_at, amount=clock.amount, unit=Unit(clock.unit), calendar=calendar).due_at
