"""Reading briefings: who may see which, and what one says."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from langnghe.bodies.models import Body
from langnghe.bodies.models import Line as BodyLine
from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Count, Letterhead, Line, Month, PartLine, Words
from langnghe.briefings.models import Briefing, BriefingText
from langnghe.figures.catalogue import FIGURES
from langnghe.figures.queries import Answer, Part, Question, address_of, states_built_once, value_of
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area, Boundary

PART_FIGURES = ("reports_received", "cases_answered", "cases_open", "cases_overdue")
NOTICE = "DỮ LIỆU MINH HỌA"
PAPER_LANGUAGE = "vi"


def visible_to(user: User) -> QuerySet[Briefing]:
    """Return the briefings of bodies whose figures this person may see, newest first."""
    bodies = scope_of(user).bodies(Action.SEE_FIGURES)
    return (
        Briefing.objects.filter(body__in=bodies)
        .select_related("body", "scope_area", "scope_body", "created_by")
        .order_by("-created_at", "-id")
    )


def bodies_writable_by(user: User) -> QuerySet[Body]:
    """Return the bodies for which this person may write briefings today."""
    bodies = scope_of(user).bodies(Action.WRITE_BRIEFING)
    return Body.objects.on(timezone.localdate()).filter(pk__in=bodies).order_by("name")


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


def contents_of(briefing: Briefing, *, base_url: str = "") -> Contents:
    """Return everything the paper of a briefing says, in the language of papers."""
    with translation.override(PAPER_LANGUAGE), states_built_once():
        return _contents(briefing, base_url)


def _contents(briefing: Briefing, base_url: str) -> Contents:
    question = question_of(briefing)
    topics = _parts("topic", question)
    areas = _areas(question)
    return Contents(
        letterhead=_letterhead(briefing),
        written_on=timezone.localtime(briefing.created_at, _zone()).date(),
        first_on=briefing.first_on,
        last_on=briefing.last_on,
        known_at=f"{timezone.localtime(briefing.known_at, _zone()):%H:%M ngày %d/%m/%Y}",
        boundaries_on=briefing.boundaries_on,
        lines=tuple(_line(name, question) for name in FIGURES),
        topics=topics,
        areas=areas,
        months=_months(question),
        texts=_texts(briefing, topics),
        outlines=_outlines(area.key for area in areas),
        notice=NOTICE if settings.DEMO_MODE else "",
        base_url=base_url,
    )


def texts_of(briefing: Briefing) -> dict[str, Words]:
    """Return the words of each part, or what is proposed for it."""
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


def letterhead_of(body: Body, *, form: str, about: Area | Body) -> Letterhead:
    """Return how the papers of a body are headed and signed, when they are about an area or a body."""
    return Letterhead(
        form=form,
        issuer=body.name_on_paper,
        superior=body.superior_on_paper,
        abbreviation=body.abbreviation,
        place=body.area.bare_name,
        signer=body.kind,
        area_name=within_sentence(about),
    )


def within_sentence(scope: Area | Body) -> str:
    """Return the name of an area as it stands inside a sentence: "tỉnh Gia Lai"; a body keeps its capital."""
    return scope.name[0].lower() + scope.name[1:] if isinstance(scope, Area) else scope.name


def issuer_of(area: Area, *, on: date) -> Body | None:
    """Return the people's committee (or the office) of an area: it writes a briefing asked for an area."""
    bodies = Body.objects.on(on).filter(area__code=area.code, line=BodyLine.STATE)
    kinds = bodies.filter(Q(kind__startswith="ubnd") | Q(kind__startswith="office"))
    return kinds.order_by("pk").first() or bodies.order_by("pk").first()


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return this moment in the installation's time zone."""
    return timezone.localtime(timezone.now(), _zone())
