"""What every paper of a meeting has: the form, the head and the signature of the body that hosts it."""

from collections.abc import Iterable
from typing import Any

from langnghe.core.paper import Block, Document, Signature, signature_of
from langnghe.meetings.contents import Contents


def framed(
    contents: Contents,
    type_code: str,
    type_name: str,
    summary: str,
    blocks: Iterable[Block],
    *,
    number: int | None = None,
    signature: Signature | None = None,
    **parts: Any,
) -> Document:
    """Return a paper of the host; `summary` begins with a small letter, as the Party writes it."""
    letterhead = contents.letterhead
    return Document(
        form=letterhead.official_form,
        superior=letterhead.superior,
        issuer=letterhead.issuer,
        number=letterhead.number(number, type_code),
        place=letterhead.place,
        date=contents.written_on,
        type_name=type_name,
        summary=summary if letterhead.form == "party" else summary[0].upper() + summary[1:],
        blocks=tuple(blocks),
        signature=signature or signature_of(letterhead.signer),
        archive="VT",
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
