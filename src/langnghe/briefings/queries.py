"""Reading briefings: who may see which, and what one says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from langnghe.bodies.letterheads import letterhead_of, within_sentence
from langnghe.bodies.models import GOVERNING, Body, Cluster, ClusterMember
from langnghe.bodies.models import Line as BodyLine
from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Count, Line, Month, PartLine, Words
from langnghe.briefings.models import Briefing, BriefingText
from langnghe.briefings.synthesis import Province, put_together
from langnghe.core.paper import Letterhead
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import (
    Answer,
    Part,
    Question,
    address_of,
    figure_named,
    states_built_once,
    value_of,
)
from langnghe.ground.papers import NOTICE, PAPER_LANGUAGE
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area, AreaAncestor, Boundary
from langnghe.topics.models import Topic

PART_FIGURES = ("reports_received", "cases_answered", "cases_open", "cases_overdue")


def visible_to(user: User) -> QuerySet[Briefing]:
    """Return the briefings of bodies whose figures this person may see, and of their clusters."""
    bodies = scope_of(user).bodies(Action.SEE_FIGURES)
    member = ClusterMember.objects.known().filter(cluster=OuterRef("scope_cluster"), area__bodies__in=bodies)
    return (
        Briefing.objects.filter(Q(body__in=bodies) | Exists(member))
        .select_related("body", "scope_area", "scope_body", "scope_cluster", "created_by")
        .order_by("-created_at", "-id")
    )


def bodies_writable_by(user: User) -> QuerySet[Body]:
    """Return the bodies for which this person may write briefings today."""
    bodies = scope_of(user).bodies(Action.WRITE_BRIEFING)
    return Body.objects.on(timezone.localdate()).filter(pk__in=bodies).order_by("name")


def clusters_writable_by(user: User) -> QuerySet[Cluster]:
    """Return the clusters whose synthesis a body of this person may host."""
    bodies = scope_of(user).bodies(Action.WRITE_BRIEFING)
    member = ClusterMember.objects.known().filter(cluster=OuterRef("pk"), area__bodies__in=bodies)
    return Cluster.objects.on(timezone.localdate()).filter(Exists(member))


def may_write_any(user: User) -> bool:
    """Return whether this person may write briefings for any body at all."""
    return bool(scope_of(user).bodies(Action.WRITE_BRIEFING))


def may_write(user: User, briefing: Briefing) -> bool:
    """Return whether this person may write the words of a briefing."""
    return briefing.body_id in scope_of(user).bodies(Action.WRITE_BRIEFING)


def newest_texts(briefing: Briefing) -> dict[str, BriefingText]:
    """Return, by part, the words that count."""
    newest = briefing.texts.order_by("part", "-id").distinct("part")
    return {text.part: text for text in newest}


def newest_words(briefing: Briefing) -> str:
    """Return what changes whenever anything is written into a briefing, or into one of its parts."""
    parts = briefing.parts.values("part")
    texts = BriefingText.objects.filter(Q(briefing=briefing) | Q(briefing__in=parts))
    newest = texts.order_by("-id").values_list("pk", flat=True).first() or 0
    return f"{newest}.{len(parts)}" if briefing.scope_cluster_id else f"{newest}"


def contents_of(briefing: Briefing, *, base_url: str = "") -> Contents:
    """Return everything the paper of a briefing says, in the language of papers."""
    with translation.override(PAPER_LANGUAGE), states_built_once():
        return _contents(briefing, base_url)


def parts_of(briefing: Briefing) -> list[Briefing]:
    """Return the newest briefing of each province in the synthesis of a cluster, by the province's code."""
    newest: dict[str, Briefing] = {}
    for row in briefing.parts.select_related(*(f"part__{name}" for name in _WITH_AREA)).order_by("part_id"):
        newest[area_of(row.part).code] = row.part
    return [newest[code] for code in sorted(newest)]


