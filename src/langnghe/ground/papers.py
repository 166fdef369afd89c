"""Papers kept on disk: set once by a process of their own, then served until words or the program change."""

import fcntl
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from langnghe.core.paper.apart import MEDIA_TYPES, CannotTypeset, in_child

__all__ = ["MEDIA_TYPES", "NOTICE", "PAPER_LANGUAGE", "CannotTypeset", "Drawing", "as_download"]

NOTICE = "DỮ LIỆU MINH HỌA"  # on each page of a paper made of a demo year
PAPER_LANGUAGE = "vi"


@dataclass(frozen=True)
class Drawing:
    """
    A kind of paper: where its files lie, the function that draws it, and the packages it is made by.

    function : "package.module:function", from JSON to a `core.paper.Document`
    folder : below LANGNGHE_HOME
    """

    function: str
    folder: str
    packages: tuple[str, ...]

    def paper_of(self, pk: int, kind: str, *, version: object, contents: Callable[[str], str]) -> bytes:
        """
        Return a paper in one of the formats, kept from the last time or set anew. Raise `CannotTypeset`.

        `version` changes whenever what the paper says does; `contents` is asked for the JSON, with the
        address of the site that numbers open from. One paper is set at a time: the process needs as much
        memory as two web processes.
        """
        file = self._file(pk, kind, version)
        if file.is_file():
            return file.read_bytes()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (file.parent / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if file.is_file():  # the one who held the lock before us wanted the same
                return file.read_bytes()
            written = contents("" if kind == "article" else settings.SITE_URL)
            paper = in_child(written, kind, drawing=self.function)
            _keep(file, paper)
        return paper

    def _file(self, pk: int, kind: str, version: object) -> Path:
        """Return where a paper lies; its name changes with what it says and with the program."""
        name = f"{pk}-{version}-{self._program_version():x}.{kind}"
        return Path(settings.HOME_FOLDER) / self.folder / name

    def _program_version(self) -> int:
        """Return when the newest file that the paper depends on was written."""
        folders = [_folder_of(package) for package in (*self.packages, "langnghe.core.paper")]
        return max(file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*.[pt]y*"))


def as_download(paper: bytes, *, name: str, kind: str) -> HttpResponse:
    """Return a paper as a file to keep."""
    return HttpResponse(
        paper,
        content_type=MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"There is no package {package}.")
    return Path(spec.origin).parent


def _keep(file: Path, paper: bytes) -> None:
    """Write a file whole or not at all, and drop its predecessors."""
    pk, _, _rest = file.stem.partition("-")
    for old in file.parent.glob(f"{pk}-*{file.suffix}"):
        old.unlink(missing_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(paper)
    unfinished.rename(file)
