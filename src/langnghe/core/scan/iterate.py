"""The iterative scan: find the strongest cluster, leave it out, and scan again."""

from collections.abc import Callable, Sequence

from langnghe.core.scan.errors import ScanError
from langnghe.core.scan.result import Cluster, ScanResult


def scan_iteratively(
    scan: Callable[[Sequence[Cluster]], ScanResult], *, most: int = 10, p_limit: float = 0.05
) -> tuple[Cluster, ...]:
    """
    Return clusters in the order found, each tested on the data without those before it.

    Parameters
    ----------
    scan : a scan that leaves given clusters out, such as
        `lambda found: scan_permutation(events, geography, without=found)`
    most : how many rounds at most
    p_limit : stop at the first cluster above this p

    Returns
    -------
    tuple of Cluster
        Empty where the first scan finds nothing at or below `p_limit`.

    Raises
    ------
    ScanError
        When the data do not allow the first scan; one that cannot be made later ends the search.

    References
    ----------
    Zhang, Assunção, Kulldorff (2010), "Spatial scan statistics adjusted for multiple clusters", Journal of
    Probability and Statistics, 642379.
    """
    found: list[Cluster] = []
    while len(found) < most:
        try:
            clusters = scan(tuple(found)).clusters
        except ScanError:
            if not found:
                raise
            break
        if not clusters or (clusters[0].p or 0.0) > p_limit:
            break
        found.append(clusters[0])
    return tuple(found)
