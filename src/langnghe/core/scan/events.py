"""What was reported: where, when, how many, and (by a token made for this run) from whom."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from langnghe.core.scan.errors import NothingToScan, ScanError

Ints = npt.NDArray[np.int64]
# Every case takes a few bytes in several tables.
MOST_CASES = 20_000_000


@dataclass(frozen=True, eq=False)
class Events:
    """
    Reports to scan, as columns of one length n.

    Parameters
    ----------
    unit : identifiers of the units, as in the geography
    day : dates (`datetime64[D]` or `datetime.date`) or whole day numbers
    cases : how many reports each line stands for; one each when omitted
    reporter : tokens that say "same sender or not", made for this run; None where nobody may know
    group : labels of groups with risks of their own (age, sex …), for the Poisson model

    `day` is None where only places matter.

    Raises
    ------
    ScanError
        When columns differ in length or a count is negative or not whole.
    NothingToScan
        When there is not a single case.
    """

    unit: Sequence[Any] | npt.NDArray[Any]
    day: Sequence[Any] | npt.NDArray[Any] | None
    cases: Sequence[int] | npt.NDArray[Any] | None = None
    reporter: Sequence[Any] | npt.NDArray[Any] | None = None
    group: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        for name in ("day", "cases", "reporter", "group"):
            column = getattr(self, name)
            if column is not None and len(column) != len(self.unit):
                raise ScanError(
                    f"The column {name} has {len(column)} lines, the column unit {len(self.unit)}."
                )
        counts = self.counts
        if (counts < 0).any():
            raise ScanError(f"Line {int(np.argmax(counts < 0)) + 1} has a negative count.")
        if not counts.any():
            raise NothingToScan("There are no cases to scan.")
        if counts.sum(dtype=np.float64) > MOST_CASES:
            raise ScanError(f"There are more than {MOST_CASES:,} cases; scan fewer, or a part of the period.")
        if self.reporter is not None and (counts != 1).any():
            raise ScanError("Where senders are known, each line is one report; leave the column cases out.")

    @property
    def counts(self) -> Ints:
        """Cases per line."""
        if self.cases is None:
            return np.ones(len(self.unit), np.int64)
        counts = np.asarray(self.cases)
        whole = counts.astype(np.int64)
        if (whole != counts).any():
            raise ScanError(f"Line {int(np.argmax(whole != counts)) + 1} has a count that is not whole.")
        return whole

    @property
    def is_dated(self) -> bool:
        """Whether days are dates."""
        return np.asarray(self.day).dtype.kind not in "iu"

    @property
    def days(self) -> Ints:
        """Day numbers, since 1970-01-01 for dates."""
        column = np.asarray(self.day)
        return column.astype("datetime64[D]").astype(np.int64) if self.is_dated else column.astype(np.int64)

    @property
    def digest(self) -> str:
        """A fingerprint that does not depend on the order of the lines or on the names of tokens."""
        days = self.days.tolist() if self.day is not None else [None] * len(self.unit)
        groups = self.group if self.group is not None else [None] * len(self.unit)
        lines = sorted(map(repr, zip(self.unit, days, self.counts.tolist(), groups, strict=True)))
        return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]

    def where(self, kept: npt.NDArray[np.bool_]) -> "Events":
        """Return the events of some lines only."""
        chosen = np.flatnonzero(kept).tolist()

        def of(column: Any) -> Any:
            return None if column is None else [column[i] for i in chosen]

        return Events(of(self.unit), of(self.day), of(self.cases), of(self.reporter), of(self.group))
