"""
Numbers in a text that identify a person: telephone, identity, account, tax and insurance numbers,
plates, houses.

The text is read from digit to digit. Each number is read whole and then judged by its shape and by the
words beside it: an amount of money, a date, a coordinate or a document number is not a telephone. Where
a keyword stands before ("số tài khoản", "CCCD") it decides; where none does, what has the shape of an
identifier is taken for one.
"""

import re
from collections.abc import Iterator

from langnghe.core.language.letters import fold
from langnghe.core.language.syllables import UPPER

PHONE, CCCD, CMND, PLATE = "phone", "cccd", "cmnd", "plate"
ACCOUNT, HEALTH_CARD, TAX_CODE, HOUSE_NUMBER = "account", "health_card", "tax_code", "house_number"
_NONE = "none"

Found = tuple[int, int, str, str]  # start, end, kind, reason

_GROUP = re.compile(r"\d+")
_BEFORE = 48  # characters in which a keyword may stand before its number


def identifiers_in(text: str) -> Iterator[Found]:
    """
    Yield (start, end, kind, reason) of each number in `text` (in NFC) that identifies somebody,
    left to right.
    """
    done = -_BEFORE
    for group in _GROUP.finditer(text):
        start, end = group.span()
        if start < done:
            continue
        found = (
            (text[start] in "12345" and _health_card(text, start))
            or (end - start == 2 and _plate(text, start))
            or _long_number(text, start, after_another=0 < start - done <= 3)
            or (end - start <= 4 and _house_number(text, start, end))
        )
        if found:
            yield found
            done = found[1]


# Health insurance cards: Decision 1351/QĐ-BHXH, two letters, one digit, two digits of the province, ten
# digits.
_HEALTH_CODES = frozenset(
    [
        "DN",
        "HX",
        "CH",
        "NN",
        "TK",
        "HC",
        "XK",
        "HT",
        "TB",
        "NO",
        "CT",
        "XB",
        "TN",
        "CS",
        "QN",
        "CA",
        "CY",
        "XN",
        "MS",
        "CC",
        "CK",
        "CB",
        "KC",
        "HD",
        "TE",
        "BT",
        "HN",
        "DT",
        "DK",
        "XD",
        "TS",
        "TC",
        "TQ",
        "TA",
        "TY",
        "HG",
        "LS",
        "PV",
        "HS",
        "SV",
        "GB",
        "GD",
        "ND",
        "TH",
        "TV",
        "TD",
        "TG",
        "TU",
        "TL",
        "AK",
        "XV",
        "CN",
        "TX",
        "CD",
        "QT",
    ]
)
_CARD_DIGITS = re.compile(r"[1-5](?:[ .\-]?\d){12}(?!\d)")
_CARD_LETTERS = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ .\-]?$")


def _health_card(text: str, start: int) -> Found | None:
    digits = _CARD_DIGITS.match(text, start)
    letters = digits and _CARD_LETTERS.search(text, max(0, start - 4), start)
    if not digits or not letters or letters[1].upper() not in _HEALTH_CODES:
        return None
    return letters.start(), digits.end(), HEALTH_CARD, "hai chữ cái và 13 chữ số của thẻ bảo hiểm y tế"


