"""
Names of people in Vietnamese text, found by what stands before them.

A title or a word of kinship (ông, bà, anh, chị, em, hộ, cháu ...), an introduction ("tôi tên là"), or a family name
of the Kinh and the highland peoples. Streets, schools, wards and pagodas are named after people too: a word of that
kind before the name keeps it.
"""

import re
from collections.abc import Iterator

from langnghe.core.language.letters import fold

_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯƀɃẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸĔĬŎŬÑČ"
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_SYLLABLE = rf"[{_UPPER}](?:{_LETTER}|['’](?={_LETTER}))*['’]?"
_NAME = rf"{_SYLLABLE}(?:[ \u00a0]{{1,2}}{_SYLLABLE}){{0,5}}"

_TITLES = (
    "ông|bà|anh|chị|em|hộ|cháu|cô|chú|bác|cậu|dì|thầy|cụ|già làng|mẹ|vợ|chồng|thím|mợ|dượng|nghệ nhân|"
    "đồng chí|đ/c|ong|chi|ho|chau|co|chu|bac|thay"
)
_TITLED = re.compile(
    rf"(?<![^\W_])(?P<title>(?i:{_TITLES}))(?P<tell>(?i:[ \u00a0](?:tên|ten)(?:[ \u00a0](?:là|la))?)?[ \u00a0]?:?)"
    rf"[ \u00a0]{{1,2}}(?P<name>{_NAME})"
)
_INTRODUCED = re.compile(
    r"(?<![^\W_])(?i:tôi tên(?: là)?|tôi là|em là|tên tôi là|tên là|tên em là|tên con là|họ và tên|họ tên|ho va ten|ho ten|"
    r"người gửi|người viết đơn|người làm đơn|người phản ánh|người kiến nghị|người đại diện|ký tên|chủ hộ|chủ nhà|"
    r"vợ tôi là|chồng tôi là|con tôi là|mẹ tôi là|bố tôi là|ba tôi là|cha tôi là|hàng xóm là|toi ten la|toi ten|toi la)"
    rf"(?:[ \u00a0]?[:\-])?[ \u00a0]{{1,2}}(?P<name>{_NAME})"
)
_ROLED = re.compile(
    r"(?<![^\W_])(?i:trưởng thôn|thôn trưởng|trưởng làng|trưởng buôn|trưởng bản|tổ trưởng|bí thư|chủ tịch|phó chủ tịch|"
    r"công an viên|cán bộ|công chức|trưởng ban|giám đốc|hiệu trưởng|kế toán|hàng xóm|bác sĩ|y sĩ|giáo viên|cô giáo|"
    r"thầy giáo|gia đình|nhà|con trai|con gái|người tên)"
    rf"(?:[ \u00a0](?i:tên|là|tên là|xã|thôn|làng|phường))?:?[ \u00a0]{{1,2}}(?P<name>{_NAME})"
)
_UNTITLED = re.compile(rf"(?<![^\W_])(?<!['’])(?P<name>{_NAME})")
_SMALL = re.compile(
    r"(?<![^\W_])(?i:ông|bà|anh|chị|em|hộ|cháu|cô|chú|bác|tên là|tên)[ ]"
    r"(?P<name>(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trương|lương|mai|"
    r"cao|tạ|trịnh|đoàn|lâm|hà) (?:văn|thị|thanh|ngọc|đức|quốc|minh|hữu|công|xuân|thu|kim|hồng) [^\W\d_]+)"
)

