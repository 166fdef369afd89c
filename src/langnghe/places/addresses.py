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

from langnghe.core.language import fold, is_syllable, normal

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
    """
    An area of some time as addresses name it.

    `now` holds the codes of today in which it lies; of a district only where that is one commune.
    """

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
    name: str  # folded, without its kind
    written: str


@dataclass(frozen=True)
class _Parse:
    rank: tuple[int, ...]
    entries: tuple[Entry, ...]
    confidence: float
    commune: _Mention
    district: _Mention | None
    province: _Mention | None
    doubt: str = ""

    @property
    def has_a_level_above(self) -> bool:
        """Whether a district or a province is written too."""
        return bool(self.district or self.province)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a name is written."""
        return not (self.commune.kind or self.has_a_level_above)


_KIND_WORDS: dict[tuple[str, ...], str] = {
    ("tinh",): "tỉnh",
    ("thanh", "pho"): "thành phố",
    ("tp",): "thành phố",
    ("quan",): "quận",
    ("huyen",): "huyện",
    ("huyen", "dao"): "huyện",
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
_COMMUNE_KINDS = _KINDS_OF[Level.COMMUNE] - {"huyện"}
_SHORT_NAMES = {
    "tphcm": ("tp", "ho", "chi", "minh"),
    "hcm": ("ho", "chi", "minh"),
    "hcmc": ("ho", "chi", "minh"),
    "tphn": ("tp", "ha", "noi"),
    "hn": ("ha", "noi"),
    "brvt": ("ba", "ria", "vung", "tau"),
    "tth": ("thua", "thien", "hue"),
    "bmt": ("buon", "ma", "thuot"),
}
_LOCALITY_WORDS = {
    *("thôn", "làng", "buôn", "bản", "ấp", "plei", "khóm", "bon", "tổ", "xóm", "khu", "khối", "tiểu", "kp"),
    *("tdp", "cụm", "đội", "phum", "sóc", "kdc"),
}
_NOT_A_NAME = _LOCALITY_WORDS | {
    *("đường", "đ", "phố", "ngõ", "hẻm", "số", "ngách", "kiệt", "chợ", "trường"),
}
_LOCALITY_WORDS_FOLDED = set(map(fold, _LOCALITY_WORDS))
_NOT_A_NAME_FOLDED = set(map(fold, _NOT_A_NAME))
_APOSTROPHES = re.compile(r"['’ʼ`]")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*|[,;()\n|]|[-–—/]|\.")
_GLUED = re.compile(r"(p|q|f|h|x|tp|tx|tt)(\d+)")
_POSTCODE = re.compile(r"\d{5,6}")
_BEFORE_POSTCODES = {"ma buu chinh", "ma buu dien"}
_NUMBERED_LOCALITY = re.compile(r"(?:kp|tdp|thon|ap|to|khom|xom|khu|khoi)\d+[a-z]?")
_SPELLED_OUT = [
    (re.compile(r"\bBR\s*[-–]\s*VT\b", re.IGNORECASE), "BRVT"),
    (re.compile(r"\bT\.?\s?T\.?\s*[-–]?\s*Huế\b", re.IGNORECASE), "Thừa Thiên Huế"),
    (re.compile(r"\bT\.\s?([PXT])\b", re.IGNORECASE), r"T\1"),
]
_HIGHLAND_HEAD = re.compile(r"^(A|Ia|Ea|Ya) (?=[^\W\d_])")  # "Ia O" is written "IaO" too
_IN_HIGHLANDS = re.compile(r"(?i)(?:Ia|Ea|Chư|Cư|A|Ya) ")
_DASH = re.compile("[-–—]")
_BELONGS_TO = re.compile(r"\s+(?:thuộc|THUỘC)\s+")  # "xã Ia O thuộc huyện Ia Grai"; there is a Thân Thuộc too
_STROKES = str.maketrans("đĐ", "dD")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# One sound, two letters: "Qui Nhơn" and "Quy Nhơn", "Krông Pắk" and "Krông Pắc". No other word ends in k.
_LAST_Y = re.compile(r"(?:qu|[bcdđghklmnprstvx]{1,3})[yýỳỷỹỵ]")
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_LAST_K = re.compile(r"(?<=[^\W\d_bcdđghklmnprstvx])k$")


class AddressReader:
    """Reads addresses by a list of entries; `home` is the code of the deployment's own province."""

    def __init__(self, entries: Iterable[Entry], *, home: str = "") -> None:
        self._names: dict[Level, dict[str, list[Entry]]] = {level: defaultdict(list) for level in Level}
        own: set[int] = set()
        for entry in entries:
            for name in _names_of(entry):
                self._names[entry.level][name].append(entry)
            if entry.level == Level.PROVINCE and home in entry.now:
                own.add(entry.key)
        self._home = frozenset(own)

    def read(self, text: str, *, era: str = ANY) -> Reading:
        """Return what `text` says; `era` keeps to units before (old) or since (new) 1 July 2025."""
        composed = _spelled_out(unicodedata.normalize("NFC", text)[:LONGEST_ADDRESS])
        reading = None
        for written, is_turned in _ways_to_read(composed):
            words = _words(written)
            parses = list(self._parses(words, written, era))
            if is_turned:  # only what says plainly which part is which
                parses = [parse for parse in parses if parse.commune.kind and parse.has_a_level_above]
            if not parses:
                continue
            best = max(parse.rank for parse in parses)
            chosen = [self._weighed(parse, words) for parse in parses if parse.rank == best]
            if reading is None or chosen[0].has_a_level_above:
                reading = _reading(chosen, _locality(written, words, min(p.commune.start for p in chosen)))
            if chosen[0].has_a_level_above:
                break
        if reading is None:
            words = _words(composed)
            return Reading(None, _locality(composed, words, len(words)), (), 0.0, "no commune recognised")
        return reading

    def _parses(self, words: Sequence[_Word], text: str, era: str) -> Iterator[_Parse]:
        end = _end_of_names(words)
        loose = _is_loose(words[:end])
        is_marked = not text.isascii()
        for province in self._above(Level.PROVINCE, words, end, text, loose):
            before_province = province.start if province else end
            for district in self._above(Level.DISTRICT, words, before_province, text, loose):
                before_district = district.start if district else before_province
                if (whole := self._whole(district, province, era, is_marked=is_marked)) is not None:
                    yield whole
                for commune in self._mentions(Level.COMMUNE, words, before_district, text, loose):
                    parse = self._parse(commune, district, province, era=era, is_marked=is_marked)
                    if parse is not None and not self._is_something_else(parse, words):
                        yield parse

    def _whole(
        self, district: _Mention | None, province: _Mention | None, era: str, *, is_marked: bool
    ) -> _Parse | None:
        """Return a district that is written as one and lies whole in one commune of today: "huyện Cô Tô"."""
        if district is None or not district.kind or not all(entry.now for entry in district.entries):
            return None
        return self._parse(district, None, province, era=era, is_marked=is_marked)

    def _is_something_else(self, parse: _Parse, words: Sequence[_Word]) -> bool:
        """Say whether a name alone is that of a province ("Kon Tum") or a street ("12 Lê Lợi")."""
        start = parse.commune.start
        is_inside = start > 0 and not words[start].after_comma
        return parse.is_bare and (is_inside or parse.commune.name in self._names[Level.PROVINCE])

    def _weighed(self, parse: _Parse, words: Sequence[_Word]) -> _Parse:
        """Return a reading with what speaks against it."""
        commune, start = parse.commune, parse.commune.start
        named = _communes_named(words[:start])
        others: list[Entry] = []
        if commune.kind in _COMMUNE_KINDS:
            others = [entry for place in named for entry in self._commune_from(words[place:start])]
        is_a_district = not (commune.kind or parse.district) and commune.name in self._names[Level.DISTRICT]
        doubt = ""
        if (named and not commune.kind) or (others and not _meet(others, parse.entries)):
            doubt = "another commune is written before it"
        elif not any(_may_be_written(entry, commune.written) for entry in parse.entries):
            doubt = "its tone marks are those of another name"
        elif is_a_district and (
            parse.is_bare
            or _is_of_the_past(parse.province)
            or (start > 0 and _is_loose(words[: _end_of_names(words)]))
        ):
            doubt = "a district bore this name"
        elif (parse.is_bare and start > 0) or _follows_a_number(words, commune, parse.district):
            doubt = "a bare name after other words"
        entries = (*others, *parse.entries) if doubt else parse.entries
        confidence = round(parse.confidence - 0.2 * is_a_district, 2)
        return replace(parse, entries=entries, doubt=doubt, confidence=confidence)

    def _commune_from(self, words: Sequence[_Word]) -> list[Entry]:
        """Return the communes of the longest name with which `words` begin."""
        for end in range(min(LONGEST_NAME, len(words)), 0, -1):
            if found := self._names[Level.COMMUNE].get(" ".join(word.folded for word in words[:end])):
                return found
        return []

    def _above(
        self, level: Level, words: Sequence[_Word], end: int, text: str, loose: bool
    ) -> list[_Mention | None]:
        """Return the mentions of a province or district, and None for "not written" unless its kind is."""
        is_marked = not text.isascii()
        found = []
        is_sure = False
        for mention in self._mentions(level, words, end, text, loose):
            entries, agrees = _as_written(mention.entries, mention, is_marked=is_marked)
            if agrees or mention.kind or words[mention.start].after_comma or _is_plain(mention.written):
                if level == Level.PROVINCE and not _any_of_kind(entries, mention.kind):
                    continue
                found.append(replace(mention, entries=tuple(entries)))
                is_sure = is_sure or bool(mention.kind and _any_of_kind(entries, mention.kind))
        return [*found] if is_sure else [None, *found]

    def _mentions(
        self, level: Level, words: Sequence[_Word], end: int, text: str, loose: bool
    ) -> Iterator[_Mention]:
        """Yield the names of a level that end before word `end`, with their kind where it is written."""
        for start in range(end - 1, max(-1, end - 1 - LONGEST_NAME), -1):
            name = " ".join(word.folded for word in words[start:end])
            found = self._names[level].get(name)
            if found and any(_parts_names(words, place) for place in range(start + 1, end)):
                found = [entry for entry in found if _DASH.search(entry.bare_name)]
            if found:
                kind, begins = _kind_before(words, start)
                written = text[words[start].start : words[end - 1].end]
                if kind in _KINDS_OF[level]:
                    yield _Mention(tuple(found), begins, kind, name, written)
                # "xa son tinh quang ngai", "Tân Xã Thạch Thất Hà Nội": the kind may end the name before.
                may_end_a_name = kind not in _KINDS_OF[level] or text.isascii()
                may_end_a_name = may_end_a_name and level != Level.COMMUNE
                if (may_end_a_name or not kind) and _may_stand_alone(words, start, level, loose, text):
                    yield _Mention(tuple(found), start, "", name, written)
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
            entries = self._in_district(entries, district, province, commune.kind)
        elif province is not None:
            entries = self._in_province(entries, province, commune.kind)
        elif self._home:
            own = [entry for entry in entries if entry.provinces & self._home]
            entries = own if own and _any_of_kind(own, commune.kind) else entries
        entries, agrees = _as_written(entries, commune, is_marked=is_marked)
        if not entries:
            return None
        levels = 2 * (province is not None) + (district is not None)
        is_of_kind, words = _any_of_kind(entries, commune.kind), commune.name.count(" ") + 1
        confidence = 0.99 if agrees else 0.85
        confidence -= 0.0 if province else 0.1
        confidence -= 0.0 if commune.kind else 0.05
        rank = (is_of_kind, levels, bool(commune.kind), words)
        return _Parse(rank, tuple(entries), round(confidence, 2), commune, district, province)

    def _in_district(
        self, entries: Sequence[Entry], district: _Mention, province: _Mention | None, kind: str
    ) -> list[Entry]:
        """
        Return what a name means in a district: an old commune first, for only its time had districts.

        Its kind may say that one of today is meant, and so may a province that never held the district.
        """
        named, is_of_its_time = list(district.entries), bool(kind)
        if province is not None:
            above = {entry.key for entry in province.entries}
            named = [entry for entry in named if entry.provinces & above]
            before = {entry.key for entry in province.entries if entry.era == OLD}
            is_of_its_time = is_of_its_time or any(entry.provinces & before for entry in named)
        keys = {entry.key for entry in named}
        old = [entry for entry in entries if entry.era == OLD and entry.parent in keys]
        new = [entry for entry in entries if entry.era == NEW and entry.above_before & keys]
        fitting = [entry for entry in [*old, *new] if _any_of_kind([entry], kind)] or [*old, *new]
        return [entry for entry in fitting if is_of_its_time and entry.era == OLD] or fitting

    def _in_province(self, entries: Sequence[Entry], province: _Mention, kind: str) -> list[Entry]:
        """
        Return what a name means in a province: with a province of today the commune of today first.

        With a province of the past it may be an old commune whose district was left out, or a new one
        that took land there: where they lie apart, both are meant, and a person decides.
        """
        keys = {entry.key for entry in province.entries}
        inside = [entry for entry in entries if entry.provinces & keys]
        taken = [entry for entry in entries if entry.era == NEW and entry.above_before & keys]
        found = {entry.key: entry for entry in [*inside, *taken] if _any_of_kind([entry], kind)}
        if not found:
            found = {entry.key: entry for entry in [*inside, *taken]}
        old = [entry for entry in found.values() if entry.era == OLD]
        new = [entry for entry in inside if entry.era == NEW and entry.key in found]
        if any(entry.era == NEW for entry in province.entries):
            return new or old or list(found.values())
        return list(found.values())