# Plates: Circular 79/2024/TT-BCA and the older ones still on the road.
_PLATE = re.compile(
    r"(?P<area>[1-9]\d)(?P<gap>[ .-]{0,2})(?P<series>[A-Za-zĐđ](?:[1-9](?!\d{4}(?!\d))|"
    r"[A-Za-zĐđ]\d?)?)(?P<dash>[ .–-]{0,3})"
    r"(?P<number>\d{3}[. ]?\d{2}|\d{4})(?![\w/])(?!\.\d)"
)
_DIPLOMATIC = re.compile(r"\d{2}[ -]?(?:NG|NN|QT|CV)[ -]?\d{3}[ -]?\d{2}(?!\d)")
_MILITARY = re.compile(r"\d{2}[ -]?\d{2}(?![\d/])")
_VEHICLES = re.compile(
    r"\b(?:bien so|bien kiem soat|bien ks|bks|bsx|bs|so xe|xe|xe o to|o to|oto|xe may|mo to|xe tai|xe ben)"
    r"\W{0,3}(?:so|bien|mang bien so)?\W{0,3}$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def _plate(text: str, start: int) -> Found | None:
    if start and (
        text[start - 1].isalpha() or (text[start - 1] in ".,/" and text[start - 2 : start - 1].isdigit())
    ):
        return None
    found = _PLATE.match(text, start)
    if found and _is_plate(found, text):
        return *found.span(), PLATE, f"biển số xe, mã địa phương {found['area']}"
    if found := _DIPLOMATIC.match(text, start):
        return *found.span(), PLATE, "biển số xe nước ngoài"
    return None


def _is_plate(found: re.Match[str], text: str) -> bool:
    """
    A plate has capitals and five digits, or its dash; looser writing needs a word that speaks of a
    vehicle.
    """
    five, capital = len(found["number"]) > 4, found["series"].isupper()
    tight = "-" in found["dash"] or "." in found["number"] or not found["dash"]
    if five and capital and (tight or not found["gap"] or found["series"][-1].isdigit()):
        return True
    if capital and "-" in found["dash"] and not _YEAR.fullmatch(found["number"]):
        return True
    if five and "-" in found["dash"]:
        return True
    return _VEHICLES.search(fold(text[max(0, found.start() - 28) : found.start()])) is not None


# Telephone (decisions of 2013 to 2018 moved the old numbers), identity (Circular 59/2021/TT-BCA), tax,
# account.
_RUN = re.compile(r"\d(?:[ .\-\u00a0]{0,2}\)?[ .\-\u00a0]?\d){5,18}(?!\d)")
_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_OLD_MOBILE = re.compile(r"0(?:12\d|16[2-9]|18[68]|199)\d{7}")
_LANDLINE = re.compile(
    r"0(?:2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])\d{7}|2[48]\d{8})"
)
_OLD_LANDLINE = re.compile(r"0(?:[48][2367]\d{7}|(?:[2357]\d|6[0-8])[23678]\d{6})")
_CCCD = re.compile(
    r"0(?:0[1246]|08|1[0124579]|2[024-7]|3[01346-8]|4[024-689]|5[12468]|6[024678]|7[024579]|"
    r"8[0234679]|9[1-6])"
    r"[0-3]\d{8}"
)
_CMND = re.compile(r"(?:0[1-9]|[12]\d|3[0-8])\d{7}")
_DATE = re.compile(
    r"(?:\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)\d\d|(?:19|20)\d\d[ .\-]\d{1,2}[ .\-]\d{1,2}|(?:19|"
    r"20)\d\d ?- ?(?:19|20)\d\d)"
    r"(?!\d)"
)
_NOT_AFTER = re.compile(
    r"(?i:[ \u00a0]?(?:đồng|dong|đ\b|vnđ|vnd|₫|usd|triệu|trieu|nghìn|ngàn|tỷ|tỉ|m2|m²|m3|ha\b|kg|tấn|"
    r"người|lượt|hộ\b|%))"
    r"|(?:/\d{4})?[/-][A-ZĐ]{2}|/(?:19|20)\d\d|,\d{1,3}(?!\d)|[^\W\d_]"
)
_WORD_BEFORE = re.compile(r"(?i)(?<![^\W_])(?:s?đt|s?dt|đtdđ|dtdd|tel|zalo|hotline|stk|cccd|cmnd|mst|bhyt)$")
_GLUED_BEFORE = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,11}$")  # a blank forgotten: "gọi0912345678nhé"
_GLUED_AFTER = re.compile(r"[^\W\d_A-Z]{2,11}(?!\w)")
_COUNTRY_CODE = re.compile(r"\(?\+ ?(?:84 ?\()?$")
_KEYWORDS = {
    **dict.fromkeys(
        [
            "so tai khoan",
            "tai khoan",
            "so tk",
            "stk",
            "tk",
            "vietcombank",
            "vcb",
            "agribank",
            "bidv",
            "vietinbank",
            "techcombank",
            "mb bank",
            "mbbank",
            "sacombank",
            "acb",
            "vpbank",
            "tpbank",
            "hdbank",
            "lpbank",
            "lienvietpostbank",
            "shb",
            "vib",
            "ocb",
            "msb",
            "seabank",
            "so the",
            "the atm",
            "ngan hang",
        ],
        ACCOUNT,
    ),
    **dict.fromkeys(
        ["mst", "ma so thue", "ma so doanh nghiep", "msdn", "ma so hop tac xa", "ma so ho kinh doanh"],
        TAX_CODE,
    ),
    **dict.fromkeys(["bhyt", "bhxh", "bao hiem y te", "bao hiem xa hoi", "bao hiem"], HEALTH_CARD),
    **dict.fromkeys(
        ["cccd", "cc", "can cuoc cong dan", "can cuoc", "dinh danh", "dinh danh ca nhan", "so cc", "ddcn"],
        CCCD,
    ),
    **dict.fromkeys(
        ["cmnd", "cmt", "cmtnd", "chung minh nhan dan", "chung minh thu", "chung minh", "giay to tuy than"],
        CMND,
    ),
    **dict.fromkeys(
        [
            "dien thoai",
            "so dt",
            "sdt",
            "dt",
            "dtdd",
            "di dong",
            "zalo",
            "hotline",
            "lien he",
            "lien lac",
            "so may",
            "goi",
            "nhan tin",
            "alo",
            "phone",
            "tel",
            "mobile",
            "viber",
            "fax",
            "so phone",
            "duong day nong",
        ],
        PHONE,
    ),
    **dict.fromkeys(
        [
            "ho so",
            "ma don",
            "bien lai",
            "bien nhan",
            "hoa don",
            "so seri",
            "seri",
            "cong van",
            "quyet dinh",
            "nghi quyet",
            "nghi dinh",
            "thong tu",
            "van ban",
            "to trinh",
            "ma phan anh",
            "so phat hanh",
            "toa do",
            "kinh do",
            "vi do",
            "khach hang",
            "ma kh",
            "thua",
            "to ban do",
            "ma so",
            "so tien",
            "tong cong",
            "gia tri",
            "kinh phi",
            "ma vach",
            "ma van don",
            "cong to",
        ],
        _NONE,
    ),
}
_KEYWORD_ENDS = frozenset(keyword.split()[-1] for keyword in _KEYWORDS)
_BREAK = re.compile(r"[.!?;] |\n|\d{4}")
_LENGTHS: dict[str, range | tuple[int, ...]] = {
    ACCOUNT: range(6, 20),
    TAX_CODE: (10, 12, 13),
    HEALTH_CARD: (10, 13),
    CCCD: (9, 12),
    CMND: (9, 12),
    PHONE: range(9, 12),
}
_REASONS = {
    ACCOUNT: "dãy số đứng sau chữ chỉ tài khoản ngân hàng",
    TAX_CODE: "dãy số đứng sau chữ “mã số thuế”",
    HEALTH_CARD: "dãy số đứng sau chữ “bảo hiểm”",
    CCCD: "dãy số đứng sau chữ “căn cước” hoặc “định danh”",
    CMND: "dãy số đứng sau chữ “chứng minh nhân dân”",
    PHONE: "dãy số đứng sau chữ chỉ điện thoại",
}