def handed_up(briefing: Briefing) -> list[Briefing]:
    """Return the newest briefing of each province of a cluster over the same days, in the same form."""
    members = ClusterMember.objects.on(briefing.last_on).filter(cluster=briefing.scope_cluster_id)
    codes = list(members.values_list("area__code", flat=True))
    host_kind = briefing.body.kind if briefing.body else ""
    same_days = Briefing.objects.filter(
        Q(scope_area__code__in=codes) | Q(scope_body__kind=host_kind, scope_body__area__code__in=codes),
        first_on=briefing.first_on,
        last_on=briefing.last_on,
        form=briefing.form,
    )
    newest = {area_of(part).code: part for part in same_days.select_related(*_WITH_AREA).order_by("pk")}
    return list(newest.values())


_WITH_AREA = ("scope_area", "scope_body", "body__area")


def area_of(briefing: Briefing) -> Area:
    """Return the area that a briefing reports on: that of its scope, or of the body that wrote it."""
    area = briefing.scope_area or (briefing.body.area if briefing.body else None)
    assert area is not None  # noqa: S101 - a briefing without an area has a body
    return area


def _contents(briefing: Briefing, base_url: str) -> Contents:
    if briefing.scope_cluster is not None:
        return _synthesis(briefing, briefing.scope_cluster, base_url)
    question = question_of(briefing)
    topics = _parts("topic", question)
    areas = _areas(question)
    return replace(
        _frame(briefing, base_url),
        lines=tuple(_line(name, question) for name in FIGURES),
        topics=topics,
        areas=areas,
        months=_months(question),
        texts=_texts(briefing, topics),
        outlines=_outlines(area.key for area in areas),
    )


def _synthesis(briefing: Briefing, cluster: Cluster, base_url: str) -> Contents:
    parts = parts_of(briefing)
    areas = [area_of(part) for part in parts]
    provinces = [
        Province(area.code, area.name, _contents(part, base_url), area.latitude, area.longitude)
        for part, area in zip(parts, areas, strict=True)
    ]
    members = cluster.members.on(briefing.last_on).exclude(area__in=areas).select_related("area")
    frame = replace(_frame(briefing, base_url), texts=_texts(briefing, ()), lines=_no_lines(briefing))
    return replace(
        put_together(
            frame,
            provinces,
            missing=[member.area.name for member in members.order_by("area__code")],
            address=lambda *asked: sum_address(briefing, *asked),
        ),
        outlines=_outlines(area.code for area in areas),
    )


def sum_address(briefing: Briefing, name: str, before: bool = False, topic: str | None = None) -> str:
    """Return the address of the page on which a cluster's number opens to those of its provinces."""
    asked = ({"ky": "truoc"} if before else {}) | ({} if topic is None else {"linh-vuc": topic})
    address = reverse("briefings:sum", args=[briefing.pk, name])
    return f"{address}?{urlencode(asked)}" if asked else address


def number_in(briefing: Briefing, name: str, *, before: bool = False) -> Count:
    """Return one number as the paper prints it, of the same days of the year before where asked."""
    if briefing.scope_cluster_id is None:
        question = question_of(briefing)
        return _count(value_of(name, question.a_year_earlier() if before else question))
    counts = [number_in(part, name, before=before) for part in parts_of(briefing)]
    bases = [count.base for count in counts if count.base is not None]
    value, base = sum(count.value for count in counts), sum(bases) if bases else None
    return Count(value, sum_address(briefing, name, before), base)


@dataclass(frozen=True)
class Share:
    """What one province adds to a number of its cluster; without `href` this person may not open it."""

    name: str
    briefing: Briefing
    value: int
    base: int | None
    href: str


def shares_of(briefing: Briefing, name: str, *, before: bool, topic: str | None, user: User) -> list[Share]:
    """Return the numbers of the provinces behind a number of their cluster. Raise NoSuchFigure."""
    parts = parts_of(briefing)
    bodies = scope_of(user).bodies(Action.SEE_FIGURES)
    open_to = set(
        AreaAncestor.objects.filter(
            descendant__in=[area_of(part) for part in parts], ancestor__bodies__in=bodies
        ).values_list("descendant_id", flat=True)
    )
    figure_named(name)
    with states_built_once():
        return [_share(part, name, before, topic, may_open=area_of(part).pk in open_to) for part in parts]


