"""Questions about bodies on a day: who acts where, who stands above whom."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body, BodyAncestor, CalendarDay, Cluster, ClusterMember, Line
from langnghe.places.decrees import Decree, Touched, still_there, touched
from langnghe.places.decrees import Line as TouchedLine
from langnghe.places.models import Area, AreaAncestor


class NoSuchBody(LookupError):
    """No body has this slug on this day."""

    def __init__(self, slug: str, day: date) -> None:
        super().__init__(f"No body “{slug}” existed on {day}.")


def bodies_on(day: date) -> QuerySet[Body]:
    """Return the bodies that exist on `day`."""
    return Body.objects.on(day)


def body_on(slug: str, day: date) -> Body:
    """Return the body of this slug on `day`. Raise NoSuchBody."""
    body = bodies_on(day).select_related("area", "superior").filter(slug=slug).first()
    if body is None:
        raise NoSuchBody(slug, day)
    return body


def bodies_in(area: Area, *, on: date) -> QuerySet[Body]:
    """Return the bodies that act in exactly this area on a day."""
    return bodies_on(on).filter(area=area).order_by("line", "kind")


def bodies_within(area: Area, *, on: date) -> QuerySet[Body]:
    """Return the bodies that act in `area` or anywhere below it on a day."""
    inside = AreaAncestor.objects.filter(ancestor=area.pk, descendant=OuterRef("area"))
    return bodies_on(on).filter(Exists(inside))


def body_of(area: Area, *, kinds: Iterable[str], on: date) -> Body | None:
    """Return the body of one of these kinds in `area`, the first kind first; None when there is none."""
    order = {kind: place for place, kind in enumerate(kinds)}
    found = list(bodies_in(area, on=on).filter(kind__in=order))
    return min(found, key=lambda body: order[body.kind], default=None)


def executive_of(area: Area, *, on: date) -> Body | None:
    """Return the body that answers to people in `area`: of the state line, and no council."""
    state = bodies_in(area, on=on).filter(line=Line.STATE).exclude(kind__startswith="hdnd")
    return state.order_by("kind").first()


def subordinates(body: Body, *, on: date | None = None) -> QuerySet[Body]:
    """Return `body` and everything below it, of all times or on a day."""
    below = Body.objects.known().filter(
        Exists(BodyAncestor.objects.filter(ancestor=body.pk, descendant=OuterRef("pk")))
    )
    return below if on is None else below.on(on)


def superiors(body: Body, *, on: date) -> list[Body]:
    """Return `body` and what stands above it on `day`, the top last."""
    steps = BodyAncestor.objects.filter(descendant=body.pk).select_related("ancestor").order_by("distance")
    above = [step.ancestor for step in steps]
    return [b for b in above if b.valid_from <= on and (b.valid_to is None or b.valid_to >= on)]


def cluster_areas(code: str, *, on: date) -> list[Area]:
    """Return the areas of a cluster on a day, by code; none for an unknown cluster."""
    cluster = Cluster.objects.on(on).filter(code=code).first()
    if cluster is None:
        return []
    members = cluster.members.on(on).select_related("area").order_by("area__code")
    return [member.area for member in members]


def calendar_days(area: Area | None, *, first: date, last: date) -> list[CalendarDay]:
    """Return the days off and worked of everyone and of `area` and what is above it, the nearest last."""
    days = CalendarDay.objects.filter(withdrawn_at=None, day__range=(first, last))
    if area is None:
        return list(days.filter(area=None).order_by("day"))
    levels = dict(AreaAncestor.objects.filter(descendant=area.pk).values_list("ancestor_id", "distance"))
    found = days.filter(Q(area=None) | Q(area__in=levels))
    return sorted(found, key=lambda day: (-levels.get(day.area_id or 0, len(levels) + 1), day.day))


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the bodies, days off and clusters that still stand in areas that ended by `decree`."""

    def line(what: str, area: Area) -> TouchedLine:
        fate = decree.fates[area.pk]
        return TouchedLine(what, area.name, fate.whole.name if fate.whole else "", fate.reason)

    return [
        touched(_("Bodies"), bodies_left(decree), lambda body: line(body.name, body.area), at_most=at_most),
        touched(
            _("Days off and days worked"),
            days_left(decree),
            lambda day: line(f"{day.day:%d/%m/%Y}: {day.reason}", day.area),
            at_most=at_most,
        ),
        touched(
            _("Members of clusters"),
            members_left(decree),
            lambda member: line(member.cluster.name, member.area),
            at_most=at_most,
        ),
    ]


def bodies_left(decree: Decree) -> QuerySet[Body]:
    """Return the bodies that go on in areas that ended."""
    left = still_there(Body.objects.all(), decree).filter(area__in=decree.ended)
    return left.select_related("area").order_by("area__code", "slug")


def days_left(decree: Decree) -> QuerySet[CalendarDay]:
    """Return the days off and worked, from the decree's first day on, of areas that ended."""
    left = CalendarDay.objects.filter(
        area__in=decree.ended, day__gte=decree.key.effective_on, withdrawn_at=None
    )
    return left.select_related("area").order_by("area__code", "day")


def members_left(decree: Decree) -> QuerySet[ClusterMember]:
    """Return the memberships in clusters of areas that ended."""
    left = still_there(ClusterMember.objects.all(), decree).filter(area__in=decree.ended)
    return left.select_related("area", "cluster").order_by("area__code", "pk")
