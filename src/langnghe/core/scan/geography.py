"""
Where the units lie, and in which order circles round each of them grow.

Units at exactly the same point enter and leave a circle together, so the engine works on *sites*: distinct
points, numbered by their coordinates. Ties in distance are broken by the lesser first coordinate, then the
second, as in SaTScan (Kulldorff), whose Earth radius we share.
"""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import NothingToScan, ScanError, UnknownUnit

EARTH_RADIUS_KM = 6367.0
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Geography:
    """
    The units of a scan, their places, and the order in which neighbours join a circle.

    Parameters
    ----------
    units : sequence of n distinct identifiers (text or integers)
    lonlat : array of shape (n, 2), degrees, optional
        Longitude and latitude; distances are great-circle kilometres.
    xy : array of shape (n, 2), kilometres, optional
        Planar coordinates. Exactly one of `lonlat`, `xy` and `neighbours` is given.
    neighbours : mapping of a unit to the units round it, nearest first, optional
        Growing lists made by the user (by travel time, along a river). The unit itself always comes first.
    population : array of shape (n,), optional
        Inhabitants, used by `scan_poisson` when it is handed no other population.

    Raises
    ------
    ScanError
        When identifiers repeat, a coordinate is missing, or more or less than one kind of place is given.
    """

    units: Sequence[Hashable]
    lonlat: npt.ArrayLike | None = None
    xy: npt.ArrayLike | None = None
    neighbours: Mapping[Any, Sequence[Any]] | None = None
    population: npt.ArrayLike | None = None
    cache_file: Path | None = None
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.lonlat, self.xy, self.neighbours)) != 1:
            raise ScanError("A geography needs exactly one of lonlat, xy and neighbours.")
        if not len(self.units):
            raise NothingToScan("The geography has no units.")
        index = {unit: i for i, unit in enumerate(self.units)}
        if len(index) != len(self.units):
            twice = next(unit for i, unit in enumerate(self.units) if index[unit] != i)
            raise ScanError(f"Unit {twice} stands twice in the geography; give each unit one line.")
        self._known["index"] = index
        if self.neighbours is None:
            self._check_coordinates()

    @property
    def index(self) -> dict[Hashable, int]:
        """The position of each unit."""
        return self._known["index"]

    @property
    def is_spherical(self) -> bool:
        """Whether distances are measured on the globe."""
        return self.lonlat is not None

    def positions(self, units: Sequence[Hashable] | npt.NDArray[Any]) -> Ints:
        """Return the position of each named unit; raise UnknownUnit for a stranger."""
        index = self.index
        try:
            return np.fromiter((index[unit] for unit in _plain(units)), np.int64, len(units))
        except KeyError as missing:
            raise UnknownUnit(f"Unit {missing.args[0]} is not in the geography; add it there.") from None

    @property
    def coordinates(self) -> Floats:
        """Points of shape (n, 2) on the plane or (n, 3) on the sphere, in kilometres."""
        if "coordinates" not in self._known:
            self._known["coordinates"] = self._find_coordinates()
        return self._known["coordinates"]

    @property
    def site_of(self) -> Ints:
        """The site of each unit, shape (n,): units at one point share one."""
        if "site_of" not in self._known:
            if self.neighbours is not None:
                self._known["site_of"] = np.argsort(np.argsort(np.array([str(unit) for unit in self.units])))
            else:
                _, site_of = np.unique(self.coordinates, axis=0, return_inverse=True)
                self._known["site_of"] = site_of.reshape(-1).astype(np.int64)
        return self._known["site_of"]

    @property
    def n_sites(self) -> int:
        """How many distinct points there are."""
        return int(self.site_of.max()) + 1

    @property
    def site_coordinates(self) -> Floats:
        """One point per site, shape (n_sites, 2 or 3)."""
        if "points" not in self._known:
            points = np.empty((self.n_sites, self.coordinates.shape[1]))
            points[self.site_of] = self.coordinates
            self._known["points"] = points
        return self._known["points"]

    def nearest(self) -> tuple[npt.NDArray[Any], Ints]:
        """
        Return the sites round each site, nearest first, and how many each has.

        Returns
        -------
        order : integer array of shape (n_sites, n_sites), rows beyond the length are padding
        length : integer array of shape (n_sites,)
        """
        if "nearest" not in self._known:
            self._known["nearest"] = self._remembered_order() if self.neighbours is None else self._listed()
        return self._known["nearest"]

    def distance_km(self, centre: int, sites: npt.NDArray[Any]) -> Floats:
        """Return the distances from one site to others, in kilometres (along the surface on the globe)."""
        points = self.site_coordinates
        return _surface(_straight(points[centre], points[sites]), self.is_spherical)

    def members(self, sites: npt.NDArray[Any]) -> list[Hashable]:
        """Return the units standing on these sites, in that order."""
        if "at_site" not in self._known:
            at_site: list[list[Hashable]] = [[] for _ in range(self.n_sites)]
            for unit, site in zip(self.units, self.site_of.tolist(), strict=True):
                at_site[site].append(unit)
            self._known["at_site"] = at_site
        return [unit for site in sites.tolist() for unit in self._known["at_site"][site]]

    @property
    def digest(self) -> str:
        """A fingerprint of units and places, the same on every machine."""
        if self.neighbours is None:
            lines = [
                f"{unit} {a!r} {b!r}" for unit, (a, b) in zip(self.units, self._given().tolist(), strict=True)
            ]
        else:
            lines = [f"{unit} {[str(other) for other in listed]}" for unit, listed in self.neighbours.items()]
        return hashlib.sha256("\n".join([str(self.is_spherical), *sorted(lines)]).encode()).hexdigest()[:16]

    def _given(self) -> Floats:
        return np.asarray(self.lonlat if self.lonlat is not None else self.xy, dtype=np.float64)

    def _check_coordinates(self) -> None:
        points = self._given()
        if points.shape != (len(self.units), 2):
            raise ScanError(f"Coordinates need the shape ({len(self.units)}, 2), not {points.shape}.")
        bad = ~np.isfinite(points).all(axis=1)
        if bad.any():
            raise ScanError(f"Unit {self.units[int(np.argmax(bad))]} has no coordinate.")
        if self.is_spherical and (np.abs(points) > [360.0, 90.0]).any():
            far = int(np.argmax((np.abs(points) > [360.0, 90.0]).any(axis=1)))
            raise ScanError(
                f"Unit {self.units[far]} lies off the globe; give longitude and latitude in degrees."
            )

    def _find_coordinates(self) -> Floats:
        points = self._given()
        if not self.is_spherical:
            return points
        lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
        return EARTH_RADIUS_KM * np.column_stack(
            (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
        )

    def _remembered_order(self) -> tuple[npt.NDArray[Any], Ints]:
        """Read the order from the cache file when it was made from the same places, else sort and keep it."""
        n = self.n_sites
        length = np.full(n, n, np.int64)
        if self.cache_file is None:
            return _sorted_by_distance(self.site_coordinates), length
        kept = _kept_order(self.cache_file, self.digest)
        if kept is not None:
            return kept, length
        order = _sorted_by_distance(self.site_coordinates)
        try:
            with self.cache_file.open("wb") as file:
                np.savez(file, order=order, digest=np.array(self.digest))
        except OSError as error:
            raise ScanError(f"The cache {self.cache_file} cannot be written: {error.strerror}.") from error
        return order, length

    def _listed(self) -> tuple[npt.NDArray[Any], Ints]:
        assert self.neighbours is not None  # noqa: S101 - the caller asked
        rows: list[list[int]] = [[] for _ in self.units]
        for unit, site in zip(self.units, self.site_of.tolist(), strict=True):
            listed = self.site_of[self.positions(list(self.neighbours.get(unit, ())))].tolist()
            rows[site] = list(dict.fromkeys([site, *listed]))
        length = np.array([len(row) for row in rows], np.int64)
        order = np.zeros((len(rows), int(length.max())), np.int32)
        for i, row in enumerate(rows):
            order[i, : len(row)] = row
        return order, length


def _plain(units: Sequence[Hashable] | npt.NDArray[Any]) -> Sequence[Hashable]:
    return units.tolist() if isinstance(units, np.ndarray) else units


def _kept_order(file: Path, digest: str) -> npt.NDArray[Any] | None:
    """Return the order that a cache file holds for these places; raise ScanError if it is no such file."""
    if not file.exists() or not file.stat().st_size:
        return None
    try:
        if not is_zipfile(file):
            raise ValueError(file)
        with np.load(file, allow_pickle=False) as kept:
            return kept["order"] if str(kept["digest"]) == digest else None
    except (OSError, ValueError, KeyError) as error:
        raise ScanError(f"{file} is no cache of distances; name another file or remove this one.") from error


def _straight(point: Floats, others: Floats) -> Floats:
    gap = others - point
    squares = gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1]
    if gap.shape[1] == 3:
        squares = squares + gap[:, 2] * gap[:, 2]
    return np.sqrt(squares)


def _surface(straight: Floats, is_spherical: bool) -> Floats:
    """Turn chords through the globe into arcs along it."""
    if not is_spherical:
        return straight
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(straight / (2 * EARTH_RADIUS_KM), 1.0))


def _sorted_by_distance(points: Floats) -> npt.NDArray[Any]:
    # Sites are numbered by coordinate, so a stable sort breaks ties by the lesser coordinate.
    n = len(points)
    order = np.empty((n, n), np.uint16 if n <= 65535 else np.int32)
    for i in range(n):
        order[i] = np.argsort(_straight(points[i], points), kind="stable")
    return order
