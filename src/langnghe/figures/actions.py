"""Publishing the counts of a week, once: small ones hidden, and enough others that none can be subtracted."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from langnghe.cases.models import Case, CaseEvent
from langnghe.figures.models import K, Measure, PublicCount
from langnghe.figures.public import ALL, REST
from langnghe.ground.copying import copy_together, give_ids
from langnghe.places.models import Area
from langnghe.topics.models import Publicness, Topic

A_WEEK = timedelta(days=7)
FIRST_TIME_WEEKS = 52


def publish_counts(*, now: datetime, weeks: int = FIRST_TIME_WEEKS) -> list[date]:
    """
    Publish each whole week that is not public yet, at most the last `weeks` of them; return their Mondays.

    What is entered later for a week that is public changes nothing there.
    """
    this_monday = _monday(timezone.localdate(now))
    known = set(PublicCount.objects.values_list("week", flat=True).distinct())
    new = [this_monday - A_WEEK * back for back in range(weeks, 0, -1)]
    published = [monday for monday in new if monday not in known]
    for monday in published:
        rows = _rows_of(monday)
        with transaction.atomic():
            give_ids(rows)
            copy_together(rows)
    return published


def _rows_of(monday: date) -> list[PublicCount]:
    # NumPy comes along with this, which the web process does without.
    from langnghe.figures.suppression import hidden_cells, with_totals

    rows: list[PublicCount] = []
    for measure in Measure:
        counts = _counts(measure, monday)
        if not counts:
            continue
        hidden = hidden_cells(counts, k=K)
        rows += [
            PublicCount(
                week=monday,
                measure=measure,
                place=place,
                topic=topic,
                count=None if (place, topic) in hidden else count,
            )
            for (place, topic), count in with_totals(counts).items()
        ]
    return rows or [PublicCount(week=monday, measure=Measure.RECEIVED, place=ALL, topic=ALL, count=None)]


def _counts(measure: Measure, monday: date) -> Counter[tuple[str, str]]:
    """Return how many there were in a week, by code of the place and of the topic; empty cells are zero."""
    places, topics = _places(monday), _topics(monday, coarse=bool(settings.HOME_PROVINCE))
    where = "area" if settings.HOME_PROVINCE else "province"
    counted: Counter[tuple[str, str]] = Counter()
    for place, topic, count in _happened(measure, monday).values_list(where, "topic").annotate(Count("pk")):
        counted[places.get(place, REST), topics.get(topic, REST)] += count
    if counted:
        # Every week has the same rows and columns, so that none tells by being there.
        for place in {*places.values(), REST}:
            for topic in {*topics.values(), REST}:
                counted.setdefault((place, topic), 0)
    return counted


def _happened(measure: Measure, monday: date) -> QuerySet:
    first, end = (timezone.make_aware(datetime.combine(day, time(0))) for day in (monday, monday + A_WEEK))
    if measure == Measure.RECEIVED:
        return Case.objects.filter(received_at__gte=first, received_at__lt=end).order_by()
    return CaseEvent.objects.filter(first_answer=True, happened_at__gte=first, happened_at__lt=end).order_by()


def _places(monday: date) -> dict[int, str]:
    """Return the rows: the provinces, or the communes of the province whose installation this is."""
    areas: Iterable[Area] = Area.objects.on(monday + A_WEEK - timedelta(days=1))
    if settings.HOME_PROVINCE:
        return {area.pk: area.code for area in areas if area.is_leaf and _is_home(area)}
    return {area.pk: area.code for area in areas if area.parent_id is None}


def _is_home(area: Area) -> bool:
    return area.parent is not None and area.parent.code == settings.HOME_PROVINCE


def _topics(monday: date, *, coarse: bool) -> dict[int, str]:
    """Return the columns by id of each topic: the branch it belongs to, unless that is not for every eye."""
    hidden = {Publicness.NO, Publicness.COARSE} if coarse else {Publicness.NO}
    topics = {topic.pk: topic for topic in Topic.objects.known()}
    tops = {pk: topics.get(topic.parent_id or pk, topic) for pk, topic in topics.items()}
    return {pk: top.code for pk, top in tops.items() if top.publicness not in hidden}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
