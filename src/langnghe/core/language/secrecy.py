"""Stamps of state secrets in a text: MẬT, TỐI MẬT, TUYỆT MẬT."""

import re
from unicodedata import normalize

# The two higher degrees wherever they stand in capitals; the plain word only as a line of its own or after
# "Độ mật", because "MẬT" is also a part of headings such as "MẬT ONG".
_STAMP = re.compile(
    r"\b(?P<high>TUYỆT MẬT|TỐI MẬT)\b"
    r"|^\W*(?P<alone>MẬT)\W*$"
    r"|\b[Đđ][Ộộ] [Mm][Ậậ][Tt] ?: ?(?P<named>[Mm]ật|MẬT|[Tt]ối mật|[Tt]uyệt mật)\b",
    re.MULTILINE,
)


def secrecy_stamp(text: str) -> str:
    """Return the degree of secrecy that a text is stamped with, in capitals; nothing where there is none."""
    found = _STAMP.search(normalize("NFC", text))
    return next(filter(None, found.groups())).upper() if found else ""
