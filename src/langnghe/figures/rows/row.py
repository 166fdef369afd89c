"""What a reader recognises a counted row by: a name and facts about it, never anybody's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RowSeen:
    """One counted row as a reader sees it; `url` leads to its own page, where there is one."""

    name: str
    url: str = ""
    topic: str = ""
    where: str = ""
    body: str = ""
