"""The planted outbreaks: what the scan must find on the day, and tests know where."""

from dataclasses import dataclass
from datetime import timedelta

from langnghe.places.models import Area


@dataclass(frozen=True)
class Outbreak:
    """
    A trouble that many people report from neighbouring communes within a few days.

    days_before_end : the last day, counted back from the last whole day of the demo year
    senders : how many people sent the reports; some sent several
    usual : how many reports of this kind came from there in the twelve weeks before, in a year of full size
    """

    province: str
    topic: str
    near: tuple[float, float]  # longitude, latitude
    communes: int
    days: int
    days_before_end: int
    reports: int
    senders: int
    usual: int = 0


OUTBREAKS = (
    Outbreak("52", "giao-thong-sat-lo", (108.25, 14.10), 4, 6, 0, 25, 19, usual=45),
    Outbreak("40", "dien-nuoc-nuoc-sach", (105.45, 19.05), 3, 7, 24, 24, 21),
    Outbreak("68", "y-te-dich-benh", (108.15, 11.60), 4, 8, 58, 22, 20),
    Outbreak("66", "nong-nghiep-dich-benh", (108.20, 12.80), 5, 7, 215, 26, 22),
    Outbreak("51", "moi-truong-nuoc-thai", (108.85, 15.10), 3, 5, 130, 20, 17),
)


def communes_of(outbreak: Outbreak, communes: list[Area]) -> list[Area]:
    """Return the communes of an outbreak: those of its province nearest to its middle."""

    def distance(commune: Area) -> float:
        longitude, latitude = outbreak.near
        return ((commune.longitude or 0) - longitude) ** 2 + ((commune.latitude or 0) - latitude) ** 2

    return sorted(communes, key=distance)[: outbreak.communes]


def senders_of(outbreak: Outbreak) -> list[int]:
    """Return for each report the number of its sender: one of them sent all that exceed the others'."""
    several = outbreak.reports - outbreak.senders
    return [0] * several + list(range(outbreak.senders))


def span_of(outbreak: Outbreak) -> tuple[timedelta, timedelta]:
    """Return how long before the end of the last whole day an outbreak began and ended."""
    ended = timedelta(days=outbreak.days_before_end)
    return ended + timedelta(days=outbreak.days), ended