def _reading(parses: Sequence[_Parse], locality: str) -> Reading:
    entries = list({entry.key: entry for parse in parses for entry in parse.entries}.values())
    codes = sorted({code for entry in entries for code in entry.now})
    if doubts := [parse.doubt for parse in parses if parse.doubt]:
        return Reading(None, locality, tuple(codes), 0.0, doubts[0])
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


def _may_be_written(entry: Entry, written: str) -> bool:
    """
    Say whether a name may be meant as it is written: with marks left out, hỏi for ngã, or a highland name.

    Whoever writes "Thạnh An" does not mean Thanh An; but "Đăk Đoa" and "Đak Đoa" are one place.
    """
    name, said = _comparable(entry.bare_name).split(), _comparable(written).split()
    if name == said or " ".join(_folded(written)) in entry.other_names:
        return True
    if _IN_HIGHLANDS.match(entry.bare_name) or not all(map(is_syllable, name)):
        return True
    return len(name) == len(said) and all(map(_is_spelling_of, said, name))


def _is_spelling_of(said: str, word: str) -> bool:
    return said == _folded_word(word) or _hoi_as_nga(said) == _hoi_as_nga(word)


def _hoi_as_nga(word: str) -> str:
    return unicodedata.normalize("NFD", word).replace("\u0309", "\u0303")


