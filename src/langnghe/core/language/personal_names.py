"""
Names of people in Vietnamese text, found by what stands before them.

A title or word of kinship (ông, bà, anh, chị, em, hộ, cháu ...), an introduction ("tôi tên là"), an office
("trưởng thôn"), or a family name of the Kinh and of the highland peoples. Streets, schools, wards and
pagodas are named after people too: a word of that kind before the name keeps it readable.
"""

import re
from collections.abc import Iterator

from langnghe.core.language.letters import fold
from langnghe.core.language.syllables import UPPER


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


_SYLLABLE = rf"[{UPPER}](?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_])|-(?=[{UPPER}]))*['’]?"
_CAPITALS = re.compile(rf"{_SYLLABLE}(?:[ \u00a0]{{1,2}}{_SYLLABLE})*")
_WORD = re.compile(r"\S+")
_NEXT_WORD = re.compile(r"[ \u00a0]{1,2}(\w+)")
_LONGEST_NAME = 6
_LONGEST_IN_CAPITALS = 4  # where all is written so, the name and the sentence run into one

_TITLES = _words(
    """
    ông bà anh chị em hộ cháu cô chú bác cậu dì thầy cụ mẹ vợ chồng thím mợ dượng bố cha ba má con
    thằng bạn bé đ/c
    """
)
_UNMARKED_TITLES = _words(
    """
    ong chi ho chau co chu bac thay anh em ba
    """
)  # mostly other words: ba, có, chỉ
_LONGER_TITLES = _phrases(
    """
    già làng | nghệ nhân | đồng chí | cô giáo | thầy giáo | bác sĩ | bác sỹ | y tá | y sĩ |
    luật sư | kỹ sư | dược sĩ | linh mục | mục sư | sư thầy | sư cô | đại đức
    """
)
_INTRODUCTIONS = _phrases(
    """
    tên | tên là | tên tôi là | tôi là | em là | cháu là | họ tên | họ và tên | ho ten | ho va ten | người
    gửi | người viết đơn | người làm đơn | người phản ánh | người kiến nghị | người đại diện | người viết |
    ký tên | chủ hộ | chủ nhà | vợ tôi là | chồng tôi là | con tôi là | mẹ tôi là | bố tôi là | ba tôi là |
    cha tôi là | hàng xóm là | toi ten | toi ten la | toi la | ten la
    """
)
_OFFICES = _phrases(
    """
    trưởng thôn | thôn trưởng | phó thôn | phó trưởng thôn | trưởng làng | trưởng buôn | trưởng bản |
    tổ trưởng | bí thư | chủ tịch | công an viên | cán bộ | công chức | trưởng ban | giám đốc | hiệu trưởng |
    kế toán | hàng xóm | bác sĩ | y sĩ | giáo viên | cô giáo | thầy giáo | gia đình | nhà | con trai |
    con gái | trưởng ấp | trưởng khu phố | chủ tịch xã | và
    """
)
# The last syllable before the name: "đường", "trường tiểu học", "công viên", "nhà máy", "mang (tên)".
_PLACE_WORDS = _words(
    """
    đường phố hẻm ngõ ngách kiệt lộ trường thpt thcs học non giáo th pth làng buôn plei thôn bản ấp
    xóm xã phường
    huyện tỉnh quận tp chợ cầu viên viện ngã tư chùa đền đình miếu núi sông suối hồ đảo bến khu kdc
    kp máy điện ty
    sản ga đài thờ tích mộ ql tl tuyến trấn đèo giải tiếng nước tộc nhóm quốc lễ tết thứ tháng
    nghiệp lớp cụm rừng
    dốc đoạn cống đập xứ mang hàng cảng bay ubnd
    """
)
_STREETS = _words("đường phố hẻm ngõ chùa đền miếu núi sông suối chợ cầu phường xã huyện thôn làng")
_UNMARKED_PLACE_WORDS = frozenset(fold(word) for word in _PLACE_WORDS)
_FAMILY_NAMES = _words(
    """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong luong mai cao ta
    trinh doan lam ha dao luu to chau quach tang thai trieu kieu nghiem tong lu luc la dam diep phung vuong
    thach son danh kim lo vi lau giang vang sung thao ma mua cu hang cam quang deo chu nong be hua loc ton
    giap khuat khuong ninh nhu phi ung uong au bach cai han lieng mac man mau nhan tu van vien trang thieu
    ho cao ksor siu kpa nay rmah rcom rah nie mlo byya bya kbuor hmok eban knul kdam ayun adrong buonya
    enuol kpor kra cil kosa bonnga alang blup briu coor zoram aral bling pinang kator chamalea pupur taluc
    touprong rlan romah rocham rolan ro y a h puih kpuih hiao ralan kpah hdok
    """
)
_HIGHLAND_FAMILIES = _words(
    """
    ksor siu kpa nay rmah rcom rah nie ro rocham romah rolan rlan ka pi puih kpuih hiao
    """
)
_EDE_FAMILIES = _words(
    """
    nie mlo byya bya kbuor hmok eban knul kdam ayun adrong enuol kpor buonya hwing hdok
    """
)
_HIGHLAND_TWO = re.compile(r"(?:ro (?:cham|chom|com|mah|lan|o|mok|lik|nga)|rah lan|pi nang)\b")

