"""One believable report of each form, with every kind of block."""

from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import pytest
from PIL import Image

from langnghe.core.paper import (
    PARTY,
    STATE,
    Annex,
    Authority,
    Bold,
    Document,
    FigureNumber,
    Heading,
    Italic,
    ListItems,
    Number,
    Paragraph,
    Picture,
    Signature,
    Table,
    party_number,
    state_number,
)

LINES = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" font-family="Tinos" font-size="12">'
    b'<rect x="20" y="30" width="60" height="70" fill="#4269d0"/><text x="20" y="115">Q1</text></svg>'
)


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 120), "#4269d0").save(file, "PNG")
    return file.getvalue()


def received(text: str = "1.248", **query: str) -> FigureNumber:
    asked = {"area": "52", "from": "2026-01-01", "to": "2026-06-30"} | query
    return FigureNumber(text, f"/so-lieu/reports_received/?{urlencode(asked)}", f"received-{text}")


TABLE_OF_ONE = Table("Biểu 1", ("Chỉ tiêu", "Số"), (("Tiếp nhận", received()),))


def report_blocks():
    return (
        Heading(1, "TÌNH HÌNH"),
        Paragraph(
            (
                "Trong 6 tháng đầu năm 2026, các cơ quan trên địa bàn tỉnh tiếp nhận ",
                received(),
                " phản ánh, kiến nghị của người dân, cùng kỳ năm trước là ",
                FigureNumber(
                    "1.102", "/so-lieu/reports_received/?area=52&from=2025-01-01&to=2025-06-30", "before"
                ),
                ". Nội dung tập trung ở ",
                Bold("giao thông, môi trường"),
                " và ",
                Italic("thủ tục hành chính"),
                ".",
            )
        ),
        Paragraph("Tâm trạng, nguyện vọng của các tầng lớp nhân dân cơ bản ổn định.", proposal=True),
        Heading(2, "Vấn đề người dân quan tâm"),
        ListItems(
            ("Đường vào làng Kép bị sạt lở;", "Rác thải tại chợ;", "Điện yếu;", "Nước sạch;", "Hỗ trợ giống.")
        ),
        Heading(3, "Địa bàn có nhiều phản ánh"),
        Table(
            "Bảng 1. Phản ánh theo địa bàn",
            ("Địa bàn", "Tiếp nhận", "Dân số"),
            tuple(
                (
                    name,
                    FigureNumber(str(count), f"/so-lieu/reports_received/?area={code}", f"by-area-{code}"),
                    Number("12.345"),
                )
                for code, name, count in [
                    ("23563", "Phường Pleiku", 412),
                    ("23638", "Xã Ia Tul", 96),
                    ("23641", "Xã Đê Kôn, làng H’Bông Rơ̆", 7),
                ]
            ),
            total=(
                "Cộng",
                received("515"),
                Number("37.035"),
            ),
        ),
        Picture(png(), "Biểu đồ cột: quý I cao hơn quý II", "Biểu đồ 1. Phản ánh theo quý", svg=LINES),
        Heading(1, "KIẾN NGHỊ, ĐỀ XUẤT"),
        Paragraph("Đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo."),
    )


@pytest.fixture
def state_report() -> Document:
    return Document(
        form=STATE,
        superior="Ủy ban nhân dân tỉnh Gia Lai",
        issuer="Sở Nội vụ",
        number=state_number(5, "BC", "SNV"),
        place="Gia Lai",
        date=date(2026, 1, 5),
        type_name="Báo cáo",
        summary="Kết quả công tác dân vận 6 tháng đầu năm và phương hướng, nhiệm vụ 6 tháng cuối năm 2026",
        addressees=("Ủy ban nhân dân tỉnh Gia Lai", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        legal_grounds=(
            "Căn cứ Kế hoạch số 12/KH-UBND ngày 10 tháng 01 năm 2026",
            "Thực hiện đề cương báo cáo",
        ),
        blocks=report_blocks(),
        signature=Signature("Phó Giám đốc", "Nguyễn Minh Họa", ((Authority.DEPUTY, "Giám đốc"),)),
        recipients=("Như trên", "Các phòng chuyên môn"),
        archive="VT, TH",
        annexes=(
            Annex("Số liệu chi tiết", (Table("Biểu 1", ("Chỉ tiêu", "Số"), (("Tiếp nhận", received()),)),)),
        ),
        notice="DỮ LIỆU MINH HỌA",
    )


@pytest.fixture
def party_report() -> Document:
    return Document(
        form=PARTY,
        superior="Tỉnh ủy Gia Lai",
        issuer="Ban Tuyên giáo và Dân vận",
        number=party_number(7, "BC", "BTGDV"),
        place="Gia Lai",
        date=date(2026, 6, 19),
        type_name="Báo cáo",
        summary="công tác dân vận 6 tháng đầu năm 2026",
        addressees=("Ban Thường vụ Tỉnh ủy",),
        blocks=report_blocks(),
        signature=Signature("Trưởng ban", "Trần Thị Minh Họa", ((Authority.ON_BEHALF, "Lãnh đạo Ban"),)),
        recipients=("Như trên", "Lãnh đạo Ban"),
        archive="Văn phòng Ban",
        notice="DỮ LIỆU MINH HỌA",
    )
