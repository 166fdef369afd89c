"""`langnghe up` and the other commands, as an operator meets them: real processes on a HOME of their own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from langnghe.config.database import EmbeddedServer

pytestmark = pytest.mark.slow

LANGNGHE = [sys.executable, "-m", "langnghe.config"]
PATIENCE_SECONDS = 120.0


class Installation:
    """A HOME, a port, and the `langnghe up` that runs there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.server = EmbeddedServer(home, say=lambda _: None)
        self._ups: list[subprocess.Popen] = []

    def up(self) -> subprocess.Popen:
        log = (self.home.parent / "up.log").open("ab")
        with log:
            started = subprocess.Popen(
                [*LANGNGHE, "up", "--port", str(self.port), "--web-workers", "1"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._ups.append(started)
        wait_until(lambda: self.answers() or started.poll() is not None, else_show=self.log)
        assert started.poll() is None, self.log()
        return started

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*LANGNGHE, *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
        return {**kept, "LANGNGHE_HOME": str(self.home)}

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200
        return False

    def has_heartbeat(self) -> bool:
        """Tell whether a worker has shown itself in the last moments."""
        query = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '5 s'"
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.server.database.app_url) as connection:
            return connection.execute(query).fetchone()[0] > 0
        return False

    def processes(self, words: str) -> list[int]:
        """Return the processes of this HOME whose command line has `words` in it."""
        mark = f"LANGNGHE_HOME={self.home}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if words in line and mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        return found

    def log(self) -> str:
        return (self.home.parent / "up.log").read_text(errors="replace")[-4000:]

    def end(self) -> None:
        for started in self._ups:
            if started.poll() is None:
                started.terminate()
                started.wait(60)
        with self.server.in_use():
            pass


@pytest.fixture(scope="module")
def installation():
    folder = Path(tempfile.mkdtemp(prefix="langnghe-test-"))
    folder.chmod(0o711)
    made = Installation(folder / "home")
    yield made
    made.end()
    shutil.rmtree(folder)


def test_a_second_start_is_refused_with_a_sentence_and_ctrl_c_stops_everything(installation):
    up = installation.up()

    second = installation.run("up", "--port", str(free_port()))
    assert second.returncode == 1
    assert second.stderr.startswith(f"Lắng Nghe already serves from {installation.home}")
    assert "Traceback" not in second.stderr

    os.kill(up.pid, signal.SIGINT)
    assert up.wait(60) == 0
    assert not installation.server.is_alive()
    assert installation.processes("langnghe") == []


def test_killing_the_database_loses_no_acknowledged_row_and_the_pages_come_back(installation):
    up = installation.up()
    with recorded_rows(installation) as acknowledged:
        wait_until(lambda: len(acknowledged) > 50)
        os.kill(installation.server.pid(), signal.SIGKILL)
        enough = len(acknowledged) + 50
        wait_until(lambda: len(acknowledged) > enough, else_show=installation.log)

    assert set(acknowledged) <= kept_rows(installation)
    wait_until(installation.answers, else_show=installation.log)
    stop(up)


def test_killing_the_worker_brings_another_one(installation):
    up = installation.up()
    wait_until(lambda: installation.processes("langnghe.config worker"), else_show=installation.log)
    first = installation.processes("langnghe.config worker")

    os.kill(first[0], signal.SIGKILL)

    wait_until(
        lambda: installation.processes("langnghe.config worker") not in ([], first),
        else_show=installation.log,
    )
    wait_until(installation.has_heartbeat, else_show=installation.log)
    stop(up)


def test_killing_the_web_process_brings_another_one_and_leaves_no_orphan(installation):
    up = installation.up()
    first = installation.processes("langnghe.config.web")

    os.kill(min(first), signal.SIGKILL)

    wait_until(lambda: not set(first) & set(installation.processes("langnghe.config.web")))
    wait_until(installation.answers, else_show=installation.log)
    stop(up)


def test_killing_the_supervisor_loses_no_row_and_an_immediate_start_recovers(installation):
    up = installation.up()
    with recorded_rows(installation) as acknowledged:
        wait_until(lambda: len(acknowledged) > 50)
        orphans = set(installation.processes("langnghe"))
        os.kill(up.pid, signal.SIGKILL)
        up.wait()

        again = installation.up()

    assert set(acknowledged) <= kept_rows(installation)
    wait_until(lambda: not orphans & set(installation.processes("langnghe")), else_show=installation.log)
    wait_until(installation.answers, else_show=installation.log)
    stop(again)


def test_killing_supervisor_and_database_together_recovers_at_the_next_start(installation):
    up = installation.up()
    with recorded_rows(installation) as acknowledged:
        wait_until(lambda: len(acknowledged) > 50)
        os.kill(up.pid, signal.SIGKILL)
        os.kill(installation.server.pid(), signal.SIGKILL)
        up.wait()

        again = installation.up()

    assert set(acknowledged) <= kept_rows(installation)
    stop(again)


def test_an_unknown_command_gets_one_sentence(installation):
    unknown = installation.run("find_nothing")

    assert unknown.returncode != 0
    assert "find_nothing" in unknown.stderr
    assert "Traceback" not in unknown.stderr


@contextlib.contextmanager
def recorded_rows(installation):
    """Write rows as fast as they are acknowledged, over interruptions; yield the list of acknowledged ids."""
    with psycopg.connect(installation.server.database.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id bigint PRIMARY KEY)")
    acknowledged: list[int] = []
    over = threading.Event()
    writer = threading.Thread(
        target=write_rows, args=(installation.server.database.owner_url, acknowledged, over)
    )
    writer.start()
    try:
        yield acknowledged
    finally:
        over.set()
        writer.join()


def write_rows(url, acknowledged, over):
    number = time.monotonic_ns()
    while not over.is_set():
        with contextlib.suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
            while not over.is_set():
                number += 1
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
                acknowledged.append(number)
        time.sleep(0.05)


def kept_rows(installation) -> set[int]:
    with psycopg.connect(installation.server.database.owner_url) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM kept")}


def stop(up: subprocess.Popen) -> None:
    up.terminate()
    assert up.wait(60) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, else_show=lambda: "") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, f"waited in vain\n{else_show()}"
        time.sleep(0.1)
