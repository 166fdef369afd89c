"""
The synthesis of a cluster: what its provinces' briefings say, put together. No database.

Numbers are sums and open to the provinces' numbers, which open to their rows. Words that people of a province
wrote are gathered under the same heading, behind the province's name, as proposals.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from langnghe.briefings import outline
from langnghe.briefings.contents import Contents, Count, Line, Month, PartLine, Words

# The address behind a sum: of a figure, of the year before or not, and of one topic or all.
Address = Callable[[str, bool, str | None], str]


@dataclass(frozen=True)
class Province:
    """One member of the cluster with what its briefing says."""

    code: str
    name: str
    contents: Contents
    latitude: float | None = None
    longitude: float | None = None


def put_together(
    frame: Contents, provinces: Sequence[Province], *, missing: Sequence[str], address: Address
) -> Contents:
    """Return the contents of the cluster's briefing: `frame` with the sums and words of its provinces."""
    parts = [province.contents for province in provinces]
    return replace(
        frame,
        lines=tuple(_line([part.lines[at] for part in parts], address) for at in range(len(parts[0].lines)))
        if parts
        else frame.lines,
        topics=_topics(parts, address),
        areas=tuple(_area(province) for province in provinces),
        months=_months(parts),
        texts=_texts(frame.texts, provinces, missing),
    )


def _line(lines: Sequence[Line], address: Address) -> Line:
    """Return one figure of all provinces."""
    name = lines[0].name
    return replace(
        lines[0],
        now=_sum((line.now for line in lines), address(name, False, None)),
        before=_sum((line.before for line in lines), address(name, True, None)),
    )


def _sum(counts: Iterable[Count], href: str) -> Count:
    counts = list(counts)
    bases = [count.base for count in counts if count.base is not None]
    return Count(sum(count.value for count in counts), href, sum(bases) if bases else None)


def _topics(parts: Sequence[Contents], address: Address) -> tuple[PartLine, ...]:
    by_key: dict[str, list[PartLine]] = {}
    for part in parts:
        for topic in part.topics:
            by_key.setdefault(topic.key, []).append(topic)
    return tuple(
        PartLine(
            key,
            same[0].label,
            {
                name: _sum((topic.counts[name] for topic in same), address(name, False, key))
                for name in same[0].counts
            },
        )
        for key, same in sorted(by_key.items(), key=lambda pair: (not pair[0], pair[0]))
    )


def _area(province: Province) -> PartLine:
    """Return a province as a row of the cluster: each of its numbers opens its own rows."""
    names = province.contents.topics[0].counts if province.contents.topics else _PART_FIGURES
    counts = {name: province.contents.line(name).now for name in names}
    return PartLine(province.code, province.name, counts, province.latitude, province.longitude)


_PART_FIGURES = ("reports_received", "cases_answered", "cases_open", "cases_overdue")


def _months(parts: Sequence[Contents]) -> tuple[Month, ...]:
    months: dict[str, Month] = {}
    for part in parts:
        for month in part.months:
            known = months.get(month.label, Month(month.label, 0, 0))
            months[month.label] = Month(month.label, known.now + month.now, known.before + month.before)
    return tuple(months.values())


def _texts(own: dict[str, Words], provinces: Sequence[Province], missing: Sequence[str]) -> dict[str, Words]:
    """Return the cluster's own words, where there are none those of its provinces as a proposal."""
    texts = {}
    for part in outline.PARTS:
        gathered = [
            f"{province.name}: {line}"
            for province in provinces
            for line in _written(province.contents, part.name)
        ]
        if part is outline.GENERAL and missing:
            gathered.append(f"Chưa có báo cáo của: {', '.join(missing)}.")
        said = own[part.name]
        texts[part.name] = Words("\n".join(gathered), proposal=True) if said.proposal and gathered else said
    return texts


def _written(contents: Contents, part: str) -> list[str]:
    words = contents.texts[part]
    return [] if words.proposal else [line.strip() for line in words.text.splitlines() if line.strip()]
