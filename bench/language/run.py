"""
`python bench/language/run.py`: texts per second of one core, and the ratio to each limit (1 or
more is kept).
"""

import time
from collections.abc import Callable

from texts import texts

from langnghe.core.language import find_personal_data, fold, normal, place_tokens, sort_key
from langnghe.core.sameness import judge
from langnghe.core.topics import kind_rules

LIMITS: list[tuple[str, Callable[[str], object], int | None]] = [
    ("fold", fold, 80_000),
    ("personal data", find_personal_data, 20_000),
    ("normal", normal, None),
    ("sort key", sort_key, None),
    ("place tokens", place_tokens, None),
    ("kind", kind_rules().suggest, None),
    ("sameness", lambda text: judge(text, "Đường vào thôn 4 xuống cấp, đi không được"), None),
]


def main() -> None:
    """Print one line for each piece of work: processor time, best of five."""
    sample = texts(2000)
    for name, work, limit in LIMITS:
        speed = max(_speed(work, sample) for _ in range(5))
        ratio = f"{speed / limit:6.2f} x limit of {limit:,}" if limit else ""
        print(f"{name:14} {speed:10,.0f} texts/s {ratio}")


def _speed(work: Callable[[str], object], sample: list[str]) -> float:
    started = time.process_time()
    for text in sample:
        work(text)
    return len(sample) / (time.process_time() - started)


if __name__ == "__main__":
    main()
