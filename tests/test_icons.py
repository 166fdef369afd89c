"""Every icon that a page names is in the sprite."""

import re
from pathlib import Path

import pytest

import langnghe

ROOMS = Path(langnghe.__file__).parent
SPRITE = ROOMS / "site" / "static" / "build" / "icons.svg"
NAMED = re.compile(r'\{%\s*icon\s+"([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"')


@pytest.mark.parametrize("pages", ["*/templates/**/*.html", "site/pages/*.py"])
def test_every_icon_that_a_page_names_is_drawn(pages):
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    named = {
        first or second
        for path in ROOMS.glob(pages)
        for first, second in NAMED.findall(path.read_text(encoding="utf-8"))
    }

    assert named, "the pages name some icons"
    assert named <= drawn
