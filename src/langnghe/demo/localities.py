"""Invented thôn, làng, buôn, bản and tổ dân phố, in the manner of each region."""

from langnghe.demo.chance import Chance, one_of
from langnghe.places.models import Area

_JRAI_BAHNAR = (
    *("Kép", "Ơp", "Klăh", "Bông Phrâo", "Kon Hơ Ring", "Đê Kjiêng", "Plei Rơ Ngol", "Ia Tơr", "Hơ Lâm"),
    *("Krông Hra", "Đăk Rơ Wăk", "Kon Mơ Nây", "Plei Klech", "Bơ Ngâl", "Tơ Drah", "Ia Mrôn", "Chuk", "Ngó"),
)
_EDE = (
    *("Kmrơng", "Jŭ", "M'Hang", "Niêng Ea", "Cuôr Kbư", "Ea Mtă", "Tuôr Brai", "Kram", "Dhiă", "Ea Sah"),
    *("Krông Năk", "Sút M'rưng", "H'Mông Ea", "Drai Hling", "Ea Kniêl", "Kpŭ"),
)
_CO_HO_MNONG = ("Bon Srê", "Bu Đăk", "Klong Tum", "Đạ Rsai", "B'Nơm", "Păng Sim", "Bu Nơr Xa", "Liêng Đăng")
_THAI_MUONG = ("Na Khướm", "Huồi Pủng", "Pom Cọ", "Nậm Sơn", "Xốp Lằm", "Chà Lung", "Na Tông", "Kẻ Mui")
_LOWLAND = (
    "Đông",
    "Đoài",
    "Trung",
    "Thượng",
    "Hạ",
    "Bắc Sơn",
    "Nam Tiến",
    "Tân Lập",
    "Phú Thịnh",
    "Hòa Bình",
)


def is_highland(commune: Area, province: str) -> bool:
    """Return whether a commune lies in the hills, roughly: by its point."""
    longitude, latitude = commune.longitude or 999.0, commune.latitude or 0.0
    return {
        "38": longitude < 105.3,
        "40": longitude < 105.0,
        "44": longitude < 106.8,
        "46": longitude < 107.4,
        "51": longitude < 108.5,
        "52": longitude < 108.7,
        "66": longitude < 108.9,
        "68": latitude > 11.3,
    }.get(province, False)


def locality_names(commune: Area, province: str, chance: Chance) -> list[str]:
    """Return five to nine names for the localities of a commune, none twice."""
    count = 5 + int(chance.random() * 5)
    if commune.kind == "phường":
        return [f"Tổ dân phố {number}" for number in range(1, count + 1)]
    names = {f"Thôn {number}": None for number in range(1, count // 2 + 1)}
    while len(names) < count:
        names[_name(commune, province, chance)] = None
    return list(names)


def _name(commune: Area, province: str, chance: Chance) -> str:
    if not is_highland(commune, province):
        return f"Thôn {one_of(_LOWLAND, chance)}{one_of(('', ' 1', ' 2'), chance)}"
    kind, names = {
        "38": ("Bản", _THAI_MUONG),
        "40": ("Bản", _THAI_MUONG),
        "44": ("Bản", _THAI_MUONG),
        "66": ("Buôn", _EDE),
        "68": ("Thôn", _CO_HO_MNONG),
    }.get(province, ("Làng", _JRAI_BAHNAR))
    return f"{kind} {one_of(names, chance)}{one_of(('', '', ' 1', ' 2'), chance)}"
