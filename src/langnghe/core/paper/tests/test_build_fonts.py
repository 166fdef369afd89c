"""The tool that joins the web subsets, tried on subsets of square letters."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from langnghe.core.paper.fonts import STYLES, VIETNAMESE_LETTERS, font_files

ROOT = Path(__file__).parents[5]


@pytest.fixture(scope="module")
def tool():
    spec = spec_from_file_location("build_fonts", ROOT / "tools" / "build_fonts.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def subsets(tmp_path, tool):
    letters = sorted(set(VIETNAMESE_LETTERS) - {"\u0306"})
    third = len(letters) // 3
    shares = [letters[: third + 20], letters[third : 2 * third], letters[2 * third :]]
    for name, share in zip(tool.SUBSETS, shares, strict=True):
        for web_name in tool.WEB_NAMES.values():
            square_font(share).save(tmp_path / f"tinos-{name}-{web_name}.woff")
    return tmp_path


def square_font(letters):
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    names = {ord(letter): f"uni{ord(letter):04X}" for letter in letters}
    order = [".notdef", "breve", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Tinos", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff"
    return builder.font


def test_each_style_gets_every_vietnamese_letter_and_the_breve_of_the_highlands(tool, subsets, tmp_path):
    tool.build_fonts(subsets, tmp_path / "built")

    for name in STYLES.values():
        with TTFont(tmp_path / "built" / name) as font:
            assert {ord(letter) for letter in VIETNAMESE_LETTERS} <= set(font.getBestCmap())
            assert font["hmtx"]["uni0306"][0] == 0
            assert [record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord] == ["mark"]


def test_a_missing_letter_stops_the_build_and_is_named(tool, subsets, tmp_path):
    for web_name in tool.WEB_NAMES.values():
        square_font("abc").save(subsets / f"tinos-vietnamese-{web_name}.woff")

    with pytest.raises(SystemExit, match=r"the regular style lacks .*\(U\+"):
        tool.build_fonts(subsets, tmp_path / "built")


def test_a_missing_subset_says_where_it_comes_from(tool, tmp_path):
    with pytest.raises(SystemExit, match="npm ci"):
        tool.build_fonts(tmp_path, tmp_path / "built")


def test_the_fonts_in_place_hold_every_letter():
    for file in font_files():
        with TTFont(file) as font:
            assert {ord(letter) for letter in VIETNAMESE_LETTERS} <= set(font.getBestCmap())
