"""Reading situations: a body sees its own, those above it on its line see what it sent, others nothing."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from langnghe.alarms import queries as alarms
from langnghe.bodies.models import Body
from langnghe.cases.models import Case
from langnghe.people.models import RoleGrant, User
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.situations.models import Direction, Situation, SituationEvent, SituationLink, State

SHOWN = {"open": "", "waiting": "cho-y-kien", "concluded": "da-ket-luan"}


def visible_to(scope: Scope) -> QuerySet[Situation]:
    """
    Return the situations this person may see.

    A right in a body covers the bodies below it on its line, and a report only ever goes up that line: so
    whom it was sent to sees it, and nobody beside the line does.
    """
    return Situation.objects.filter(scope.narrow(Action.SEE_WORK))


def situation_list(scope: Scope, show: str) -> QuerySet[Situation]:
    """Return the situations of a list: those open, waiting for a word of this person's bodies, concluded."""
    found = visible_to(scope)
    if show == "waiting":
        found = found.filter(state=State.WAITING, with_body__in=scope.bodies(Action.RECORD_WORK))
    elif show == "concluded":
        found = found.filter(state=State.CONCLUDED)
    else:
        found = found.exclude(state=State.CONCLUDED)
    return found.select_related("body", "with_body", "topic", "area", "locality", "seen")


def situation_for(scope: Scope, pk: int) -> Situation | None:
    """Return a situation this person may see, None where it is hidden or does not exist."""
    return (
        visible_to(scope)
        .select_related(
            *("body__area", "with_body__superior", "topic", "area__parent", "locality"),
            *("seen", "done", "asked"),
        )
        .filter(pk=pk)
        .first()
    )


def may_report(scope: Scope, situation: Situation) -> bool:
    """Return whether this person speaks for the reporting body."""
    return situation.body_id in scope.bodies(Action.RECORD_WORK)


def may_answer(scope: Scope, situation: Situation) -> bool:
    """Return whether this person speaks for the body that it is with."""
    return situation.with_body_id in scope.bodies(Action.RECORD_WORK)


def may_direct(scope: Scope, situation: Situation) -> bool:
    """Return whether this person is a leader of the body that it is with."""
    return situation.with_body_id in scope.bodies(Action.DIRECT)


def history_of(situation: Situation) -> QuerySet[SituationEvent]:
    """Return everything that happened to a situation, in order."""
    return situation.events.select_related("words", "by", "with_body").order_by("seq")


def directions_of(situation: Situation) -> QuerySet[Direction]:
    """Return what was directed, the oldest first."""
    return situation.directions.select_related("words", "done_words", "given_by", "from_body").order_by("pk")


def direction_for(scope: Scope, pk: int) -> Direction | None:
    """Return a direction to a body for which this person speaks."""
    directions = Direction.objects.filter(to_body__in=scope.bodies(Action.RECORD_WORK), pk=pk)
    return directions.select_related("situation", "words").first()


def links_seen(situation: Situation, user: User) -> list[SituationLink]:
    """Return the linked cases and alarms that this person may see."""
    cases = Case.objects.filter(scope_of(user).narrow(Action.SEE_CASES), pk=OuterRef("case"))
    seen_alarms = alarms.visible_to(user).filter(pk=OuterRef("alarm"))
    links = situation.links.filter(Q(Exists(cases)) | Q(Exists(seen_alarms)))
    return list(links.select_related("case__topic", "alarm__topic", "alarm__centre").order_by("pk"))


def bodies_reporting(user: User, *, on: date) -> QuerySet[Body]:
    """Return the bodies for which this person reports: those of the own roles that have a superior."""
    granted = RoleGrant.objects.on(on).filter(user=user, body=OuterRef("pk"))
    may = scope_of(user, on=on).bodies(Action.RECORD_WORK)
    own = Body.objects.on(on).filter(Exists(granted), pk__in=may, superior__isnull=False)
    return own.select_related("area", "superior").order_by("area__level", "name")
