"""How well suggestions do: what the rules said of a report beside what an officer then decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from langnghe.reports.models import Reading
from langnghe.topics.queries import UNSORTED_TOPIC


@dataclass(frozen=True)
class Decided:
    """One report that rules and an officer have read: a code each, None where the rules abstained."""

    suggested: str | None
    right: str


@dataclass(frozen=True)
class Measure:
    """
    How suggestions of one topic fared, or all of them.

    `decided` reports have this topic by an officer; the rules suggested it for `suggested`, of which
    `hits` were right, and abstained on `abstained` of the decided.
    """

    topic: str
    decided: int
    suggested: int
    hits: int
    abstained: int

    @property
    def precision(self) -> float | None:
        """Share of the suggestions that were right, None without any."""
        return self.hits / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """Share of the decided reports for which the topic had been suggested."""
        return self.hits / self.decided if self.decided else None

    @property
    def abstention(self) -> float | None:
        """Share of the decided reports on which the rules said nothing."""
        return self.abstained / self.decided if self.decided else None


def decisions(*, version: str = "") -> Iterator[Decided]:
    """Return every report whose suggestion an officer corrected or confirmed; of one version, or of all."""
    officers = Reading.objects.filter(
        report=OuterRef("report"), method=Reading.Method.OFFICER, topic__isnull=False
    ).order_by("-pk")
    told = Reading.objects.filter(method=Reading.Method.RULES).annotate(
        right=Subquery(officers.values("topic__code")[:1])
    )
    if version:
        told = told.filter(version=version)
    pairs = told.filter(right__isnull=False).values_list("topic__code", "right")
    for suggested, right in pairs.iterator():
        yield Decided(None if suggested in (None, UNSORTED_TOPIC) else suggested, right)


def measures(decided: Iterable[Decided]) -> list[Measure]:
    """Return a measure for each topic by its code, and last that of all together (topic "")."""
    seen, suggested, hits, abstained = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in decided:
        seen[one.right] += 1
        if one.suggested is None:
            abstained[one.right] += 1
        else:
            suggested[one.suggested] += 1
            hits[one.right] += one.suggested == one.right
    topics = sorted({*seen, *suggested})
    each = [Measure(topic, seen[topic], suggested[topic], hits[topic], abstained[topic]) for topic in topics]
    return [*each, Measure("", seen.total(), suggested.total(), hits.total(), abstained.total())]
