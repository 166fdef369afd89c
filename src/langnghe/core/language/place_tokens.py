"""
The small places that a text names: "thôn 4", "tổ dân phố 12", "hẻm 42/15", "km 15+200", "đường Hùng Vương".

They are read as tokens of kind and name, so that "thôn 4" is never "thôn 14" nor "thôn 4B". Which
commune a place lies in is not asked here.
"""

import re
from dataclasses import dataclass

from langnghe.core.language.letters import fold, normal
from langnghe.core.language.syllables import LOWER, UPPER

_KINDS = {
    "thon": "thôn", "lang": "làng", "plei": "làng", "buon": "buôn", "bon": "bon", "ap": "ấp",
    "khom": "khóm", "xom": "xóm", "ban": "bản", "to dan pho": "tổ", "to dp": "tổ", "tdp": "tổ",
    "to": "tổ", "khu pho": "khu phố", "kp": "khu phố", "khu vuc": "khu vực", "khu": "khu", "doi": "đội",
    "cum": "cụm", "lo": "lô", "hem": "hẻm", "ngo": "ngõ", "ngach": "ngách", "kiet": "kiệt", "km": "km",
    "duong so": "đường", "duong": "đường", "pho": "đường", "dai lo": "đường", "quoc lo": "quốc lộ",
    "ql": "quốc lộ", "tinh lo": "tỉnh lộ", "duong tinh": "tỉnh lộ", "tl": "tỉnh lộ", "dt": "tỉnh lộ",
    "huong lo": "hương lộ", "hl": "hương lộ", "tram bien ap": "trạm", "tba": "trạm", "tram": "trạm",
    "so nha": "số nhà", "nha so": "số nhà", "phuong": "phường", "p": "phường", "xa": "xã",
    "quan": "quận", "q": "quận", "huyen": "huyện", "cho": "chợ", "cau": "cầu", "cong": "cống",
    "nga ba": "ngã ba", "nga tu": "ngã tư", "ho": "hồ", "dap": "đập", "suoi": "suối", "song": "sông",
    "chua": "chùa", "nha van hoa": "nhà văn hóa", "benh vien": "bệnh viện", "truong tieu hoc": "trường",
    "tieu hoc": "trường", "truong mam non": "trường", "mam non": "trường", "truong mau giao": "trường",
    "mau giao": "trường", "thcs": "trường", "truong thcs": "trường", "thpt": "trường",
    "truong thpt": "trường", "truong th": "trường", "truong": "trường", "giao xu": "giáo xứ",
    "cong vien": "công viên",
}  # fmt: skip
# Without marks or with another reading these are common words; a number must follow in so many letters.
_NEEDS_MARKS = {
    "ban": "bản", "to": "tổ", "lo": "lô", "ho": "hồ", "cong": "cống", "cau": "cầu", "cho": "chợ",
    "ap": "ấp", "khu": "khu", "song": "sông", "ngo": "ngõ", "doi": "đội", "lang": "làng",
    "truong": "trường", "xa": "xã", "duong": "đường", "dap": "đập", "quan": "quận", "pho": "phố",
    "cum": "cụm", "tram": "trạm", "bon": "bon",
}  # fmt: skip
_SHORT = frozenset({"p", "q", "ql", "tl", "dt", "hl", "kp", "tdp", "km", "tba"})
_NUMBER = r"\d+(?:\+\d+| \+ \d{3}(?!\d)|/\d+)*(?:[a-zđ](?![a-zđ]))?(?![\d])"
_ANY_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_PLACE = re.compile(
    rf"(?<![a-z\d])(?P<kind>{_ANY_KIND})(?:(?P<gap>[ .:]{{0,2}})(?:so )?)"
    rf"(?:(?P<date>\d{{1,2}} thang \d{{1,2}})|(?P<number>{_NUMBER})|(?=(?P<word>[a-z])))"
)
_MORE = re.compile(rf"(?:,| va| voi)? ?(?:,|va) ?(?P<number>{_NUMBER})(?= ?(?:[,.;)]|va \d|$))")
_CAPITAL = rf"[{UPPER}][^\W\d_]*(?:'[^\W\d_]+)*"
_NAME = re.compile(rf"{_CAPITAL}(?: {_CAPITAL}){{0,3}}(?: \d{{1,2}}(?![\d/.,]))?(?: nối dài\b)?")
_LOWER = re.compile(f"[{LOWER}]")
_COUNTED = {
    "một": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7",
    "tám": "8", "chín": "9", "mười": "10",
}  # fmt: skip
_ROMAN = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "V": "5",
    "VI": "6",
    "VII": "7",
    "VIII": "8",
    "IX": "9",
    "X": "10",
}
_NOT_PART_OF_NAME = frozenset(
    ["thôn", "làng", "buôn", "xã", "phường", "huyện", "tỉnh", "tổ", "đường", "khu", "ấp", "bị", "đã", "đang"]
)