def _is_of_the_past(province: _Mention | None) -> bool:
    return province is not None and all(entry.era == OLD for entry in province.entries)


def _parts_names(words: Sequence[_Word], place: int) -> bool:
    """Say whether a dash before a word parts two names ("Hội An - Phường …"); "Ia-O" is one."""
    word = words[place]
    is_glued = word.start == words[place - 1].end + 1
    return word.after_dash and not (is_glued and (word.folded,) not in _KIND_WORDS)


def _is_loose(words: Sequence[_Word]) -> bool:
    """Say whether nothing parts the levels of an address."""
    return not any(word.after_comma for word in words)


def _communes_named(words: Sequence[_Word]) -> list[int]:
    """Return where in what was left unread a name begins that is called a commune's."""
    return [start for start in range(1, len(words)) if _kind_before(words, start)[0] in _COMMUNE_KINDS]


def _meet(some: Iterable[Entry], others: Iterable[Entry]) -> bool:
    """Say whether both lie in one commune of today: "phường Hội Phú (phường Trà Bá cũ)"."""
    return not {code for entry in some for code in entry.now}.isdisjoint(
        code for entry in others for code in entry.now
    )


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
        folded = " ".join(_folded(mention.written))
        marked = [
            entry for entry in kept if _comparable(entry.bare_name) == written or folded in entry.other_names
        ]
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
        if piece.lower() == "cũ":  # "huyện Đức Cơ cũ": no area bears the word
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
        elif end > 3 and " ".join(word.folded for word in words[end - 3 : end]) in _BEFORE_POSTCODES:
            end -= 3
        else:
            return end
    return end


