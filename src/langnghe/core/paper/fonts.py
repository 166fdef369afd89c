"""The one typeface of our papers: where its four files lie, and which letters they can draw.

Decree 30/2020/NĐ-CP asks for Times New Roman, which nobody may ship. Tinos has the same widths, so a page
breaks its lines alike. `tools/build_fonts.py` joins its web subsets into the files read here. Word files name
"Times New Roman" itself; only PDF and pictures carry our own files.
"""

from functools import cache
from pathlib import Path

FAMILY = "Tinos"
MM_PER_POINT = 25.4 / 72
FOLDER = Path(__file__).parent / "fonts"
STYLES = {
    "regular": f"{FAMILY}-Regular.ttf",
    "bold": f"{FAMILY}-Bold.ttf",
    "italic": f"{FAMILY}-Italic.ttf",
    "bold italic": f"{FAMILY}-BoldItalic.ttf",
}

KINDS_OF_PLACE = ("TỈNH ", "THÀNH PHỐ ", "XÃ ", "PHƯỜNG ", "ĐẶC KHU ")
COMBINING_BREVE = "\u0306"
"""Jarai, Bahnar and Mnong put a breve on ơ, ư, ô, ê and â; Unicode has no single character for these."""

VIETNAMESE_LETTERS = "".join(
    [
        "AÀÁÂÃĂBCDĐEÈÉÊFGHIÌÍĨJKLMNOÒÓÔÕƠPQRSTUÙÚŨƯVWXYÝZ",
        "aàáâãăbcdđeèéêfghiìíĩjklmnoòóôõơpqrstuùúũưvwxyýz",
        "".join(map(chr, range(0x1EA0, 0x1EFA))),
        "ƀĕĭŏŭĔĬŎŬčČñÑ",
        COMBINING_BREVE,
        "0123456789₫%…–—“”‘’•−×",
    ]
)
"""Every letter and sign that Vietnamese papers use, those of the highland languages included."""


class FontsMissing(FileNotFoundError):
    """The files of the typeface have not been built."""


def font_files(folder: Path = FOLDER) -> list[Path]:
    """Return the four font files; raise `FontsMissing` with what to do when one is not there."""
    files = [folder / name for name in STYLES.values()]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FontsMissing(
            f"The typeface of our papers is missing ({', '.join(missing)} in {folder}): run `make setup`, "
            "which builds it with tools/build_fonts.py."
        )
    return files


def undrawable(text: str, folder: Path = FOLDER) -> str:
    """Return the characters of `text` that our typeface cannot draw, each once, as they come."""
    known = _letters(folder)
    return "".join(
        dict.fromkeys(letter for letter in text if not letter.isspace() and ord(letter) not in known)
    )


def width_mm(text: str, *, points: float, style: str = "bold") -> float:
    """Return how wide a line of `text` is, so that the rule under it gets the length it must have."""
    widths, units = _widths(FOLDER, style)
    return sum(widths.get(ord(letter), units / 2) for letter in text) / units * points * MM_PER_POINT


def letterhead_lines(text: str, *, points: float, room_mm: float) -> list[str]:
    """
    Return a body's name in capitals on one line where it fits, else on two.

    Officials break before the kind of place ("ỦY BAN NHÂN DÂN / TỈNH GIA LAI"); other names are balanced.
    """
    if width_mm(text, points=points) <= room_mm:
        return [text]
    words = text.split()
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    before_place = [lines for lines in breaks if lines[1].startswith(KINDS_OF_PLACE)]
    choice = before_place[-1:] or breaks
    if not choice:
        return [text]
    return list(min(choice, key=lambda lines: max(width_mm(line, points=points) for line in lines)))


@cache
def _widths(folder: Path, style: str) -> tuple[dict[int, int], int]:
    """Return the advance of each code point in font units, and the units of one em."""
    from fontTools.ttLib import TTFont

    font_files(folder)
    with TTFont(folder / STYLES[style], lazy=True) as font:
        return {code: font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}, font[
            "head"
        ].unitsPerEm


@cache
def _letters(folder: Path) -> frozenset[int]:
    """Return the code points that all four styles can draw."""
    from fontTools.ttLib import TTFont  # heavy, and processes that serve pages never come here

    sets = []
    for file in font_files(folder):
        with TTFont(file, lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)
