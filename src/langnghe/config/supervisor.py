"""
`langnghe up`: database, web and worker in one foreground process tree.

The supervisor itself does next to nothing: it holds HOME/lock, looks twice a second whether everybody lives,
and starts again who died, each time a little later. Children hold the reading end of a pipe, their lifeline;
when the supervisor dies, however it dies, the pipe closes and they leave by themselves.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from langnghe.config import cli, env
from langnghe.config.database import APP_ROLE, EmbeddedServer, say_on_stderr

LOOK_SECONDS = 0.5
STOP_SECONDS = 20.0
PORT_WAIT_SECONDS = 15.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
HEALTHY_AFTER_SECONDS = 30.0
CONNECTIONS_PER_WEB_PROCESS = 5
LIFELINE = "LANGNGHE_LIFELINE"


def up(home: Path, *, host: str, port: int, web_workers: int, with_worker: bool) -> int:
    """
    Serve until SIGINT or SIGTERM; return 0 after a clean stop.

    Raises
    ------
    Refused
        If another `up` holds this HOME, or the port belongs to somebody else.
    DatabaseProblem
        If the embedded database cannot be started.
    """
    stopping = _stop_on_signals()
    with cli.alone_on(home):
        _wait_for_port(host, port)
        with _database(home) as (url, server):
            web = Child(
                "web",
                [*_PYTHON, "langnghe.config.web", host, str(port), str(web_workers)],
                {"DATABASE_URL": url, "LANGNGHE_DATABASE_POOL": str(CONNECTIONS_PER_WEB_PROCESS)},
            )
            worker = Child("worker", [*_PYTHON, "langnghe.config", "worker"], {"DATABASE_URL": url})
            children = [web, worker] if with_worker else [web]
            say_on_stderr(f"Lắng Nghe serves http://{host}:{port} from {home}; Ctrl-C stops it.")
            _watch(children, server, stopping)
    say_on_stderr("Stopped.")
    return 0


def end_with_supervisor() -> None:
    """In a child: leave as on SIGTERM when the supervisor is gone. Nothing happens outside `langnghe up`."""
    lifeline = env.number(LIFELINE, default=-1, at_least=-1)
    if lifeline >= 0:
        threading.Thread(target=_leave_when_closed, args=(lifeline,), daemon=True).start()


@dataclass
class Child:
    """One process that must live, in a process group of its own, with its pauses between attempts."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    _lifeline: IO[bytes] | None = None
    _started_at: float = 0.0
    _next_start_at: float = 0.0
    _pause: float = field(default=FIRST_PAUSE_SECONDS)

    def look(self) -> None:
        """Start the process if it does not live and its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._bury(code, now)
        if now >= self._next_start_at:
            self._start(now)

    def ask_to_stop(self) -> None:
        """Ask for a clean end; `wait` sees to it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the end, and force it after `seconds`."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(seconds, 0.0))
        self._end_group()
        self.process.wait()
        self._close_lifeline()

    def _start(self, now: float) -> None:
        reading, writing = os.pipe()
        self._lifeline = os.fdopen(writing, "wb")
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment, LIFELINE: str(reading)},
            stdin=subprocess.DEVNULL,
            pass_fds=[reading],
            start_new_session=True,
        )
        os.close(reading)
        self._started_at = now

    def _bury(self, code: int, now: float) -> None:
        if now - self._started_at > HEALTHY_AFTER_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        say_on_stderr(f"The {self.name} ended ({_reason(code)}); it starts again in {self._pause:g} s.")
        self._end_group()
        self._close_lifeline()
        self.process = None
        self._next_start_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _end_group(self) -> None:
        """End what the process left behind, such as web processes whose parent was killed."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _close_lifeline(self) -> None:
        if self._lifeline is not None:
            self._lifeline.close()
            self._lifeline = None


_PYTHON = [sys.executable, "-m"]


def _watch(children: list[Child], server: EmbeddedServer | None, stopping: threading.Event) -> None:
    try:
        while not stopping.is_set():
            if server is not None and not server.is_alive():
                say_on_stderr("The database ended; it starts again.")
                server.ensure_running()
            for child in children:
                child.look()
            stopping.wait(LOOK_SECONDS)
    finally:
        say_on_stderr("Stopping ...")
        until = time.monotonic() + STOP_SECONDS
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait(until - time.monotonic())


@contextlib.contextmanager
def _database(home: Path) -> Iterator[tuple[str, EmbeddedServer | None]]:
    """Yield the URL for web and worker, and the embedded server if it is ours to watch; tables up to date."""
    named = os.environ.get("DATABASE_URL", "")
    if named:
        role = os.environ.get("LANGNGHE_APP_ROLE") or env.database_from_url(named)["USER"] or APP_ROLE
        cli.migrate(cli.owner_url_of_named_server(), app_role=role)
        yield named, None
        return
    server = EmbeddedServer(home)
    with server.in_use():
        cli.migrate_if_behind(home, server.database)
        yield server.database.app_url, server


def _wait_for_port(host: str, port: int) -> None:
    """Wait until the port is free: a web process whose supervisor was killed needs a moment to leave."""
    until = time.monotonic() + PORT_WAIT_SECONDS
    while not _is_free(host, port):
        if time.monotonic() > until:
            raise cli.Refused(f"Another program listens on {host}:{port}; choose another one with --port.")
        time.sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise cli.Refused(
            f"{host} is not an address of this machine; choose another one with --host."
        ) from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise cli.Refused(f"This user may not listen on port {port}; choose one above 1023.") from None
        except OSError:
            return False
    return True


def _stop_on_signals() -> threading.Event:
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopping


def _leave_when_closed(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
