"""Who writes a paper, in which form, and who signs it in whose name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from langnghe.core.paper.document import Block, Document, Signature
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

    def document(
        self,
        type_code: str,
        type_name: str,
        summary: str,
        blocks: Iterable[Block],
        *,
        written_on: date,
        number: int | None = None,
        signature: Signature | None = None,
        **parts: Any,
    ) -> Document:
        """Return a paper of this body in its own form, signed by its head unless `signature` is given."""
        return Document(
            form=self.official_form,
            superior=self.superior,
            issuer=self.issuer,
            number=self.number(number, type_code),
            place=self.place,
            date=written_on,
            type_name=type_name,
            summary=summary,
            blocks=tuple(blocks),
            signature=signature or signature_of(self.signer),
            archive="VT",
            **parts,
        )


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
