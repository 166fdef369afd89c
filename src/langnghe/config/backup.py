"""
Everything that must be kept, in one folder: the database, the files, the keys, and a list with digests.

A backup is written beside a running installation: the dump is one consistent snapshot. It is restored into an
installation that holds nothing yet, on the same release or a later one. Transaction numbers go on from where
they stood, because events and the cursors that read them are ordered by those numbers.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from langnghe import __version__
from langnghe.config import cli, env
from langnghe.config.database import (
    APP_ROLE,
    database_for,
    programs_folder,
    say_on_stderr,
)

DUMP, FILES, LIST = "database.dump", "files", "backup.json"
KEYS = ("secret_key", "vault_key")
NUMBERS_AT_ONCE = 50_000

_RESTORE_OPTIONS = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
_USE_UP_NUMBERS = """
    DO $$ BEGIN
        FOR i IN 1..{count:d} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
    END $$
"""


def write(home: Path, folder: Path) -> str:
    """
    Write a backup into `folder`, which must not exist or be empty; return the line that says so.

    The folder is readable by its owner alone: it holds the keys of the vault.

    Raises
    ------
    Refused
        If the folder holds something already or the dump fails. Nothing half-written keeps the name `folder`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise cli.Refused(f"{folder} is not empty; name a new folder for the backup.")
    draft = folder.absolute().with_name(f".{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    with _owner_url(home) as url:
        next_xid = _number(url, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        _run(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", f"--file={draft / DUMP}"],
            url,
            "The database could not be written",
        )
    _copy_files(home, draft)
    contents = _digests(draft)
    words = {
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": __version__,
        "next_transaction": next_xid,
        "sha256": contents,
    }
    (draft / LIST).write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    size_mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return f"Wrote {len(contents) + 1} files, {size_mb:.1f} MB, to {folder}."


def restore(home: Path, folder: Path) -> str:
    """
    Put the backup in `folder` into an installation that holds nothing yet; return the line that says so.

    Raises
    ------
    Refused
        If the backup is not whole, the installation serves, or its database already holds tables.
    """
    words = _read_list(folder)
    with cli.alone_on(home), _owner_url(home) as url:
        tables = _number(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if tables:
            raise cli.Refused(
                f"The database of {home} holds {tables} tables already; restore into a new LANGNGHE_HOME "
                "or an empty database."
            )
        _put_files_back(home, folder)
        _run(
            "pg_restore",
            [*_RESTORE_OPTIONS, str(folder / DUMP)],
            url,
            "The database could not be read back",
        )
        _pass_numbers(url, until=words["next_transaction"])
        cli.migrate(url, app_role=_app_role())
    return f"Restored the backup of {words['written_at']} into {home}."


@contextlib.contextmanager
def _owner_url(home: Path) -> Iterator[str]:
    if os.environ.get("DATABASE_URL"):
        yield cli.owner_url_of_named_server()
        return
    with database_for(home) as database:
        yield database.owner_url


def _app_role() -> str:
    named = os.environ.get("DATABASE_URL", "")
    return (env.database_from_url(named)["USER"] if named else "") or APP_ROLE


def _run(program: str, options: list[str], url: str, failed: str) -> None:
    """Run a program of PostgreSQL against `url`; the password travels where other users cannot see it."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    done = subprocess.run(
        [str(programs_folder() / program), f"--dbname={make_conninfo('', **parts)}", *options],
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C",
            **({"PGPASSWORD": str(password)} if password else {}),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason was given"]
        raise cli.Refused(f"{failed}: {lines[0]}")


def _copy_files(home: Path, draft: Path) -> None:
    for name in KEYS:
        if (home / name).exists():
            shutil.copy2(home / name, draft / name)
    if (home / FILES).is_dir():
        shutil.copytree(home / FILES, draft / FILES)


def _put_files_back(home: Path, folder: Path) -> None:
    for name in KEYS:
        if (folder / name).exists():
            shutil.copy2(folder / name, home / name)
            (home / name).chmod(0o600)
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, home / FILES, dirs_exist_ok=True)


def _read_list(folder: Path) -> dict[str, Any]:
    try:
        words: dict[str, Any] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise cli.Refused(f"{folder} is not a finished backup: its {LIST} cannot be read.") from None
    found = _digests(folder)
    for name, digest in words["sha256"].items():
        if found.get(name) != digest:
            state = "is missing" if name not in found else "is not as it was written"
            raise cli.Refused(f"The backup in {folder} is damaged: {name} {state}.")
    return words


def _digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return {str(path.relative_to(folder)): _sha256(path) for path in paths}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pass_numbers(url: str, *, until: int) -> None:
    """Use up transaction numbers until new ones are above all that the restored rows carry."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        while (now := _number_on(connection, "SELECT pg_current_xact_id()::text::bigint")) < until:
            count = min(until - now, NUMBERS_AT_ONCE)
            if count == NUMBERS_AT_ONCE:
                say_on_stderr(f"Going on with transaction numbers: {now} of {until} ...")
            connection.execute(_USE_UP_NUMBERS.format(count=count).encode())


def _number(url: str, query: str) -> int:
    with psycopg.connect(url) as connection:
        return _number_on(connection, query)


def _number_on(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