def _long_number(text: str, start: int, *, after_another: bool) -> Found | None:
    """Return what the digits from `start` on are; the longest reading that makes sense wins."""
    run = _RUN.match(text, start)
    if not run or _is_part_of_something(text, start, after_another) or _DATE.match(text, start):
        return None
    keyword = _keyword_before(text, start)
    opened = _opening(text, start)
    ends = [start + group.end() for group in _GROUP.finditer(run[0])]
    for end in reversed(ends):
        if _NOT_AFTER.match(text, end) and not (
            _MOBILE.fullmatch(text, start, end) and _GLUED_AFTER.match(text, end)
        ):
            continue
        if found := _kind_of(text[opened:end], keyword):
            return opened, end, *found
    return None


def _is_part_of_something(text: str, start: int, after_another: bool) -> bool:
    """
    Say whether the digits before `start` or the letters at it make this a decimal, a code or a
    document number.
    """
    before = text[start - 1] if start else " "
    if before.isalnum():
        if _MOBILE.match(text, start) and _GLUED_BEFORE.search(text, max(0, start - 12), start):
            return False
        return _WORD_BEFORE.search(text, max(0, start - 12), start) is None
    decimal = before in ".,/" and text[start - 2 : start - 1].isdigit()
    return decimal and not after_another


