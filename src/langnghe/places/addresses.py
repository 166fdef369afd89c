"""
Reading the area out of an address as people write it, before and since 1 July 2025, without guessing.

An address is read from its end: province, then district, then commune, each with or without its kind, with or
without tone marks, in short forms or in full. Every reading that fits is weighed; the one that explains most
of the text wins. What was split, or carries a name that several communes have, gives candidates and a reason,
never an area: a person decides. This file stays clear of the database; `address_book` fills it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from langnghe.core.language import fold, normal

LONGEST_NAME = 7  # words
LONGEST_ADDRESS = 600  # letters
OLD, NEW, ANY = "old", "new", "any"


class Level(StrEnum):
    """The levels of an address; a special zone and an island district count as communes."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True)
class Entry:
    """An area of some time as addresses name it. `now` holds the codes of today in which it lies."""

    key: int
    level: Level
    era: str
    kind: str
    bare_name: str
    other_names: tuple[str, ...] = ()  # folded, without kind
    parent: int = 0  # key of the entry above
    now: tuple[str, ...] = ()
    above_before: frozenset[int] = (
        frozenset()
    )  # old districts and provinces from which a new commune took land
    provinces: frozenset[int] = frozenset()  # keys of its province, old and new


@dataclass(frozen=True)
class Reading:
    """What an address says: one area, or candidates and why, or neither."""

    area: str | None
    locality: str
    candidates: tuple[str, ...]
    confidence: float
    reason: str


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int
    after_comma: bool = False
    after_dash: bool = False
    written: str = ""  # in small letters with its marks
    dotted: bool = False
    capital: bool = False


@dataclass(frozen=True)
class _Mention:
    entries: tuple[Entry, ...]
    start: int
    kind: str
    words: int
    written: str


@dataclass(frozen=True)
class _Parse:
    rank: tuple[int, ...]
    entries: tuple[Entry, ...]
    start: int
    confidence: float
    is_doubtful: bool = False


_KIND_WORDS: dict[tuple[str, ...], str] = {
    ("tinh",): "tỉnh",
    ("thanh", "pho"): "thành phố",
    ("tp",): "thành phố",
    ("quan",): "quận",
    ("huyen",): "huyện",
    ("thi", "xa"): "thị xã",
    ("tx",): "thị xã",
    ("phuong",): "phường",
    ("xa",): "xã",
    ("thi", "tran"): "thị trấn",
    ("tt",): "thị trấn",
    ("dac", "khu"): "đặc khu",
    ("dk",): "đặc khu",
}
_LETTER_KINDS = {"t": "tỉnh", "q": "quận", "h": "huyện", "p": "phường", "f": "phường", "x": "xã"}
_KINDS_OF = {
    Level.PROVINCE: {"tỉnh", "thành phố"},
    Level.DISTRICT: {"quận", "huyện", "thị xã", "thành phố"},
    Level.COMMUNE: {"phường", "xã", "thị trấn", "đặc khu", "huyện"},
}
_SHORT_NAMES = {
    "tphcm": ("tp", "ho", "chi", "minh"),
    "hcm": ("ho", "chi", "minh"),
    "hcmc": ("ho", "chi", "minh"),
    "tphn": ("tp", "ha", "noi"),
    "hn": ("ha", "noi"),
    "brvt": ("ba", "ria", "vung", "tau"),
}
_LOCALITY_WORDS = {"thon", "lang", "buon", "ban", "ap", "plei", "khom", "bon", "to", "xom", "khu", "khoi"}
_NOT_A_NAME = _LOCALITY_WORDS | {"duong", "pho", "ngo", "hem", "so", "ngach", "kiet", "cho", "truong"}
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*|[,;()\n|]|[-–—/]|\.")
_GLUED = re.compile(r"(p|q|f|h|x|tp|tx|tt)(\d+)")
_POSTCODE = re.compile(r"\d{5,6}")