_FAMILY_NAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "truong",
        "luong",
        "mai",
        "cao",
        "ta",
        "trinh",
        "doan",
        "lam",
        "ha",
        "dao",
        "luu",
        "to",
        "chau",
        "quach",
        "tang",
        "thai",
        "trieu",
        "kieu",
        "nghiem",
        "tong",
        "lu",
        "luc",
        "la",
        "dam",
        "diep",
        "phung",
        "vuong",
        "thach",
        "son",
        "danh",
        "kim",
        "lo",
        "vi",
        "lau",
        "giang",
        "vang",
        "sung",
        "thao",
        "ma",
        "mua",
        "cu",
        "hang",
        "cam",
        "quang",
        "deo",
        "ban",
        "chu",
        "nong",
        "be",
        "hua",
        "loc",
        "tieu",
        "ton",
        "giap",
        "khuat",
        "khuong",
        "ninh",
        "nhu",
        "phi",
        "ung",
        "uong",
        "ong",
        "au",
        "bach",
        "ca",
        "cai",
        "cung",
        "doi",
        "han",
        "khong",
        "lieng",
        "mac",
        "man",
        "mau",
        "nhan",
        "nhac",
        "sam",
        "si",
        "tu",
        "van",
        "viet",
        "xa",
        "siu",
        "ksor",
        "kpa",
        "nay",
        "rmah",
        "rcom",
        "rah",
        "nie",
        "mlo",
        "byya",
        "kbuor",
        "hmok",
        "eban",
        "knul",
        "kdam",
        "ayun",
        "adrong",
        "buonya",
        "buonkrong",
        "enuol",
        "kpor",
        "kra",
        "lieng",
        "cil",
        "kosa",
        "bonnga",
        "kon",
        "alang",
        "blup",
        "briu",
        "coor",
        "zoram",
        "aral",
        "bling",
        "hoih",
        "pinang",
        "katơr",
        "chamalea",
        "pupur",
        "taluc",
        "kator",
        "bon",
        "krang",
        "dagout",
        "touprong",
        "nrong",
        "hlong",
        "hdok",
        "rlan",
        "rolan",
        "rmo",
        "rockham",
        "romah",
        "rolik",
    ]
)
_HIGHLAND_STARTS = re.compile(
    r"(?:ro (?:cham|chom|com|mah|lan|o|mok|lik)|r'?(?:mah|com|cham|lan|o) |rah lan|rahlan|siu |ksor|kpa |nay h'|nay y |"
    r"nie |pi nang|po loong|a rat|h'[a-z]+ |k'[a-z]+|ka' )"
)
_HIGHLAND_GIVEN = re.compile(r"(?:H|K|Ka|Y|Ha)['’]\s?[^\W\d_]+")
_ROLE_WORDS = frozenset(
    [
        "chủ_tịch",
        "phó_chủ",
        "trưởng_thôn",
        "trưởng_ban",
        "trưởng_công",
        "trưởng_phòng",
        "trưởng_buôn",
        "trưởng_làng",
        "trưởng_khu",
        "phó_trưởng",
        "phó_bí",
        "phó_giám",
        "bí_thư",
        "giám_đốc",
        "học_sinh",
        "phụ_nữ",
        "cán_bộ",
        "công_an",
        "công_nhân",
        "công_chức",
        "đảng_viên",
        "đoàn_viên",
        "hội_viên",
        "hội_trưởng",
        "hội_phụ",
        "hội_nông",
        "hội_cựu",
        "bác_sĩ",
        "giáo_viên",
        "cựu_chiến",
        "nông_dân",
        "thanh_niên",
        "tổ_trưởng",
        "tổ_dân",
        "kế_toán",
        "dân_tộc",
        "kinh_doanh",
        "nghèo_đa",
        "viện_trưởng",
        "hiệu_trưởng",
        "thẩm_phán",
        "kiểm_sát",
        "hạt_trưởng",
        "đội_trưởng",
        "thôn_trưởng",
        "chánh_văn",
        "việt_nam",
        "ủy_ban",
        "ủy_viên",
        "mặt_trận",
        "dân_quân",
        "bộ_đội",
        "thương_binh",
        "liệt_sĩ",
        "anh_hùng",
        "lãnh_đạo",
        "đại_biểu",
        "nhân_viên",
        "nhân_dân",
        "sinh_viên",
        "nghệ_nhân",
        "ba_na",
        "trưởng_ấp",
        "trưởng_bản",
        "trưởng_khóm",
        "phó_thôn",
        "phó_phòng",
        "chuyên_viên",
        "thanh_tra",
        "tiểu_thương",
    ]
)
_STOPS = frozenset(
    [
        "UBND",
        "HĐND",
        "MTTQ",
        "UBMTTQ",
        "TDP",
        "TP",
        "TT",
        "HTX",
        "BQL",
        "CA",
        "PCT",
        "CT",
        "BT",
        "CCCD",
        "CMND",
        "SĐT",
        "ĐT",
        "QL",
        "TL",
        "KP",
    ]
)
_STOP_WORDS = frozenset(
    [
        "thôn",
        "làng",
        "buôn",
        "bản",
        "ấp",
        "khóm",
        "xóm",
        "xã",
        "phường",
        "huyện",
        "tỉnh",
        "quận",
        "thị",
        "tổ",
        "đường",
        "hẻm",
        "ngõ",
        "kiệt",
        "khu",
        "số",
        "đội",
        "chủ",
        "phó",
        "trưởng",
        "bí",
        "giám",
        "ủy",
        "hội",
        "đảng",
        "ngày",
        "sinh",
        "địa",
        "điện",
        "hiện",
        "ở",
        "tại",
        "là",
        "có",
        "và",
        "bị",
        "đã",
        "đang",
        "không",
        "thường",
        "trú",
        "quê",
    ]
)  # read with their letter case: "Thị" inside a name is kept by _FAMILY below
_NOT_NAMES = frozenset(
    [
        "bà rịa",
        "bà nà",
        "bà đen",
        "bà điểm",
        "bà chiểu",
        "bà quẹo",
        "bà hom",
        "bà tri",
        "bà triệu",
        "bà trưng",
        "hai bà trưng",
        "ông đốc",
        "ông trang",
        "ông lãnh",
        "ông tạ",
        "bà huyện thanh quan",
        "bà lụa",
        "bà nam",
        "bà chúa xứ",
        "bà chúa",
        "bà chúa kho",
        "bà thiên hậu",
        "ông bổn",
        "ông công",
        "ông táo",
        "ông địa",
        "ông trời",
        "bác hồ",
        "bác tôn",
        "bác ái",
        "cô tô",
        "cô giang",
        "cô bắc",
        "anh sơn",
        "anh văn",
        "em việt nam",
        "chú ý",
        "mẹ việt nam anh hùng",
        "mẹ việt nam",
        "hộ nghèo",
        "hộ kinh",
        "hộ cận nghèo",
        "hộ khẩu",
        "cô ba sài gòn",
        "hộ gia đình",
        "ông nghè",
        "chi lăng",
        "chi hội",
        "ho chi minh",
        "chi bộ",
        "chi nhánh",
        "chi đoàn",
        "co quan",
        "chi cục",
        "chu prong",
        "chư prông",
        "bac giang",
        "bac ninh",
        "bac kan",
        "bac lieu",
        "ba ria",
        "chu se",
        "chu pah",
    ]
)
_PLACE_BEFORE = re.compile(
    r"(?:duong|pho|hem|ngo|ngach|kiet|dai lo|quang truong|truong|thpt|thcs|tieu hoc|mam non|mau giao|th|pth|lang|buon|plei|"
    r"thon|ban|ap|xom|xa|phuong|huyen|tinh|quan|thanh pho|tp\.?|cho|cau|cong vien|nga tu|nga ba|chua|den|dinh|mieu|nui|"
    r"song|suoi|ho|dao|ben|khu|khu pho|khu do thi|kdc|benh vien|nha may|thuy dien|cong ty|hop tac xa|san bay|ga|"
    r"tuong dai|nha tho|di tich|lang mo|lang|nha van hoa|san van dong|tuyen|duong so|thi tran|thi xa|deo|hang|giai|"
    r"tieng|nuoc|nguoi|dan toc|nhom|vuong quoc|le|tet|ql|quoc lo|thu|thang|doanh nghiep|lop|cum|dong|rung|"
    r"tren|doc|nga nam|doan|cong|dap|ho chua|vuon quoc gia|giao xu|dien|so \d+\w?(?:/\d+\w?)*|\d+\w?(?:/\d+\w?)*)"
    r"(?: so \d+)? ?$"
)


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, reason) of each name of a person in `text`, which is in NFC; some may overlap."""
    for found in _TITLED.finditer(text):
        yield from _titled(text, found)
    lower = text.lower()
    if "tên" in lower or "là" in lower or "ten" in lower or "người" in lower or "chủ" in lower:
        for found in _INTRODUCED.finditer(text):
            yield from _kept(text, found, "tên đứng sau chữ giới thiệu", lone=True)
    for found in _ROLED.finditer(text):
        if _looks_like_family_name(found["name"]) and " " in found["name"]:
            yield from _kept(text, found, "họ và tên đứng sau chức danh")
    for found in _UNTITLED.finditer(text):
        yield from _untitled(text, found)
    for found in _SMALL.finditer(text):
        yield (*found.span("name"), "họ và tên viết thường sau từ xưng hô")


def _titled(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    title = found["title"]
    small = title.lower()
    if fold(f"{title} {found['name']}").startswith(tuple(_NOT_NAMES_FOLDED)) and " " not in _after_known(
        small, found["name"]
    ):
        return
    if title[0].isupper() and not _begins_a_sentence(text, found.start()) and title != title.upper():
        return
    if small.isascii() and small not in ("anh", "em") and not _looks_like_family_name(found["name"]):
        return  # without tone marks "ba", "co", "chi" are mostly other words
    yield from _kept(text, found, f"tên riêng đứng sau từ “{small}”", lone=True)


def _after_known(title: str, name: str) -> str:
    return ""


_NOT_NAMES_FOLDED = frozenset(fold(name) for name in _NOT_NAMES)


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \u00a0")
    if not before or before[-1] in ".!?:;,\n(-–/“\"'+*•":
        return True
    return before.split()[-1].islower()


def _kept(
    text: str, found: re.Match[str], reason: str, *, lone: bool = False
) -> Iterator[tuple[int, int, str]]:
    if _PLACE_BEFORE.search(fold(text[max(0, found.start() - 24) : found.start()])) and not lone:
        return
    if lone and _PLACE_BEFORE_TITLE.search(fold(text[max(0, found.start() - 24) : found.start()])):
        return
    start = found.start("name")
    end = start + _length_of_name(found["name"], text[found.end("name") :][:12])
    if end > start:
        yield start, end, reason


_PLACE_BEFORE_TITLE = re.compile(
    r"(?:duong|pho|hem|ngo|kiet|phuong|xa|huyen|tinh|thon|lang|cho|cau|chua|den|mieu|nui|song|suoi|tieng|nuoc|truong|nga tu) ?$"
)


def _length_of_name(name: str, after: str) -> int:
    """Return how much of the capitalised words is the name: it ends before a role, a place or an abbreviation."""
    words = list(re.finditer(r"\S+", name))
    following = re.match(r"[ \u00a0]{1,2}([^\W\d_]+)", after)
    for place, word in enumerate(words):
        later = words[place + 1][0] if place + 1 < len(words) else (following[1] if following else "")
        if word[0] in _STOPS or f"{word[0].lower()}_{later.lower()}" in _ROLE_WORDS:
            return _end_before(words, place)
        if place and word[0].lower() in _STOP_WORDS and not word[0].isupper() and word[0] != "Thị":
            if later[:1].isdigit() or later[:1].isupper() or place + 1 == len(words):
                if place + 1 < len(words) or re.match(r"[ \u00a0]{1,2}\d", after):
                    return _end_before(words, place)
    return len(name)


def _end_before(words: list[re.Match[str]], place: int) -> int:
    return words[place - 1].end() if place else 0


def _looks_like_family_name(name: str) -> bool:
    folded = fold(name)
    return (
        folded.split(" ")[0].split("'")[0] in _FAMILY_NAMES
        or _HIGHLAND_STARTS.match(folded + " ") is not None
    )


def _untitled(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """A name without a title: a Kinh family name with Văn or Thị, or a highland name."""
    name = found["name"]
    words = name.split()
    if len(words) < 2 and "'" not in name and "’" not in name:
        return
    folded = fold(name)
    kinh = len(words) >= 3 and words[1] in ("Văn", "Thị", "VĂN", "THỊ") and fold(words[0]) in _FAMILY_NAMES
    highland = (
        _HIGHLAND_STARTS.match(folded + " ")
        if len(words) >= 2
        else _HIGHLAND_GIVEN.fullmatch(name) and name[0] in "HK" and name[1] in "'’"
    )
    if not (kinh or highland):
        return
    if _PLACE_BEFORE.search(fold(text[max(0, found.start() - 24) : found.start()])):
        return
    start = found.start("name")
    yield (
        start,
        start + _length_of_name(name, text[found.end("name") :][:12]),
        ("họ và tên đầy đủ" if kinh else "họ và tên của đồng bào dân tộc thiểu số"),
    )
