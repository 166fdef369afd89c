"""Small places and typing left-overs: traps 6, 10 and 19."""

import pytest

from langnghe.core.language import place_tokens, restore_typing, typing_hints


def said(text):
    return [str(token) for token in place_tokens(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("thôn 4", ["thôn 4"]),
        ("thôn 04", ["thôn 4"]),
        ("thon so 4", ["thôn 4"]),
        ("thôn IV", ["thôn 4"]),
        ("thôn Hai", ["thôn 2"]),
        ("thôn 4B", ["thôn 4b"]),
        ("tổ dân phố 12", ["tổ 12"]),
        ("TDP12", ["tổ 12"]),
        ("to dan pho 12", ["tổ 12"]),
        ("hẻm 42/15", ["hẻm 42/15"]),
        ("Km15+200", ["km 15+200"]),
        ("QL19", ["quốc lộ 19"]),
        ("ĐT 664", ["tỉnh lộ 664"]),
        ("đường 30 tháng 4", ["đường 30/4"]),
        ("đường Hùng Vương bị hư", ["đường hùng vương"]),
        ("trường THCS Lê Quý Đôn", ["trường lê quý đôn"]),
        ("buôn H’Bông", ["buôn h'bông"]),
        ("làng Plei Ơi", ["làng ơi"]),
        ("từ tổ 3 đến tổ 7", ["tổ 3", "tổ 7"]),
        ("thôn 4 và 5", ["thôn 4", "thôn 5"]),
        ("thôn 4, 5 ngày nay", ["thôn 4"]),
        ("Đèn đường thôn 4", ["thôn 4"]),
        ("cho em hỏi đường", []),
        ("P.5, Q.3", ["phường 5", "quận 3"]),
    ],
)
def test_small_places_are_read_with_their_numbers_and_names(text, places):
    assert said(text) == places


@pytest.mark.parametrize("other", ["thôn 14", "thôn 4B", "thôn 40", "tổ 4", "làng 4"])
def test_thôn_4_is_no_other_place(other):
    assert not set(place_tokens("thôn 4")) & set(place_tokens(other))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddường", "đường"),
        ("dduwowngf", "đường"),
        ("nguowif", "người"),
        ("nha1", "nhá"),
        ("d9u7o7ng2", "đường"),
        ("dduwowcj", "được"),
        ("Nguyeenx", "Nguyễn"),
        ("truwowngf", "trường"),
        ("ddi", "đi"),
    ],
)
def test_left_over_keys_of_telex_and_vni_are_understood(typed, meant):
    assert restore_typing(typed) == meant


@pytest.mark.parametrize(
    "word", ["thon4", "to12", "khong", "box", "has", "nước", "Ia", "H'Bông", "duong", "Hoà", "M'gar"]
)
def test_finished_words_and_places_give_no_hint(word):
    assert typing_hints(word) == []
