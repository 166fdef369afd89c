"""
The Vietnamese catalogues, one for each room: collect the sentences, build the files, find gaps.

    python tools/catalogues.py update [ROOM ...]   collect sentences into locale/vi/LC_MESSAGES/django.po
    python tools/catalogues.py compile             build django.mo beside each django.po
    python tools/catalogues.py check               stop at a sentence without Vietnamese, or no longer used

English stands in the code itself, so that only Vietnamese has catalogues.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent / "src" / "langnghe"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit status."""
    match arguments:
        case ["update", *rooms]:
            for room in rooms or sorted(path.name for path in ROOMS.iterdir() if path.is_dir()):
                update(ROOMS / room)
            return 0
        case ["compile"]:
            for po in ROOMS.glob("*/locale/*/LC_MESSAGES/django.po"):
                compile_one(po)
            return 0
        case ["check"]:
            gaps = [gap for room in sorted(ROOMS.iterdir()) if room.is_dir() for gap in gaps_of(room)]
            gaps += clashes()
            print("\n".join(gaps) or "Every sentence has its Vietnamese.")
            return 1 if gaps else 0
    print(__doc__)
    return 2


def update(room: Path) -> None:
    """Bring a room's catalogue up to the sentences in its code; translations are kept."""
    po, found = _po(room), sentences_of(room)
    if not len(found) and not po.exists():
        return
    catalogue = _read(po) if po.exists() else Catalog(locale="vi", project="Lắng Nghe", version="")
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    po.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    pofile.write_po(written, catalogue, width=100, omit_header=False, no_location=True, sort_output=True)
    po.write_bytes(_without_dates(written.getvalue()))
    untranslated = sum(1 for message in catalogue if message.id and not _is_translated(message.string))
    print(f"{room.name}: {len(catalogue)} sentences, {untranslated} without Vietnamese")


def compile_one(po: Path) -> None:
    """Build the binary catalogue that gettext reads."""
    with po.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, _read(po))


def gaps_of(room: Path) -> Iterator[str]:
    """Yield one line for each sentence without Vietnamese, and for each translation nobody uses."""
    found, po = sentences_of(room), _po(room)
    known = _read(po) if po.exists() else Catalog(locale="vi")
    for message in found:
        if message.id:
            kept = known.get(message.id, message.context)
            if kept is None or not _is_translated(kept.string):
                yield f"{room.name}: no Vietnamese for {message.id!r}"
    for message in known:
        if message.id and found.get(message.id, message.context) is None:
            yield f"{room.name}: no longer used: {message.id!r}"


def clashes() -> Iterator[str]:
    """Yield one line for each sentence with two translations, of which only one would ever be shown."""
    told: dict[tuple[object, object], dict[object, str]] = {}
    for po in sorted(ROOMS.glob("*/locale/vi/LC_MESSAGES/django.po")):
        for message in _read(po):
            if message.id:
                ways = told.setdefault((message.context, message.id), {})
                ways.setdefault(message.string, po.relative_to(ROOMS).parts[0])
    for (_, sentence), ways in told.items():
        if len(ways) > 1:
            yield f"{' and '.join(ways.values())}: two ways to say {sentence!r} in Vietnamese"


def sentences_of(room: Path) -> Catalog:
    """Return every translatable sentence of a room's Python files and templates."""
    catalogue = Catalog(locale="vi", project="Lắng Nghe", version="")
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        relative = path.relative_to(room)
        if "tests" in relative.parts or "migrations" in relative.parts or "static" in relative.parts:
            continue
        if path.suffix != ".py" and "templates" not in relative.parts:
            continue
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else templatize(text)
        for _, message, comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def _po(room: Path) -> Path:
    return room / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return pofile.read_po(file, locale="vi")


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _without_dates(text: bytes) -> bytes:
    lines = text.split(b"\n")
    return b"\n".join(
        line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date'))
    )


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    django.setup()
    sys.exit(main(sys.argv[1:]))
