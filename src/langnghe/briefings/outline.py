"""
The outline of the half-year report on mass mobilisation, as the central body's handbook orders it.

Vietnamese words on purpose: they are the words of an official Vietnamese paper, not of the interface.
Each part that a person writes has a name, and what it proposes to write about until somebody does.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A piece of the report that a person writes."""

    name: str
    title: str
    proposal: str


SITUATION = "TÌNH HÌNH"
RESULTS = "KẾT QUẢ CÔNG TÁC DÂN VẬN CỦA HỆ THỐNG CHÍNH TRỊ"
BOARD = "HOẠT ĐỘNG CỦA BAN (KHỐI) DÂN VẬN"
ASSESSMENT = "ĐÁNH GIÁ CHUNG"
TASKS = "PHƯƠNG HƯỚNG, NHIỆM VỤ"
PROPOSALS = "KIẾN NGHỊ, ĐỀ XUẤT"

GENERAL = Part(
    "general",
    "Tình hình kinh tế - xã hội, quốc phòng - an ninh",
    "Nêu khái quát tình hình phát triển kinh tế - xã hội, quốc phòng - an ninh trên địa bàn trong kỳ.",
)
MOOD = Part(
    "mood",
    "Tâm trạng, nguyện vọng, bức xúc của các tầng lớp nhân dân",
    "Nêu tâm trạng, nguyện vọng của Nhân dân; những vấn đề mới nảy sinh, vấn đề nổi cộm và việc giải quyết.",
)
PARTY_COMMITTEES = Part(
    "party_committees",
    "Công tác lãnh đạo, chỉ đạo của cấp ủy",
    "Nêu việc quán triệt, triển khai các nghị quyết, chỉ thị về công tác dân vận; việc tiếp dân, "
    "đối thoại trực tiếp với Nhân dân của người đứng đầu cấp ủy.",
)
GOVERNMENT = Part(
    "government",
    "Công tác dân vận của chính quyền",
    "Nêu kết quả cải cách hành chính, thực hiện dân chủ ở cơ sở, tiếp công dân, đối thoại.",
)
FRONT = Part(
    "front",
    "Công tác dân vận của Mặt trận Tổ quốc và các tổ chức chính trị - xã hội",
    "Nêu kết quả tập hợp, chăm lo đời sống Nhân dân; các cuộc vận động, phong trào; giám sát, phản biện.",
)
ARMED_FORCES = Part(
    "armed_forces",
    "Công tác dân vận của lực lượng vũ trang",
    "Nêu kết quả phối hợp giúp dân, xây dựng địa bàn an toàn.",
)
ETHNIC_RELIGIOUS = Part(
    "ethnic_religious",
    "Công tác dân tộc, tôn giáo",
    "Nêu tình hình chung và kết quả thực hiện chính sách dân tộc, tôn giáo (không nêu tên cá nhân).",
)
BOARD_WORK = Part(
    "board_work",
    "Tham mưu, hướng dẫn, kiểm tra; phong trào thi đua “Dân vận khéo”; nắm tình hình Nhân dân",
    "Nêu văn bản đã tham mưu; các cuộc kiểm tra, tập huấn; mô hình “Dân vận khéo” đăng ký, công nhận, "
    "nhân rộng.",
)
STRENGTHS = Part("strengths", "Ưu điểm", "Nêu những kết quả nổi bật trong kỳ.")
LIMITS = Part("limits", "Hạn chế", "Nêu những việc làm chưa tốt, chưa đạt yêu cầu.")
CAUSES = Part(
    "causes", "Nguyên nhân, bài học kinh nghiệm", "Nêu nguyên nhân chủ quan, khách quan và bài học rút ra."
)
NEXT_TASKS = Part(
    "next_tasks",
    "Phương hướng, nhiệm vụ trọng tâm",
    "Nêu các nhiệm vụ trọng tâm của kỳ tới, cơ quan chủ trì và thời hạn hoàn thành.",
)
REQUESTS = Part("requests", "Kiến nghị, đề xuất", "Nêu kiến nghị cụ thể đối với cấp trên.")

PARTS = (
    GENERAL,
    MOOD,
    PARTY_COMMITTEES,
    GOVERNMENT,
    FRONT,
    ARMED_FORCES,
    ETHNIC_RELIGIOUS,
    BOARD_WORK,
    STRENGTHS,
    LIMITS,
    CAUSES,
    NEXT_TASKS,
    REQUESTS,
)
