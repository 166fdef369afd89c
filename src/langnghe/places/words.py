"""How names of areas are written for search: folded words, kinds apart, usual short forms spelled out."""

import re
from dataclasses import dataclass

from langnghe.core.language import fold

KINDS = (
    "thành phố thuộc tỉnh",
    "thành phố",
    "thị xã",
    "thị trấn",
    "đặc khu",
    "tỉnh",
    "quận",
    "huyện",
    "phường",
    "xã",
)  # longest first

_NOT_A_WORD = re.compile(r"[^0-9a-zđ]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")


@dataclass(frozen=True)
class Name:
    """The name of an area, taken apart."""

    kind: str
    bare: str


def take_apart(name: str, kind: str = "") -> Name:
    """Return kind and bare name of "Xã Ia Dơk"; a name that does not begin with its kind stays whole."""
    for candidate in (kind, *KINDS):
        rest = name[len(candidate) + 1 :].strip()
        if candidate and name.lower().startswith(f"{candidate.lower()} ") and not rest[:1].islower():
            return Name(kind or candidate, rest)
    return Name(kind, name)


def within_sentence(name: str, kind: str) -> str:
    """Return the name as it stands inside a sentence: "xã Ia Dơk"."""
    bare = take_apart(name, kind).bare
    return name if bare == name else f"{name[: len(name) - len(bare)].lower()}{bare}"


def folded_words(text: str) -> str:
    """Return the words of `text` without tone marks and signs, one blank between: "Ea H'Leo" -> "ea hleo"."""
    return _NOT_A_WORD.sub(" ", fold(_APOSTROPHES.sub("", text))).strip()
