"""
Words that mean the same to a resident, as data: "cúp điện" and "mất điện", "heo" and "lợn", "hẻm"
and "kiệt".
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from langnghe.core.language import fold, normal

SUBJECT, SCENE, TROUBLE, WHEN = (
    "subject",
    "scene",
    "trouble",
    "when",
)  # a scene is the subject where none other is named

SHORT_FORMS = {
    "ko": "khong", "k": "khong", "hok": "khong", "kg": "khong", "khg": "khong", "dc": "duoc",
    "đc": "duoc", "mn": "moi nguoi", "vs": "voi", "bik": "biet", "j": "gi", "r": "roi",
    "ntn": "nhu the nao", "ng": "nguoi", "nc": "nuoc", "dg": "duong",
    "dt": "dien thoai", "mik": "minh", "heo": "lon",
    "mi": "san", "ngo": "hem", "kiet": "hem", "bac si": "bac sy", "zo": "vao",
    "hong": "hu", "cup": "mat",
}  # fmt: skip
# How those among them are spelled that other words share their letters with: "hồng" is not "hỏng".
MARKED_SHORT_FORMS = frozenset(["đc", "đg", "hỏng", "mì", "ngõ", "kiệt", "cúp"])
_EMPTY = """
nang lam tram trong nghiem trong thuong xuyen lien tuc mai hoai tuan thang truoc sau gio
a ai anh ba bi boi cac cai can cang cho chi chu chua chung chung toi co con cua cung da dang day de den
deu di do duoc e em gi gui hay hien het hon ho it kinh khi khong la lai lam len lien luc luon ma may
minh moi mot nay ne neu ngay nguoi nha nhe nhieu nhu nhung nen nua o oi qua ra rang rat roi sau se tai
tat the thi thanh them theo thay to toi tren trong truoc tu uy ban va van vao ve vi viec voi xa xin xem
bac ong phuong huyen tinh mong de nghi kien nghi phan anh cam on quan tam gia dinh xu ly giai quyet kiem
vo tra som kip thoi co quan chuc nang chinh quyen dia phuong ba con nhan dan thoi gian vua roi hom
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Concept:
    """
    What several phrases mean alike, and its part in a report: the subject, its scene, the trouble,
    or when.
    """

    name: str
    role: str


@cache
def phrases() -> dict[tuple[str, ...], Concept]:
    """Return the shipped phrases as folded syllables, with the concept each stands for."""
    table = files("langnghe.core.sameness").joinpath("data", "words.csv").read_text(encoding="utf-8")
    return {
        tuple(fold(phrase).split()): Concept(row["concept"], row["role"])
        for row in csv.DictReader(table.splitlines())
        for phrase in row["phrases"].split("|")
    }


@cache
def spellings() -> dict[str, frozenset[str]]:
    """Return how the phrases of one syllable are spelled, by their folded form: den -> {đèn}."""
    table = files("langnghe.core.sameness").joinpath("data", "words.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(table.splitlines()):
        for phrase in row["phrases"].split("|"):
            if " " not in phrase:
                found.setdefault(fold(phrase), set()).add(normal(phrase).lower())
    return {folded: frozenset(spelled) for folded, spelled in found.items()}


@cache
def longest_phrase() -> int:
    """Return how many syllables the longest phrase has."""
    return max(map(len, phrases()))
