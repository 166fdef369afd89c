"""Reading practices: which a person may see, which everybody may, and what they are sorted by."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from langnghe.core.language import mask_personal_data
from langnghe.people.models import User
from langnghe.people.rights import Action, scope_of
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


def can_be_copied_by(user: User) -> QuerySet[Practice]:
    """Return the recognised practices this person may see, and those that everybody may."""
    recognised = Practice.objects.filter(status=Status.RECOGNISED)
    return recognised.filter(Q(body__in=scope_of(user).bodies(Action.SEE_WORK)) | Q(story__isnull=False))


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
