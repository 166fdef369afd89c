"""Who writes a paper, in which form, and who signs it in whose name."""

from dataclasses import dataclass

from langnghe.core.paper.document import Signature
from langnghe.core.paper.forms import PARTY, STATE, Authority, Form


@dataclass(frozen=True)
class Letterhead:
    """Who writes to whom, and how their papers look."""

    form: str  # "state" or "party"
    issuer: str
    superior: str
    abbreviation: str
    place: str
    signer: str  # the kind of body, of which `signature_of` knows who signs
    area_name: str

    @property
    def official_form(self) -> Form:
        """The rules this body's papers follow."""
        return PARTY if self.form == PARTY.name else STATE

    def number(self, number: int | None, type_code: str) -> str:
        """Return a number as printed; dots stand where the abbreviation is not known."""
        return self.official_form.document_number(number, type_code, self.abbreviation or "…")


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
