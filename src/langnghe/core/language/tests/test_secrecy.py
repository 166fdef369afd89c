"""A stamp of secrecy is seen, a word that only looks like one is not."""

from unicodedata import normalize

import pytest

from langnghe.core.language import secrecy_stamp


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("MẬT\nBáo cáo tình hình", "MẬT"),
        ("ĐẢNG ỦY XÃ\n[ MẬT ]\nSố 05", "MẬT"),
        ("Văn bản TỐI MẬT của đơn vị", "TỐI MẬT"),
        (normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
        ("Độ mật: tối mật", "TỐI MẬT"),
        ("MẬT ONG RỪNG\nMô hình nuôi ong lấy mật", ""),
        ("Dân số có mật độ cao, bí mật kinh doanh", ""),
        ("", ""),
    ],
)
def test_a_stamp_is_told_from_a_word(text, degree):
    assert secrecy_stamp(text) == degree