# A capitalised title is a name of a place where it stands inside a sentence; these are places anywhere.
_NOT_NAMES = _phrases(
    """
    bà rịa | bà nà | bà đen | bà điểm | bà chiểu | bà quẹo | bà hom | bà triệu | bà trưng | ông đốc | ông
    trang | ông lãnh | ông tạ | bà lụa | bà chúa | bà huyện thanh quan | bà thiên hậu | ông bổn | ông công |
    ông táo | ông địa | ông ích khiêm | bác hồ | bác tôn | bác ái | cô tô | cô giang | cô bắc | anh sơn |
    anh văn | em việt nam | mẹ việt nam | hộ nghèo | hộ kinh | hộ cận | hộ khẩu | hộ gia đình | hộ chiếu |
    ba na | ba tơ | ba tri | ba vì | ba bể | ba đình | ba đồn | ba chẽ | ba tô | ba động | con cuông | con
    cuông | cha lo | chú phỉnh | hộ jrai | hộ gia rai | hộ bahnar | hộ ba na | hộ ê đê | hộ êđê | hộ xơ đăng |
    hộ mông | hộ mường | hộ tày | hộ nùng | hộ dao | hộ khmer | hộ chăm | hộ cơ ho | hộ mnông | ông trời
    """
)
_NOT_NAMES_AT_START = tuple(_NOT_NAMES)
_NEVER_MASKED = ("hồ chí minh", "việt nam")
_NO_TITLE_AFTER = {
    "em": {"anh", "chị", "trẻ", "các", "thiếu", "trường"},
    "hộ": {"bảo", "căn", "ủng", "phù", "các", "nông"},
    "cụ": {"dụng", "công", "nhạc"}, "chú": {"ghi"}, "bác": {"phản", "bài"}, "con": {"bà"},
    "ba": {"thứ", "ngã", "tháng", "phần"},
    "anh": {"tiếng", "nước", "môn", "người"}, "cha": {"nhà"}, "mẹ": {"đức"},
}  # fmt: skip
_ROLES = _words(
    """
    chủ_tịch phó_chủ phó_trưởng phó_bí phó_giám phó_thôn phó_phòng bí_thư giám_đốc học_sinh phụ_nữ cán_bộ
    công_an công_nhân công_chức đảng_viên đoàn_viên hội_viên bác_sĩ bác_sỹ giáo_viên cựu_chiến nông_dân
    thanh_niên tổ_trưởng kế_toán dân_tộc kinh_doanh viện_trưởng hiệu_trưởng thẩm_phán kiểm_sát hạt_trưởng
    đội_trưởng thôn_trưởng chánh_văn việt_nam ủy_ban uỷ_ban ủy_viên mặt_trận dân_quân bộ_đội thương_binh
    liệt_sĩ anh_hùng lãnh_đạo đại_biểu nhân_viên nhân_dân sinh_viên nghệ_nhân ba_na gia_rai tiểu_thương
    chuyên_viên thanh_tra hội_trưởng hội_phụ hội_nông hội_cựu trưởng_thôn trưởng_ban trưởng_công
    trưởng_phòng trưởng_buôn trưởng_làng trưởng_khu bệnh_viện trung_tâm trạm_y tòa_án trưởng_ấp
    trưởng_bản công_giáo bộ_phận lao_công cà_phê trường_thcs trường_thpt trường_tiểu trường_mầm
    trường_mẫu trường_trung
    """
)
_ENDS_BEFORE = _words(
    """
    thôn làng buôn bản ấp khóm xóm xã phường huyện tỉnh quận tổ đường hẻm ngõ kiệt khu số đội thị_xã
    """
)
# Words of a sentence that no name holds: "NGUYỄN VĂN NAM LẤN CHIẾM ĐẤT".
_OF_SENTENCES = _words(
    """
    ở là có và đã bị được không chưa đang sẽ cho của với tại từ trú sinh làm lấn chiếm xả đổ xây bán mua nuôi
    số nhà đất rồi cùng các những để mà thì nhưng nên do vì nói gửi đề xin phản kính chửi đánh chặn rào lấy
    nợ thu vào ra đi đến về năm ngày ý
    """
)
_VOWELS = re.compile(r"(?i)[aeiouyăâêôơưà-ỹ]")
_SMALL_NAME = re.compile(
    r"(?i:\b(?:ông|bà|anh|chị|em|hộ|cháu|cô|chú|bác|tên là|tên)) "
    r"(?P<name>(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trương|"
    r"lương|mai|cao|tạ|trịnh|"
    r"đoàn|lâm|hà) (?:văn|thị) [^\W\d_]+)"
)


