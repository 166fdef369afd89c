"""What a scan answers: clusters, the replicate maxima behind their p-values, and how to run it again."""

import hashlib
import json
from collections.abc import Hashable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan import inference


@dataclass(frozen=True)
class Cluster:
    """
    One cluster.

    centre : the unit the circle is drawn round, None in a purely temporal scan
    units : the units inside, nearest to the centre first
    radius_km : distance from the centre to its farthest unit; None without coordinates
    first_day, last_day : the days it spans, both included; None in a purely spatial scan without a period
    observed, expected : cases inside, and how many the null hypothesis expects there
    relative_risk : risk inside over risk outside; None for the permutation model, which has no population
    statistic : log-likelihood ratio
    p : rank among the replicates' maxima (None without replicates); p_gumbel : the tail of a Gumbel fit
    recurrence_days : mean time between chance clusters this strong (prospective scans)
    reporters : distinct senders inside, where events carry senders
    """

    centre: Hashable | None
    units: tuple[Hashable, ...]
    radius_km: float | None
    first_day: Any
    last_day: Any
    observed: int
    expected: float
    relative_risk: float | None
    statistic: float
    p: float | None
    p_gumbel: float | None
    recurrence_days: float | None
    reporters: int | None = None

    @property
    def ratio(self) -> float:
        """Observed over expected."""
        return self.observed / self.expected


@dataclass(frozen=True, eq=False)
class ScanResult:
    """
    Clusters, most likely first, with everything needed to audit and replay them.

    settings : model, window, simulation and adjustments, as plain values
    digest : fingerprint of data, settings and answer; a replay with the same inputs gives the same digest
    reporters_moved : whether the null model moved senders rather than single reports
    kernel : "c" or "numpy"; both give the same answer
    """

    clusters: tuple[Cluster, ...]
    replicate_maxima: npt.NDArray[np.float64]
    settings: dict[str, Any]
    digest: str
    seed: int
    cpu_seconds: float
    reporters_moved: bool
    kernel: str

    @property
    def replicates(self) -> int:
        """How many replicates were simulated (fewer than asked for after sequential stopping)."""
        return len(self.replicate_maxima)

    @property
    def has_curve(self) -> bool:
        """Whether the replicates bear a Gumbel curve; in very sparse data only counting serves."""
        return inference.has_curve(self.replicate_maxima)

    def as_json(self) -> dict[str, Any]:
        """Return the documented JSON shape of the command line."""
        return {
            "clusters": [_cluster_json(cluster) for cluster in self.clusters],
            "replicates": self.replicates,
            "seed": self.seed,
            "cpu_seconds": round(self.cpu_seconds, 3),
            "digest": self.digest,
            "reporters_moved": self.reporters_moved,
            "kernel": self.kernel,
            "settings": self.settings,
        }


def _cluster_json(cluster: Cluster) -> dict[str, Any]:
    return {
        "centre": cluster.centre,
        "ids": list(cluster.units),
        "radius_km": cluster.radius_km,
        "start": _day_json(cluster.first_day),
        "end": _day_json(cluster.last_day),
        "cases": cluster.observed,
        "expected": cluster.expected,
        "observed_over_expected": cluster.ratio,
        "relative_risk": cluster.relative_risk,
        "statistic": cluster.statistic,
        "p": cluster.p,
        "p_gumbel": cluster.p_gumbel,
        "recurrence_days": cluster.recurrence_days,
        "reporters": cluster.reporters,
    }


def _day_json(day: Any) -> Any:
    return day.isoformat() if hasattr(day, "isoformat") else day


def digest_of(
    data: str, settings: dict[str, Any], clusters: tuple[Cluster, ...], maxima: npt.NDArray[np.float64]
) -> str:
    """Return a fingerprint of data, settings and answer; statistics enter rounded to nine decimals."""
    answer = [
        (str(cluster.centre), sorted(map(str, cluster.units)), cluster.observed, round(cluster.statistic, 9))
        for cluster in clusters
    ]
    text = json.dumps(
        [data, settings, answer, [round(value, 9) for value in maxima.tolist()]], sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def plain(settings: Any) -> dict[str, Any]:
    """Return a frozen settings object as plain values."""
    return asdict(settings)