@dataclass(frozen=True, slots=True, order=True)
class PlaceToken:
    """
    One small place: its kind in full ("tổ") and its number or name in small letters ("12", "hùng
    vương").
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def is_numbered(self) -> bool:
        return self.name[:1].isdigit()


def place_tokens(text: str) -> list[PlaceToken]:
    """
    Return the small places named in `text`, in order, each once.

    Abbreviations and longer forms are one kind (TDP 12, tổ dân phố số 12 -> tổ 12; QL19 -> quốc lộ 19),
    leading zeros are dropped, letters and fractions are part of the number (4B, 42/15, 15+200). Names
    need their capitals; text without tone marks gives its numbered places.
    """
    written = re.sub("[\u0300-\u036f]", "", normal(text))
    folded = fold(written)
    if len(folded) != len(written):
        written = folded
    tokens: dict[PlaceToken, None] = {}
    for found in _PLACE.finditer(folded):
        for token in _tokens_at(found, folded, written):
            tokens[token] = None
    return list(tokens)


def _tokens_at(found: re.Match[str], folded: str, written: str) -> list[PlaceToken]:
    kind = found["kind"]
    said = written[found.start("kind") : found.end("kind")]
    if not _is_kind(kind, said, found):
        return []
    full = _KINDS[kind]
    if found["date"]:
        return [PlaceToken(full, re.sub(r" thang ", "/", found["date"]))]
    if found["number"]:
        numbers = [found["number"]]
        at = found.end()
        while more := _MORE.match(folded, at):
            numbers.append(more["number"])
            at = more.end()
        return [PlaceToken(full, _number(number)) for number in numbers]
    if not found["gap"]:
        return []
    name = _name_at(written, found.start("word"))
    return [PlaceToken(full, name)] if name else []


def _is_kind(kind: str, said: str, found: re.Match[str]) -> bool:
    """Say whether the word is really the kind of place: "chợ", not "cho"; "tổ 3", not "to"."""
    if kind in _SHORT:
        return found["number"] is not None
    marked = _NEEDS_MARKS.get(kind)
    if not marked or said.lower() == marked:
        return True
    return said.isascii() and found["number"] is not None and kind not in ("cho", "song", "ho", "cau", "cong")


def _number(written: str) -> str:
    return "/".join([part.lstrip("0") or "0" for part in written.replace(" ", "").split("/")])


def _name_at(written: str, start: int) -> str:
    counted = re.match(r"[^\W\d_]+", written[start:])
    after = written[start + counted.end() :] if counted else ""
    if counted and not re.match(rf" {_NAME.pattern}", after):
        if counted[0].lower() in _COUNTED:
            return _COUNTED[counted[0].lower()]
        if counted[0] in _ROMAN:
            return _ROMAN[counted[0]]
    if not _LOWER.search(written):
        return ""
    found = _NAME.match(written, start)
    words = found[0].split() if found else []
    for place, word in enumerate(words):
        if place and word.lower() in _NOT_PART_OF_NAME:
            words = words[:place]
            break
    if len(words) > 1 and words[0].lower() in ("plei", "plơi", "làng", "buôn", "bôn"):
        words = words[1:]  # "làng Plei Ơi" says village twice
    return " ".join(words).lower()
