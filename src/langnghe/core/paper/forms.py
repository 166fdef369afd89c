"""The two official forms of a Vietnamese paper: of the state, and of the Party.

They differ in more than looks: the state's paper bears the motto, the Party's does not; the state writes
"05/BC-UBND", the Party "05-BC/DV". A form holds what the renderers need to know, as data; sizes are in
points, lengths in millimetres.

References
----------
State: Decree 30/2020/NĐ-CP of 5 March 2020, Annex I (layout), Annex III (abbreviations of types).
Party: Guidance 36-HD/VPTW of 3 April 2018, Annexes 1 and 3.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297  # A4
NUMBER_LABEL = "Số: "
NO_NUMBER_YET = "\u00a0" * 6  # room to write it in by hand; ordinary blanks would melt away on a page
ADDRESSED_TO = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"
ABOUT = "V/v "
PROPOSAL_MARK = "[Gợi ý, cần biên tập] "
"""What stands before words that the machine proposes and a person still has to make their own."""


@dataclass(frozen=True)
class Stamp:
    """How urgent a paper is: words in a frame below its number, red like the office's own stamp."""

    words: str
    width_mm: float
    height_mm: float = 8
    points: float = 13


URGENT = Stamp("KHẨN", 20)
VERY_URGENT = Stamp("THƯỢNG KHẨN", 40)
FLASH = Stamp("HỎA TỐC", 30)
STAMP_COLOUR = "C00000"


class Authority(Enum):
    """In whose name an office signs."""

    ON_BEHALF = "TM"  # thay mặt: of a collective body
    ACTING = "Q"  # quyền: holds the office for the time being
    DEPUTY = "KT"  # ký thay: a deputy for the head
    BY_ORDER = "TL"  # thừa lệnh: a unit's head by order
    BY_POWER = "TUQ"  # thừa ủy quyền: by written power

    def written(self, form: "Form") -> str:
        """Return the abbreviation as this form writes it: "TM." or "T/M"."""
        return "/".join(self.value) if form.slashed_authority and len(self.value) > 1 else f"{self.value}."


@dataclass(frozen=True)
class Sizes:
    """Sizes of type in points."""

    motto: float
    creed: float
    superior: float
    issuer: float
    number: float
    place: float
    type_name: float
    summary: float
    letter_summary: float
    body: float
    signature: float
    recipients_heading: float
    recipients: float
    page_number: float
    table: float = 12
    notice: float = 10


@dataclass(frozen=True)
class Margins:
    """White edges of an A4 page in millimetres."""

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15


@dataclass(frozen=True)
class Form:
    """What one official form prescribes."""

    name: str
    motto: str
    creed: str  # the line below the motto, or nothing
    under_issuer: str  # a sign in place of the rule below the issuer, or nothing
    number_pattern: str  # of number, type and issuer
    slashed_authority: bool
    office_bold: bool  # whether the signer's office is bold like the body's name above it
    recipients_heading_marks: tuple[str, ...]
    sizes: Sizes
    margins: Margins = Margins()
    first_line_mm: float = 12.7
    space_after_pt: float = 6
    line_pitch: float = 1.15  # times the single line
    issuer_share: float = 0.42  # of the letterhead's width; the motto has the rest

    @property
    def text_width_mm(self) -> float:
        """The width between the margins."""
        return PAGE_WIDTH_MM - self.margins.left - self.margins.right

    def document_number(self, number: int | None, type_code: str, issuer_code: str) -> str:
        """Return a number as printed after "Số:"; without a number yet, a blank to write it in by hand."""
        written = NO_NUMBER_YET if number is None else f"{number:02d}"
        return self.number_pattern.format(number=written, type=type_code, issuer=issuer_code)


STATE = Form(
    name="state",
    motto="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    creed="Độc lập - Tự do - Hạnh phúc",
    under_issuer="",
    number_pattern="{number}/{type}-{issuer}",
    slashed_authority=False,
    office_bold=True,
    recipients_heading_marks=("bold", "italic"),
    sizes=Sizes(
        motto=12,
        creed=13,
        superior=12,
        issuer=12,
        number=13,
        place=13,
        type_name=14,
        summary=14,
        letter_summary=12,
        body=14,
        signature=14,
        recipients_heading=12,
        recipients=11,
        page_number=13,
    ),
)

PARTY = Form(
    name="party",
    motto="ĐẢNG CỘNG SẢN VIỆT NAM",
    creed="",
    under_issuer="*",
    number_pattern="{number}-{type}/{issuer}",
    slashed_authority=True,
    office_bold=False,
    recipients_heading_marks=("underline",),
    sizes=Sizes(
        motto=15,
        creed=14,
        superior=14,
        issuer=14,
        number=14,
        place=14,
        type_name=16,
        summary=15,
        letter_summary=12,
        body=14,
        signature=14,
        recipients_heading=14,
        recipients=12,
        page_number=14,
    ),
    first_line_mm=10,
    issuer_share=0.5,
)


def state_number(number: int | None, type_code: str, issuer_code: str) -> str:
    """Return "05/BC-UBND" for the fifth report (BC) of a people's committee (UBND) in a year."""
    return STATE.document_number(number, type_code, issuer_code)


def party_number(number: int | None, type_code: str, issuer_code: str) -> str:
    """Return "07-BC/DV" for the seventh report (BC) of a mass mobilisation board (DV) in its term."""
    return PARTY.document_number(number, type_code, issuer_code)


def place_and_date(place: str, day: date) -> str:
    """Return "Gia Lai, ngày 05 tháng 01 năm 2026": days below 10 and months 1 and 2 get a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    written = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {written}" if place else written.capitalize()


def day_in_words(day: date) -> str:
    """Return a date as running text writes it: "05/01/2026", "30/6/2026"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
