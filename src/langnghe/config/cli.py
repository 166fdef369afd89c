"""
`langnghe`: the one command line.

Without DATABASE_URL every command finds the embedded database under LANGNGHE_HOME running: it is made,
started or adopted as needed, its tables are brought up to date, and the last command out stops it. With
DATABASE_URL that server is used as it stands, and `langnghe migrate` is the operator's word.

A command that cannot do its work says one sentence on stderr and exits with 1; the whole story of what nobody
foresaw goes to HOME/errors.log.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from langnghe.config import env
from langnghe.config.database import APP_ROLE, Database, DatabaseProblem, database_for

# Commands that change or compare the shape of tables, or their clock, work as their owner.
OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "pgtrigger", "demo_year"}
# Commands that need no database at all.
BARE_COMMANDS = {"help", "--help", "-h", "--version", "version", "compilemessages", "findstatic"}

_USAGE = """\
Usage: langnghe COMMAND [OPTIONS]

  up                 serve: database, web and worker in one foreground process tree
  worker             run the jobs alone (beside an `up --no-worker` or on another machine)
  migrate            bring the tables up to date
  check_install      look at everything that must be right, one line each
  backup DIR         write everything that must be kept into a new folder
  restore DIR        put a backup into an empty installation

Each command tells its options with --help; `langnghe help` lists all commands.
"""


class Refused(RuntimeError):
    """A command cannot be carried out; the message is one sentence for the person who gave it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Return the exit code: 0 done, 1 refused with a sentence, 2 not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langnghe.config.settings")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as problem:
        if os.environ.get("LANGNGHE_DEBUG", "") == "1":
            raise
        _say(_sentence(problem))
        return 1


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(_USAGE, end="")  # noqa: T201 - the answer itself
        return 0
    name = words[0]
    if name in BARE_COMMANDS or "--help" in words or "-h" in words:
        return _help(words)
    env.make_home()
    if name == "up":
        return _up(words[1:])
    if name == "backup":
        return _backup(words[1:])
    if name == "restore":
        return _restore(words[1:])
    if name == "worker":
        words = ["procrastinate", "worker", *words[1:]]
    with connection_for(name):
        return _worker(words) if name == "worker" else _manage(words)


@contextlib.contextmanager
def connection_for(command: str) -> Iterator[None]:
    """Set DATABASE_URL for a command: the server the operator named, or the embedded database, migrated."""
    if os.environ.get("DATABASE_URL"):
        with _environment(_named_server(command)):
            yield
        return
    home = env.home()
    with database_for(home) as database:
        if command != "migrate":
            migrate_if_behind(home, database)
        url = database.owner_url if command in OWNER_COMMANDS else database.app_url
        with _environment({"DATABASE_URL": url, "LANGNGHE_APP_ROLE": APP_ROLE}):
            yield


def migrate_if_behind(home: Path, database: Database) -> None:
    """Bring the tables of the embedded database up to date, once for each release."""
    mark, shape = home / "migrated", _shape_of_tables()
    with (home / "migrating").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text() == shape:
            return
        _say("Bringing the tables up to date ...")
        migrate(database.owner_url, app_role=APP_ROLE)
        mark.write_text(shape)