def _kind_before(words: Sequence[_Word], start: int) -> tuple[str, int]:
    """Return the kind written before a name and where it begins; no kind leaves the name's own beginning."""
    if start == 0 or words[start].after_comma or words[start].after_dash:
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


def _may_stand_alone(words: Sequence[_Word], start: int, level: Level, loose: bool, text: str) -> bool:
    """Say whether a name without its kind may begin here: at a boundary, and not as a street or a hamlet."""
    if words[start].folded.isdigit() and (start + 1 == len(words) or words[start + 1].after_comma):
        return level == Level.DISTRICT and words[start].after_comma  # "Phường 7, 5, TP.HCM"
    if start == 0 or words[start].after_comma or words[start].after_dash:
        return True
    before = words[start - 1]
    is_no_name = before.folded in _NOT_A_NAME_FOLDED if text.isascii() else before.written in _NOT_A_NAME
    return loose and (level == Level.PROVINCE or not is_no_name)


def _locality(text: str, words: Sequence[_Word], end: int) -> str:
    """Return the last part before the commune that begins with a word for a locality, as written."""
    for place in range(end - 1, -1, -1):
        folded = words[place].folded
        if (folded in _LOCALITY_WORDS_FOLDED and _begins_part(words, place)) or _NUMBERED_LOCALITY.fullmatch(
            folded
        ):
            last = place
            while last + 1 < end and not words[last + 1].after_comma:
                last += 1
            return text[words[place].start : words[last].end]
    return ""


