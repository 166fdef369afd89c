"""
Personal data in free text: found, explained and masked before anything becomes public.

Numbers are read whole first and then judged by their shape and by the words before and after them: an amount of
money, a date, a coordinate or a document number is not a telephone. When a keyword ("số tài khoản", "CCCD") stands
before a number, the keyword decides; when nothing does, a number that has the shape of an identifier is masked.
Names are found by what stands before them, in `personal_names`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import is_normalized
from unicodedata import normalize as unicode_form

from langnghe.core.language.letters import fold
from langnghe.core.language.personal_names import names_in

PHONE, CCCD, CMND, PLATE, EMAIL = "phone", "cccd", "cmnd", "plate", "email"
ACCOUNT, HEALTH_CARD, TAX_CODE, HOUSE_NUMBER, NAME = (
    "account",
    "health_card",
    "tax_code",
    "house_number",
    "name",
)

MASKS = {
    PHONE: "[số điện thoại]",
    CCCD: "[số căn cước]",
    CMND: "[số chứng minh nhân dân]",
    PLATE: "[biển số xe]",
    EMAIL: "[thư điện tử]",
    ACCOUNT: "[số tài khoản]",
    HEALTH_CARD: "[số thẻ bảo hiểm y tế]",
    TAX_CODE: "[mã số thuế]",
    HOUSE_NUMBER: "[số nhà]",
    NAME: "[tên người]",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where personal data stands in a text (`text[start:end]`), of which kind, and why it was taken for it."""

    start: int
    end: int
    kind: str
    reason: str


def find_personal_data(text: str) -> list[Span]:
    """
    Return the personal data in `text`, from left to right, never overlapping.

    Kinds: phone, cccd, cmnd, plate, email, account, health_card, tax_code, house_number, name. `start` and `end`
    count characters of `text` as given, also where it is decomposed Unicode. Reasons are Vietnamese sentences for
    the writer.
    """
    if is_normalized("NFC", text):
        return _find(text)
    composed, origins = _composed(text)
    return [Span(origins[s.start], origins[s.end], s.kind, s.reason) for s in _find(composed)]


def mask_personal_data(text: str, spans: Iterable[Span] | None = None) -> str:
    """Return `text` with each span (default: those found) replaced by words that say what stood there."""
    parts, at = [], 0
    for span in find_personal_data(text) if spans is None else sorted(spans):
        parts += [text[at : span.start], MASKS[span.kind]]
        at = span.end
    return "".join([*parts, text[at:]])


def _find(text: str) -> list[Span]:
    found: list[Span] = []
    if "@" in text or "[at]" in text or "(at)" in text:
        found += [Span(m.start(), m.end(), EMAIL, "địa chỉ thư điện tử") for m in _EMAIL.finditer(text)]
    if _HAS_DIGIT.search(text):
        found += _without_overlap(_numbers(text), found)
    found += _without_overlap((Span(*name, NAME, why) for *name, why in names_in(text)), found)
    return sorted(found)


def _without_overlap(candidates: Iterable[Span], taken: list[Span]) -> list[Span]:
    """Return the candidates that touch neither `taken` nor an earlier candidate."""
    kept: list[Span] = []
    for span in candidates:
        if all(span.end <= other.start or span.start >= other.end for other in (*taken, *kept)):
            kept.append(span)
    return kept


def _numbers(text: str) -> Iterator[Span]:
    """Yield the identifiers made of digits; the surest kinds first."""
    yield from _health_cards(text)
    yield from _plates(text)
    yield from _digit_runs(text)
    yield from _house_numbers(text)


_HAS_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*\s?(?:@|\[at\]|\(at\))\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)

# --- Digits: telephone, identity, account, tax -------------------------------------------------------------------

