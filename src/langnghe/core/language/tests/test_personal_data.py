"""Personal data: trap 13, with the false alarms counted as faults too."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langnghe.core.language import MASKS, find_personal_data, mask_personal_data


def kinds(text):
    return [(text[span.start : span.end], span.kind) for span in find_personal_data(text)]


@pytest.mark.parametrize(
    "number",
    [
        "0905123456",
        "0905.123.456",
        "090 512 3456",
        "0905-123-456",
        "+84905123456",
        "+84 905 123 456",
        "84905123456",
        "(+84) 905-123-456",
        "01681234567",
        "0122 345 6789",
        "0269 3823 456",
        "(0269) 3.823.456",
        "02438251234",
    ],
)
def test_telephone_numbers_are_found_in_every_form(number):
    assert kinds(f"Xin gọi {number} gặp tôi") == [(number, "phone")]


def test_several_telephones_in_a_row_are_all_found():
    assert [kind for _, kind in kinds("0905123456-0912345678, 0905123456/0912345678")] == ["phone"] * 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CCCD 052085012345", ("052085012345", "cccd")),
        ("tôi mang số 064091001234", ("064091001234", "cccd")),
        ("căn cước: 052 085 012 345", ("052 085 012 345", "cccd")),
        ("CMND 230123456", ("230123456", "cmnd")),
        ("số 231045678 cấp tại Gia Lai", ("231045678", "cmnd")),
        ("chứng minh nhân dân số 230 123 456", ("230 123 456", "cmnd")),
        ("xe 81A-123.45", ("81A-123.45", "plate")),
        ("xe máy 81B1-12345", ("81B1-12345", "plate")),
        ("81A12345 chạy ẩu", ("81A12345", "plate")),
        ("biển số 81a 1234", ("81a 1234", "plate")),
        ("51F 97022", ("51F 97022", "plate")),
        ("29-NG-123-45", ("29-NG-123-45", "plate")),
        ("mail le.van@gmail.com nhé", ("le.van@gmail.com", "email")),
        ("STK 5000205123456 Agribank", ("5000205123456", "account")),
        ("số tài khoản 0905123456", ("0905123456", "account")),
        ("tài khoản ngân hàng số 0071 0012 34567", ("0071 0012 34567", "account")),
        ("thẻ BHYT DN4640112345678", ("DN4640112345678", "health_card")),
        ("mã số BHXH 6412345678", ("6412345678", "health_card")),
        ("MST 5900123456", ("5900123456", "tax_code")),
        ("mã số thuế: 5900123456-001", ("5900123456-001", "tax_code")),
        ("ở số nhà 12/3 đường Hùng Vương", ("số nhà 12/3", "house_number")),
        ("số 12 đường Lê Lợi", ("số 12", "house_number")),
        ("tại 25 Lê Lợi", ("25", "house_number")),
        ("ngõ 12 ngách 3 số 7", ("số 7", "house_number")),
    ],
)
def test_identifiers_are_found_and_told_apart(text, found):
    assert kinds(text) == [found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ông Nguyễn Văn An ở thôn 4", "Nguyễn Văn An"),
        ("gặp bà Rơ Châm H'Bluih", "Rơ Châm H'Bluih"),
        ("Chú Ba Tài", "Ba Tài"),
        ("đưa tiền cho bà Hoa", "Hoa"),
        ("cấp đất cho Nguyễn Văn Tèo", "Nguyễn Văn Tèo"),
        ("Đội trưởng Trần Văn Giàu", "Trần Văn Giàu"),
        ("cô giáo Hạnh đánh học sinh", "Hạnh"),
        ("bạn Minh lớp 5", "Minh"),
        ("bà Đinh Thị Y-Lan", "Đinh Thị Y-Lan"),
        ("ông R'Com Hin", "R'Com Hin"),
        ("hộ Ksor Y Blơ chưa được", "Ksor Y Blơ"),
        ("cháu Siu H’Nga học lớp 5", "Siu H’Nga"),
        ("chị Hoa bán chợ", "Hoa"),
        ("em Lê Thị Kim Chi Thôn 5", "Lê Thị Kim Chi"),
        ("tôi tên là Trần Thị Bé", "Trần Thị Bé"),
        ("trưởng thôn Rơ Mah Khơi", "Rơ Mah Khơi"),
        ("ông nguyễn văn an", "nguyễn văn an"),
        ("ong Nguyen Van An o thon 4", "Nguyen Van An"),
        ("HỘ ÔNG NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("bà Y Blưk Niê Kđăm", "Y Blưk Niê Kđăm"),
        ("anh Kpă Klơng", "Kpă Klơng"),
        ("Lò Văn Xôm lấn đất", "Lò Văn Xôm"),
        ("anh A Mlưn làng tôi", "A Mlưn"),
        ("bà K’Brơi bán rẫy", "K’Brơi"),
        ("hộ ông Đinh Núp", "Đinh Núp"),
    ],
)
def test_names_of_people_of_all_peoples_are_found(text, name):
    assert kinds(text) == [(name, "name")]


@pytest.mark.parametrize(
    "text",
    [
        "Văn bản 05/BC-UBND ngày 05/01/2026",
        "Quyết định 1234/2025/QĐ-UBND",
        "số 0905123456/QĐ-UBND",
        "Nghị định 30/2020/NĐ-CP",
        "hết 1.234.567.890 đồng",
        "kinh phí 500000000 đồng",
        "500000000đ",
        "12 tỷ đồng",
        "giai đoạn 2020-2025",
        "năm 2024 2025",
        "tọa độ 13.983333, 108.000000",
        "14.0905123456",
        "0.905123456",
        "ngày 05.06.2026 08",
        "từ 01.02.2026-05.02.2026",
        "gọi 113, 114, 115, tổng đài 1022, 1900 1234",
        "mã hồ sơ 000.00.12.H21-250101-0001",
        "km 15+200",
        "QL19 và ĐT664",
        "Nghị quyết 30a",
        "diện tích 123456789 m2",
        "dân số 101234567 người",
        "số 07-BC/DV",
        "lúc 7h30 ngày 5/6",
        "đường Nguyễn Văn Linh",
        "trường THCS Nguyễn Văn Cừ",
        "phường Võ Thị Sáu",
        "Bà Rịa - Vũng Tàu",
        "huyện Anh Sơn",
        "bà con thôn 4",
        "chị em Phụ nữ",
        "Bác Hồ",
        "tiếng Anh",
        "đường Bà Triệu",
        "ông Chủ tịch xã",
        "anh Công an xã",
        "xã H’Bông",
        "xã Ia Tul",
        "thôn 4, tổ dân phố 12",
        "hẻm 42",
        "trường số 5",
        "Hộ nghèo",
        "chủ tịch Hồ Chí Minh",
        "ĐƯỜNG BÀ TRIỆU",
        "hộ Kinh doanh cá thể",
        "trẻ em Việt Nam",
    ],
)
def test_what_looks_like_personal_data_but_is_not_stays(text):
    assert mask_personal_data(text) == text


def test_masks_keep_the_meaning_readable():
    text = "Ông Nguyễn Văn An, 0905123456, xe 81A-123.45"

    assert mask_personal_data(text) == "Ông [tên người], [số điện thoại], xe [biển số xe]"


def test_a_masked_text_holds_nothing_more_to_mask():
    text = "Ông Nguyễn Văn An ở số nhà 12 đường Hùng Vương, CCCD 052085012345, gọi 0905123456"

    assert find_personal_data(mask_personal_data(text)) == []


def test_spans_count_the_characters_of_decomposed_text_too():
    text = unicodedata.normalize("NFD", "Hộ ông Nguyễn Văn Bền số điện thoại 0905.123.456")

    found = [unicodedata.normalize("NFC", text[span.start : span.end]) for span in find_personal_data(text)]

    assert found == ["Nguyễn Văn Bền", "0905.123.456"]


def test_each_span_says_why():
    assert all(span.reason for span in find_personal_data("bà Hoa 0905123456, STK 123456789012, số nhà 5"))


@given(
    st.lists(
        st.sampled_from(
            [
                "ông ",
                "Nguyễn Văn An",
                "0905123456",
                " ",
                ", ",
                "81A-123.45",
                "số nhà 12",
                "a@b.vn",
                "Đ",
                "ị\u0323",
                "12/3",
                "(",
                "+84",
            ]
        ),
        max_size=12,
    )
)
def test_masking_changes_nothing_outside_the_spans(parts):
    text = "".join(parts)
    spans = find_personal_data(text)

    masked = mask_personal_data(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
    assert len(masked) == len(text) - sum(s.end - s.start for s in spans) + sum(
        len(MASKS[s.kind]) for s in spans
    )