class AddressReader:
    """Reads addresses by a list of entries; `home` is the code of the deployment's own province."""

    def __init__(self, entries: Iterable[Entry], *, home: str = "") -> None:
        self._by_key: dict[int, Entry] = {}
        self._names: dict[Level, dict[str, list[Entry]]] = {level: defaultdict(list) for level in Level}
        for entry in entries:
            self._by_key[entry.key] = entry
            for name in {" ".join(_folded(entry.bare_name)), *entry.other_names}:
                self._names[entry.level][name].append(entry)
        home_provinces = [e for e in self._by_key.values() if e.level == Level.PROVINCE and home in e.now]
        self._home = frozenset(e.key for e in home_provinces) if home else frozenset()

    def read(self, text: str, *, era: str = ANY) -> Reading:
        """Return what `text` says; `era` keeps to units before (old) or since (new) 1 July 2025."""
        composed = unicodedata.normalize("NFC", text)[:LONGEST_ADDRESS]
        words = _words(composed)
        parses = list(self._parses(words, composed, era))
        if not parses:
            return Reading(None, _locality(composed, words, len(words)), (), 0.0, "no commune recognised")
        best = max(parse.rank for parse in parses)
        chosen = [parse for parse in parses if parse.rank == best]
        locality = _locality(composed, words, min(parse.start for parse in chosen))
        return _reading(chosen, locality)

    def _parses(self, words: Sequence[_Word], text: str, era: str) -> Iterator[_Parse]:
        end = _end_of_names(words)
        loose = not any(word.after_comma for word in words[:end])
        is_marked = not text.isascii()
        for province in self._above(Level.PROVINCE, words, end, text, loose):
            before_province = province.start if province else end
            for district in self._above(Level.DISTRICT, words, before_province, text, loose):
                before_district = district.start if district else before_province
                for commune in self._mentions(Level.COMMUNE, words, before_district, text, loose):
                    parse = self._parse(commune, district, province, era=era, is_marked=is_marked)
                    if parse is not None:
                        is_bare = parse.rank[1] == 0 and not commune.kind and commune.start > 0
                        if is_bare and not words[commune.start].after_comma:
                            continue  # "12 Lê Lợi" is a street
                        doubt = is_bare or _follows_a_number(words, commune, district)
                        yield replace(parse, is_doubtful=doubt)

    def _above(
        self, level: Level, words: Sequence[_Word], end: int, text: str, loose: bool
    ) -> list[_Mention | None]:
        """Return the mentions of a province or district, and None for "not written" unless its kind is."""
        is_marked = not text.isascii()
        found = []
        is_sure = False
        for mention in self._mentions(level, words, end, text, loose):
            entries, agrees = _as_written(mention.entries, mention, is_marked=is_marked)
            if agrees or (level == Level.DISTRICT and mention.kind) or mention.written.isascii():
                if level == Level.PROVINCE and not _any_of_kind(entries, mention.kind):
                    continue
                found.append(replace(mention, entries=tuple(entries)))
                is_sure = is_sure or bool(mention.kind and _any_of_kind(entries, mention.kind))
        return [mention for mention in found if mention.kind] if is_sure else [None, *found]

    def _mentions(
        self, level: Level, words: Sequence[_Word], end: int, text: str, loose: bool
    ) -> Iterator[_Mention]:
        """Yield the names of a level that end before word `end`, with their kind where it is written."""
        for start in range(end - 1, max(-1, end - 1 - LONGEST_NAME), -1):
            name = " ".join(word.folded for word in words[start:end])
            if found := self._names[level].get(name):
                kind, begins = _kind_before(words, start)
                fits = kind in _KINDS_OF[level] if kind else _may_stand_alone(words, start, name, loose)
                if fits:
                    written = text[words[start].start : words[end - 1].end]
                    yield _Mention(tuple(found), begins, kind, end - start, written)
            if words[start].after_comma:
                return

    def _parse(
        self,
        commune: _Mention,
        district: _Mention | None,
        province: _Mention | None,
        *,
        era: str,
        is_marked: bool,
    ) -> _Parse | None:
        entries = [entry for entry in commune.entries if era in (ANY, entry.era)]
        if district is not None:
            entries = self._in_district(entries, district, province)
        elif province is not None:
            entries = self._in_province(entries, province)
        elif self._home:
            own = [entry for entry in entries if entry.provinces & self._home]
            entries = own if own and _any_of_kind(own, commune.kind) else entries
        entries, agrees = _as_written(entries, commune, is_marked=is_marked)
        if not entries:
            return None
        levels = 2 * (province is not None) + (district is not None)
        rank = (_any_of_kind(entries, commune.kind), levels, bool(commune.kind), commune.words)
        confidence = 0.99 if agrees else 0.85
        confidence -= 0.0 if province else 0.1
        confidence -= 0.0 if commune.kind else 0.05
        return _Parse(rank, tuple(entries), commune.start, round(confidence, 2))

    def _in_district(
        self, entries: Sequence[Entry], district: _Mention, province: _Mention | None
    ) -> list[Entry]:
        named = list(district.entries)
        if province is not None:
            above = {entry.key for entry in province.entries}
            named = [entry for entry in named if entry.provinces & above]
        keys = {entry.key for entry in named}
        old = [entry for entry in entries if entry.era == OLD and entry.parent in keys]
        return old or [entry for entry in entries if entry.era == NEW and entry.above_before & keys]

    def _in_province(self, entries: Sequence[Entry], province: _Mention) -> list[Entry]:
        keys = {entry.key for entry in province.entries}
        inside = [entry for entry in entries if entry.provinces & keys]
        new = [entry for entry in inside if entry.era == NEW]
        taken = [e for e in entries if e.era == NEW and e.above_before & keys]
        return new or taken or inside


