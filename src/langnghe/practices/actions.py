"""Everything that changes a practice: each action locks it, checks, changes, and writes one event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import heirs_after
from langnghe.ground.steps import must
from langnghe.people.models import User
from langnghe.places.decrees import Decree
from langnghe.places.models import Area, AreaAncestor
from langnghe.places.words import folded_words
from langnghe.practices import queries
from langnghe.practices.models import (
    EventKind,
    Practice,
    PracticeEvent,
    PracticePicture,
    PracticeWords,
    Runner,
    Status,
    Term,
)
from langnghe.reports.pictures import CleanPicture
from langnghe.topics.models import Topic


@dataclass(frozen=True)
class Entry:
    """What a body says of a practice when it registers or corrects it."""

    name: str
    field: Term
    area: Area
    run_by: str
    aim: str
    measures: str
    taking_part: int
    started_on: date
    locality: str = ""
    runner: str = Runner.COLLECTIVE


@transaction.atomic
def register(
    entry: Entry, *, body: Body, by: User, now: datetime, copies: Practice | None = None
) -> Practice:
    """Register a practice of a body; with `copies`, as a copy of another body's, which is told so."""
    _must_lie_in(entry.area, body)
    practice = Practice(body=body, copy_of=copies, registered_at=now)
    _describe(practice, entry)
    practice.save()
    _written(practice, EventKind.REGISTERED, by=by, now=now)
    if copies is not None:
        source = _locked(copies)
        must(source.status == Status.RECOGNISED, _("Only a recognised practice can be copied."))
        must(source.body_id != body.pk, _("This practice is your own: it needs no copy."))
        _written(source, EventKind.COPIED, by=by, now=now, copy=practice)
    return practice


@transaction.atomic
def correct(practice: Practice, entry: Entry, *, words: str, by: User, now: datetime) -> PracticeEvent:
    """Correct what was registered; how it stood before stays in the history."""
    practice = _locked(practice)
    _must_not_be_retired(practice)
    _must_lie_in(entry.area, practice.body)
    _describe(practice, entry)
    return _written(practice, EventKind.CORRECTED, by=by, now=now, words=words)


@transaction.atomic
def check(
    practice: Practice,
    *,
    seen_on: date,
    working: bool,
    words: str,
    by: User,
    now: datetime,
    taking_part: int | None = None,
) -> PracticeEvent:
    """Write down a visit: what was seen, and whether the practice is still at work."""
    practice = _locked(practice)
    _must_not_be_retired(practice)
    must(bool(words.strip()), _("Write what was seen."))
    must(seen_on <= timezone.localdate(now), _("The visit lies in the future."))
    practice.working, practice.checked_on = working, seen_on
    if taking_part is not None:
        practice.taking_part = taking_part
    return _written(practice, EventKind.CHECKED, by=by, now=now, words=words)


@transaction.atomic
def recognise(
    practice: Practice,
    *,
    level: Term,
    year: int,
    criteria: list[Term],
    recognised_by: Body,
    words: str,
    by: User,
    now: datetime,
) -> PracticeEvent:
    """Recognise a practice at a level for a year, by the criteria it fulfils; `words` name the decision."""
    practice = _locked(practice)
    _must_not_be_retired(practice)
    must(bool(criteria), _("Tick the criteria that the practice fulfils."))
    must(
        level.area_level is None or recognised_by.area.level <= level.area_level,
        _("%(body)s cannot recognise at this level.") % {"body": recognised_by},
    )
    practice.status, practice.level, practice.recognised_year = Status.RECOGNISED, level, year
    return _written(
        practice,
        EventKind.RECOGNISED,
        by=by,
        now=now,
        words=words,
        criteria=[criterion.pk for criterion in criteria],
        recognised_by=recognised_by,
    )


@transaction.atomic
def retire(practice: Practice, *, words: str, by: User, now: datetime) -> PracticeEvent:
    """No longer recognise a practice, with the reason; its public page is gone from now on."""
    practice = _locked(practice)
    _must_not_be_retired(practice)
    must(bool(words.strip()), _("Write the reason."))
    practice.status = Status.RETIRED
    return _written(practice, EventKind.RETIRED, by=by, now=now, words=words)


