"""
The demo year as drafts: who says what, where and when. Pure but for reading areas and topics.

Nine provinces in depth, the others in outline; weekdays, Tết, and people who send when something is wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np

from langnghe.demo.chance import Chance, by_weight, one_of
from langnghe.demo.grammar import TopicPhrases, phrases, praise_words, report_words, unknown_place
from langnghe.demo.localities import is_highland
from langnghe.demo.outbreaks import OUTBREAKS, Outbreak, communes_of, senders_of, span_of
from langnghe.places.models import Area
from langnghe.reports.models import Channel

IN_DEPTH = ("38", "40", "42", "44", "46", "51", "52", "66", "68")
INVENTED = ("MAU01", "MAU02")
FIRST_DAY = date(2025, 7, 1)  # today's communes began
TET = date(2026, 2, 17)

WHOLE_YEAR = 20_000  # reports of a year in full size
_SHARES = {"depth": 0.82, "outline": 0.157, "invented": 0.015, "province": 0.008}
_WEEKDAYS = (1.25, 1.15, 1.1, 1.05, 1.1, 0.75, 0.6)
_HOURS = np.array([1, 0, 0, 0, 0, 2, 5, 9, 11, 10, 8, 6, 4, 6, 8, 8, 7, 6, 5, 6, 7, 6, 4, 2], float)
_CHANNELS = {
    Channel.WEB: 0.57,
    Channel.HOTLINE: 0.17,
    Channel.COUNTER: 0.14,
    Channel.MEETING: 0.06,
    Channel.OPEN311: 0.04,
    Channel.EMAIL: 0.02,
}
PRAISE = "khen-ngoi"
_KINDS = {"phan-anh": 0.72, "kien-nghi": 0.15, "hoi-dap": 0.07, "gop-y": 0.04, PRAISE: 0.02}
_WITH_CONTACT = 0.42
_WITH_POINT = 0.55
_WITH_LOCALITY = 0.8
_USUAL_DAYS = 84  # before an outbreak: with it, about what a scan looks back on
_PLACE_UNKNOWN = 0.006  # of what comes by web and hotline


@dataclass(frozen=True)
class Draft:
    """One report before it is taken in."""

    received_at: datetime
    area_code: str
    province: str
    topic: str
    kind: str
    channel: str
    words: str
    locality: str
    point: tuple[float, float] | None  # latitude, longitude
    telephone: str
    place: str = ""  # as the person said it, where no commune is known


@dataclass(frozen=True)
class Land:
    """The communes of today, by code of their province, with the localities of each."""

    communes: dict[str, list[Area]]
    localities: dict[str, list[str]]  # by code of the commune


def drafts_of(land: Land, *, reports: int, until: datetime, chance: Chance) -> list[Draft]:
    """Return about `reports` drafts from 1 July 2025 up to a moment, in the order of their receipt."""
    size = reports / WHOLE_YEAR
    usual = max(0, reports - sum(outbreak.reports for outbreak in OUTBREAKS))
    drafts = [
        *_usual(land, usual, until, chance),
        *(draft for outbreak in OUTBREAKS for draft in _planted(outbreak, land, until, chance, size=size)),
    ]
    return sorted(
        (draft for draft in drafts if draft.received_at <= until),
        key=lambda draft: (draft.received_at, draft.area_code, draft.words),
    )


def _usual(land: Land, count: int, until: datetime, chance: Chance) -> Iterator[Draft]:
    places = _Places(land, chance)
    days = [FIRST_DAY + timedelta(days=number) for number in range((until.date() - FIRST_DAY).days + 1)]
    busy = np.array([_how_busy(day, days[-1]) for day in days])
    for at in np.sort(chance.choice(len(days), size=count, p=busy / busy.sum())):
        share = by_weight(_SHARES, chance)
        area, province = places.one(share, chance)
        topic = by_weight(_topics_of(area, province, share), chance)
        yield _draft(area, province, topic, _moment(days[at], until, chance), land, chance)


def _planted(
    outbreak: Outbreak, land: Land, until: datetime, chance: Chance, *, size: float
) -> Iterator[Draft]:
    communes = communes_of(outbreak, land.communes.get(outbreak.province, []))
    if not communes:
        return
    last_day = (until - timedelta(days=1)).date()
    began, ended = span_of(outbreak)
    for back in np.sort(chance.choice(_USUAL_DAYS, size=round(size * outbreak.usual))):
        moment = _moment(last_day - began - timedelta(days=int(back)), until, chance)
        yield _draft(one_of(communes, chance), outbreak.province, outbreak.topic, moment, land, chance)
    telephones = [_telephone(chance) for _ in range(outbreak.senders)]
    for sender in senders_of(outbreak):
        back = ended.days + int((began - ended).days * chance.random() ** 1.5)  # more on the last days
        moment = _moment(last_day - timedelta(days=back), until, chance)
        yield _draft(
            one_of(communes, chance),
            outbreak.province,
            outbreak.topic,
            moment,
            land,
            chance,
            telephone=telephones[sender],
        )


def _draft(
    area: Area,
    province: str,
    topic: str,
    moment: datetime,
    land: Land,
    chance: Chance,
    telephone: str | None = None,
) -> Draft:
    here = land.localities.get(area.code)
    locality = one_of(here, chance) if here and chance.random() < _WITH_LOCALITY else ""
    is_planted = telephone is not None
    if telephone is None:
        telephone = _telephone(chance) if chance.random() < _WITH_CONTACT else ""
    channel = by_weight(_CHANNELS, chance)
    kind = "phan-anh" if is_planted else by_weight(_KINDS, chance)
    words = praise_words if kind == PRAISE else report_words
    draft = Draft(
        received_at=moment if channel not in (Channel.COUNTER, Channel.MEETING) else _at_the_desk(moment),
        area_code=area.code,
        province=province,
        topic=topic,
        kind=kind,
        channel=channel,
        words=words(topic, locality=locality, province=province, chance=chance),
        locality=locality,
        point=_near(area, chance) if chance.random() < _WITH_POINT else None,
        telephone=telephone,
    )
    is_unplaced = channel in (Channel.WEB, Channel.HOTLINE) and chance.random() < _PLACE_UNKNOWN
    return draft if is_planted or not is_unplaced else _unplaced(draft, chance)


def _unplaced(draft: Draft, chance: Chance) -> Draft:
    """Return what somebody says who does not know, or does not tell, in which commune it is."""
    return replace(draft, area_code="", locality="", point=None, place=unknown_place(chance))


class _Places:
    """Where people live who send: some communes send much more than others."""

    def __init__(self, land: Land, chance: Chance) -> None:
        depth = [(area, code) for code in IN_DEPTH for area in land.communes.get(code, ())]
        self._by_share: dict[str, tuple[list[tuple[Area, str]], np.ndarray]] = {}
        invented = [pair for pair in depth if pair[0].code in INVENTED]
        others = [
            (area, code) for code in sorted(land.communes) if code not in IN_DEPTH
            for area in land.communes[code]
        ]  # fmt: skip
        self._keep("depth", [pair for pair in depth if pair[0].code not in INVENTED], chance)
        self._keep("outline", others or depth, chance)
        self._keep("invented", invented or depth, chance)
        provinces = [(area.parent, code) for area, code in {pair[1]: pair for pair in depth}.values()]
        self._keep("province", [(area, code) for area, code in provinces if area is not None], chance)

    def one(self, share: str, chance: Chance) -> tuple[Area, str]:
        """Return a place with the code of its province."""
        places, sums = self._by_share[share]
        return places[int(np.searchsorted(sums, chance.random() * sums[-1]))]

    def _keep(self, share: str, places: Sequence[tuple[Area, str]], chance: Chance) -> None:
        weights = chance.lognormal(0.0, 0.6, size=len(places))
        weights *= [1.6 if area.kind == "phường" else 1.0 for area, _ in places]
        self._by_share[share] = list(places), np.cumsum(weights)


def _topics_of(area: Area, province: str, share: str) -> dict[str, float]:
    if share == "invented":
        return _weights_invented()
    return _weights(area.kind == "phường", is_highland(area, province))


@cache
def _weights(urban: bool, highland: bool) -> dict[str, float]:
    return {code: _weight(about, urban, highland) for code, about in phrases().topics.items()}


@cache
def _weights_invented() -> dict[str, float]:
    common = {code: about.weight / 12 for code, about in phrases().topics.items()}
    return common | {code: about.weight for code, about in phrases().invented.items()}


def _weight(about: TopicPhrases, urban: bool, highland: bool) -> float:
    fits = {"": True, "urban": urban, "rural": not urban, "highland": highland}[about.where]
    return about.weight * (1.0 if fits else 0.12)


def _how_busy(day: date, last: date) -> float:
    """Return how much people send on a day: less at weekends, little at Tết, more as the service is known."""
    from_tet = (day - TET).days
    feast = 0.2 if -3 <= from_tet <= 5 else 0.6 if -8 <= from_tet <= 9 else 1.0
    growth = 0.8 + 0.4 * (day - FIRST_DAY) / max(last - FIRST_DAY, timedelta(days=1))
    return _WEEKDAYS[day.weekday()] * feast * growth


def _moment(day: date, until: datetime, chance: Chance) -> datetime:
    hour = int(chance.choice(24, p=_HOURS / _HOURS.sum()))
    minute, second = int(chance.random() * 60), int(chance.random() * 60)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=until.tzinfo)


def _at_the_desk(moment: datetime) -> datetime:
    return moment.replace(hour=min(max(moment.hour, 8), 16))


def _near(area: Area, chance: Chance) -> tuple[float, float] | None:
    if area.latitude is None or area.longitude is None:
        return None
    spread = 0.18 * (area.area_km2 or 30.0) ** 0.5 / 111.0
    latitude, longitude = chance.normal((area.latitude, area.longitude), spread)
    return round(float(latitude), 5), round(float(longitude), 5)


def _telephone(chance: Chance) -> str:
    """Return a number that no network gives out: it begins with 0100."""
    return f"0100{int(chance.random() * 1_000_000):06d}"
