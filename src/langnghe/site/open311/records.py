"""
What outsiders may know of services and cases, as plain dictionaries in the order of the specification.

Of a report: nothing but the masked copy that an officer published. Topics that are never public do not
appear at all; where the place is coarser, so is what is told of it.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.cases.models import OPEN_STATUSES, Case, CaseEvent, Outcome
from langnghe.reports.models import PublicCopy, Reading
from langnghe.site.open311.questions import Question
from langnghe.topics.models import Publicness, Topic, Track
from langnghe.topics.queries import topics_on

POINT_DECIMALS = 3  # 0.001 degrees: about 100 m
DEMO_NOTICE = "DỮ LIỆU MINH HỌA"


def public_topics(day: date) -> QuerySet[Topic]:
    """Return the topics that outsiders see: those in force, without the ones that are never public."""
    return topics_on(day).exclude(publicness=Publicness.NO).exclude(parent__publicness=Publicness.NO)


def public_cases() -> QuerySet[Case]:
    """Return the cases that outsiders may count, with what their record shows; the newest first."""
    public = PublicCopy.objects.filter(
        report__links__case=OuterRef("pk"), report__links__undone_at=None, withdrawn_at=None
    ).order_by("published_at")
    readings = Reading.objects.filter(report=OuterRef("first_report")).order_by("-id")
    last_event = CaseEvent.objects.filter(case=OuterRef("pk"), seq=OuterRef("last_seq"))
    return (
        Case.objects.filter(kind__track=Track.OPEN)
        .exclude(topic__publicness=Publicness.NO)
        .exclude(topic__parent__publicness=Publicness.NO)
        .select_related("topic__parent", "area__parent", "body")
        .annotate(
            public_words=Subquery(public.values("words__words")[:1]),
            latitude=Subquery(readings.values("latitude")[:1]),
            longitude=Subquery(readings.values("longitude")[:1]),
            changed_at=Subquery(last_event.values("happened_at")[:1]),
        )
        .order_by("-received_at", "-id")
    )


def cases_asked_for(question: Question) -> QuerySet[Case]:
    """Return the page of cases that a question means."""
    cases = public_cases()
    if question.numbers:
        return cases.filter(number__in=question.numbers)[question.rows]
    cases = cases.filter(received_at__range=(question.since, question.until))
    if question.services:
        cases = cases.filter(topic__code__in=question.services)
    if set(question.statuses) == {"open"}:
        cases = cases.filter(status__in=OPEN_STATUSES)
    elif set(question.statuses) == {"closed"}:
        cases = cases.filter(~Q(status__in=OPEN_STATUSES))
    return cases[question.rows]


def service_record(topic: Topic) -> dict[str, Any]:
    """Return what a service is: a topic under which reports can be sent."""
    return {
        "service_code": topic.code,
        "service_name": str(topic),
        "description": topic.text or str(topic),
        "metadata": False,
        "type": "realtime",
        "keywords": None,
        "group": str(topic.parent or topic),
    }


def definition_record(topic: Topic) -> dict[str, Any]:
    """Return the questions that a service asks beyond the words: none."""
    return {"service_code": topic.code, "attributes": []}


def request_record(case: Any, *, demo: bool) -> dict[str, Any]:
    """Return what outsiders read of a case that `public_cases` found."""
    latitude, longitude = _public_point(case)
    area = case.area
    return {
        "service_request_id": case.number,
        "status": "open" if case.is_open else "closed",
        "status_notes": _how_it_stands(case),
        "service_name": str(case.topic),
        "service_code": case.topic.code,
        "description": case.public_words or None,
        "agency_responsible": str(case.body),
        "service_notice": DEMO_NOTICE if demo else None,
        "requested_datetime": written_moment(case.received_at),
        "updated_datetime": written_moment(case.closed_at or case.changed_at or case.received_at),
        "expected_datetime": written_moment(case.answer_due_at),
        "address": f"{area.name}, {area.parent.name}" if area and area.parent else area and area.name,
        "address_id": area and area.code,
        "zipcode": None,
        "lat": latitude,
        "long": longitude,
        "media_url": None,
    }


def discovery_record(base_url: str, *, contact: str, changeset: datetime, demo: bool) -> dict[str, Any]:
    """Return where the endpoint is, what it speaks and how to get a key."""
    return {
        "changeset": written_moment(changeset),
        "contact": contact,
        "key_service": _("Keys are given by the office that runs this site: ask at %(contact)s.")
        % {"contact": contact},
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base_url,
                "changeset": written_moment(changeset),
                "type": "test" if demo else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def written_moment(moment: datetime) -> str:
    """Return a moment with the installation's own offset, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _public_point(case: Any) -> tuple[float | None, float | None]:
    coarse = case.one_above or any(
        topic is not None and topic.publicness != Publicness.YES for topic in (case.topic, case.topic.parent)
    )
    if coarse or case.latitude is None or case.longitude is None:
        return None, None
    return round(case.latitude, POINT_DECIMALS), round(case.longitude, POINT_DECIMALS)


def _how_it_stands(case: Case) -> str:
    if case.is_open or case.outcome == Outcome.NONE:
        return str(case.get_status_display())
    return str(case.get_outcome_display())
