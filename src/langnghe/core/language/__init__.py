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
from langnghe.core.language.letters import fold, has_tone_marks, normal, syllables
from langnghe.core.language.names import same_name
from langnghe.core.language.order import LIST_LETTERS, list_letter, person_sort_key, sort_key
from langnghe.core.language.personal_data import MASKS, Span, find_personal_data, mask_personal_data

__all__ = [
    "LIST_LETTERS",
    "MASKS",
    "Span",
    "find_personal_data",
    "fold",
    "format_date",
    "format_dong",
    "format_number",
    "has_tone_marks",
    "list_letter",
    "long_date",
    "mask_personal_data",
    "normal",
    "parse_date",
    "parse_dong",
    "parse_number",
    "person_sort_key",
    "same_name",
    "sort_key",
    "syllables",
    "weekday_name",
]
