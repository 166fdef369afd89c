"""Who signs the papers of each kind of body, and in whose name."""

from langnghe.core.paper import Authority, Signature

_HEAD = Signature("Thủ trưởng đơn vị")
_SIGNATURES = {
    "ubnd": Signature("Chủ tịch", authority=((Authority.ON_BEHALF, "Ủy ban nhân dân"),)),
    "hdnd": Signature("Chủ tịch", authority=((Authority.ON_BEHALF, "Hội đồng nhân dân"),)),
    "mttq": Signature("Chủ tịch", authority=((Authority.ON_BEHALF, "Ban Thường trực"),)),
    "tinh_uy": Signature("Bí thư", authority=((Authority.ON_BEHALF, "Ban Thường vụ"),)),
    "dang_uy": Signature("Bí thư", authority=((Authority.ON_BEHALF, "Ban Thường vụ"),)),
    "uy_ban_kiem_tra": Signature("Chủ nhiệm", authority=((Authority.ON_BEHALF, "Ủy ban Kiểm tra"),)),
    "ban_": Signature("Trưởng ban"),
    "van_phong": Signature("Chánh Văn phòng"),
    "thanh_tra": Signature("Chánh Thanh tra"),
    "so_": Signature("Giám đốc"),
    "cong_an_tinh": Signature("Giám đốc"),
    "cong_an_xa": Signature("Trưởng Công an"),
    "quan_su": Signature("Chỉ huy trưởng"),
}


def signature_of(kind: str) -> Signature:
    """Return who signs for a body of a kind of `body_kinds.csv`; the longest beginning that fits decides."""
    longest_first = sorted(_SIGNATURES, key=len, reverse=True)
    return next((_SIGNATURES[start] for start in longest_first if kind.startswith(start)), _HEAD)