_RUN = re.compile(
    r"(?<![^\W_])(?:\(?\+\s?84\)?[ .\-]{0,2}(?:\(0\))?)?\(?\d(?:[ .\-\u00a0]{0,2}\)?[ .\-\u00a0]?\(?\d){7,19}(?![^\W\d_]\d)"
)
_NUMBER_GROUPS = re.compile(r"\d+")
_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_OLD_MOBILE = re.compile(r"0(?:12\d|16[2-9]|18[68]|199)\d{7}")
_LANDLINE = re.compile(
    r"0(?:2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])\d{7}|2[48]\d{8})"
)
_OLD_LANDLINE = re.compile(r"0(?:[48][2367]\d{7}|(?:[2357]\d|6[0-8])[23678]\d{6})")
_CCCD = re.compile(
    r"0(?:0[1246]|08|1[0124579]|2[024-7]|3[0134-8]|4[024-689]|5[12468]|6[024678]|7[024579]|8[0234679]|9[1-6])"
    r"[0-3]\d{8}"
)
_CMND = re.compile(r"(?:0[1-9]|[12]\d|3[0-8])\d{7}")
_DATE_START = re.compile(
    r"(?:\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)\d\d|(?:19|20)\d\d[ .\-]\d{1,2}[ .\-]\d{1,2})(?!\d)"
)
_MONEY_AFTER = re.compile(
    r"[ \u00a0]?(?:đồng|dong|đ\b|vnđ|vnd|₫|usd|triệu|trieu|nghìn|ngàn|tỷ|tỉ|m2|m²|m3|ha\b|kg|tấn|người|lượt|hộ\b|%)",
    re.I,
)
_PART_OF_NUMBER_BEFORE = re.compile(r"(?:\d[.,]|[/\d])$")
_DOCUMENT_AFTER = re.compile(r"(?:/\d{4})?[/-][A-ZĐ]{2}|/(?:19|20)\d\d|,\d{1,3}(?!\d)")
_KEYWORDS = re.compile(
    r"(?P<account>\b(?:so tai khoan|tai khoan|so tk|stk|tk|vietcombank|vcb|agribank|bidv|vietinbank|techcombank|"
    r"mb ?bank|sacombank|acb|vpbank|tpbank|hdbank|lpbank|lienvietpostbank|shb|vib|ocb|msb|seabank|momo|the atm)\b)"
    r"|(?P<tax_code>\b(?:mst|ma so thue|ma so doanh nghiep|msdn|ma so hop tac xa|ma so ho kinh doanh)\b)"
    r"|(?P<health_card>\b(?:bhyt|bhxh|bao hiem y te|bao hiem xa hoi)\b)"
    r"|(?P<cccd>\b(?:cccd|can cuoc cong dan|can cuoc|the can cuoc|dinh danh|so dinh danh|so cc|ddcn)\b)"
    r"|(?P<cmnd>\b(?:cmnd|cmt|cmtnd|chung minh nhan dan|chung minh thu|chung minh|giay to tuy than)\b)"
    r"|(?P<phone>\b(?:so dien thoai|dien thoai|so dt|sdt|dt|dtdd|dd|di dong|zalo|hotline|lien he|lien lac|so may|"
    r"goi|nhan tin|alo|phone|tel|mobile|viber|fax)\b)"
    r"|(?P<none>\b(?:ma ho so|so ho so|ho so so|ma don|bien lai|bien nhan|hoa don|so seri|seri|cong van|quyet dinh|"
    r"nghi quyet|nghi dinh|thong tu|van ban so|to trinh|ma phan anh|so phat hanh|toa do|kinh do|vi do|ma khach hang|"
    r"ma kh|ma thua|so thua|to ban do|ma so|so tien|tong cong|gia tri|kinh phi)\b)"
)
_KEYWORD_REACH = 48
_REASONS = {
    ACCOUNT: "dãy số đứng sau chữ chỉ tài khoản ngân hàng",
    TAX_CODE: "dãy số đứng sau chữ “mã số thuế”",
    HEALTH_CARD: "dãy số đứng sau chữ “bảo hiểm y tế” hoặc “bảo hiểm xã hội”",
    CCCD: "dãy số đứng sau chữ “căn cước” hoặc “định danh”",
    CMND: "dãy số đứng sau chữ “chứng minh nhân dân”",
    PHONE: "dãy số đứng sau chữ chỉ điện thoại",
}
_LENGTHS = {
    ACCOUNT: range(6, 20),
    TAX_CODE: (10, 12, 13),
    HEALTH_CARD: (10, 13),
    CCCD: (9, 12),
    CMND: (9, 12),
    PHONE: range(9, 12),
}


def _digit_runs(text: str) -> Iterator[Span]:
    end_of_last = -1
    at = 0
    while run := _RUN.search(text, at):
        span = _judge(text, run, after_another=run.start() <= end_of_last + 4)
        at = span.end if span else _end_of_first_group(run)
        if span:
            end_of_last = span.end
            yield span
    yield from _short_accounts(text)