_SENTENCE_ENDS = frozenset({". ", "! ", "? "})


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, reason) of each name of a person in `text`, which is in NFC."""
    for run in _CAPITALS.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        if len(words) > _LONGEST_IN_CAPITALS and run[0].isupper():
            yield from _names_among_capitals(words)
        elif found := _name_in_run(text, run, words):
            yield found
    if " văn " in text or " thị " in text:
        for small in _SMALL_NAME.finditer(text):
            yield *small.span("name"), "họ và tên viết thường sau từ xưng hô"


def _names_among_capitals(words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the names in a sentence written all in capitals: a family name after what announces one."""
    small = [word[0].lower() for word in words]
    done = 0
    for place in range(len(words) - 1):
        if place < done or small[place] in _OF_SENTENCES or fold(small[place]) not in _FAMILY_NAMES:
            continue
        before, name = small[max(0, place - 4) : place], small[place : place + 2]
        if not before or before[-1] in _PLACE_WORDS:
            continue
        if f"{before[-1]} {' '.join(name)}".startswith(_NOT_NAMES_AT_START):
            continue
        if before[-1] in _TITLES or name[1] in ("văn", "thị") or _ends_with(before, _INTRODUCTIONS):
            done = _end_among_capitals(small, place)
            if done > place + 1:
                yield words[place].start(), words[done - 1].end(), "họ và tên viết hoa"


def _end_among_capitals(small: list[str], first: int) -> int:
    """Return the place after a name that runs on into its sentence: four syllables at most."""
    for place in range(first + 1, min(len(small), first + _LONGEST_IN_CAPITALS)):
        if small[place] in _OF_SENTENCES or small[place] in _ENDS_BEFORE:
            return place
    return min(len(small), first + _LONGEST_IN_CAPITALS)


def _name_in_run(text: str, run: re.Match[str], words: list[re.Match[str]]) -> tuple[int, int, str] | None:
    """Return the name in one run of capitalised syllables, judged by the words before it."""
    start = run.start()
    if start and text[start - 1].isalnum():
        return None
    if run[0].isalpha() and (not start or text[start - 2 : start] in _SENTENCE_ENDS):
        return None  # one capital at the head of a sentence says nothing
    before = _words_before(text, start)
    first, reason = _where_it_begins(words, before)
    if not reason:
        return None
    last = _where_it_ends(words, first, text)
    if last <= first or all(word[0].lower() in _TITLES for word in words[first:last]):
        return None
    name = " ".join([word[0] for word in words[first:last]]).lower()
    return None if name.startswith(_NEVER_MASKED) else (words[first].start(), words[last - 1].end(), reason)


def _words_before(text: str, start: int) -> list[str]:
    """
    Return up to four words before `start` in small letters; a sign between ends the list, a colon
    does not.
    """
    before = text[max(0, start - 32) : start].rstrip(" \u00a0:")
    if not before or not before[-1].isalnum():
        return []
    return re.split(r"[.,;!?()\n“”\"]", before.lower())[-1].split()[-4:]


def _where_it_begins(words: list[re.Match[str]], before: list[str]) -> tuple[int, str]:
    """Return the place of the first word of the name and why it is one, or no reason."""
    if (inside := _title_inside(words, before)) is not None:
        return inside + 1, f"tên riêng đứng sau từ “{words[inside][0].lower()}”"
    names = [word[0] for word in words]
    if before:
        title = _title_before(before, names)
        if title:
            return 0, f"tên riêng đứng sau từ “{title}”"
        if _ends_with(before, _INTRODUCTIONS) and before[-2:-1] not in (
            ["mang"],
            ["đặt"],
            ["đường"],
            ["trường"],
        ):
            return 0, "tên riêng đứng sau lời giới thiệu"
        if len(names) > 1 and _has_family_name(names) and _holds_an_office(before):
            return 0, "họ và tên đứng sau chức danh"
    return 0, _untitled(names, before)


