"""
Scan statistics and count surveillance, in plain Python and NumPy with a small compiled kernel.

Where, and since when, are there more reports than chance explains? `scan_permutation` needs nothing but the
reports; `scan_poisson` a population; `scan_bernoulli` controls. Branches of a tree are scanned by
`scan.tree`, single series judged by `scan.series`, and clusters become alarms in `scan.alarms`.
"""

from langnghe.core.scan.bernoulli import scan_bernoulli
from langnghe.core.scan.errors import BadLine, NothingToScan, ScanError, UnknownUnit
from langnghe.core.scan.events import Events
from langnghe.core.scan.geography import Geography
from langnghe.core.scan.iterate import scan_iteratively
from langnghe.core.scan.permutation import scan_permutation
from langnghe.core.scan.poisson import scan_poisson
from langnghe.core.scan.population import Population
from langnghe.core.scan.result import Cluster, ScanResult
from langnghe.core.scan.risks import KnownRisk
from langnghe.core.scan.settings import Simulation, Window

__all__ = [
    "BadLine",
    "Cluster",
    "Events",
    "Geography",
    "KnownRisk",
    "NothingToScan",
    "Population",
    "ScanError",
    "ScanResult",
    "Simulation",
    "UnknownUnit",
    "Window",
    "scan_bernoulli",
    "scan_iteratively",
    "scan_permutation",
    "scan_poisson",
]