def migrate(owner_url: str, *, app_role: str) -> None:
    """Run all migrations as the owner, in a process of its own. Raise Refused with its last words."""
    done = subprocess.run(
        [sys.executable, "-m", "langnghe.config", "migrate", "--no-input", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": owner_url, "LANGNGHE_APP_ROLE": app_role},
        check=False,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise Refused(f"The tables could not be brought up to date: {_last_line(done.stderr)}")


@contextlib.contextmanager
def alone_on(home: Path) -> Iterator[None]:
    """Hold HOME/lock, which one `up` or `restore` at a time may have. Raise Refused if another does."""
    with (home / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Lắng Nghe already serves from {home}; stop that `langnghe up` first, "
                "or set LANGNGHE_HOME to another folder."
            ) from None
        yield


def owner_url_of_named_server() -> str:
    """Return the URL of the owner on a server the operator named: LANGNGHE_OWNER_DATABASE_URL or the same."""
    return os.environ.get("LANGNGHE_OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]


def _named_server(command: str) -> dict[str, str]:
    app_role = env.database_from_url(os.environ["DATABASE_URL"])["USER"]
    if command not in OWNER_COMMANDS:
        return {}
    return {
        "DATABASE_URL": owner_url_of_named_server(),
        "LANGNGHE_APP_ROLE": os.environ.get("LANGNGHE_APP_ROLE") or app_role or APP_ROLE,
    }


@contextlib.contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _manage(words: list[str]) -> int:
    """Run a management command of a room; its refusals come back as exceptions, not as tracebacks."""
    import django
    from django.core.management import ManagementUtility

    django.setup()
    try:
        # --traceback hands exceptions to us; without it Django would print "CommandError: ..." itself.
        command = ManagementUtility(["langnghe", *words]).fetch_command(words[0])
        command.run_from_argv(["langnghe", words[0], "--traceback", *words[1:]])
    except SystemExit as end:
        return _exit_code(end)
    return 0


def _help(words: list[str]) -> int:
    """Tell about commands without needing a database."""
    own = {"up": _up, "backup": _backup, "restore": _restore}
    try:
        if words[0] in own:
            return own[words[0]](words[1:])
        from django.core.management import execute_from_command_line

        execute_from_command_line(["langnghe", *words])
    except SystemExit as end:
        return _exit_code(end)
    return 0


def _exit_code(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else int(end.code is not None)


def _worker(words: list[str]) -> int:
    from langnghe.config.supervisor import end_with_supervisor

    end_with_supervisor()
    return _manage(words)


def _up(words: list[str]) -> int:
    from langnghe.config import supervisor

    parser = argparse.ArgumentParser(
        prog="langnghe up",
        description="Serve: database, web and worker in one process tree, until Ctrl-C or SIGTERM.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--web-workers", type=int, default=2, help="web processes (default: %(default)s)")
    parser.add_argument("--no-worker", action="store_true", help="leave the jobs to `langnghe worker`")
    chosen = parser.parse_args(words)
    return supervisor.up(
        env.home(),
        host=chosen.host,
        port=chosen.port,
        web_workers=chosen.web_workers,
        with_worker=not chosen.no_worker,
    )


def _backup(words: list[str]) -> int:
    from langnghe.config import backup

    folder = _folder("backup", "Write the database, the files and the keys into a new folder.", words)
    print(backup.write(env.home(), folder))  # noqa: T201 - the one line that says what was done
    return 0


def _restore(words: list[str]) -> int:
    from langnghe.config import backup

    folder = _folder("restore", "Put a backup into an installation that holds nothing yet.", words)
    print(backup.restore(env.home(), folder))  # noqa: T201 - the one line that says what was done
    return 0


def _folder(command: str, does: str, words: list[str]) -> Path:
    parser = argparse.ArgumentParser(prog=f"langnghe {command}", description=does)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder: Path = parser.parse_args(words).folder
    return folder


def _shape_of_tables() -> str:
    """Return a mark that changes whenever there may be migrations to run."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    grants = package / "config" / "apps.py"
    for path in [grants, *sorted(package.glob("*/migrations/*.py"))]:
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    for name in ("django", "django-allauth", "django-pgtrigger", "procrastinate", "wagtail"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()


def _sentence(problem: Exception) -> str:
    """Return what to tell the person: the words of a refusal, or the first line of what nobody foresaw."""
    foreseen: tuple[type[Exception], ...] = (Refused, DatabaseProblem, env.BadValue)
    if "django.core.management.base" in sys.modules:
        from django.core.management.base import CommandError

        foreseen += (CommandError,)
    words = str(problem).strip()
    if isinstance(problem, foreseen):
        return words
    first = words.splitlines()[0] if words else type(problem).__name__
    log = _keep_traceback(problem)
    where = f" The whole story is in {log}." if log else ""
    return f"This did not work ({type(problem).__name__}): {first.rstrip('.')}.{where}"


def _keep_traceback(problem: Exception) -> Path | None:
    log = env.home() / "errors.log"
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"langnghe {' '.join(sys.argv[1:])}\n")
            traceback.print_exception(problem, file=file)
    except OSError:
        return None
    return log


def _last_line(words: str) -> str:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given."


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - progress and refusals on the terminal
