"""Reading practices: which a person may see, which everybody may, and what they are sorted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.core.language import mask_personal_data
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
from langnghe.places.decrees import Decree, Line, Touched, touched
from langnghe.places.models import Area
from langnghe.places.words import folded_words
from langnghe.practices.models import Practice, PracticeEvent, Status, Term

IN_FULL = ("field", "level", "area__parent", "body", "aim", "measures", "copy_of", "picture", "figure_topic")


def visible_to(user: User) -> QuerySet[Practice]:
    """Return the practices registered by bodies whose work this person may see."""
    return Practice.objects.filter(body__in=scope_of(user).bodies(Action.SEE_WORK))


def public() -> QuerySet[Practice]:
    """Return the practices that everybody may see: recognised, told, and vouched for."""
    return Practice.objects.filter(status=Status.RECOGNISED, story__isnull=False)


def practice_for(pk: int, user: User, action: Action = Action.SEE_WORK) -> Practice | None:
    """Return a practice to which this person may do this; None hides and lacks alike."""
    bodies = scope_of(user).bodies(action)
    found = Practice.objects.filter(pk=pk, body__in=bodies)
    return found.select_related(*IN_FULL, "story", "consent", "told_by").first()


def may_see(user: User, practice: Practice) -> bool:
    """Return whether this person may see the page of a practice."""
    return practice.body_id in scope_of(user).bodies(Action.SEE_WORK)


def recognised_for(user: User) -> QuerySet[Practice]:
    """Return the recognised practices this person may see, and those that everybody may."""
    recognised = Practice.objects.filter(status=Status.RECOGNISED)
    return recognised.filter(Q(body__in=scope_of(user).bodies(Action.SEE_WORK)) | Q(story__isnull=False))


def matching(practices: QuerySet[Practice], words: str) -> QuerySet[Practice]:
    """Keep the practices whose name, place or collective has each of these words, with or without marks."""
    for word in folded_words(words).split():
        practices = practices.filter(folded__contains=word)
    return practices


def terms(kind: str, *, on: date) -> QuerySet[Term]:
    """Return the fields, criteria or levels of a day, in their order."""
    return Term.objects.on(on).filter(kind=kind).order_by("position")


def history_of(practice: Practice) -> list[PracticeEvent]:
    """Return what happened to a practice, the newest first."""
    events = practice.events.select_related("by", "words", "copy__body", "recognised_by", "level")
    return list(events.order_by("-seq"))


def criteria_of(events: list[PracticeEvent]) -> list[Term]:
    """Return what was ticked when the practice was last recognised."""
    ticked = next((event.criteria for event in events if event.criteria), [])
    return list(Term.objects.filter(pk__in=ticked).order_by("position"))


def copies_of(practice: Practice) -> QuerySet[Practice]:
    """Return the practices that other bodies registered as copies of this one."""
    return practice.copies.select_related("body", "area").order_by("-registered_at", "-id")


@dataclass(frozen=True)
class Move:
    """Where a practice goes after a decree; what is empty, a person decides."""

    practice: Practice
    area: Area | None
    body: Body | None
    reason: str

    @property
    def is_any(self) -> bool:
        """Whether anything changes without a person."""
        return (self.area, self.body) != (self.practice.area, self.practice.body) and bool(
            self.area and self.body
        )


def moves_after(heirs: Heirs, practices: Iterable[Practice]) -> list[Move]:
    """Return where practices in ended areas, or of ended bodies, go: as a whole, or not at all."""
    decree = heirs.decree
    moves = []
    for practice in practices:
        area: Area | None = practice.area
        body: Body | None = practice.body
        reason = ""
        if practice.area_id in decree.ended:
            area = decree.successor_at(practice.area_id, locality=practice.locality)
            reason = "" if area else decree.fates[practice.area_id].reason
        if practice.body_id in heirs.ended:
            body = heirs.of(practice.body_id, placed_in=area)
            reason = reason or ("" if body else heirs.reason(practice.body_id))
        moves.append(Move(practice, area, body, reason))
    return moves


def left_behind(heirs: Heirs) -> QuerySet[Practice]:
    """Return the practices, not retired, that stand in an ended area or with an ended body."""
    standing = Q(area__in=heirs.decree.ended) | Q(body__in=heirs.ended)
    left = Practice.objects.exclude(status=Status.RETIRED).filter(standing)
    return left.select_related("area", "body__area").order_by("pk")


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the practices that a decree touches, and where each goes."""
    heirs = heirs_after(decree)

    def line(practice: Practice) -> Line:
        [move] = moves_after(heirs, [practice])
        there = f"{move.area.name} · {move.body.name}" if move.area and move.body else ""
        return Line(practice.name, f"{practice.area.name} · {practice.body.name}", there, move.reason)

    return [touched(_("Practices"), left_behind(heirs), line, at_most=at_most)]


@dataclass(frozen=True)
class Told:
    """What everybody reads of a practice: details of people masked once more, whatever an office left in."""

    practice: Practice
    name: str
    run_by: str
    aim: str
    measures: str
    story: str
    copies: int


def told(pk: int) -> Told | None:
    """Return what everybody may read of a practice; None where it is not public or does not exist."""
    found = public().select_related(*IN_FULL, "story").annotate(times_copied=Count("copies")).filter(pk=pk)
    practice = found.first()
    if practice is None or practice.story is None:
        return None
    return Told(
        practice=practice,
        name=mask_personal_data(practice.name),
        run_by=mask_personal_data(practice.run_by),
        aim=mask_personal_data(practice.aim.words),
        measures=mask_personal_data(practice.measures.words),
        story=mask_personal_data(practice.story.words),
        copies=practice.times_copied,
    )
