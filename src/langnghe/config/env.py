"""
Typed readers of the environment, which stop on a bad value.

Every reader names the variable and says what it would have accepted. Nothing here needs Django, so that
the command line and the settings read the same words in the same way.
"""

import os
import secrets as random_secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class BadValue(ValueError):
    """A variable of the environment holds a value that cannot be meant."""


def text(name: str, *, default: str) -> str:
    """Return the variable as it stands, without spaces around it."""
    return os.environ.get(name, default).strip()


def words(name: str, *, default: Sequence[str]) -> list[str]:
    """Return a list written with commas; an unset or empty variable gives `default`."""
    found = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    return found or list(default)


def flag(name: str, *, default: bool) -> bool:
    """Return yes or no. Raise BadValue for anything but 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in _TRUE | _FALSE:
        raise BadValue(f"{name} must be 1 or 0 (also true/false, yes/no, on/off), not {value!r}.")
    return word in _TRUE


def number(name: str, *, default: int, at_least: int = 0) -> int:
    """Return a whole number. Raise BadValue below `at_least` or for anything else."""
    value = text(name, default=str(default)) or str(default)
    try:
        found = int(value)
    except ValueError:
        raise BadValue(f"{name} must be a whole number, not {value!r}.") from None
    if found < at_least:
        raise BadValue(f"{name} must be at least {at_least}, not {found}.")
    return found


def time_zone(name: str, *, default: str) -> str:
    """Return the name of a time zone that exists."""
    value = text(name, default=default) or default
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise BadValue(
            f"{name} must name a time zone, for example Asia/Ho_Chi_Minh, not {value!r}."
        ) from None
    return value


def home() -> Path:
    """
    Return the folder of all data: LANGNGHE_HOME, or the usual place for the data of a program.

    The usual place is /var/lib/langnghe for root and $XDG_DATA_HOME/langnghe or ~/.local/share/langnghe
    for everybody else. The folder need not exist yet.
    """
    named = text("LANGNGHE_HOME", default="")
    if named:
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/langnghe")
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else Path.home() / ".local" / "share") / "langnghe"


def make_home(folder: Path | None = None) -> Path:
    """
    Make HOME where it does not exist yet, readable by its owner alone, with the folders that must be there.

    Made by root it may also be passed through, not read, because PostgreSQL then runs as another user in it.
    """
    folder = folder or home()
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("static", "files"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise BadValue(
            f"{folder} cannot be used as the folder of all data ({problem.strerror}); "
            "set LANGNGHE_HOME to a folder of yours."
        ) from None
    return folder


def secret(name: str, *, file: str) -> str:
    """
    Return a secret from the environment, or from a file in HOME that is made at the first call.

    The file is readable by its owner alone (0600). Two processes that ask at the same moment get the same
    secret: the file appears whole, under its name, once.
    """
    value = text(name, default="")
    if value:
        return value
    path = home() / file
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return _make_secret(path)
    except PermissionError:
        raise BadValue(
            f"{path} cannot be read by this user; set {name} or run as the owner of the file."
        ) from None


def database(name: str) -> dict[str, Any]:
    """
    Return Django's description of the PostgreSQL database that the variable names as a URL.

    Without the variable the description points nowhere: the command line sets it when it starts the
    embedded database. LANGNGHE_DATABASE_POOL gives the connections each process keeps open (0: none kept).
    """
    value = text(name, default="")
    found = database_from_url(value, name=name) if value else dict(_NOWHERE)
    size = number("LANGNGHE_DATABASE_POOL", default=0)
    if size:
        found["OPTIONS"] = {
            **found.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": size, "timeout": 10},
        }
    return found


def database_from_url(url: str, *, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's description of the database at a `postgresql://` URL; raise BadValue for others."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadValue(
            f"{name} must begin with postgresql://; PostgreSQL is the only database Lắng Nghe works on."
        )
    try:
        port = parts.port
    except ValueError:
        raise BadValue(f"{name} has a port that is not a number.") from None
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise BadValue(f"{name} must end with the name of a database, as in postgresql://user@host/langnghe.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


_NOWHERE: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "langnghe",
    "HOST": "/no-database-is-running-use-the-langnghe-command",
}


def _make_secret(path: Path) -> str:
    value = random_secrets.token_urlsafe(48)
    make_home(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
    try:
        os.link(draft, path)  # fails where another process was first, so nobody's secret is replaced
    except FileExistsError:
        value = path.read_text("ascii").strip()
    finally:
        draft.unlink()
    return value
