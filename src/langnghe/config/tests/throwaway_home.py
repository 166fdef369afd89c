"""
Give every test run a HOME of its own, before anything can read the settings.

Loaded by `-p` (see pyproject.toml), because pytest-django reads the settings before any conftest.py. The
first process of a run names the folder, its xdist workers inherit the name, and the first one removes it.

Each worker has a HOME and so a server of its own: a reader of events waits for every older transaction on its
server, also for those of the worker next door. `{worker}` in DATABASE_URL stands for the worker's name.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_MARK = "LANGNGHE_TEST_HOME"

if _MARK not in os.environ:
    # Directly below /tmp, not in pytest's own folder: when root runs the tests, PostgreSQL's user must pass.
    os.environ[_MARK] = tempfile.mkdtemp(prefix="langnghe-tests-")
    _MADE_HERE: Path | None = Path(os.environ[_MARK])
    _MADE_HERE.chmod(0o711)
else:
    _MADE_HERE = None

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["LANGNGHE_HOME"] = str(Path(os.environ[_MARK]) / f"home-{_WORKER}")
if "DATABASE_URL" in os.environ:
    # Workers inherit what the first process made of it: the address as it was given stands beside it.
    _GIVEN = os.environ.setdefault("LANGNGHE_TEST_DATABASE_URL", os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = _GIVEN.replace("{worker}", _WORKER)
os.environ.setdefault("LANGNGHE_DEBUG", "0")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _MADE_HERE:
        shutil.rmtree(_MADE_HERE, ignore_errors=True)
        del os.environ[_MARK]