def _begins_part(words: Sequence[_Word], place: int) -> bool:
    return place == 0 or words[place].after_comma or words[place].after_dash or not words[place].capital


def _spelled_out(text: str) -> str:
    for pattern, words in _SPELLED_OUT:
        text = pattern.sub(words, text)
    return text


def _ways_to_read(text: str) -> Iterator[tuple[str, bool]]:
    """Yield an address parted at "thuộc", as written, without what stands in brackets, province first."""
    if _BELONGS_TO.search(text):
        yield _BELONGS_TO.sub(", ", text), False
    yield text, False
    if "(" in text:
        yield _IN_BRACKETS.sub(" ", text), False
    separator = r"[,;\n]" if re.search(r"[,;\n]", text) else r"\s[-–—]\s"
    parts = [part for part in re.split(separator, text) if part.strip()]
    if len(parts) > 1:
        yield ", ".join(reversed(parts)), True


def _is_plain(name: str) -> bool:
    """Say whether a name is written without marks; the stroke of đ is a letter, no mark."""
    return name.translate(_STROKES).isascii()


@lru_cache(maxsize=65_536)
def _folded_word(word: str) -> str:
    return _one_spelling(_APOSTROPHES.sub("", fold(word)))


@lru_cache(maxsize=65_536)
def _comparable(name: str) -> str:
    words = re.findall(r"\w+", _APOSTROPHES.sub("", normal(name)).lower())
    return " ".join(word.lstrip("0") if word.isdigit() else _one_spelling(word) for word in words)


def _names_of(entry: Entry) -> set[str]:
    """Return the names under which an entry is found: without marks, "H Bông" for "H'Bông", "Hanoi"."""
    written = {entry.bare_name, *entry.other_names}
    written |= {_APOSTROPHES.sub(" ", name) for name in written}
    if entry.level == Level.PROVINCE:
        written |= {name.replace(" ", "") for name in written}
    if entry.level == Level.COMMUNE:
        written |= {_HIGHLAND_HEAD.sub(r"\1", name) for name in written}
    return {" ".join(_folded(name)) for name in written}


def _one_spelling(word: str) -> str:
    if _LAST_Y.fullmatch(word):
        return word.translate(_Y_TO_I)
    return _LAST_K.sub("c", word)


def _folded(name: str) -> list[str]:
    return [word.folded for word in _words(name)]