def _reading(parses: Sequence[_Parse], locality: str) -> Reading:
    entries = list({entry.key: entry for parse in parses for entry in parse.entries}.values())
    codes = sorted({code for entry in entries for code in entry.now})
    if any(parse.is_doubtful for parse in parses):
        return Reading(None, locality, tuple(codes), 0.0, "a bare name after other words")
    if len(codes) == 1:
        return Reading(codes[0], locality, (codes[0],), max(parse.confidence for parse in parses), "")
    if not codes:
        return Reading(None, locality, (), 0.0, "the commune has no successor on record")
    if len(entries) == 1 or all(set(entry.now) == set(codes) for entry in entries):
        reason = "split in 2025"
    else:
        reason = f"{len(entries)} communes of this name"
    return Reading(None, locality, tuple(codes), 0.0, reason)


def _any_of_kind(entries: Iterable[Entry], kind: str) -> bool:
    """Say whether the kind that is written is that of any entry; nothing written agrees with everything."""
    return not kind or any(entry.kind.startswith(kind) for entry in entries)


def _follows_a_number(words: Sequence[_Word], commune: _Mention, district: _Mention | None) -> bool:
    """Say whether a number stands alone before a bare name, as in "2, Đông Hà": a ward, or a house?"""
    start = commune.start
    if commune.kind or district or start == 0 or not words[start].after_comma:
        return False
    before = words[start - 1]
    return before.folded.isdigit() and (start == 1 or before.after_comma)