def _opening(text: str, start: int) -> int:
    """Return where a number begins that is written with a bracket or the country code: (0269), +84, (+84)."""
    if plus := _COUNTRY_CODE.search(text, max(0, start - 6), start):
        return plus.start() if plus[0][0] != "(" or ")" in text[start : start + 4] else plus.start() + 1
    return start - 1 if text[start - 1 : start] == "(" and ")" in text[start : start + 6] else start


def _keyword_before(text: str, start: int) -> str | None:
    """
    Return the kind that the nearest keyword before `start` speaks of, unless a sentence or number
    stands between.
    """
    before = _BREAK.split(text[max(0, start - _BEFORE) : start])[-1]
    words = [word.strip(":,.()-/") for word in fold(before).split()]
    for place in range(len(words) - 1, -1, -1):
        if words[place] in _KEYWORD_ENDS:
            for first in range(max(0, place - 3), place + 1):
                if kind := _KEYWORDS.get(" ".join(words[first : place + 1])):
                    return kind
    return None


def _kind_of(written: str, keyword: str | None) -> tuple[str, str] | None:
    digits = _national(written)
    if keyword == _NONE:
        return None
    if keyword and len(digits) in _LENGTHS[keyword] and (keyword != PHONE or digits[0] != "0"):
        return _corrected(keyword, len(digits)), _REASONS[keyword]
    groups = _GROUP.findall(written)
    if _is_phone(digits) and _grouped_as_phone(written, groups):
        return (
            PHONE,
            f"{len(digits)} chữ số, đầu số {digits[: 4 if digits[1] in '126' else 3]} của điện thoại",
        )
    if _CCCD.fullmatch(digits) and all(len(group) >= 3 for group in groups):
        return CCCD, f"12 chữ số theo cấu trúc căn cước, mã nơi đăng ký {digits[:3]}"
    if len(groups) == 1 and _CMND.fullmatch(digits):
        return CMND, "9 chữ số liền nhau theo cấu trúc chứng minh nhân dân"
    if re.fullmatch(r"\d{10}-\d{3}", written) and _is_tax_code(digits):
        return TAX_CODE, "10 chữ số và 3 chữ số theo cấu trúc mã số thuế"
    return None


def _corrected(keyword: str, length: int) -> str:
    """People call both identity numbers by either name; their length tells."""
    return {9: CMND, 12: CCCD}[length] if keyword in (CCCD, CMND) else keyword


def _national(written: str) -> str:
    """Return the digits of a number with the country code 84 read as 0."""
    digits = "".join(_GROUP.findall(written))
    if "+" in written or digits.startswith("0084"):
        return "0" + digits.removeprefix("00").removeprefix("84").removeprefix("0")
    if digits.startswith("84") and len(digits) == 11 and _MOBILE.fullmatch("0" + digits[2:]):
        return "0" + digits[2:]
    return digits


def _is_phone(digits: str) -> bool:
    if digits[0] != "0" or not 10 <= len(digits) <= 11:
        return False
    return any(form.fullmatch(digits) for form in (_MOBILE, _OLD_MOBILE, _LANDLINE, _OLD_LANDLINE))


def _grouped_as_phone(written: str, groups: list[str]) -> bool:
    """
    Say whether digits are grouped as people group a telephone number, not as a decimal or a row of
    figures.
    """
    if len(groups) == 2 and groups[0] == "0" and "." in written:
        return False
    return sum(len(group) == 1 for group in groups) <= 1 or len(groups) >= 9


