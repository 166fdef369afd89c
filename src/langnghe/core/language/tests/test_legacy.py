"""
Old encodings, decided per column: trap 9. The two encoders below are written apart from the tables
they check.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.language import decode_legacy, decode_tcvn3, decode_vni

TCVN3_SMALL = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ",
        strict=True,
    )
) | dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
COLUMN = [
    "Phường Bến Nghé",
    "Xã Đắk Tờ Re",
    "Thị trấn Chư Sê",
    "Xã Ia Grăng",
    "Phường Quỳnh Mai",
    "Xã Hoà Thắng",
    "Huyện Đức Cơ",
]


def to_tcvn3(text: str) -> str:
    return "".join([TCVN3_SMALL.get(letter) or TCVN3_SMALL.get(letter.lower(), letter) for letter in text])


def to_vni(text: str) -> str:
    tones = {
        "\u0301": "ùá é",
        "\u0300": "øàè",
        "\u0309": "ûåú",
        "\u0303": "õãü",
        "\u0323": "ïäë",
        "": ("", "â", "ê"),
    }
    whole = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}
    coded = []
    for letter in text:
        small = letter.lower()
        base, marks = unicodedata.normalize("NFD", small)[0], unicodedata.normalize("NFD", small)[1:]
        shape = next((mark for mark in marks if mark in "\u0302\u0306\u031b"), "")
        tone = next((mark for mark in marks if mark in tones), "")
        if small in whole:
            code = whole[small]
        elif shape in ("\u0302", "\u0306"):
            code = (
                base + tones[tone].replace(" ", "")[1 if shape == "\u0302" else 2]
                if tone
                else base + tones[""][1 if shape == "\u0302" else 2]
            )
        else:
            code = {"o": "ô", "u": "ö"}[base] if shape else base
            code += tones[tone][0] if tone else ""
        coded.append(code.upper() if letter != small else code)
    return "".join(coded)


def test_a_column_in_tcvn3_comes_back_in_unicode_but_for_the_case_its_font_held():
    decoded = decode_legacy([to_tcvn3(value) for value in COLUMN])

    assert (decoded.encoding, decoded.values) == ("tcvn3", COLUMN)
    assert decoded.confidence > 0.9


def test_a_column_in_vni_comes_back_in_unicode_with_its_case():
    values = [*COLUMN, "THÀNH PHỐ HỒ CHÍ MINH", "ĐƯỜNG LÝ THƯỜNG KIỆT", "Kỵ sĩ"]

    decoded = decode_legacy([to_vni(value) for value in values])

    assert (decoded.encoding, decoded.values) == ("vni", values)
    assert decoded.confidence > 0.9


def test_capitals_of_the_capital_font_come_back_small():
    assert decode_tcvn3("céng hßa x· héi") == "cộng hòa xã hội"


@pytest.mark.parametrize("letter", sorted(TCVN3_SMALL))
def test_each_letter_of_tcvn3_is_in_the_table(letter):
    assert decode_tcvn3(TCVN3_SMALL[letter]) == letter


@pytest.mark.parametrize("letter", sorted(set(TCVN3_SMALL) - set("ĂÂÊÔƠƯĐ")))
def test_each_letter_of_vni_is_in_the_table(letter):
    assert decode_vni(to_vni(letter)) == letter
    assert decode_vni(to_vni(letter.upper())) == letter.upper()


def test_what_is_unicode_already_is_never_touched():
    values = ["Hà", "Bà Rịa", "Cà Mau", "Đắk Lắk", "Tòa án"]

    decoded = decode_legacy(values)

    assert (decoded.encoding, decoded.values) == ("unicode", values)


def test_a_unicode_cell_inside_an_old_column_stays():
    decoded = decode_legacy([to_tcvn3("Nguyễn Văn Bình"), "Hà Nội", to_tcvn3("Trần Thị Hường")])

    assert decoded.values == ["Nguyễn Văn Bình", "Hà Nội", "Trần Thị Hường"]


@pytest.mark.parametrize("values", [[], [""], ["abc", "12"], ["Café", "Müller", "São Paulo"]])
def test_columns_without_old_vietnamese_stay_as_they_are(values):
    decoded = decode_legacy(values)

    assert (decoded.encoding, decoded.values) == ("unicode", values)


def test_a_short_column_is_less_sure_than_a_long_one():
    assert decode_legacy(["Hµ"]).confidence < decode_legacy([to_tcvn3(value) for value in COLUMN]).confidence


@given(st.lists(st.sampled_from(COLUMN), min_size=3, max_size=8), st.sampled_from([to_tcvn3, to_vni]))
def test_any_few_names_in_either_encoding_are_read_back(names, encode):
    assert decode_legacy([encode(name) for name in names]).values == names


@pytest.mark.parametrize("column", [["© 2020", "25 µm", "°C"], ["120 m²", "±5", "½"], ["café", "Müller"]])
def test_signs_and_foreign_words_are_no_old_encoding(column):
    decoded = decode_legacy(column)

    assert (decoded.encoding, decoded.values) == ("unicode", column)


def test_a_capital_d_of_tcvn3_before_letters_tells_the_encoding_even_alone():
    assert decode_legacy(["§Êt"]).values == ["Đất"]