@transaction.atomic
def tell(
    practice: Practice,
    *,
    story: str,
    consent: str,
    picture: CleanPicture | None,
    by: User,
    now: datetime,
) -> PracticeEvent:
    """
    Tell the story of a practice to everybody.

    `consent` says how those shown or told of agreed; `by` vouches for it. Without a picture an earlier one
    goes: consent is given for the whole.
    """
    practice = _locked(practice)
    must(practice.status == Status.RECOGNISED, _("Only a recognised practice is made public."))
    must(bool(story.strip()), _("Write the story."))
    must(bool(consent.strip()), _("Write how those shown or told of agreed."))
    _forget_story(practice, now)
    practice.story, practice.consent = _kept(story), _kept(consent)
    practice.told_by, practice.told_at = by, now
    practice.picture = _kept_picture(practice, picture) if picture else None
    return _written(practice, EventKind.TOLD, by=by, now=now)


@transaction.atomic
def take_back(practice: Practice, *, words: str, by: User, now: datetime) -> PracticeEvent:
    """Take the story back, when somebody no longer agrees: its words are blanked, the photo is deleted."""
    practice = _locked(practice)
    must(practice.story_id is not None, _("No story of this practice is public."))
    must(bool(words.strip()), _("Write the reason."))
    _forget_story(practice, now)
    practice.story = practice.consent = practice.picture = practice.told_by = practice.told_at = None
    return _written(practice, EventKind.TAKEN_BACK, by=by, now=now, words=words)


@transaction.atomic
def choose_figure(
    practice: Practice, *, figure: str, topic: Topic | None, by: User, now: datetime
) -> PracticeEvent:
    """Say which figure of the house the practice means to move, on one topic or on all."""
    practice = _locked(practice)
    practice.figure, practice.figure_topic = figure, topic
    return _written(practice, EventKind.FIGURE_CHOSEN, by=by, now=now)


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """Move practices to the area and the body of today; what was registered stays as it was registered."""
    heirs = heirs_after(decree)
    left = queries.left_behind(heirs).select_for_update(of=("self",))
    moves = [move for move in queries.moves_after(heirs, left) if move.is_any]
    for move in moves:
        practice = move.practice
        practice.area, practice.body = move.area, move.body  # type: ignore[assignment]
        _written(practice, EventKind.MOVED, by=by, now=now)
    return [len(moves)]


def _locked(practice: Practice) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",)).select_related(
        "body__area", "area", "story", "picture"
    )
    return rows.get(pk=practice.pk)


def _must_not_be_retired(practice: Practice) -> None:
    must(practice.status != Status.RETIRED, _("This practice is no longer recognised."))


def _must_lie_in(area: Area, body: Body) -> None:
    inside = AreaAncestor.objects.filter(ancestor=body.area_id, descendant=area.pk).exists()
    must(inside, _("%(area)s is not in the area of %(body)s.") % {"area": area, "body": body})


def _describe(practice: Practice, entry: Entry) -> None:
    for name in ("name", "field", "area", "locality", "runner", "run_by", "taking_part", "started_on"):
        setattr(practice, name, getattr(entry, name))
    practice.aim, practice.measures = _kept(entry.aim), _kept(entry.measures)


def _kept(words: str) -> PracticeWords:
    return PracticeWords.objects.create(words=words.strip())


def _kept_picture(practice: Practice, picture: CleanPicture) -> PracticePicture:
    return PracticePicture.objects.create(
        practice=practice,
        file=picture.file,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
    )


def _forget_story(practice: Practice, now: datetime) -> None:
    if practice.story is not None:
        practice.story.blank(now=now)
    if practice.picture is not None:
        file = practice.picture.file
        transaction.on_commit(lambda: file.storage.delete(str(file.name)))


def _written(
    practice: Practice, kind: str, *, by: User | None, now: datetime, words: str = "", **facts: object
) -> PracticeEvent:
    """Count the event, keep the practice as it stands, and write both down."""
    practice.last_seq += 1
    said = (practice.name, practice.run_by, practice.locality, practice.area.name)
    practice.folded = folded_words(" ".join(said))
    practice.save()
    event = event_of(practice, kind, by=by, now=now, words=_kept(words) if words.strip() else None, **facts)
    event.save()
    return event


def event_of(
    practice: Practice,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    words: PracticeWords | None = None,
    **facts: object,
) -> PracticeEvent:
    """Return an unsaved event with a copy of how the practice stands."""
    stands = {name: getattr(practice, name) for name in _STANDS}
    return PracticeEvent(
        practice=practice,
        seq=practice.last_seq,
        kind=kind,
        happened_at=now,
        by=by,
        words=words,
        **stands,
        **facts,
    )


_STANDS = (
    *("name", "status", "field_id", "body_id", "area_id", "copy_of_id", "level_id", "recognised_year"),
    *("taking_part", "working", "checked_on", "figure"),
)
