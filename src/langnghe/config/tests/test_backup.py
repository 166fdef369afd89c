"""A backup is written, carried to a new installation, and rehearsed: what was there is there."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from langnghe.config.database import database_for

pytestmark = pytest.mark.slow


def langnghe(home: Path, *words: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    return subprocess.run(
        [sys.executable, "-m", "langnghe.config", *words],
        env={**kept, "LANGNGHE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def ask(home: Path, query: str):
    with (
        database_for(home, say=lambda _: None) as database,
        psycopg.connect(database.owner_url) as connection,
    ):
        return connection.execute(query).fetchone()


@pytest.fixture(scope="module")
def folder():
    made = Path(tempfile.mkdtemp(prefix="langnghe-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def backup(folder):
    """A backup of an installation with a row, a file, and transaction numbers far ahead of a new one's."""
    home = folder / "first"
    assert langnghe(home, "check").returncode == 0
    with (
        database_for(home, say=lambda _: None) as database,
        psycopg.connect(database.owner_url, autocommit=True) as connection,
    ):
        connection.execute("INSERT INTO django_site (domain, name) VALUES ('xa.example.vn', 'Xã thử')")
        connection.execute(
            "DO $$ BEGIN FOR i IN 1..30000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        )
    (home / "files" / "photo.jpg").write_bytes(b"a photo")
    done = langnghe(home, "backup", str(folder / "backup"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Wrote ")
    return folder / "backup"


def test_a_restored_installation_has_rows_files_keys_and_goes_on_with_transaction_numbers(folder, backup):
    first, second = folder / "first", folder / "second"

    done = langnghe(second, "restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Restored the backup of ")
    assert ask(second, "SELECT name FROM django_site WHERE domain = 'xa.example.vn'") == ("Xã thử",)
    assert (second / "files" / "photo.jpg").read_bytes() == b"a photo"
    assert (second / "vault_key").read_bytes() == (first / "vault_key").read_bytes()
    number = "SELECT pg_current_xact_id()::text::bigint"
    assert ask(second, number)[0] >= 30_000
    rights = "SELECT has_table_privilege('langnghe_app', 'django_site', 'INSERT, DELETE')"
    assert ask(second, rights) == (True,)
    assert langnghe(second, "migrate", "--check").returncode == 0


def test_restoring_over_an_installation_in_use_is_refused(folder, backup):
    refused = langnghe(folder / "first", "restore", str(backup))

    assert refused.returncode == 1
    assert "tables already" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_backup_never_overwrites_anything(folder, backup):
    refused = langnghe(folder / "first", "backup", str(backup))

    assert refused.returncode == 1
    assert "is not empty" in refused.stderr


def test_a_damaged_backup_is_refused_before_anything_is_written(folder, backup):
    damaged = folder / "damaged"
    shutil.copytree(backup, damaged)
    with (damaged / "database.dump").open("r+b") as file:
        file.seek(500)
        file.write(b"x")

    refused = langnghe(folder / "third", "restore", str(damaged))

    assert refused.returncode == 1
    assert "database.dump is not as it was written" in refused.stderr
    assert not (folder / "third" / "database").exists()


def test_only_its_owner_can_read_a_backup(backup):
    assert backup.stat().st_mode & 0o077 == 0