def _share(part: Briefing, name: str, before: bool, topic: str | None, *, may_open: bool) -> Share:
    question = question_of(part)
    question = question.a_year_earlier() if before else question
    answer = value_of(name, question, by="" if topic is None else "topic")
    value, base, by = answer.value, answer.base, {}
    if topic is not None:
        found = next((one for one in answer.parts if one.key == topic), None)
        value, by = (found.value if found else 0), {"by": "topic", "part": topic}
        base = (found.base if found else 0) if answer.base is not None else None
    href = address_of(name, question, **by) if may_open else ""
    return Share(area_of(part).name, part, value, base, href)


def topic_named(code: str) -> str:
    """Return the name of a topic for people; of no code, that it is not known."""
    topic = Topic.objects.filter(code=code).order_by("-valid_from").first() if code else None
    return str(topic) if topic else _("not known")


def _no_lines(briefing: Briefing) -> tuple[Line, ...]:
    """Return every figure as nothing, for a synthesis without any part yet."""
    return tuple(
        Line(
            name,
            str(figure.label),
            str(figure.formula),
            Count(0, sum_address(briefing, name)),
            Count(0, sum_address(briefing, name, True)),
        )
        for name, figure in FIGURES.items()
    )


def _frame(briefing: Briefing, base_url: str) -> Contents:
    """Return the contents without anything counted or written."""
    return Contents(
        letterhead=_letterhead(briefing),
        written_on=timezone.localtime(briefing.created_at, _zone()).date(),
        first_on=briefing.first_on,
        last_on=briefing.last_on,
        known_at=f"{timezone.localtime(briefing.known_at, _zone()):%H:%M ngày %d/%m/%Y}",
        boundaries_on=briefing.boundaries_on,
        lines=(),
        topics=(),
        areas=(),
        months=(),
        notice=NOTICE if settings.DEMO_MODE else "",
        base_url=base_url,
    )


def texts_of(briefing: Briefing) -> dict[str, Words]:
    """Return the words of each part, or what is proposed for it."""
    if briefing.scope_cluster_id is not None:
        return contents_of(briefing).texts
    with translation.override(PAPER_LANGUAGE):
        return _texts(briefing, _parts("topic", question_of(briefing)))


def question_of(briefing: Briefing) -> Question:
    """Return what a briefing asks of every figure."""
    return Question(
        first_on=briefing.first_on,
        last_on=briefing.last_on,
        area=briefing.scope_area,
        body=briefing.scope_body,
        known_at=briefing.known_at,
        boundaries_on=briefing.boundaries_on,
    )


def _line(name: str, question: Question) -> Line:
    figure, earlier = FIGURES[name], question.a_year_earlier()
    return Line(
        name,
        str(figure.label),
        str(figure.formula),
        _count(value_of(name, question)),
        _count(value_of(name, earlier)),
    )


def _count(answer: Answer) -> Count:
    return Count(answer.value, address_of(answer.figure.name, answer.question), answer.base)


def _parts(by: str, question: Question) -> tuple[PartLine, ...]:
    """Return the topics or areas with anything to count, in the order of their codes."""
    labels: dict[str, str] = {}
    counts: dict[str, dict[str, Count]] = {}
    for name in PART_FIGURES:
        for part in value_of(name, question, by=by).parts:
            labels[part.key] = part.label
            counts.setdefault(part.key, {})[name] = _part_count(name, question, by, part)
    return tuple(
        PartLine(key, labels[key], _with_zeros(counts[key], question, by, key))
        for key in sorted(labels, key=lambda code: (not code, code))
    )


def _part_count(name: str, question: Question, by: str, part: Part) -> Count:
    base = part.base if FIGURES[name].has_base else None
    return Count(part.value, address_of(name, question, by=by, part=part.key), base)


def _with_zeros(counts: dict[str, Count], question: Question, by: str, key: str) -> dict[str, Count]:
    return {name: counts.get(name, _none(name, question, by, key)) for name in PART_FIGURES}


def _none(name: str, question: Question, by: str, key: str) -> Count:
    return Count(0, address_of(name, question, by=by, part=key))