def _end_of_first_group(run: re.Match[str]) -> int:
    group = _NUMBER_GROUPS.search(run[0])
    return run.start() + (group.end() if group else 1)


def _judge(text: str, run: re.Match[str], *, after_another: bool) -> Span | None:
    """Return what the digits that begin at `run` are, or None; the longest reading that makes sense wins."""
    start = run.start()
    if not after_another and _PART_OF_NUMBER_BEFORE.search(text, max(0, start - 2), start):
        return None
    if _DATE_START.match(text, start):
        return None
    keyword = _keyword_before(text, start)
    for end in _ends(run):
        written = text[start:end]
        if _DOCUMENT_AFTER.match(text, end) or _MONEY_AFTER.match(text, end):
            continue
        if found := _kind_of(written, keyword):
            kind, reason = found
            return Span(start + _opening(written), end, kind, reason)
    return None


def _opening(written: str) -> int:
    """Return how many signs to leave out in front: a bracket that does not belong to the number."""
    return 1 if written.startswith("(") and ")" not in written else 0


def _ends(run: re.Match[str]) -> list[int]:
    """Return where groups of digits end inside the run, the farthest first."""
    return [run.start() + group.end() for group in _NUMBER_GROUPS.finditer(run[0])][::-1]


def _keyword_before(text: str, start: int) -> str | None:
    before = fold(text[max(0, start - _KEYWORD_REACH) : start])
    last = None
    for last in _KEYWORDS.finditer(before):
        pass
    if last is None or _separates(before[last.end() :]):
        return None
    return last.lastgroup


def _separates(between: str) -> bool:
    """Say whether a keyword no longer speaks of the number: a new sentence or another number stands between."""
    return ". " in between or ";" in between or len(re.findall(r"\d{4,}", between)) > 0


def _kind_of(written: str, keyword: str | None) -> tuple[str, str] | None:
    digits = _national(written)
    if keyword in _LENGTHS and len(digits) in _LENGTHS[keyword]:
        if keyword == CCCD and len(digits) == 9:
            return CMND, _REASONS[CCCD]
        if keyword == CMND and len(digits) == 12:
            return CCCD, _REASONS[CMND]
        if keyword != PHONE or digits[0] != "0":
            return keyword, _REASONS[keyword]
    if keyword == "none":
        return None
    groups = _NUMBER_GROUPS.findall(written)
    if _is_phone(digits) and _plausible_groups(written, groups):
        return (
            PHONE,
            f"{len(digits)} chữ số, đầu số {digits[:4] if digits[1] == '2' else digits[:3]} của điện thoại",
        )
    if _CCCD.fullmatch(digits) and (len(groups) == 1 or all(len(group) >= 3 for group in groups)):
        return CCCD, f"12 chữ số theo cấu trúc căn cước, mã nơi đăng ký {digits[:3]}"
    if len(groups) == 1 and _CMND.fullmatch(digits):
        return CMND, "9 chữ số liền nhau theo cấu trúc chứng minh nhân dân"
    if len(groups) == 2 and len(groups[1]) == 3 and len(groups[0]) == 10 and "-" in written:
        return (TAX_CODE, "10 chữ số và 3 chữ số của mã số thuế") if _is_tax_code(groups[0]) else None
    return None


def _national(written: str) -> str:
    """Return the digits of a number with the country code 84 read as 0."""
    digits = "".join(_NUMBER_GROUPS.findall(written))
    if "+" in written or digits.startswith("0084"):
        digits = digits.removeprefix("00")
        return "0" + digits.removeprefix("84").removeprefix("0")
    if digits.startswith("84") and len(digits) == 11 and _MOBILE.fullmatch("0" + digits[2:]):
        return "0" + digits[2:]
    return digits


def _is_phone(digits: str) -> bool:
    return any(form.fullmatch(digits) for form in (_MOBILE, _OLD_MOBILE, _LANDLINE, _OLD_LANDLINE))


def _plausible_groups(written: str, groups: list[str]) -> bool:
    """Say whether digits are grouped as people group a telephone number, not as decimals or a list of figures."""
    if len(groups) == 1:
        return True
    if groups[0] == "0" and "." in written and len(groups) == 2:
        return False
    return sum(len(group) == 1 for group in groups) <= 1 or len(groups) >= 9


