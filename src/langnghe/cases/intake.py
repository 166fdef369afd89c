"""
The one door in: words become a report and a case with an owner and a date, in one transaction.

The public form, the reception desk, imports and Open311 are edges that call `take_in`, its batch twin
`take_in_many`, or the preview `where_it_would_go`. All three use the same pure function for the rows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import h3
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.cases import clocks, offices
from langnghe.cases.hearing import SILENCE, Heard, hear
from langnghe.cases.history import event_of
from langnghe.cases.models import Case, CaseEvent, CaseWords, EventKind, ReportLink, Urgency
from langnghe.cases.offices import Atlas, Surroundings
from langnghe.cases.rulebook import Rulebook, rulebook
from langnghe.core.workdays import WorkCalendar
from langnghe.ground.copying import copy_together, give_ids, insert_together
from langnghe.people import tokens
from langnghe.people.models import Contact, User
from langnghe.places.models import Area
from langnghe.reports.models import Channel, Reading, Report, ReportFile, ReportWords
from langnghe.reports.pictures import CleanPicture
from langnghe.reports.secrets import hash_of, secret_for
from langnghe.topics.models import Kind, Topic, Track
from langnghe.topics.queries import UNSORTED_TOPIC

LONGEST_WORDS = 10_000
CLOCKS_MAY_DIFFER = timedelta(minutes=10)
REPORTS_A_WEEK = 40  # from one telephone number or address; more come in at the reception desk
H3_RESOLUTION = 8  # cells of about 0.7 km²


class NotTaken(Exception):
    """The report cannot be taken in as it is; `faults` has one sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


class GoesElsewhere(NotTaken):
    """Words of this kind are not taken here: the person is shown where to go, nothing is stored."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__({"kind": kind.guidance})


@dataclass(frozen=True)
class ContactIn:
    """How the sender may be reached; all of it optional, all of it for the vault."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    hidden_from_office: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.telephone or self.email)


@dataclass(frozen=True)
class Step:
    """
    One later event of a case that comes in with its history: what, when, and how the case then stood.

    A hand-over names the body, an extension its amount in the unit of the rule; the clocks then move as
    they do for `actions`.
    """

    kind: EventKind
    happened_at: datetime
    status: str
    outcome: str = ""
    words: str = ""
    words_are_public: bool = False
    body: Body | None = None
    amount: int | None = None
    by: User | None = None


