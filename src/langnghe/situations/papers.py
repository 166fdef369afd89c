"""The paper of a situation report, in the form of the body that reports, as a page and as files."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from langnghe.bodies.letterheads import letterhead_of, within_sentence
from langnghe.core.paper import day_in_words
from langnghe.ground.papers import NOTICE, PAPER_LANGUAGE, Drawing
from langnghe.situations.contents import Contents
from langnghe.situations.models import Situation, SituationEvent

What = SituationEvent.What
QUICK_REPORT = Drawing(
    "langnghe.situations.drawing:drawn", folder="situations", packages=("langnghe.situations",)
)


def paper_of(situation: Situation, kind: str) -> bytes:
    """Return the paper of a situation in one of the formats. Raise `CannotTypeset`."""
    written = contents_of(situation).to_json()
    version = hashlib.sha256(written.encode()).hexdigest()[:16]
    return QUICK_REPORT.paper_of(situation.pk, kind, version=version, contents=lambda _base_url: written)


def contents_of(situation: Situation) -> Contents:
    """Return what the paper says: the report as it was sent, and what was added since."""
    events = situation.events.filter(kind__in=(What.SENT, What.ADDED)).order_by("seq")
    sent, *added = events.select_related("words", "with_body")
    area, body = situation.area, situation.body
    places = (situation.place, within_sentence(area), within_sentence(area.parent) if area.parent else "")
    with translation.override(PAPER_LANGUAGE):
        return Contents(
            letterhead=letterhead_of(body, form=body.paper_format, about=body.area),
            addressee=sent.with_body.name,
            written_on=timezone.localdate(situation.sent_at),
            sent_at=_moment(situation.sent_at),
            topic=str(situation.topic),
            place=", ".join(place for place in places if place),
            since_on=situation.since_on,
            people=situation.people,
            urgency=situation.urgency,
            seen=situation.seen.words,
            added=tuple((_moment(one.happened_at), one.words.words) for one in added if one.words),
            done=situation.done.words if situation.done else "",
            asked=situation.asked.words if situation.asked else "",
            notice=NOTICE if settings.DEMO_MODE else "",
        )


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M}, ngày {day_in_words(local.date())}"
