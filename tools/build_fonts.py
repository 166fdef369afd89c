"""
Build the typeface of our papers: join the web subsets of Tinos into four TTF files.

    python tools/build_fonts.py SRC_DIR OUT_DIR

SRC_DIR is the package @fontsource/tinos (or its folder `files`). Tinos has the widths of Times New Roman,
under the SIL Open Font License. The subsets leave out the combining breve of the highland languages
(ơ̆, ư̆, ê̆): it is drawn here from the breve of ă and placed over each letter. Kerning is left out, as in
Word's default, so that lines break alike in the PDF and in Word.
"""

import sys
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.merge import Merger, Options
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from langnghe.core.paper.fonts import COMBINING_BREVE, STYLES, VIETNAMESE_LETTERS

SUBSETS = ("latin", "latin-ext", "vietnamese")
WEB_NAMES = {
    "regular": "400-normal",
    "bold": "700-normal",
    "italic": "400-italic",
    "bold italic": "700-italic",
}
BREVE = "breve"  # a glyph without a code point: the subsets keep it as a part of ă, ĕ and others
# A horn stands to the right of its letter and would pull the breve off its middle.
CENTRED_ON = {"ơ": "o", "ư": "u", "Ơ": "O", "Ư": "U"}
LETTERS_UNDER_A_BREVE = "aâeêioôơuưyAÂEÊIOÔƠUƯY"


class CannotBuild(SystemExit):
    """The subsets do not give a complete typeface; the sentence says why."""


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        raise CannotBuild("Usage: python tools/build_fonts.py SRC_DIR OUT_DIR")
    source, target = map(Path, arguments)
    build_fonts(source, target)
    print(f"Built {len(STYLES)} fonts in {target}")


def build_fonts(source: Path, target: Path) -> None:
    """Write the four styles into `target`; raise `CannotBuild` when a subset or a letter is missing."""
    folder = source / "files" if (source / "files").is_dir() else source
    target.mkdir(parents=True, exist_ok=True)
    for style, name in STYLES.items():
        font = join([folder / f"tinos-{subset}-{WEB_NAMES[style]}.woff" for subset in SUBSETS])
        add_combining_breve(font)
        _check_letters(font, style)
        font.save(target / name)


def join(subsets: list[Path]) -> TTFont:
    """Return one font with every letter of the subsets."""
    missing = [subset.name for subset in subsets if not subset.is_file()]
    if missing:
        raise CannotBuild(
            f"Cannot build the typeface: {', '.join(missing)} not found in {subsets[0].parent}. "
            "Run `npm ci` in frontend/ first and give frontend/node_modules/@fontsource/tinos."
        )
    font = Merger(Options(drop_tables=["GSUB", "GPOS", "GDEF", "gasp"])).merge(
        [str(subset) for subset in subsets]
    )
    font.flavor = None
    font.recalcTimestamp = False  # the same subsets give the same bytes
    return font


def add_combining_breve(font: TTFont) -> None:
    """Draw U+0306 from the breve of ă, and anchor it over each letter that may carry it."""
    if BREVE not in font.getGlyphOrder():
        raise CannotBuild("Cannot build the typeface: the subsets hold no breve to draw U+0306 from.")
    x_min, y_min, x_max, _ = _bounds(font, BREVE)
    middle = round((x_min + x_max) / 2)
    name = "uni0306"
    pen = TTGlyphPen(font.getGlyphSet())
    pen.addComponent(BREVE, (1, 0, 0, 1, -middle, 0))
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (0, round(x_min) - middle)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(COMBINING_BREVE)] = name
    addOpenTypeFeaturesFromString(font, _mark_feature(font, name, y_min))


def _mark_feature(font: TTFont, mark: str, bottom: float) -> str:
    """Return the feature that sets the mark over the middle of a letter, a little above its top."""
    glyph_of = font.getBestCmap()
    gap = font["head"].unitsPerEm // 40
    lines = []
    for letter in LETTERS_UNDER_A_BREVE:
        if ord(letter) not in glyph_of:
            continue
        x_min, _, x_max, _ = _bounds(font, glyph_of[ord(CENTRED_ON.get(letter, letter))])
        top = _bounds(font, glyph_of[ord(letter)])[3]
        anchor = f"<anchor {round((x_min + x_max) / 2)} {round(top) + gap}>"
        lines.append(f"  pos base {glyph_of[ord(letter)]} {anchor} mark @ABOVE;")
    return "\n".join(
        [
            "languagesystem DFLT dflt;",
            "languagesystem latn dflt;",
            f"markClass {mark} <anchor 0 {round(bottom)}> @ABOVE;",
            "feature mark {",
            *lines,
            "} mark;",
        ]
    )


def _bounds(font: TTFont, glyph: str) -> tuple[float, float, float, float]:
    """Return the box of a glyph's outline, in font units."""
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    return pen.bounds or (0, 0, 0, 0)


def _check_letters(font: TTFont, style: str) -> None:
    known = font.getBestCmap()
    missing = [letter for letter in VIETNAMESE_LETTERS if ord(letter) not in known]
    if missing:
        shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
        raise CannotBuild(f"Cannot build the typeface: the {style} style lacks {shown}.")


if __name__ == "__main__":
    main(sys.argv[1:])