def _as_written(entries: Iterable[Entry], mention: _Mention, *, is_marked: bool) -> tuple[list[Entry], bool]:
    """
    Keep what agrees in tone marks and kind as far as anything does; say whether all of it agrees.

    In an address with tone marks (`is_marked`) a name without any is meant as it stands.
    """
    kept = list(entries)
    agrees = True
    if mention.kind:
        same_kind = [entry for entry in kept if entry.kind.startswith(mention.kind)]
        agrees = bool(same_kind)
        kept = same_kind or kept
    if is_marked:
        written = _comparable(mention.written)
        marked = [entry for entry in kept if _comparable(entry.bare_name) == written]
        agrees = agrees and bool(marked)
        kept = marked or kept
    return kept, agrees


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    comma = dash = False
    for match in _WORD.finditer(text):
        piece = match[0]
        if piece == ".":
            if words and words[-1].end == match.start():
                words[-1] = _Word(**{**words[-1].__dict__, "dotted": True})
            continue
        if piece in ",;()\n|":
            comma = True
            continue
        if piece in "-–—/":
            dash = True
            continue
        if piece.lower() == "cũ" and comma:
            continue
        for part in _parts(piece):
            capital = piece[0].isupper()
            words.append(_Word(part, match.start(), match.end(), comma, dash, piece.lower(), capital=capital))
            comma = dash = False
    return words


def _parts(token: str) -> tuple[str, ...]:
    folded = _folded_word(token)
    if folded in _SHORT_NAMES:
        return _SHORT_NAMES[folded]
    if glued := _GLUED.fullmatch(folded):
        return glued[1], glued[2].lstrip("0") or "0"
    return (folded.lstrip("0") or "0",) if folded.isdigit() and len(folded) < 4 else (folded,)


def _end_of_names(words: Sequence[_Word]) -> int:
    """Return how many words are left when the country and a postal code are dropped from the end."""
    end = len(words)
    while end:
        last = words[end - 1].folded
        if end >= 2 and (words[end - 2].folded, last) == ("viet", "nam"):
            end -= 2
        elif last in ("vn", "vietnam") or (_POSTCODE.fullmatch(last) and end > 1):
            end -= 1
        else:
            return end
    return end


def _kind_before(words: Sequence[_Word], start: int) -> tuple[str, int]:
    """Return the kind written before a name and where it begins; no kind leaves the name's own beginning."""
    if start == 0 or words[start].after_comma:
        return "", start
    before = words[start - 1]
    if before.folded in _LETTER_KINDS and (before.dotted or before.capital or words[start].folded.isdigit()):
        return _LETTER_KINDS[before.folded], start - 1
    if start >= 2 and not before.after_comma:
        pair = words[start - 2].folded, before.folded
        if pair in _KIND_WORDS:
            return _KIND_WORDS[pair], start - 2
    kind = _KIND_WORDS.get((before.folded,), "")
    spelled_out = kind != "" and fold(kind) == before.folded
    is_another_word = spelled_out and not before.written.isascii() and before.written != kind  # "Quân Chu"
    return ("", start) if not kind or is_another_word else (kind, start - 1)


def _may_stand_alone(words: Sequence[_Word], start: int, name: str, loose: bool) -> bool:
    """Say whether a name without its kind may begin here: at a boundary, and not as a street or a hamlet."""
    if name.isdigit():
        return False
    if start == 0 or words[start].after_comma or words[start].after_dash:
        return True
    return loose and words[start - 1].folded not in _NOT_A_NAME


def _locality(text: str, words: Sequence[_Word], end: int) -> str:
    """Return the last part before the commune that begins with a word for a locality, as written."""
    for place in range(end - 1, -1, -1):
        if words[place].folded in _LOCALITY_WORDS and _begins_part(words, place):
            last = place
            while last + 1 < end and not words[last + 1].after_comma:
                last += 1
            return text[words[place].start : words[last].end]
    return ""


def _begins_part(words: Sequence[_Word], place: int) -> bool:
    return place == 0 or words[place].after_comma or words[place].after_dash or not words[place].capital


@lru_cache(maxsize=65_536)
def _folded_word(word: str) -> str:
    return re.sub(r"['’ʼ`]", "", fold(word))


@lru_cache(maxsize=65_536)
def _comparable(name: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"['’ʼ`]", "", normal(name)).lower()))


def _folded(name: str) -> list[str]:
    return [word.folded for word in _words(name)]
