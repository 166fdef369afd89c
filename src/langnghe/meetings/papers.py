"""The papers of a meeting: invitation, agenda, minutes, notice of conclusions; as pages and as files."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from langnghe.bodies.letterheads import letterhead_of
from langnghe.bodies.models import Body
from langnghe.briefings.drawing.numbers import grouped
from langnghe.briefings.queries import number_in
from langnghe.core.paper import day_in_words
from langnghe.ground.papers import NOTICE, PAPER_LANGUAGE, Drawing
from langnghe.meetings import queries
from langnghe.meetings.contents import Basis, Contents, Earlier, OnTheTable, Point, Task
from langnghe.meetings.models import ConclusionLink, Meeting, Paper, Standing
from langnghe.places.words import within_sentence

_PACKAGES = ("langnghe.meetings", "langnghe.briefings.drawing")


def _drawing(module: str) -> Drawing:
    return Drawing(f"langnghe.meetings.drawing.{module}:drawn", f"meetings/{module}", packages=_PACKAGES)


PAPERS = {
    "giay-moi": _drawing("invitation"),
    "chuong-trinh": _drawing("agenda"),
    "bien-ban": _drawing("minutes"),
    "thong-bao": _drawing("notice"),
}


def paper_of(meeting: Meeting, name: str, kind: str, *, now: datetime) -> bytes:
    """Return one of `PAPERS` of a meeting in one of the formats. Raise `CannotTypeset`."""
    said = contents_of(meeting, now=now)
    version = hashlib.sha256(said.to_json().encode()).hexdigest()[:16]
    return PAPERS[name].paper_of(
        meeting.pk,
        kind,
        version=version,
        contents=lambda base_url: contents_of(meeting, now=now, base_url=base_url).to_json(),
    )


def contents_of(meeting: Meeting, *, now: datetime, base_url: str = "") -> Contents:
    """Return what the papers of a meeting say: after its conclusion, what was known then."""
    with translation.override(PAPER_LANGUAGE):
        return _contents(meeting, meeting.concluded_at or now, base_url)


def _contents(meeting: Meeting, at: datetime, base_url: str) -> Contents:
    begins_at = timezone.localtime(meeting.begins_at)
    invitations = list(meeting.invitations.select_related("body").order_by("body__area__code", "body__name"))
    minutes = queries.newest_minutes(meeting)
    body = Body.objects.select_related("area").get(pk=meeting.body_id)
    return Contents(
        letterhead=letterhead_of(body, form=body.paper_format, about=body.area),
        written_on=timezone.localtime(at).date(),
        number=meeting.notice_number,
        name=meeting.name,
        held_on=begins_at.date(),
        held_at=f"{begins_at:%H} giờ {begins_at:%M}",
        place=meeting.place,
        chair=meeting.chair,
        attended=meeting.attended,
        invited=tuple(invitation.body.name for invitation in invitations),
        asked_for=tuple(dict.fromkeys(one.asked_for for one in invitations if one.asked_for)),
        agenda=tuple(
            Point(item.title, item.body.name if item.body else "", item.minutes)
            for item in meeting.agenda.select_related("body")
        ),
        papers=tuple(
            OnTheTable(_PAPERS[paper.kind], _title(paper), paper.body.name)
            for paper in queries.on_the_table(meeting)
        ),
        earlier=tuple(_earlier(meeting, at)),
        tasks=tuple(_tasks(meeting)),
        minutes=minutes.words.words if minutes else "",
        notice=NOTICE if settings.DEMO_MODE else "",
        base_url=base_url,
    )


def _earlier(meeting: Meeting, at: datetime) -> Iterator[Earlier]:
    day = timezone.localtime(at).date()
    for one in queries.followed_up(meeting, at=at):
        late = one.is_open and one.due_on < day
        yield Earlier(
            words=one.conclusion.words,
            owner=one.conclusion.body.name,
            due_on=one.due_on,
            result=_RESULTS[one.standing] + (", quá hạn" if late else ""),
            age_days=one.age_days,
            is_open=one.is_open,
            undecided=one.undecided and one.last.meeting_id == meeting.pk,
        )


def _title(paper: Paper) -> str:
    """Return the title of a paper; of a practice with its place, as many bear the same name."""
    return f"{paper.title}, {paper.practice.area.name}" if paper.practice else paper.title


_PAPERS: dict[str, str] = {
    Paper.Kind.BRIEFING: "báo cáo",
    Paper.Kind.TALK: "tham luận",
    Paper.Kind.PRACTICE: "mô hình",
}
_RESULTS: dict[str, str] = {
    Standing.OPEN: "Đang thực hiện",
    Standing.DONE: "Đã hoàn thành",
    Standing.DROPPED: "Không theo dõi tiếp",
}


def _tasks(meeting: Meeting) -> Iterator[Task]:
    conclusions = list(meeting.conclusions.select_related("body").order_by("position"))
    links = queries.links_of(conclusions)
    first = {
        event.conclusion_id: event.due_on
        for event in queries.made_events(conclusions)  # the date as concluded, whatever was extended since
    }
    for conclusion in conclusions:
        yield Task(
            words=conclusion.words,
            owner=conclusion.body.name,
            due_on=first.get(conclusion.pk, conclusion.due_on),
            bases=tuple(_basis(link) for link in links[conclusion.pk]),
        )


def _basis(link: ConclusionLink) -> Basis:
    if link.case is not None:
        return Basis("hồ sơ ", link.case.number, reverse("cases:show", args=[link.case.number]))
    if link.alarm is not None:
        return Basis("cảnh báo số ", str(link.alarm.pk), reverse("alarms:show", args=[link.alarm.pk]))
    assert link.briefing is not None  # noqa: S101 - a constraint of the table
    count = number_in(link.briefing, link.figure)
    days = f"từ {day_in_words(link.briefing.first_on)} đến {day_in_words(link.briefing.last_on)}"
    area = link.briefing.scope_area
    scope = within_sentence(area.name, area.kind) if area else link.briefing.scope
    label = f"số liệu “{link.figure_label}” trong báo cáo của {scope} {days}: "
    return Basis(label, grouped(count.value), count.href)