@dataclass(frozen=True, kw_only=True)
class ReportIn:
    """What one person said, and all that an edge knows about it."""

    words: str
    kind: str
    channel: str
    topic: str = ""
    area: Area | None = None
    locality: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    happened_at: datetime | None = None
    received_at: datetime | None = None
    time_as_said: str = ""
    language: str = "vi"
    urgency: str = Urgency.NORMAL
    contact: ContactIn = ContactIn()
    touches_office: bool = False
    original_may_be_public: bool = False
    client_id: UUID = field(default_factory=uuid4)
    pictures: tuple[CleanPicture, ...] = ()
    source: str = ""
    source_id: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: the public number, the secret, who deals with it and by when."""

    case: Case
    secret: str
    taken_before: bool = False


@dataclass(frozen=True)
class Preview:
    """Where a report would go and by when it would be answered; what was heard in its words."""

    body: object
    one_above: bool
    answer_due_at: datetime
    rule: object
    topic: Topic
    heard: Heard


@dataclass
class NewRows:
    """The unsaved rows of one report."""

    words: ReportWords
    contact: Contact | None
    report: Report
    files: list[ReportFile]
    reading: Reading
    case: Case
    link: ReportLink
    events: list[CaseEvent]

    @property
    def all(self) -> list[Model]:
        """Every row, those before that others point at."""
        case_words = [event.words for event in self.events if event.words is not None]
        contact = [self.contact] if self.contact is not None else []
        one_each = [self.report, self.reading, self.case, self.link]
        return [self.words, *contact, *one_each, *self.files, *case_words, *self.events]


def take_in(report_in: ReportIn, *, by: User | None, now: datetime) -> Receipt:
    """
    Take in one report: durable, routed and dated when this returns.

    A resend of the same `client_id` changes nothing and is told the same number and secret.
    Raises NotTaken with one sentence for each field at fault; GoesElsewhere for kinds not taken here.
    """
    rules = rulebook()
    _check(report_in, rules, now=now)
    places = offices.around(report_in.area, on=_local_day(rules, now), rules=rules)
    try:
        with transaction.atomic():
            _hold_back_floods(report_in, now=now)
            rows = rows_of(report_in, rules, places, number=_next_numbers(1, now)[0], by=by, now=now)
            _give_ids([rows])
            insert_together(rows.all)
    except IntegrityError:
        if earlier := _taken_before(report_in.client_id):
            return earlier
        raise
    return Receipt(rows.case, secret_for(report_in.client_id))


def take_in_many(
    reports_in: Sequence[ReportIn], *, atlas: Atlas, by: User | None, now: datetime
) -> list[NewRows]:
    """
    Take in many reports by COPY, in one transaction of their own; the rows are those of `take_in`.

    Their `steps` become events after the opening. Raises NotTaken for the first report at fault, with
    nothing written: importers check each with `faults_of` before.
    """
    rules = rulebook()
    for report_in in reports_in:
        _check(report_in, rules, now=now)
    with transaction.atomic():
        numbers = _next_numbers(len(reports_in), now)
        batch = [
            rows_of(
                report_in,
                rules,
                atlas.around(report_in.area.pk if report_in.area else None),
                number=number,
                by=by,
                now=now,
            )
            for report_in, number in zip(reports_in, numbers, strict=True)
        ]
        _give_ids(batch)
        copy_together(row for rows in batch for row in rows.all)
    return batch


def where_it_would_go(report_in: ReportIn, *, now: datetime) -> Preview:
    """Return which body would deal with this report and by when; nothing is stored."""
    rules = rulebook()
    _check(report_in, rules, now=now)
    places = offices.around(report_in.area, on=_local_day(rules, now), rules=rules)
    case = rows_of(report_in, rules, places, number="", by=None, now=now).case
    heard = _heard(report_in, rules, _local_day(rules, report_in.received_at or now))
    return Preview(
        case.body, case.one_above, case.answer_due_at, case.deadline_rule, topic=case.topic, heard=heard
    )


def rows_of(
    report_in: ReportIn, rules: Rulebook, places: Surroundings, *, number: str, by: User | None, now: datetime
) -> NewRows:
    """Return the rows that a report becomes. Pure: reads no clock and no database."""
    received_at = report_in.received_at or now
    day = _local_day(rules, received_at)
    heard = _heard(report_in, rules, day)
    kind, topic = _kind(report_in, rules, day), _topic(report_in, heard, rules, day)
    touches_office = report_in.touches_office or heard.of_conduct
    where = offices.destination(rules, places, topic, touches_office=touches_office, on=day)
    dates = clocks.dates_for(
        rules,
        kind=kind,
        topic=topic,
        urgency=report_in.urgency,
        area_ids=places.area_ids,
        received_at=received_at,
    )
    words = ReportWords.saying(
        report_in.words.strip(), locality=report_in.locality.strip(), place=report_in.place.strip()
    )
    contact = _contact(report_in)
    report = Report(
        words=words,
        contact=contact,
        kind=kind,
        topic=topic if report_in.topic else None,
        area=report_in.area,
        received_at=received_at,
        entered_by=by if report_in.channel not in (Channel.WEB, Channel.OPEN311, Channel.IMPORT) else None,
        secret_hash=hash_of(secret_for(report_in.client_id)),
        **{name: getattr(report_in, name) for name in _CARRIED_OVER},
    )
    reading = Reading(
        report=report,
        topic=topic,
        area=places.area,
        latitude=report_in.latitude,
        longitude=report_in.longitude,
        h3_cell=_cell(report_in),
        confidence=1.0 if report_in.topic else heard.score,
        suggested=heard.suggested,
        decided_by=list(heard.words),
        kind=heard.kind,
        urgency=heard.urgency,
        method=_method(report_in),
        version=heard.version,
    )
    case = Case(
        number=number,
        kind=kind,
        topic=topic,
        area=places.area,
        province=places.province,
        body=where.body,
        one_above=where.one_above,
        first_report=report,
        urgency=report_in.urgency,
        received_at=received_at,
        accept_due_at=dates.accept_due_at,
        promised_at=dates.answer_due_at,
        answer_due_at=dates.answer_due_at,
        body_due_at=dates.answer_due_at,
        deadline_rule=dates.rule,
    )
    events = [event_of(case, EventKind.OPENED, happened_at=received_at, by=by)]
    calendar = rules.calendar(places.area_ids)
    for step in report_in.steps:
        events.append(_follow(case, step, events, calendar))
    link = ReportLink(report=report, case=case)
    return NewRows(words, contact, report, _files(report, report_in), reading, case, link, events)


def faults_of(report_in: ReportIn, rules: Rulebook, *, now: datetime) -> dict[str, str]:
    """Return what is wrong with a report, one sentence for each field; empty where it can be taken in."""
    faults = {}
    if not report_in.words.strip():
        faults["words"] = _("Write what you want to say.")
    elif len(report_in.words) > LONGEST_WORDS:
        faults["words"] = _(
            "This is longer than %(most)s characters: shorten it, or send it in two parts."
        ) % {"most": LONGEST_WORDS}
    elif "\x00" in report_in.words:
        faults["words"] = _("The text holds a character that cannot be stored: type it again.")
    received_at = report_in.received_at or now
    if received_at > now + CLOCKS_MAY_DIFFER:
        faults["received_at"] = _("The day of receipt lies in the future: check the date.")
    if report_in.happened_at and report_in.happened_at > now + CLOCKS_MAY_DIFFER:
        faults["happened_at"] = _("This day lies in the future: check the date.")
    day = _local_day(rules, received_at)
    if rules.kind(report_in.kind, on=day) is None:
        faults["kind"] = _("Choose what kind of message this is.")
    if report_in.topic and rules.topic(report_in.topic, on=day) is None:
        faults["topic"] = _("This topic does not exist: choose one from the list.")
    if report_in.area and _ended(report_in.area, day):
        faults["area"] = _("%(area)s no longer exists: choose the commune of today.") % {
            "area": report_in.area.name
        }
    if (report_in.latitude is None) != (report_in.longitude is None) or not _on_earth(report_in):
        faults["point"] = _("The point on the map is not complete: set it again, or leave it out.")
    return faults


_DONE_BY_SENDERS = (EventKind.RATED, EventKind.REOPENED, EventKind.WITHDRAWN)
_CARRIED_OVER = (
    "language",
    "channel",
    "latitude",
    "longitude",
    "happened_at",
    "time_as_said",
    "touches_office",
    "original_may_be_public",
    "client_id",
    "source",
    "source_id",
)


def _check(report_in: ReportIn, rules: Rulebook, *, now: datetime) -> None:
    day = _local_day(rules, report_in.received_at or now)
    kind = rules.kind(report_in.kind, on=day)
    if kind is not None and kind.track != Track.OPEN:
        raise GoesElsewhere(kind)
    if faults := faults_of(report_in, rules, now=now):
        raise NotTaken(faults)


def _kind(report_in: ReportIn, rules: Rulebook, day: date) -> Kind:
    kind = rules.kind(report_in.kind, on=day)
    if kind is None:
        raise NotTaken({"kind": _("Choose what kind of message this is.")})
    return kind


def _heard(report_in: ReportIn, rules: Rulebook, day: date) -> Heard:
    """Listen to the words, except where the source of an import has sorted them itself."""
    if report_in.channel == Channel.IMPORT and report_in.topic:
        return SILENCE
    return hear(report_in.words, rules, on=day)


def _method(report_in: ReportIn) -> str:
    if not report_in.topic:
        return Reading.Method.RULES
    return Reading.Method.IMPORT if report_in.channel == Channel.IMPORT else Reading.Method.SENDER


def _topic(report_in: ReportIn, heard: Heard, rules: Rulebook, day: date) -> Topic:
    """Return the topic that was chosen, else the one that was heard, else that of what nobody has sorted."""
    if report_in.topic:
        topic = rules.topic(report_in.topic, on=day)
    else:
        topic = heard.topic or rules.topic(UNSORTED_TOPIC, on=day)
    if topic is None:
        raise NotTaken({"topic": _("This topic does not exist: choose one from the list.")})
    return topic


def _contact(report_in: ReportIn) -> Contact | None:
    contact = report_in.contact
    if not contact:
        return None
    return Contact.locked(
        name=contact.name,
        telephone=contact.telephone,
        email=contact.email,
        hidden_from_office=contact.hidden_from_office,
    )


def _files(report: Report, report_in: ReportIn) -> list[ReportFile]:
    return [
        ReportFile(
            report=report,
            file=picture.file,
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
        )
        for picture in report_in.pictures
    ]


def _follow(case: Case, step: Step, earlier: Sequence[CaseEvent], calendar: WorkCalendar) -> CaseEvent:
    """Bring a case to where its source says it stood after a step."""
    first_answer = step.kind == EventKind.ANSWERED and not any(event.first_answer for event in earlier)
    case.status, case.outcome = step.status, step.outcome
    case.closed_at = None if case.is_open else step.happened_at
    if step.body is not None:
        case.body, case.hand_overs = step.body, case.hand_overs + 1
    event = event_of(
        case,
        step.kind,
        happened_at=step.happened_at,
        by=step.by,
        words=CaseWords.saying(step.words) if step.words else None,
        words_are_public=step.words_are_public,
        amount=step.amount,
        first_answer=first_answer,
    )
    clocks.move(case, event, earlier, calendar)
    return event


def _give_ids(batch: Sequence[NewRows]) -> None:
    """Give every row its id, and tell the events of a sender which report was theirs: the only one."""
    give_ids(row for rows in batch for row in rows.all)
    for rows in batch:
        for event in rows.events:
            if event.kind in _DONE_BY_SENDERS and event.by is None:
                event.report_id = rows.report.pk


def _next_numbers(count: int, now: datetime) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number') FROM generate_series(1, %s)", [count])
        return [f"{now:%y}-{row[0]:06d}" for row in cursor.fetchall()]


def _taken_before(client_id: UUID) -> Receipt | None:
    link = (
        ReportLink.objects.filter(report__client_id=client_id)
        .select_related("case__body", "case__topic", "case__area")
        .order_by("pk")
        .first()
    )
    return Receipt(link.case, secret_for(client_id), taken_before=True) if link else None


def _hold_back_floods(report_in: ReportIn, *, now: datetime) -> None:
    trait = re.sub(r"\W", "", report_in.contact.telephone or report_in.contact.email).lower()
    if not trait or report_in.channel not in (Channel.WEB, Channel.OPEN311):
        return
    if tokens.count_one("report", trait, today=now.date()) > REPORTS_A_WEEK:
        raise NotTaken(
            {
                "contact": _(
                    "Very many reports came with this contact this week: please come to the reception desk."
                )
            }
        )


def _local_day(rules: Rulebook, moment: datetime) -> date:
    return rules.calendar(()).local(moment).date()


def _ended(area: Area, day: date) -> bool:
    return area.withdrawn_at is not None or (area.valid_to is not None and area.valid_to < day)


def _on_earth(report_in: ReportIn) -> bool:
    return abs(report_in.latitude or 0) <= 90 and abs(report_in.longitude or 0) <= 180


def _cell(report_in: ReportIn) -> str:
    if report_in.latitude is None or report_in.longitude is None:
        return ""
    return h3.latlng_to_cell(report_in.latitude, report_in.longitude, H3_RESOLUTION)
