"""Vietnamese text in plain Python: one normal form, one fold, one order, and what must not become public."""

from langnghe.core.language.formats import (
    format_date,
    format_dong,
    format_number,
    long_date,
    parse_date,
    parse_dong,
    parse_number,
    weekday_name,
)
from langnghe.core.language.legacy import Decoded, decode_legacy, decode_tcvn3, decode_vni
from langnghe.core.language.letters import fold, has_tone_marks, normal, syllables
from langnghe.core.language.names import same_name
from langnghe.core.language.order import LIST_LETTERS, list_letter, person_sort_key, sort_key
from langnghe.core.language.personal_data import MASKS, Span, find_personal_data, mask_personal_data
from langnghe.core.language.place_tokens import PlaceToken, place_tokens
from langnghe.core.language.secrecy import secrecy_stamp
from langnghe.core.language.syllables import is_syllable
from langnghe.core.language.typing_hints import TypingHint, restore_typing, typing_hints

__all__ = [
    "LIST_LETTERS",
    "MASKS",
    "Decoded",
    "PlaceToken",
    "Span",
    "TypingHint",
    "decode_legacy",
    "decode_tcvn3",
    "decode_vni",
    "find_personal_data",
    "fold",
    "format_date",
    "format_dong",
    "format_number",
    "has_tone_marks",
    "is_syllable",
    "list_letter",
    "long_date",
    "mask_personal_data",
    "normal",
    "parse_date",
    "parse_dong",
    "parse_number",
    "person_sort_key",
    "place_tokens",
    "restore_typing",
    "same_name",
    "secrecy_stamp",
    "sort_key",
    "syllables",
    "typing_hints",
    "weekday_name",
]
