"""What can be set or called is in the documentation, by name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PACKAGE = ROOT / "src" / "langnghe"
NAMED = re.compile(r'["=]((?:LANGNGHE_[A-Z_]+|DATABASE_URL)\b)')
INTERNAL = {"LANGNGHE_LIFELINE"}


def variables() -> list[str]:
    sources = (path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts)
    return sorted({name for path in sources for name in NAMED.findall(path.read_text("utf-8"))} - INTERNAL)


@pytest.mark.parametrize("name", variables())
def test_every_variable_is_explained(name):
    page = (ROOT / "docs" / "reference" / "environment.md").read_text("utf-8")

    assert f"`{name}`\n: " in page


def test_the_page_explains_no_variable_that_is_not_read():
    page = (ROOT / "docs" / "reference" / "environment.md").read_text("utf-8")

    assert sorted(re.findall(r"^`([A-Z_]+)`$", page, re.MULTILINE)) == variables()
