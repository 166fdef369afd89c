"""
`python bench/language/addresses.py`: addresses read per second of one core, and the ratio to 5,000.

Loads the areas of Vietnam into a throw-away embedded database; reading itself asks none.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "cases"))
from bench import throwaway_database

LIMIT = 5_000


def main() -> None:
    """Print processor time for the reader itself, and for each way of writing the best of three rounds."""
    with throwaway_database():
        from django.utils import timezone

        from langnghe.core.language import fold
        from langnghe.places.actions.changes import load_vietnam
        from langnghe.places.address_book import address_reader
        from langnghe.places.models import Area

        load_vietnam()
        started = time.process_time()
        reader = address_reader(on=timezone.localdate())
        print(f"{'to know all areas':32} {time.process_time() - started:8.1f} s")
        leaves = Area.objects.filter(is_leaf=True).select_related("parent__parent")
        lines = [f"12 Lê Lợi, {area}, {area.parent}, {area.parent.parent or 'Việt Nam'}" for area in leaves]
    forms = {
        "as official": lines,
        "without marks and commas": [fold(line.replace(",", "")) for line in lines],
        "dashes, small letters": [line.replace(", ", " - ").lower() for line in lines],
        "province first": [", ".join(reversed(line.split(", ")[1:])) for line in lines],
    }
    for name, written in forms.items():
        speed = max(_speed(reader.read, written) for _ in range(3))
        print(f"{name:32} {speed:8,.0f} addresses/s {speed / LIMIT:6.2f} x limit of {LIMIT:,}")


def _speed(read: Callable[[str], object], written: list[str]) -> float:
    started = time.process_time()
    for line in written:
        read(line)
    return len(written) / (time.process_time() - started)


if __name__ == "__main__":
    main()