def _areas(question: Question) -> tuple[PartLine, ...]:
    """Return every area directly below the question's own, with its point, those without reports too."""
    counted = {part.key: part for part in _parts("area", question)}
    places = {area.code: area for area in _areas_shown(question, counted)}
    missing = [
        PartLine(code, place.name, _with_zeros({}, question, "area", code))
        for code, place in places.items()
        if code not in counted
    ]
    return tuple(
        PartLine(part.key, part.label, part.counts, *_point(places.get(part.key)))
        for part in sorted([*counted.values(), *missing], key=lambda part: (not part.key, part.key))
    )


def _areas_shown(question: Question, counted: Iterable[str]) -> QuerySet[Area]:
    day = question.boundaries_on or question.last_on
    if question.area is not None:
        return Area.objects.on(day).filter(parent__code=question.area.code)
    return Area.objects.on(day).filter(code__in=[code for code in counted if code])


def _point(area: Area | None) -> tuple[float | None, float | None]:
    return (area.latitude, area.longitude) if area else (None, None)


def _outlines(codes: Iterable[str]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the outer rings of the boundaries that are loaded for these areas."""
    rings = []
    for boundary in Boundary.objects.filter(area__code__in=[code for code in codes if code]):
        shape = boundary.geometry
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings += [tuple((float(x), float(y)) for x, y, *_ in polygon[0]) for polygon in polygons]
    return tuple(rings)


def _months(question: Question) -> tuple[Month, ...]:
    now = _by_month(value_of("reports_received", question, by="day").parts)
    earlier = question.a_year_earlier()
    before = _by_month(value_of("reports_received", earlier, by="day").parts)
    return tuple(
        Month(f"{month:02d}/{year}", now.get((year, month), 0), before.get((year - 1, month), 0))
        for year, month in _months_between(question.first_on, question.last_on)
    )


def _by_month(days: Iterable[Part]) -> dict[tuple[int, int], int]:
    months: dict[tuple[int, int], int] = {}
    for part in days:
        day = date.fromisoformat(part.key)
        months[day.year, day.month] = months.get((day.year, day.month), 0) + part.value
    return months


def _months_between(first_on: date, last_on: date) -> list[tuple[int, int]]:
    months, day = [], first_on.replace(day=1)
    while day <= last_on:
        months.append((day.year, day.month))
        day = (day + timedelta(days=32)).replace(day=1)
    return months


def _texts(briefing: Briefing, topics: Iterable[PartLine]) -> dict[str, Words]:
    written = newest_texts(briefing)
    return {
        part.name: Words(written[part.name].words, proposal=False)
        if part.name in written
        else Words(proposal_for(part, topics), proposal=True)
        for part in outline.PARTS
    }


def proposal_for(part: outline.Part, topics: Iterable[PartLine]) -> str:
    """Return what the machine proposes to write about; the mood names what people wrote about most."""
    if part is not outline.MOOD:
        return part.proposal
    most = sorted(topics, key=lambda topic: -topic.counts["reports_received"].value)[:3]
    named = [topic.label for topic in most if topic.key and topic.counts["reports_received"].value]
    if not named:
        return part.proposal
    return f"Người dân quan tâm nhiều nhất đến: {', '.join(named)}.\n{part.proposal}"


def _letterhead(briefing: Briefing) -> Letterhead:
    scope = briefing.scope
    if briefing.body is not None:
        return letterhead_of(briefing.body, form=briefing.form, about=scope)
    place = scope.bare_name if isinstance(scope, Area) else ""
    return Letterhead(briefing.form, scope.name, "", "", place, "", within_sentence(scope))


def issuer_of(area: Area, *, on: date) -> Body | None:
    """Return the people's committee (or the office) of an area: it writes a briefing asked for an area."""
    bodies = Body.objects.on(on).filter(area__code=area.code, line=BodyLine.STATE)
    governing = bodies.filter(reduce(or_, (Q(kind__startswith=kind) for kind in GOVERNING)))
    return governing.order_by("pk").first() or bodies.order_by("pk").first()


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return this moment in the installation's time zone."""
    return timezone.localtime(timezone.now(), _zone())
