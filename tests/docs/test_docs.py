"""Each command has its heading, and every command that is named exists."""

import re
from pathlib import Path

from django.core.management import get_commands

DOCS = Path(__file__).resolve().parents[2] / "docs"
OF_THE_COMMAND_LINE = {"up", "worker", "migrate", "backup", "restore"}


def test_each_command_has_its_heading():
    ours = {name for name, app in get_commands().items() if str(app).startswith("langnghe.")}

    headings = set(re.findall(r"^## langnghe (\w+)$", (DOCS / "reference" / "commands.md").read_text(), re.M))

    assert headings == ours | OF_THE_COMMAND_LINE