def _title_inside(words: list[re.Match[str]], before: list[str]) -> int | None:
    """Return the place of a capitalised title: at the head of a sentence, or before a family name."""
    for place in range(len(words) - 2, -1, -1):
        title, name = words[place][0], words[place + 1][0]
        if title.lower() in _TITLES_AND_WORDS:
            continue
        if title.lower() not in _TITLES or (
            f"{title} {name}".lower().startswith(_NOT_NAMES_AT_START) and place + 2 >= len(words)
        ):
            continue
        whole = " ".join([word[0] for word in words[place : place + 4]]).lower()
        if whole.startswith(_NOT_NAMES_AT_START):
            continue
        place_before = words[place - 1][0].lower() if place else before[-1] if before else ""
        if _is_place_word(place_before, name):
            continue
        named = fold(name) in _FAMILY_NAMES and (place + 2 < len(words) or not before)
        if named or (place == 0 and not before) or (place and words[place - 1][0].lower() in _TITLES):
            return place
        if place == 0 and before and before[-1] in ("gửi", "của", "là", "và", "với", "cho", "từ"):
            return place
    return None


def _title_before(before: list[str], names: list[str]) -> str | None:
    title = before[-1]
    if title in _TITLES:
        whole = " ".join([title, *names]).lower()
        if before[-2:-1] and before[-2] in _NO_TITLE_AFTER.get(title, ()):
            return None
        if whole.startswith(_NOT_NAMES_AT_START) and not (len(names) > 2 and _has_family_name(names)):
            return None
        if title in _TITLES_AND_WORDS and not (len(names) > 1 and _has_family_name(names)):
            return None
        if before[-2:-1] and before[-2] in _STREETS and len(names) == 1:
            return None
        return title
    if _ends_with(before, _LONGER_TITLES):
        return " ".join(before[-2:])
    if title in _UNMARKED_TITLES and len(names) > 1 and fold(names[0]) in _FAMILY_NAMES:
        return title
    return None


_TITLES_AND_WORDS = frozenset({"ba", "con", "má"})  # also "three", "animal" and a syllable of names


def _holds_an_office(before: list[str]) -> bool:
    """Say whether an office stands before the name, its hamlet perhaps between: "trưởng thôn 4"."""
    return _ends_with(before[:-1] if before[-1][0].isdigit() else before, _OFFICES)


def _ends_with(words: list[str], phrases: frozenset[str]) -> bool:
    """Say whether the last one to four words are one of `phrases`."""
    tail = ""
    for word in reversed(words):
        tail = f"{word} {tail}" if tail else word
        if tail in phrases:
            return True
    return False


def _has_family_name(names: list[str]) -> bool:
    folded = fold(names[0])
    return folded in _FAMILY_NAMES or "'" in folded


def _untitled(names: list[str], before: list[str]) -> str:
    """
    Return why a run without a title is a name: a Kinh name with Văn or Thị, a highland name; else
    nothing.
    """
    if len(names) < 2 and "'" not in names[0] and "’" not in names[0]:
        return ""
    if before and (_is_place_word(before[-1], " ".join(names)) or before[-1][0].isdigit()):
        return ""
    first = fold(names[0])
    if len(names) > 2 and names[1] in ("Văn", "Thị", "VĂN", "THỊ") and first in _FAMILY_NAMES:
        return "họ và tên đầy đủ"
    return "họ và tên của người dân tộc thiểu số" if _is_highland(first, names) else ""


def _is_place_word(word: str, name: str) -> bool:
    """
    Say whether `word` announces a place; without marks ("cho" for "chợ") only before a name without
    any.
    """
    return word in _PLACE_WORDS or (name.isascii() and word in _UNMARKED_PLACE_WORDS)


def _is_highland(first: str, names: list[str]) -> bool:
    if len(names) == 1:
        return first.startswith(("h'", "k'")) and len(first) > 3
    if first in ("ro", "rah", "pi"):
        return _HIGHLAND_TWO.match(f"{first} {fold(names[1])}") is not None
    if first in _HIGHLAND_FAMILIES or first.startswith(("h'", "k'", "ka'")):
        return True
    return first == "y" and fold(names[-1]) in _EDE_FAMILIES


def _where_it_ends(words: list[re.Match[str]], first: int, text: str) -> int:
    """Return the place after the last word of the name: it ends before a role, a place or an abbreviation."""
    for place in range(first, min(len(words), first + _LONGEST_NAME)):
        word = words[place][0]
        if place + 1 < len(words):
            later = words[place + 1][0].lower()
        else:
            following = _NEXT_WORD.match(text, words[place].end())
            later = following[1].lower() if following else ""
        small = word.lower()
        if f"{small}_{later}" in _ROLES or (
            later and place > first and small in _ENDS_BEFORE and _names_place(words, place, later)
        ):
            return place
        if len(word) > 1 and word.isupper() and not _VOWELS.search(word):
            return place
        if word in ("UBND", "HĐND", "MTTQ", "CA", "BT", "CT", "PCT", "BQL", "HTX"):
            return place
    return min(len(words), first + _LONGEST_NAME)


def _names_place(words: list[re.Match[str]], place: int, later: str) -> bool:
    """Say whether "Thôn", "Xã" ... opens a place name: a number or another capitalised syllable follows."""
    return later[0].isdigit() or place + 1 < len(words)
