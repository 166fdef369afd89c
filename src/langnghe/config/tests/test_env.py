"""Readers of the environment stop on a bad value, and name it."""

import stat

import pytest

from langnghe.config import env


@pytest.mark.parametrize(("written", "read"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_read(monkeypatch, written, read):
    monkeypatch.setenv("LANGNGHE_X", written)

    assert env.flag("LANGNGHE_X", default=True) is read


@pytest.mark.parametrize(
    ("reader", "written"),
    [
        (lambda: env.flag("LANGNGHE_X", default=False), "maybe"),
        (lambda: env.number("LANGNGHE_X", default=1), "many"),
        (lambda: env.number("LANGNGHE_X", default=1, at_least=1), "0"),
        (lambda: env.time_zone("LANGNGHE_X", default="UTC"), "Asia/Ha_Noi"),
        (lambda: env.time_zone("LANGNGHE_X", default="UTC"), "../etc/passwd"),
        (lambda: env.database("LANGNGHE_X"), "mysql://localhost/x"),
        (lambda: env.database("LANGNGHE_X"), "postgresql://localhost"),
        (lambda: env.database("LANGNGHE_X"), "postgresql://localhost:many/x"),
    ],
)
def test_a_bad_value_stops_with_the_name_of_its_variable(monkeypatch, reader, written):
    monkeypatch.setenv("LANGNGHE_X", written)

    with pytest.raises(env.BadValue, match="LANGNGHE_X"):
        reader()


def test_a_database_url_is_read_with_its_escapes_and_options():
    read = env.database_from_url("postgresql://m%C3%A1y:p%40ss@db.example:5433/l%C3%A0ng?sslmode=require")

    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "làng",
        "USER": "máy",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_secret_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.setenv("LANGNGHE_HOME", str(tmp_path / "home"))

    first, second = env.secret("LANGNGHE_X", file="key"), env.secret("LANGNGHE_X", file="key")

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "home" / "key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir() if path.is_file()] == ["key"]


def test_home_that_cannot_be_made_is_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(env.BadValue, match="set LANGNGHE_HOME"):
        env.make_home(tmp_path / "file" / "home")