def _is_tax_code(digits: str) -> bool:
    """Check the tenth digit of a tax code against the nine before it."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits[:9], strict=True))
    return (10 - total % 11) % 11 == int(digits[9])


# House numbers: 12, 12A, 12/3B, K12/5, 12 - 14, before a street or after a word that announces them.
_HOUSE = re.compile(
    r"\d{1,4}(?:[A-Ha-h](?![^\W\d_])|"
    r"\s?[Bb]is\b)?(?:/\d{1,4}[A-Ha-h]?)*(?:\s?-\s?\d{1,4}(?![\d/]))?(?![\d.,]\d)"
)
_STREET_AFTER = re.compile(
    r"[ ,]{1,2}(?:(?i:đường|duong|phố|pho|hẻm|hem|ngõ|ngách|ngach|kiệt|kiet|đại lộ|dai lo|quốc lộ|"
    r"tỉnh lộ) (?!từ|đi|vào|ra|bị)"
    r"|"
    rf"(?P<name>[{UPPER}][^\W\d_]* (?:[{UPPER}]|[Tt]háng \d)))"
)
_HOUSE_WORDS = re.compile(
    r"(?i)(?<![^\W_])(?:(?:căn )?nhà số|(?:can )?nha so|số nhà|so nha|snhà|sn|căn hộ(?: số)?|"
    r"can ho(?: so)?)[ :.]{0,2}$"
)
_ENDS_OF_HOUSE_WORDS = ("nhà", "nha", "số", "so", "hộ", "ho", "sn")
_IN_ALLEY = re.compile(r"(?i)(?:ngõ|ngách|hẻm|kiệt|ngo|ngach|hem|kiet) \d+(?:/\d+)*[ ,]{1,2}(số )$")
_SAYS_NUMBER = re.compile(r"(?<![^\W_])[Ss](?:ố|o) $")
_ADDRESS_BEFORE = re.compile(
    r"\b(?:dia chi|nha|o|tai|truoc|doi dien|gan|ngu|thuong tru|tam tru|cu tru|tru tai|quan)(?: so)?:?$"
)
_NO_HOUSE_BEFORE = re.compile(
    r"\b(?:thon|to|to dan pho|khu pho|kp|ap|xom|doi|khom|phuong|quan|lang|buon|ban|hem|ngo|ngach|kiet|"
    r"km|ql|tl|dt|thang|ngay|"
    r"nam|quoc lo|tinh lo|khu|lo|cong van|quyet dinh|nghi quyet|nghi dinh|van ban|thong bao|thong tu|"
    r"dieu|khoan|thua|to ban do|"
    r"cot|tram|tuyen|co|hon|khoang|tong|tat ca|mat|truong|cau|cho|cong|lop|chu|luc|hoi|la|den|tu|voi|"
    r"them|duoc|het|va|cac)"
    r"(?: so)?$"
)


def _house_number(text: str, start: int, end: int) -> Found | None:
    if start and text[start - 1] in "./,-":
        return None
    if start and text[start - 1].isalpha():
        if text[start - 1] not in "kK" or text[start - 2 : start - 1].isalnum():
            return None
        start -= 1
    house = _HOUSE.match(text, start + (text[start] in "kK"))
    if not house:
        return None
    before = text[max(0, start - 24) : start]
    announcement = before.rstrip(" :.").lower()
    if announcement.endswith(_ENDS_OF_HOUSE_WORDS) and (said := _HOUSE_WORDS.search(before)):
        if said[0].lower().startswith("sn") and _YEAR.fullmatch(house[0]):
            return None  # "sinh năm 1960"
        return start - len(said[0]), house.end(), HOUSE_NUMBER, "số nhà được ghi rõ"
    if announcement.endswith("số") and (alley := _IN_ALLEY.search(before)):
        return start - len(alley[1]), house.end(), HOUSE_NUMBER, "số nhà trong ngõ, hẻm"
    return _house_on_street(text, start, house.end(), before)


def _house_on_street(text: str, start: int, end: int, before: str) -> Found | None:
    street = _STREET_AFTER.match(text, end)
    if not street:
        return None
    said = _SAYS_NUMBER.search(before)
    begin = start - len(said[0]) if said else start
    words = fold(before.removesuffix(said[0]) if said else before)
    announced = _ADDRESS_BEFORE.search(words) or not before.strip() or before.rstrip()[-1] in ",:;(-\n"
    if _NO_HOUSE_BEFORE.search(words):
        return None
    if street["name"] and not (announced or said):
        return None
    if not street["name"] and not (announced or said or "/" in text[start:end]):
        return None
    return begin, end, HOUSE_NUMBER, "số nhà đứng trước tên đường"
