"""Reading meetings with people: which a person may see, what was said, which localities were reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from langnghe.bodies.models import Body
from langnghe.cases.models import Case
from langnghe.grassroots.models import Opinion, Visit
from langnghe.people.models import Role, RoleGrant, User
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.places.models import Area, Locality

NEWEST_FIRST = ("-held_on", "-id")


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as it stands in the page's address."""

    kind: str = ""
    area: str = ""

    def apply(self, visits: QuerySet[Visit]) -> QuerySet[Visit]:
        """Return the meetings that fit."""
        if self.kind:
            visits = visits.filter(kind=self.kind)
        if self.area:
            visits = visits.filter(area__code=self.area)
        return visits


def visible_to(scope: Scope, action: Action = Action.SEE_WORK) -> QuerySet[Visit]:
    """Return the meetings of the bodies in which this person may do this."""
    return Visit.objects.filter(body__in=scope.bodies(action))


def visit_list(scope: Scope, filters: Filters) -> QuerySet[Visit]:
    """Return the meetings of a list, with what its lines show."""
    visits = filters.apply(visible_to(scope).filter(withdrawn_at=None))
    return visits.select_related("body", "area", "locality").annotate(
        opinion_count=Count("opinions", distinct=True),
        waiting_count=Count("opinions", filter=Q(opinions__case=None), distinct=True),
        promise_count=Count("promises", distinct=True),
    )


def visit_for(scope: Scope, pk: int, action: Action = Action.SEE_WORK) -> Visit | None:
    """Return a meeting with which this person may do this, None where it is hidden or does not exist."""
    return (
        visible_to(scope, action)
        .select_related("body__area", "area__parent", "locality", "words", "recorded_by", "withdrawn_by")
        .filter(pk=pk)
        .first()
    )


def opinions_of(visits: "Visit | QuerySet[Visit]", scope: Scope) -> QuerySet[Opinion]:
    """Return what was said at meetings; `may_see_case` tells whether this person may read the words."""
    allowed = Case.objects.filter(scope.narrow(Action.SEE_CASES), pk=OuterRef("case"))
    wanted = {"visit": visits} if isinstance(visits, Visit) else {"visit__in": visits}
    return (
        Opinion.objects.filter(**wanted)
        .annotate(may_see_case=Exists(allowed))
        .select_related("kind", "topic", "case__topic", "case__body", "case__first_report__words")
    )


def bodies_recording(user: User, *, on: date) -> QuerySet[Body]:
    """Return the bodies for which this person writes down meetings: those of the own roles."""
    granted = RoleGrant.objects.on(on).filter(user=user, body=OuterRef("pk"))
    may = scope_of(user, on=on).bodies(Action.RECORD_WORK)
    own = Body.objects.on(on).filter(Exists(granted), pk__in=may)
    return own.select_related("area__parent").order_by("area__level", "name")


def staff_of(bodies: Iterable[Body], *, on: date) -> QuerySet[User]:
    """Return the accounts that work in one of these bodies on a day, by name: those who can go along."""
    roles = (Role.OFFICER, Role.LEADER, Role.ANALYST)
    granted = RoleGrant.objects.on(on).filter(user=OuterRef("pk"), body__in=list(bodies), role__in=roles)
    return User.objects.filter(Exists(granted), is_active=True).order_by("full_name", "pk")


def own_days(user: User, *, first: date, last: date) -> dict[str, int]:
    """Return on how many days of a period this person met people, by kind of meeting."""
    went = Visit.objects.filter(officers__user=user, withdrawn_at=None, held_on__range=(first, last))
    days = went.values("kind").annotate(days=Count("held_on", distinct=True)).order_by("kind")
    return dict(days.values_list("kind", "days"))


def register(body: Body, *, first: date, last: date) -> QuerySet[Visit]:
    """Return the meetings of one body in a period, in the order of the register."""
    held = Visit.objects.filter(body=body, withdrawn_at=None, held_on__range=(first, last))
    return held.select_related("area", "locality").order_by("held_on", "pk")


def communes_reached(scope: Scope, *, first: date, last: date, on: date) -> QuerySet[Area]:
    """Return the lowest areas in which this person's bodies act, with how many localities were reached."""
    acting = Body.objects.known().filter(area=OuterRef("pk"), pk__in=scope.bodies(Action.SEE_WORK))
    inside = Q(localities__withdrawn_at=None) & (
        Q(localities__valid_to=None) | Q(localities__valid_to__gte=on)
    )
    reached = Visit.objects.filter(
        locality=OuterRef("localities"), withdrawn_at=None, held_on__range=(first, last)
    )
    return (
        Area.objects.on(on)
        .filter(Exists(acting), is_leaf=True)
        .annotate(
            listed=Count("localities", filter=inside),
            reached=Count("localities", filter=inside & Q(Exists(reached))),
        )
    )


def localities_reached(area: Area, *, first: date, last: date, on: date) -> QuerySet[Locality]:
    """Return the commune's localities with how often and when last a body met people there."""
    held = Q(visit__withdrawn_at=None, visit__held_on__range=(first, last))
    return (
        Locality.objects.on(on)
        .filter(area=area)
        .annotate(times=Count("visit", filter=held), last_on=Max("visit__held_on", filter=held))
        .order_by("folded", "name", "pk")
    )


def unlisted_places(area: Area, *, first: date, last: date) -> list[str]:
    """Return names of places of meetings that stand on no list of the commune."""
    said = Visit.objects.filter(area=area, withdrawn_at=None, held_on__range=(first, last))
    return sorted(set(said.exclude(locality_said="").values_list("locality_said", flat=True)))
