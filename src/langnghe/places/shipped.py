"""The files of facts that come with the program: Vietnam before and since 1 July 2025, the decrees after."""

from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
AREAS_BEFORE = DATA / "areas_before_2025-07-01.csv"
AREAS = DATA / "areas.csv"
REFORM = DATA / "area_changes_2025-07-01.csv"
_DECREES = DATA / "decrees"
_UNCONFIRMED = "unconfirmed-"


def confirmed_decrees() -> list[Path]:
    """Return the decree files whose day in force is certain, earliest first."""
    return sorted(path for path in _DECREES.glob("*.csv") if not path.name.startswith(_UNCONFIRMED))


def decree(name: str) -> Path | None:
    """Return the shipped decree file of this name, with or without its ending; None when there is none."""
    path = _DECREES / f"{name.removesuffix('.csv')}.csv"
    return path if path.parent == _DECREES and path.is_file() else None


def decree_names() -> list[str]:
    """Return the names of all shipped decree files."""
    return sorted(path.stem for path in _DECREES.glob("*.csv"))