def _is_tax_code(digits: str) -> bool:
    """Check the tenth digit of a tax code (circular 105/2020/TT-BTC keeps the old weights)."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    return (10 - sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11) % 11 == int(digits[9])


_SHORT_ACCOUNT = re.compile(r"(?i)(?:số tài khoản|so tai khoan|số tk|stk|so tk)\D{0,30}?(\d{6,8})(?![\d.,/])")


def _short_accounts(text: str) -> Iterator[Span]:
    for found in _SHORT_ACCOUNT.finditer(text):
        if not _MONEY_AFTER.match(text, found.end(1)):
            yield Span(found.start(1), found.end(1), ACCOUNT, _REASONS[ACCOUNT])


# --- Health insurance cards, plates ------------------------------------------------------------------------------

_HEALTH_CODES = (
    "DN|HX|CH|NN|TK|HC|XK|HT|TB|NO|CT|XB|TN|CS|QN|CA|CY|XN|MS|CC|CK|CB|KC|HD|TE|BT|HN|DT|DK|XD|TS|TC|TQ|TA|TY|HG|"
    "LS|PV|HS|SV|GB|GD|ND|TH|TV|TD|TG|TU|TL|AK|XV|CN|TX|CD|QT"
)
_HEALTH_CARD = re.compile(rf"(?<![^\W_])(?:{_HEALTH_CODES})[ .\-]?[1-5](?:[ .\-]?\d){{12}}(?!\d)", re.I)
_PLATE = re.compile(
    r"(?<![^\W_])(?<![\d][.,/-])(?P<area>[1-9]\d)(?P<gap>[ \-.]{0,2})(?P<series>[A-Za-zĐđ]{1,2}\d?)"
    r"(?P<dash>[ \-.–]{0,3})(?P<number>\d{3}[. ]?\d{2}|\d{4})(?![\d\w/])(?!\.\d)"
)
_PLATE_WORDS = re.compile(
    r"(?:bien so|bien kiem soat|bien ks|bks|bs|bsx|so xe|xe|o to|oto|xe may|mo to|xe tai|xe ben)\W{0,3}(?:so|bien)?\W{0,3}$"
)
_DIPLOMATIC = re.compile(r"(?<![^\W_])\d{2}[ \-]?(?:NG|NN|QT|CV)[ \-]?\d{3}[ \-]?\d{2}(?!\d)")
_MILITARY = re.compile(r"(?<![^\W_])[A-Z]{2}[ \-]?\d{2}[ \-]?\d{2}(?!\d)")


def _health_cards(text: str) -> Iterator[Span]:
    for found in _HEALTH_CARD.finditer(text):
        yield Span(*found.span(), HEALTH_CARD, "hai chữ cái và 13 chữ số của thẻ bảo hiểm y tế")


def _plates(text: str) -> Iterator[Span]:
    for found in _PLATE.finditer(text):
        if _is_plate(text, found):
            yield Span(*found.span(), PLATE, f"biển số xe, mã địa phương {found['area']}")
    for found in _DIPLOMATIC.finditer(text):
        yield Span(*found.span(), PLATE, "biển số xe nước ngoài")
    for found in _MILITARY.finditer(text):
        if _after_plate_words(text, found.start()):
            yield Span(*found.span(), PLATE, "biển số xe đứng sau chữ chỉ xe")


def _is_plate(text: str, found: re.Match[str]) -> bool:
    """A plate has capitals and five digits or its own dash; looser writing needs a word that speaks of a vehicle."""
    if _after_plate_words(text, found.start()):
        return True
    five = len(found["number"]) > 4
    capital = found["series"].isupper()
    written_as_plate = five and ("-" in found["dash"] or "." in found["number"] or not found["dash"])
    if capital and (written_as_plate or (five and not found["gap"])):
        return True
    if capital and "-" in found["dash"]:
        return not re.match(r"(?:19|20)\d\d$", found["number"])
    return written_as_plate and "-" in found["dash"]


def _after_plate_words(text: str, start: int) -> bool:
    return _PLATE_WORDS.search(fold(text[max(0, start - 24) : start])) is not None


# --- House numbers -----------------------------------------------------------------------------------------------

_HOUSE = (
    r"[Kk]?\d{1,4}(?:[A-Ha-h](?![^\W\d_])|\s?[Bb]is\b)?(?:/\d{1,4}[A-Ha-h]?)*(?:\s?-\s?\d{1,4}(?![\d/]))?"
)
_STREET = r"(?:đường|duong|phố|pho|hẻm|hem|ngõ|ngo|ngách|ngach|kiệt|kiet|đại lộ|dai lo|quốc lộ|tỉnh lộ)"
_HOUSE_WORD = re.compile(
    rf"(?i:(?<![^\W_])(?:số nhà|so nha|nhà số|nha so|căn nhà số|snhà|sn|căn hộ(?: số)?|can ho(?: so)?)[ :.]{{0,2}}){_HOUSE}(?![\w.,]?\d)"
)
_CAPITAL_SYLLABLES = r"(?:[^\W\d_a-zđ][^\W\d_]*|\d{1,2}[/-]\d{1,2}|\d{1,2} [Tt]háng \d{1,2})"
_HOUSE_STREET = re.compile(
    rf"(?<![^\W_])(?<![/.,-])(?P<so>[Ss](?:ố|o) )?(?P<number>{_HOUSE})(?=[ ,]{{1,2}}(?i:{_STREET}) )"
)
_HOUSE_AT = re.compile(
    rf"(?:(?i:\b(?:địa chỉ|dia chi|nhà|nha|ở|tại|trước|đối diện|gần|ngụ|thường trú|trú)\b)[ :]{{1,3}})"
    rf"(?:[Ss](?:ố|o) )?(?P<number>{_HOUSE})(?= (?-i:[A-ZĐÀ-Ỹ])[^\W\d_]* (?-i:[A-ZĐÀ-Ỹ]))"
)
_HOUSE_BARE_SO = re.compile(rf"(?<![^\W_])[Ss]ố (?P<number>{_HOUSE})(?= [A-ZĐÀ-Ỹ][^\W\d_]* [A-ZĐÀ-Ỹ])")
_HOUSE_IN_ALLEY = re.compile(
    rf"(?i:(?:ngõ|ngách|hẻm|kiệt|ngo|ngach|hem|kiet) \d+(?:/\d+)*,? (?:nhà )?)(?P<number>[Ss]ố (?:nhà )?{_HOUSE})"
)
_NOT_A_HOUSE_BEFORE = re.compile(
    r"(?:thon|to|to dan pho|khu pho|kp|ap|xom|doi|khom|phuong|quan|lang|buon|ban|hem|ngo|ngach|kiet|km|ql|tl|dt|thang|"
    r"ngay|nam|quoc lo|tinh lo|duong|khu|lo|cong van|quyet dinh|nghi quyet|nghi dinh|van ban|thong bao|dieu|khoan|thua|"
    r"to ban do|cot|tram|tuyen|co|hon|khoang|gan|tong|tat ca|mat)(?: so)? $"
)


def _house_numbers(text: str) -> Iterator[Span]:
    for found in _HOUSE_WORD.finditer(text):
        yield Span(*found.span(), HOUSE_NUMBER, "số nhà ghi rõ")
    for form, why in _HOUSE_FORMS:
        for found in form.finditer(text):
            start, end = found.span("number")
            before = text[max(0, start - 24) : start]
            said = len(before) - len(before.rstrip()) and before.rstrip().endswith(("Số", "số"))
            if said:
                start = text.rindex("ố", 0, start) - 1
            if form is _HOUSE_IN_ALLEY or not _NOT_A_HOUSE_BEFORE.search(
                fold(text[max(0, start - 24) : start]) + " "
            ):
                yield Span(start, end, HOUSE_NUMBER, why)


_HOUSE_FORMS = (
    (_HOUSE_IN_ALLEY, "số nhà trong ngõ, hẻm"),
    (_HOUSE_STREET, "số nhà đứng trước tên đường"),
    (_HOUSE_AT, "số nhà trong địa chỉ"),
    (_HOUSE_BARE_SO, "số nhà đứng trước tên đường"),
)


def _composed(text: str) -> tuple[str, list[int]]:
    """Return `text` in NFC, and for each position in it (and its end) the position in `text`."""
    pieces, origins, at = [], [], 0
    for cluster in _CLUSTER.finditer(text):
        piece = unicode_form("NFC", cluster[0])
        pieces.append(piece)
        origins += [cluster.start()] * len(piece)
        at = cluster.end()
    return "".join(pieces), [*origins, at]


_CLUSTER = re.compile(r"(?s).[\u0300-\u036f]*")
