"""Papers kept on disk: set once by a child process, then served until words or the program change."""

import fcntl
from pathlib import Path

from django.conf import settings

import langnghe.core.paper
from langnghe.briefings import queries, typeset
from langnghe.briefings.models import Briefing


def paper_of(briefing: Briefing, kind: str) -> bytes:
    """
    Return a briefing's paper in one of `typeset.FORMATS`. Raise `typeset.CannotTypeset`.

    One paper is set at a time: the child process needs as much memory as two web processes.
    """
    file = _file(briefing, kind)
    if file.is_file():
        return file.read_bytes()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (file.parent / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.is_file():  # the one who held the lock before us wanted the same
            return file.read_bytes()
        base_url = "" if kind == "article" else settings.SITE_URL
        paper = typeset.in_child(queries.contents_of(briefing, base_url=base_url), kind)
        _keep(file, paper)
    return paper


def _file(briefing: Briefing, kind: str) -> Path:
    """Return where a paper lies; its name changes with the newest words and with the program."""
    newest = briefing.texts.order_by("-id").values_list("pk", flat=True).first() or 0
    return Path(settings.HOME_FOLDER) / "briefings" / f"{briefing.pk}-{newest}-{_program_version():x}.{kind}"


def _program_version() -> int:
    """Return when the newest file that papers depend on was written."""
    folders = (Path(__file__).parent, Path(langnghe.core.paper.__file__).parent)
    return max(file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*.[pt]y*"))


def _keep(file: Path, paper: bytes) -> None:
    """Write a file whole or not at all, and drop its predecessors."""
    pk, _, _rest = file.stem.partition("-")
    for old in file.parent.glob(f"{pk}-*{file.suffix}"):
        old.unlink(missing_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(paper)
    unfinished.rename(file)
