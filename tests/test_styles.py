"""What every style of the pages has to respect."""

import re
from pathlib import Path

STYLES = Path(__file__).resolve().parents[1] / "frontend" / "src"
LINE_HEIGHT = re.compile(r"line-height:\s*([\d.]+)\s*;")
LEAST = 1.2  # Ễ and Ộ carry two marks: below this their upper one is cut or touches the line above


def test_no_line_is_so_tight_that_stacked_marks_of_capitals_are_cut():
    heights = [
        float(height)
        for path in STYLES.glob("*.css")
        for height in LINE_HEIGHT.findall(path.read_text(encoding="utf-8"))
    ]

    assert len(heights) > 5
    assert min(heights) >= LEAST
