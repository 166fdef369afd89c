"""What every paper of a meeting has: the form, the head and the signature of the body that hosts it."""

from collections.abc import Iterable
from typing import Any

from langnghe.core.paper import Block, Document
from langnghe.meetings.contents import Contents


def framed(
    contents: Contents,
    type_code: str,
    type_name: str,
    summary: str,
    blocks: Iterable[Block],
    **parts: Any,
) -> Document:
    """Return a paper of the host; `summary` begins with a small letter, as the Party writes it."""
    of_party = contents.letterhead.form == "party"
    return contents.letterhead.document(
        type_code,
        type_name,
        summary if of_party else summary[0].upper() + summary[1:],
        blocks,
        written_on=contents.written_on,
        notice=contents.notice,
        base_url=contents.base_url,
        **parts,
    )


def within_sentence(name: str) -> str:
    """Return the name of a meeting as it stands inside a sentence, with the word for what it is."""
    lower = name[0].lower() + name[1:]
    return lower if lower.startswith("hội nghị") else f"hội nghị {lower}"


def closed(points: Iterable[str]) -> tuple[str, ...]:
    """Return the points of a list, each closed by a semicolon, the last by a full stop."""
    bare = [point.rstrip(" ;.") for point in points]
    return tuple(f"{point};" for point in bare[:-1]) + tuple(f"{point}." for point in bare[-1:])
